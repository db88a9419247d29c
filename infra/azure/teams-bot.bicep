// The bot that stands for Lamplighter in Microsoft Teams, and the identity that it posts with. There is no secret to keep or to renew: on Azure the
// app has the identity; elsewhere it trusts the tokens of where Lamplighter runs. docs/teams.md says what comes after it.
//   az deployment group create --resource-group lamplighter --template-file infra/azure/teams-bot.bicep \
//     --parameters endpoint=https://lamplighter.example.org/hooks/teams-bot
@description('Where the bot sends what people write: Lamplighter\'s address, /hooks/ and the name of the source; on Functions /api/hooks/')
param endpoint string

@description('The name of the bot, which no other bot in Azure has')
param name string = 'lamplighter-${uniqueString(resourceGroup().id)}'

@description('The name of the identity')
param identityName string = 'lamplighter-teams-bot'

@description('The region of the identity; the bot itself is global')
param location string = resourceGroup().location

@description('For Lamplighter outside Azure: the issuer of its tokens, of an AWS account or a Kubernetes cluster; empty: none')
param issuer string = ''

@description('For Lamplighter outside Azure: the subject of its tokens, an AWS role\'s ARN or system:serviceaccount:NAMESPACE:NAME')
param subject string = ''

@description('For Lamplighter outside Azure: the audience of its tokens. Keep the default in the public cloud')
param audience string = 'api://AzureADTokenExchange'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: identityName
  location: location
}

resource elsewhere 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = if (issuer != '') {
  parent: identity
  name: 'lamplighter'
  properties: {
    issuer: issuer
    subject: subject
    audiences: [
      audience
    ]
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: 'Lamplighter'
    description: 'Starts, stops and checks Azure ML compute instances'
    endpoint: endpoint
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: identity.properties.tenantId
    msaAppMSIResourceId: identity.id
    // Keys of the bot, for channels that this one does not have
    disableLocalAuth: true
    // Teams is outside of any network of ours
    publicNetworkAccess: 'Enabled'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
      acceptedTerms: true
    }
  }
}

@description('app_id of the source, and --app-id of `lamplighter manifest teams-bot`')
output appId string = identity.properties.clientId

@description('One of the source\'s tenants, and its tenant outside Azure')
output tenantId string = identity.properties.tenantId

@description('For Functions and Container Apps, to assign the identity to the app')
output identityId string = identity.id
