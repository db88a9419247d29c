// Lamplighter on Azure Functions, with the vault for its secrets and the right to work in one workspace. docs/quickstart-azure-functions.md has the steps.
//   az deployment group create --resource-group GROUP --template-file infra/azure/functions.bicep \
//     --parameters vaultName=VAULT workspace=ml-research workspaceResourceGroup=ml-rg keep=true jobs=true
@description('The name of the app, unique in all of Azure: it answers at https://NAME.azurewebsites.net')
param name string = 'lamplighter-${uniqueString(resourceGroup().id)}'

@description('The region: one of `az functionapp list-flexconsumption-locations`')
param location string = resourceGroup().location

@description('The name of the storage account, unique in all of Azure. It stores the package of the app and the state of its timers')
param storageName string = 'lamplighter${uniqueString(resourceGroup().id)}'

@description('The name of the key vault, unique in all of Azure, as in the configuration')
param vaultName string

@description('Who may write secrets into the vault: your object id, as `az ad signed-in-user show --query id` prints it')
param secretsWriterId string = ''

@description('For how many days the log with its audit lines is kept')
@minValue(30)
@maxValue(730)
param logDays int = 90

@description('How many instances are always ready. Without one, the first answer after a pause comes too late for a chat, which waits for 3 s')
param alwaysReady int = 1

@description('The memory of an instance, in MB. Most of it is for the host of Functions')
@allowed([
  512
  2048
  4096
])
param memory int = 512

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

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    // Only an identity with the role below can write to the log; the connection string is not enough.
    DisableLocalAuth: true
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: storageName
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    // There are no keys: the app uses its identity.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: storage
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: 'packages'
  properties: {
    publicAccess: 'None'
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      // Flex Consumption refuses most else that stands here on other plans; FTP, for one, it does not have.
      minTlsVersion: '1.2'
      appSettings: [
        {
          name: 'AzureWebJobsStorage__accountName'
          value: storage.name
        }
        {
          name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
          value: insights.properties.ConnectionString
        }
        {
          name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
          value: 'Authorization=AAD'
        }
        {
          // In the zip, where the program is started. No AZURE_CLIENT_ID: it would name a user-assigned identity.
          name: 'LAMPLIGHTER_CONFIG'
          value: 'lamplighter.toml'
        }
      ]
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packages.name}'
          authentication: {
            type: 'SystemAssignedIdentity'
          }
        }
      }
      runtime: {
        name: 'custom'
        version: '1.0'
      }
      scaleAndConcurrency: {
        // The least that the plan takes, for all that comes over HTTP. It bounds the memory that strangers can make you pay for, not
        // the bill: docs/costs.md has the calculation.
        maximumInstanceCount: 40
        instanceMemoryMB: memory
        alwaysReady: [
          {
            name: 'http'
            instanceCount: alwaysReady
          }
        ]
      }
    }
  }
}

// No passwords for publishing: deploying takes a role in Azure.
resource noPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

// Storage Blob Data Owner, which the host of Functions asks for
resource storageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, name, 'blobs')
  scope: storage
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')
  }
}

// Monitoring Metrics Publisher: the log is written with it
resource logAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, name, 'log')
  scope: insights
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')
  }
}

module vault 'vault.bicep' = {
  name: 'lamplighter-vault'
  params: {
    name: vaultName
    location: location
    readerId: app.identity.principalId
    writerId: secretsWriterId
  }
}

module access 'workspace-access.bicep' = {
  name: 'lamplighter-access'
  scope: resourceGroup(workspaceResourceGroup)
  params: {
    workspace: workspace
    principalId: app.identity.principalId
    keep: keep
    schedules: schedules
    idle: idle
    prices: prices
    jobs: jobs
    delete: delete
    create: create
  }
}

@description('For chats: add hooks/ and a source\'s name, such as hooks/slack')
output url string = 'https://${app.properties.defaultHostName}/api/'

@description('For workspace-access.bicep, for each further workspace')
output principalId string = app.identity.principalId

@description('For deployments of the package')
output name string = name
