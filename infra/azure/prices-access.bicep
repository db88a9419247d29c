// A part of workspace-access.bicep: the one role that is assigned at the subscription.
targetScope = 'subscription'

@description('The object id of the identity')
param principalId string

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, principalId, 'Lamplighter prices')
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().tenantId, 'Lamplighter prices'))
  }
}
