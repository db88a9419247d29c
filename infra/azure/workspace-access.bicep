// Lets an identity work in one workspace, by the roles of roles.bicep: one deployment for each workspace, into its resource group.
//   az deployment group create --resource-group ml-rg --template-file infra/azure/workspace-access.bicep \
//     --parameters workspace=ml-research principalId=… keep=true jobs=true
@description('The name of the Azure Machine Learning workspace')
param workspace string

@description('The object id of the identity; for an app registration, the object id of its service principal')
param principalId string

@description('For `keep` and the Keep buttons: tags may be written')
param keep bool = false

@description('For `schedule`')
param schedules bool = false

@description('For `idle`')
param idle bool = false

@description('Whether replies name prices: the role Lamplighter prices reads the sizes of machines in the whole subscription')
param prices bool = true

@description('Whether Lamplighter may read jobs before it stops or deletes an instance: the role Lamplighter jobs')
param jobs bool = false

@description('For `delete`')
param delete bool = false

@description('For `create` and `renew`: read README.md before you set it')
param create bool = false

// At the workspace and no higher, so that Lamplighter sees nothing else.
resource ml 'Microsoft.MachineLearningServices/workspaces@2025-12-01' existing = {
  name: workspace
}

var roles = concat([
  'Lamplighter'
], keep ? [
  'Lamplighter keep'
] : [], schedules ? [
  'Lamplighter schedules'
] : [], idle ? [
  'Lamplighter idle'
] : [], jobs ? [
  'Lamplighter jobs'
] : [], delete ? [
  'Lamplighter delete'
] : [], create ? [
  'Lamplighter create'
] : [])

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  name: guid(ml.id, principalId, role)
  scope: ml
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid(subscription().tenantId, role))
  }
}]

// Sizes belong to a region and not to a workspace.
module pricesAccess 'prices-access.bicep' = if (prices) {
  // Azure records a deployment of one name in one region, and the next workspace may be in another.
  name: 'lamplighter-prices-${resourceGroup().location}'
  scope: subscription()
  params: {
    principalId: principalId
  }
}
