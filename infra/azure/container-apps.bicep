// Lamplighter on Azure Container Apps: the server, and jobs that sign for the timers. docs/quickstart-container-apps.md has the steps.
//   az deployment group create --resource-group GROUP --template-file infra/azure/container-apps.bicep \
//     --parameters image=REGISTRY.azurecr.io/lamplighter:0.1.0 registry=REGISTRY config="$(cat lamplighter.toml)" \
//     workspace=ml-research workspaceResourceGroup=ml-rg keep=true jobs=true
@description('The name of the app, and the first part of its address')
param name string = 'lamplighter'

@description('The region')
param location string = resourceGroup().location

@description('The image, with its registry and tag')
param image string

@description('The name of the Azure Container Registry that the image is in, in this resource group; empty: the image is public')
param registry string = ''

@description('The configuration: the text of container-apps.toml after you have edited it. It contains no secret')
param config string

@description('The name of the key vault, unique in all of Azure, as in the configuration')
param vaultName string

@description('Who may write secrets into the vault: your object id, as `az ad signed-in-user show --query id` prints it')
param secretsWriterId string = ''

@description('false for the first deployment: the app and its jobs read secrets when they start, so store those in the vault first')
param start bool = false

@description('For how many days the log with its audit lines is kept')
@minValue(30)
@maxValue(730)
param logDays int = 90

@description('The first workspace that it works in, by its name')
param workspace string

@description('The resource group of the workspace')
param workspaceResourceGroup string

@description('For `keep` and the Keep buttons')
param keep bool = false

@description('For `schedule`')
param schedules bool = false

@description('For `idle`')
param idle bool = false

@description('For prices in replies')
param prices bool = true

@description('Whether Lamplighter may read jobs before it stops or deletes an instance: the role Lamplighter jobs')
param jobs bool = false

@description('For `delete`')
param delete bool = false

@description('For `create` and `renew`: read README.md before you set it')
param create bool = false

// Each is a source of the configuration, and the name of its secret in the vault. The hours are in UTC: Container Apps knows no other zone.
var timers = [
  {
    source: 'evening-notice'
    cron: '30 19 * * 1-5'
  }
  {
    source: 'nightly'
    cron: '0 20 * * 1-5'
  }
  {
    source: 'morning'
    cron: '0 8 * * 1-5'
  }
  {
    source: 'due'
    cron: '*/10 * * * *'
  }
]

var due = start ? timers : []

// Its own identity, and not the app's: it has to hold its roles before the app is there.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

// One for each job: it may read the secret of its own timer only, and has no right in a workspace.
module timerIdentities 'container-identity.bicep' = [for timer in timers: {
  name: 'lamplighter-${timer.source}-identity'
  params: {
    name: '${name}-${timer.source}'
    location: location
    registry: registry
  }
}]

resource logs 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logDays
  }
}

resource apps 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: name
  location: location
  properties: {
    // By the setting below, which needs no key of the log.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource logging 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'lamplighter'
  scope: apps
  properties: {
    workspaceId: logs.id
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

module vault 'vault.bicep' = {
  name: 'lamplighter-vault'
  params: {
    name: vaultName
    location: location
    readerId: identity.properties.principalId
    writerId: secretsWriterId
  }
}

module access 'workspace-access.bicep' = {
  name: 'lamplighter-access'
  scope: resourceGroup(workspaceResourceGroup)
  params: {
    workspace: workspace
    principalId: identity.properties.principalId
    keep: keep
    schedules: schedules
    idle: idle
    prices: prices
    jobs: jobs
    delete: delete
    create: create
  }
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

resource app 'Microsoft.App/containerApps@2025-01-01' = if (start) {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 8080
        transport: 'http'
        allowInsecure: false
      }
      registries: empty(registry) ? [] : [
        {
          server: '${registry}.azurecr.io'
          identity: identity.id
        }
      ]
    }
    template: {
      // After SIGTERM, waiting callers are told what is known, which takes up to 25 s.
      terminationGracePeriodSeconds: 40
      containers: [
        {
          name: 'lamplighter'
          image: image
          env: [
            {
              // The text itself. Secrets are fetched from the vault, by the app's identity.
              name: 'LAMPLIGHTER_CONFIG'
              value: config
            }
            {
              name: 'AZURE_CLIENT_ID'
              value: identity.properties.clientId
            }
          ]
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 8080
                scheme: 'HTTP'
              }
              periodSeconds: 1
              failureThreshold: 30
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 8080
                scheme: 'HTTP'
              }
              periodSeconds: 5
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 8080
                scheme: 'HTTP'
              }
              periodSeconds: 10
            }
          ]
        }
      ]
      scale: {
        // At least one, because a chat waits for 3 s and a container takes longer to start. Not more, because each process remembers
        // separately what it told channels and how much of Azure's rate limit is left, so channels would be told some things twice.
        // And strangers cannot cause more.
        minReplicas: 1
        maxReplicas: 1
      }
    }
  }
  dependsOn: [
    vault
    access
    pull
  ]
}

module timerJobs 'container-job.bicep' = [for timer in due: {
  name: 'lamplighter-${timer.source}'
  params: {
    name: '${name}-${timer.source}'
    location: location
    environmentId: apps.id
    identityName: '${name}-${timer.source}'
    image: image
    registry: registry
    vaultName: vaultName
    source: timer.source
    cron: timer.cron
    url: 'https://${name}.${apps.properties.defaultDomain}/hooks/${timer.source}'
  }
  dependsOn: [
    vault
    timerIdentities
    app
  ]
}]

@description('For chats: add hooks/ and a source\'s name, such as hooks/slack')
output url string = 'https://${name}.${apps.properties.defaultDomain}/'

@description('For workspace-access.bicep, for each further workspace')
output principalId string = identity.properties.principalId
