// A part of container-apps.bicep: a job of Container Apps that signs one message to Lamplighter at its hour, and ends.
@description('The name of the job')
param name string

@description('The region')
param location string

@description('The id of the Container Apps environment')
param environmentId string

@description('The name of the identity that fetches the image and the secret: the job\'s own, of container-identity.bicep')
param identityName string

@description('Lamplighter\'s own image')
param image string

@description('The name of its Azure Container Registry; empty: the image is public')
param registry string

@description('The key vault with the secret')
param vaultName string

@description('The source of Lamplighter\'s configuration that the job calls, and the name of its secret in the vault')
param source string

@description('When, in UTC: minute, hour, day, month, day of the week')
param cron string

@description('The URL of that source')
param url string

var config = '''
# What `send` needs to know besides the source. It asks nothing of Azure, so the workspace is any.
[azure]
credential = "managed-identity"

[workspaces.any]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "any"
workspace = "any"

[[grants]]
to = ["SOURCE"]
may = ["reader"]
on = ["any/*"]

[sources.SOURCE]
kind = "signed"
secret = { env = "TIMER_SECRET" }
'''

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: source
}

// Key Vault Secrets User, of this one secret: the job signs with it only, even while the server also accepts a previous one
resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secret.id, identity.id, 'reads')
  scope: secret
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
  }
}

resource job 'Microsoft.App/jobs@2025-01-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Schedule'
      scheduleTriggerConfig: {
        cronExpression: cron
        parallelism: 1
        replicaCompletionCount: 1
      }
      // Seconds for one try, and two more of them. A second run does no harm: instances stay stopped, and are reported once.
      replicaTimeout: 300
      replicaRetryLimit: 2
      secrets: [
        {
          name: 'timer-secret'
          keyVaultUrl: '${vault.properties.vaultUri}secrets/${source}'
          identity: identity.id
        }
      ]
      registries: empty(registry) ? [] : [
        {
          server: '${registry}.azurecr.io'
          identity: identity.id
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'lamplighter'
          image: image
          // The image itself would serve.
          command: [
            '/usr/local/bin/lamplighter'
          ]
          args: [
            'send'
            '-'
            '--source=${source}'
            '--to=${url}'
          ]
          env: [
            {
              name: 'LAMPLIGHTER_CONFIG'
              value: replace(config, 'SOURCE', source)
            }
            {
              name: 'TIMER_SECRET'
              secretRef: 'timer-secret'
            }
          ]
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
        }
      ]
    }
  }
  dependsOn: [
    reader
  ]
}
