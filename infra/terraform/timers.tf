# One job for each timer, with an identity that reads only the secret of that timer.

resource "azurerm_user_assigned_identity" "timer" {
  for_each            = var.timers
  name                = "${var.name}-${each.key}"
  resource_group_name = var.resource_group
  location            = var.location
}

resource "azurerm_role_assignment" "timer_pull" {
  for_each             = var.registry_id == null ? {} : var.timers
  scope                = var.registry_id
  role_definition_name = "AcrPull"
  principal_id         = azurerm_user_assigned_identity.timer[each.key].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "timer_secret" {
  for_each             = local.running
  scope                = "${azurerm_key_vault.lamplighter.id}/secrets/${each.key}"
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.timer[each.key].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_container_app_job" "timer" {
  for_each                     = local.running
  name                         = "${var.name}-${each.key}"
  resource_group_name          = var.resource_group
  location                     = var.location
  container_app_environment_id = azurerm_container_app_environment.lamplighter.id
  workload_profile_name        = "Consumption"
  replica_timeout_in_seconds   = 300
  replica_retry_limit          = 2

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.timer[each.key].id]
  }

  dynamic "registry" {
    for_each = local.registries
    content {
      server   = split("/", var.image)[0]
      identity = azurerm_user_assigned_identity.timer[each.key].id
    }
  }

  secret {
    name                = "timer-secret"
    key_vault_secret_id = "${azurerm_key_vault.lamplighter.vault_uri}secrets/${each.key}"
    identity            = azurerm_user_assigned_identity.timer[each.key].id
  }

  schedule_trigger_config {
    cron_expression = each.value
  }

  template {
    container {
      name    = "lamplighter"
      image   = var.image
      cpu     = 0.25
      memory  = "0.5Gi"
      command = ["/usr/local/bin/lamplighter"]
      args = [
        "send", "-", "--source=${each.key}",
        "--to=https://${var.name}.${azurerm_container_app_environment.lamplighter.default_domain}/hooks/${each.key}",
      ]

      env {
        name  = "LAMPLIGHTER_CONFIG"
        value = templatefile("${path.module}/timer.toml", { source = each.key })
      }

      env {
        name        = "TIMER_SECRET"
        secret_name = "timer-secret"
      }
    }
  }

  depends_on = [azurerm_role_assignment.timer_secret, azurerm_role_assignment.timer_pull, azurerm_container_app.lamplighter]
}
