// A budget of a resource group whose thresholds are sent to Lamplighter, with a token of Entra; docs/alerts.md has the steps.
//   az deployment group create --resource-group ml-rg --template-file infra/azure/budget.bicep \
//     --parameters amount=4000 webhook=https://APP.azurewebsites.net/api/hooks/budget appObjectId=… appUri=api://…
@description('The amount for a month, in the currency of the bill')
param amount int

@description('The name of the budget: `budget` in the rules has to match it')
param name string = 'ml-monthly'

@description('Where Lamplighter answers: /hooks/budget, on Functions /api/hooks/budget')
param webhook string

@description('The object id of the app registration that the tokens are for')
param appObjectId string

@description('Its Application ID URI, the `audience` in the configuration')
param appUri string

@description('Its tenant')
param tenant string = subscription().tenantId

@description('The first day of the month in which the budget begins. It cannot be changed: use the same day when you deploy again')
param begins string = utcNow('yyyy-MM-01')

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'lamplighter'
  location: 'Global'
  properties: {
    groupShortName: 'lamplighter'
    enabled: true
    webhookReceivers: [
      {
        name: 'lamplighter'
        serviceUri: webhook
        useCommonAlertSchema: true
        // A plain webhook cannot prove itself, and is refused.
        useAadAuth: true
        objectId: appObjectId
        identifierUri: appUri
        tenantId: tenant
      }
    ]
  }
}

resource budget 'Microsoft.Consumption/budgets@2021-10-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: begins
    }
    notifications: {
      actual80: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: []
        contactGroups: [
          group.id
        ]
      }
      actual100: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 100
        thresholdType: 'Actual'
        contactEmails: []
        contactGroups: [
          group.id
        ]
      }
    }
  }
}
