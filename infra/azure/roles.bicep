// The custom roles, once for all subscriptions that Lamplighter works in:
//   az deployment sub create --location LOCATION --template-file infra/azure/roles.bicep --parameters keep=true jobs=true
// What each may do stands in the *-role.json beside this file, and only there; README.md tells what it is for.
targetScope = 'subscription'

@description('Where the roles may be assigned, /subscriptions/ID each. Names of roles are unique in a tenant, so one deployment has to name all.')
param subscriptions array = [
  subscription().id
]

@description('For `keep` and the Keep buttons')
param keep bool = false

@description('For `schedule`')
param schedules bool = false

@description('For `idle`. Azure may not know its action, and refuses the deployment then: see README.md')
param idle bool = false

@description('For prices in replies')
param prices bool = false

@description('For looking at jobs before something is stopped or deleted')
param jobs bool = false

@description('For `delete`')
param delete bool = false

var baseRole = loadJsonContent('lamplighter-role.json')
var keepRole = loadJsonContent('lamplighter-keep-role.json')
var schedulesRole = loadJsonContent('lamplighter-schedules-role.json')
var idleRole = loadJsonContent('lamplighter-idle-role.json')
var pricesRole = loadJsonContent('lamplighter-prices-role.json')
var jobsRole = loadJsonContent('lamplighter-jobs-role.json')
var deleteRole = loadJsonContent('lamplighter-delete-role.json')

// Each is of the same id in the whole tenant, made from its name: workspace-access.bicep finds it by that.
resource base 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().tenantId, baseRole.Name)
  properties: {
    roleName: baseRole.Name
    description: baseRole.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: baseRole.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}

resource mayKeep 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (keep) {
  name: guid(subscription().tenantId, keepRole.Name)
  properties: {
    roleName: keepRole.Name
    description: keepRole.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: keepRole.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}

resource maySchedule 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (schedules) {
  name: guid(subscription().tenantId, schedulesRole.Name)
  properties: {
    roleName: schedulesRole.Name
    description: schedulesRole.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: schedulesRole.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}

resource mayIdle 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (idle) {
  name: guid(subscription().tenantId, idleRole.Name)
  properties: {
    roleName: idleRole.Name
    description: idleRole.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: idleRole.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}

resource mayPrice 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (prices) {
  name: guid(subscription().tenantId, pricesRole.Name)
  properties: {
    roleName: pricesRole.Name
    description: pricesRole.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: pricesRole.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}

resource mayJob 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (jobs) {
  name: guid(subscription().tenantId, jobsRole.Name)
  properties: {
    roleName: jobsRole.Name
    description: jobsRole.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: jobsRole.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}

resource mayDelete 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (delete) {
  name: guid(subscription().tenantId, deleteRole.Name)
  properties: {
    roleName: deleteRole.Name
    description: deleteRole.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: deleteRole.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}
