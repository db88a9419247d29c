// A part of functions.bicep and container-apps.bicep: a key vault that one identity may read and one person may write.
@description('The name of the vault, unique in all of Azure')
param name string

@description('The region')
param location string

@description('The object id of the identity that reads the secrets')
param readerId string

@description('The object id of the person who writes the secrets; empty: nobody yet')
param writerId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    // For 90 days a deleted vault or secret can be restored, and nobody can shorten that.
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Allow'
    }
  }
}

// Key Vault Secrets User
resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerId, 'reads')
  scope: vault
  properties: {
    principalId: readerId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
  }
}

// Key Vault Secrets Officer
resource writer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (writerId != '') {
  name: guid(vault.id, writerId, 'writes')
  scope: vault
  properties: {
    principalId: writerId
    principalType: 'User'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7')
  }
}
