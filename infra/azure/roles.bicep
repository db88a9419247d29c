// The custom roles, once for all subscriptions that Lamplighter works in:
//   az deployment sub create --location LOCATION --template-file infra/azure/roles.bicep --parameters keep=true jobs=true
// The actions of each are in the *-role.json beside this file, and only there; README.md explains them.
targetScope = 'subscription'

@description('The subscriptions in which the roles can be assigned, /subscriptions/ID each. Names of roles are unique in a tenant, so one deployment has to name all subscriptions.')
param subscriptions array = [
  subscription().id
]

@description('For `keep` and the Keep buttons')
param keep bool = false

@description('For `schedule`')
param schedules bool = false

@description('For `idle`. If Azure does not know its action, it refuses the deployment: see README.md')
param idle bool = false

@description('For prices in replies')
param prices bool = true

@description('Whether Lamplighter may read jobs before it stops or deletes an instance: the role Lamplighter jobs')
param jobs bool = false

@description('For `delete`')
param delete bool = false

@description('For `create` and `renew`: read README.md before you set it')
param create bool = false

var baseRole = loadJsonContent('lamplighter-role.json')
var keepRole = loadJsonContent('lamplighter-keep-role.json')
var schedulesRole = loadJsonContent('lamplighter-schedules-role.json')
var idleRole = loadJsonContent('lamplighter-idle-role.json')
var pricesRole = loadJsonContent('lamplighter-prices-role.json')
var jobsRole = loadJsonContent('lamplighter-jobs-role.json')
var deleteRole = loadJsonContent('lamplighter-delete-role.json')
var createRole = loadJsonContent('lamplighter-create-role.json')

var roles = concat([
  baseRole
], keep ? [
  keepRole
] : [], schedules ? [
  schedulesRole
] : [], idle ? [
  idleRole
] : [], prices ? [
  pricesRole
] : [], jobs ? [
  jobsRole
] : [], delete ? [
  deleteRole
] : [], create ? [
  createRole
] : [])

// Each is of the same id in the whole tenant, made from its name: workspace-access.bicep finds it by that.
resource definitions 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [for role in roles: {
  name: guid(subscription().tenantId, role.Name)
  properties: {
    roleName: role.Name
    description: role.Description
    type: 'CustomRole'
    permissions: [
      {
        actions: role.Actions
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: subscriptions
  }
}]
