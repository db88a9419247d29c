// A part of container-apps.bicep: the identity of one job, which may fetch the image. It is there from the first deployment on, so that
// its rights are in force when the job begins; container-job.bicep lets it read one secret.
@description('The name of the identity')
param name string

@description('The region')
param location string

@description('The name of the Azure Container Registry that the image is in; empty: the image is public')
param registry string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource images 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: empty(registry) ? 'none' : registry
}

// AcrPull
resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (registry != '') {
  name: guid(images.id, identity.id, 'pulls')
  scope: images
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  }
}
