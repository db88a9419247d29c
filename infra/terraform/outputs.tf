output "url" {
  description = "For chats: append hooks/ and the name of a source, such as hooks/slack"
  value       = "https://${var.name}.${azurerm_container_app_environment.lamplighter.default_domain}/"
}

output "principal_id" {
  description = "The identity, for further workspaces: the principalId of infra/azure/workspace-access.bicep"
  value       = azurerm_user_assigned_identity.lamplighter.principal_id
}
