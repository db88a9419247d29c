// An identity in Azure for Lamplighter on AWS, which proves itself with a token of AWS: there is no secret to keep or to renew.
//   az deployment group create --resource-group ml-rg --template-file infra/azure/aws-identity.bicep \
//     --parameters issuer=https://….tokens.sts.global.api.aws subject=arn:aws:iam::123456789012:role/lamplighter workspace=ml-research
@description('The issuer of your AWS account, as `aws iam get-outbound-web-identity-federation-info` prints it')
param issuer string

@description('The ARN of the role that Lamplighter has in AWS')
param subject string

@description('The audience of the token. Keep the default in the public cloud; in another cloud, the same as TokenAudience in infra/aws')
param audience string = 'api://AzureADTokenExchange'

@description('The name of the identity')
param name string = 'lamplighter'

@description('The region; no program runs there')
param location string = resourceGroup().location

@description('The first workspace that it works in, by its name')
param workspace string

@description('The resource group of the workspace')
param workspaceResourceGroup string = resourceGroup().name

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

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource aws 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: identity
  name: 'aws'
  properties: {
    issuer: issuer
    subject: subject
    audiences: [
      audience
    ]
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

@description('AZURE_CLIENT_ID of the function in AWS')
output clientId string = identity.properties.clientId

@description('AZURE_TENANT_ID of the function in AWS')
output tenantId string = identity.properties.tenantId

@description('For workspace-access.bicep, for each further workspace')
output principalId string = identity.properties.principalId
