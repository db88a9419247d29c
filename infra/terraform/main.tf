data "azurerm_client_config" "current" {}

data "azurerm_subscription" "current" {}

data "azurerm_machine_learning_workspace" "this" {
  name                = var.workspace.name
  resource_group_name = var.workspace.resource_group
}

locals {
  # The role definitions are in infra/azure, and only there.
  roles = merge(
    { lamplighter = jsondecode(file("${path.module}/../azure/lamplighter-role.json")) },
    { for name in var.roles : name => jsondecode(file("${path.module}/../azure/lamplighter-${name}-role.json")) },
  )
  prices     = jsondecode(file("${path.module}/../azure/lamplighter-prices-role.json"))
  all_roles  = var.prices ? merge(local.roles, { prices = local.prices }) : local.roles
  registries = var.registry_id == null ? {} : { registry = var.registry_id }
  running    = var.start ? var.timers : {}
}

# The roles.

resource "azurerm_role_definition" "lamplighter" {
  for_each          = var.create_roles ? local.all_roles : {}
  name              = each.value.Name
  description       = each.value.Description
  scope             = data.azurerm_subscription.current.id
  assignable_scopes = [data.azurerm_subscription.current.id]

  permissions {
    actions = each.value.Actions
  }
}

# The identity, and its roles on the workspace.

resource "azurerm_user_assigned_identity" "lamplighter" {
  name                = var.name
  resource_group_name = var.resource_group
  location            = var.location
}

resource "azurerm_role_assignment" "workspace" {
  for_each             = local.roles
  scope                = data.azurerm_machine_learning_workspace.this.id
  role_definition_name = each.value.Name
  principal_id         = azurerm_user_assigned_identity.lamplighter.principal_id
  principal_type       = "ServicePrincipal"
  depends_on           = [azurerm_role_definition.lamplighter]
}

# Sizes belong to a region, not to a workspace.
resource "azurerm_role_assignment" "prices" {
  count                = var.prices ? 1 : 0
  scope                = data.azurerm_subscription.current.id
  role_definition_name = local.prices.Name
  principal_id         = azurerm_user_assigned_identity.lamplighter.principal_id
  principal_type       = "ServicePrincipal"
  depends_on           = [azurerm_role_definition.lamplighter]
}

resource "azurerm_role_assignment" "pull" {
  for_each             = local.registries
  scope                = each.value
  role_definition_name = "AcrPull"
  principal_id         = azurerm_user_assigned_identity.lamplighter.principal_id
  principal_type       = "ServicePrincipal"
}

# The vault: the app reads it, one person writes it. Terraform never sees a secret.

resource "azurerm_key_vault" "lamplighter" {
  name                       = var.vault_name
  resource_group_name        = var.resource_group
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  purge_protection_enabled   = true
}

resource "azurerm_role_assignment" "reader" {
  scope                = azurerm_key_vault.lamplighter.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.lamplighter.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "writer" {
  scope                = azurerm_key_vault.lamplighter.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = var.secrets_writer_id
  principal_type       = "User"
}

# The app.

resource "azurerm_log_analytics_workspace" "lamplighter" {
  name                = var.name
  resource_group_name = var.resource_group
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = 90
}

resource "azurerm_container_app_environment" "lamplighter" {
  name                = var.name
  resource_group_name = var.resource_group
  location            = var.location
  logs_destination    = "azure-monitor"

  workload_profile {
    name                  = "Consumption"
    workload_profile_type = "Consumption"
  }
}

resource "azurerm_monitor_diagnostic_setting" "lamplighter" {
  name                       = "lamplighter"
  target_resource_id         = azurerm_container_app_environment.lamplighter.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.lamplighter.id

  enabled_log {
    category = "ContainerAppConsoleLogs"
  }

  enabled_log {
    category = "ContainerAppSystemLogs"
  }
}

resource "azurerm_container_app" "lamplighter" {
  count                        = var.start ? 1 : 0
  name                         = var.name
  resource_group_name          = var.resource_group
  container_app_environment_id = azurerm_container_app_environment.lamplighter.id
  revision_mode                = "Single"
  workload_profile_name        = "Consumption"

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.lamplighter.id]
  }

  dynamic "registry" {
    for_each = local.registries
    content {
      server   = split("/", var.image)[0]
      identity = azurerm_user_assigned_identity.lamplighter.id
    }
  }

  ingress {
    external_enabled = true
    target_port      = 8080

    traffic_weight {
      latest_revision = true
      percentage      = 100
    }
  }

  template {
    # Always one, because a chat waits for 3 s, and never more, because each would remember separately what channels were told.
    min_replicas                     = 1
    max_replicas                     = 1
    termination_grace_period_seconds = 40

    container {
      name   = "lamplighter"
      image  = var.image
      cpu    = 0.25
      memory = "0.5Gi"

      env {
        name  = "LAMPLIGHTER_CONFIG"
        value = var.config
      }

      env {
        name  = "AZURE_CLIENT_ID"
        value = azurerm_user_assigned_identity.lamplighter.client_id
      }

      startup_probe {
        transport               = "HTTP"
        path                    = "/healthz"
        port                    = 8080
        interval_seconds        = 1
        failure_count_threshold = 30
      }

      readiness_probe {
        transport        = "HTTP"
        path             = "/readyz"
        port             = 8080
        interval_seconds = 5
      }

      liveness_probe {
        transport        = "HTTP"
        path             = "/healthz"
        port             = 8080
        interval_seconds = 10
      }
    }
  }

  depends_on = [
    azurerm_role_assignment.workspace,
    azurerm_role_assignment.reader,
    azurerm_role_assignment.pull,
  ]
}
