// Alarms by mail about Lamplighter on Azure Functions or Container Apps: what infra/aws/template.yaml has on AWS, as far as Azure knows it.
//   az deployment group create --resource-group GROUP --template-file infra/azure/alarms.bicep \
//     --parameters host=functions email=ops@example.com
@description('What Lamplighter runs on')
@allowed([
  'functions'
  'container-apps'
])
param host string

@description('What the app is called: `name` of functions.bicep or container-apps.bicep. Its log is in this resource group')
param name string = 'lamplighter'

@description('Who gets the mails')
param email string

@description('The region')
param location string = resourceGroup().location

var isFunctions = host == 'functions'

// The log of each host, as docs/logs-and-alarms.md reads it. APP stands for the name. No column is left out: Azure needs the times.
var functionsLog = '''
traces
| where message startswith '{"timestamp"'
| extend log = parse_json(message)
'''

var containerLog = '''
ContainerAppConsoleLogs
| where ContainerAppName == "APP" and Log startswith '{"timestamp"'
| extend log = parse_json(Log)
'''

// A function that is neither of the two that answer HTTP is a timer.
var functionsTimers = '''
requests
| where success == false and operation_Name !in ("hooks", "healthz")
'''

// Written by Container Apps when a job has failed three times, or has taken too long.
var containerTimers = '''
ContainerAppSystemLogs
| where JobName startswith "APP-" and Reason in ("BackoffLimitExceeded", "DeadlineExceeded")
'''

var lines = isFunctions ? functionsLog : containerLog

var timers = isFunctions ? functionsTimers : containerTimers

// Each fires when the `times` of five minutes reach `atLeast`.
var alarms = [
  {
    name: 'Errors'
    severity: 1
    atLeast: 1
    from: lines
    query: '''
| where log.level == "ERROR"
| extend times = 1
'''
    description: 'Lamplighter has logged a line of the level ERROR, which says why. "cannot start": a secret, a right or a line of the configuration is missing; nothing works until it is there. "the function fails, to be run again": a timer could not reach Azure; it is tried twice more. "an answer did not arrive": the chat refused it; what was done is in the audit line.'
  }
  {
    name: 'Throttles'
    severity: 2
    atLeast: 1
    from: lines
    query: '''
| where log.message in ("too many commands are in progress", "too many connections: the longest idle one is closed, or 503 is answered")
    or (log.message == "a request was not read" and log.status == 503)
| extend times = 1
'''
    description: 'Lamplighter turned callers away, since more commands, connections or unread requests were in progress than it allows. The lines name the source and the caller, where they are known. If they are your own people, raise the limit under [limits]. If they are strangers, the limit did what it is for.'
  }
  {
    name: 'RefusedRequests'
    severity: 3
    atLeast: 5 // a scanner that comes by once a day is no alarm
    from: lines
    query: '''
| where log.message == "refused a request that is not verified"
| extend times = tolong(log.requests)
'''
    description: 'Five requests to Lamplighter or more were refused within five minutes, because they are not verified: no signature fits, or they are too old. The log has lines "refused a request that is not verified" with the source, the reason and their number. If commands of your people fail at the same time, the platform signs with another secret than the one in the vault: put the secret of the platform there. If they do not fail, it was a stranger, and nothing was done for them.'
  }
  {
    name: 'TimersUndone'
    severity: 1
    atLeast: 1
    from: lines
    query: '''
| where log.undone == true
| extend times = 1
'''
    description: 'A timer or an alert was not carried out, or not in full. The log has a line with "undone":true. Its verdict says why: Refused, no grant lets that source; Misread, its command is not understood; Failed, Azure refused it, for all or for the instances named. "an event asks nothing", "too late" and "a request was not read" say why themselves; the last one may be from a stranger. Put it right, and type what is still to be done.'
  }
  {
    name: 'TimersFailing'
    severity: 1
    atLeast: 1
    from: timers
    query: '''
| extend times = 1
'''
    description: 'A timer rang and failed: on Functions one try of up to three, on Container Apps all three tries of the job. Either Lamplighter was not reached, or it could not do what the timer asks; then its log says why. Put it right, and type what the timer would have done.'
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: name
}

resource logs 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: name
}

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-alarms'
  location: 'Global'
  properties: {
    groupShortName: 'lamplighter'
    enabled: true
    emailReceivers: [
      {
        name: 'mail'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2022-08-01-preview' = [for alarm in alarms: {
  name: '${name}-${alarm.name}'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: '${name}: ${alarm.name}'
    description: alarm.description
    severity: alarm.severity
    enabled: true
    scopes: [
      isFunctions ? insights.id : logs.id
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      allOf: [
        {
          query: replace('${alarm.from}${alarm.query}', 'APP', name)
          timeAggregation: 'Total'
          metricMeasureColumn: 'times'
          operator: 'GreaterThanOrEqual'
          threshold: alarm.atLeast
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    // In a new workspace, the tables of Container Apps come with their first lines.
    skipQueryValidation: true
    // The alarm ends by itself, as on AWS; a second mail says so.
    autoMitigate: true
    actions: {
      actionGroups: [
        group.id
      ]
    }
  }
}]
