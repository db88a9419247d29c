variable "name" {
  description = "The name of the app and the first part of its address"
  type        = string
  default     = "lamplighter"
}

variable "resource_group" {
  description = "The name of an existing resource group for the app, its vault and its log"
  type        = string
}

variable "location" {
  description = "The region"
  type        = string
}

variable "workspace" {
  description = "The Azure Machine Learning workspace in which Lamplighter works"
  type = object({
    name           = string
    resource_group = string
  })
}

variable "roles" {
  description = "The roles that Lamplighter gets beside the role Lamplighter: keep, schedules, idle, jobs, delete, create"
  type        = set(string)
  default     = ["keep", "jobs"]

  validation {
    condition     = length(setsubtract(var.roles, ["keep", "schedules", "idle", "jobs", "delete", "create"])) == 0
    error_message = "The roles are keep, schedules, idle, jobs, delete and create."
  }
}

variable "prices" {
  description = "Whether replies name prices: the role Lamplighter prices, at the subscription"
  type        = bool
  default     = true
}

variable "create_roles" {
  description = "false if the roles exist already: their names are unique in a tenant"
  type        = bool
  default     = true
}

variable "image" {
  description = "The image, with its registry and tag"
  type        = string
}

variable "registry_id" {
  description = "The id of the Azure Container Registry with the image; null if the image is public"
  type        = string
  default     = null
}

variable "config" {
  description = "The configuration: the text of infra/azure/container-apps.toml after editing. It contains no secret"
  type        = string
}

variable "vault_name" {
  description = "The name of the key vault, unique in all of Azure, as in the configuration"
  type        = string
}

variable "secrets_writer_id" {
  description = "The object id of the person who may write secrets into the vault"
  type        = string
}

variable "timers" {
  description = "When each timer runs, in UTC, by the name of its source and of its secret in the vault"
  type        = map(string)
  default = {
    evening-notice = "30 19 * * 1-5"
    nightly        = "0 20 * * 1-5"
    morning        = "0 8 * * 1-5"
    due            = "*/10 * * * *"
  }
}

variable "start" {
  description = "false for the first apply: the app and its jobs read secrets when they start, so store those first"
  type        = bool
  default     = false
}
