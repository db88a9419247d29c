//! What payloads of action groups say.

use insta::assert_debug_snapshot;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::source::alert::{Budget, State};

fn read(text: &str) -> Alert {
    alert(&serde_json::from_str(text).unwrap()).expect("an alert")
}

fn sample(name: &str) -> Value {
    let text = match name {
        "metric-fired" => include_str!("../../../events/azure-monitor/metric-fired.json"),
        "metric-resolved" => include_str!("../../../events/azure-monitor/metric-resolved.json"),
        "log-fired" => include_str!("../../../events/azure-monitor/log-fired.json"),
        "budget-actual" => include_str!("../../../events/azure-monitor/budget-actual.json"),
        "budget-forecasted" => include_str!("../../../events/azure-monitor/budget-forecasted.json"),
        "budget-legacy" => include_str!("../../../events/azure-monitor/budget-legacy.json"),
        other => panic!("{other}"),
    };
    serde_json::from_str(text).unwrap()
}

fn of(name: &str) -> Alert {
    alert(&sample(name)).unwrap()
}

#[test]
fn a_metric_alert() {
    assert_debug_snapshot!(of("metric-fired"), @r#"
    Alert {
        name: "gpu-idle-30m",
        state: Fired,
        severity: Some(
            "Sev3",
        ),
        labels: Pairs(
            [
                (
                    "team",
                    "research",
                ),
            ],
        ),
        dimensions: Pairs(
            [
                (
                    "ComputeName",
                    "myci",
                ),
            ],
        ),
        resources: [
            "ml-research",
            "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/ml-rg/providers/microsoft.machinelearningservices/workspaces/ml-research",
        ],
        names: [],
        budget: None,
        at: Some(
            2026-11-23T18:05:12.1234567Z,
        ),
        key: "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.AlertsManagement/alerts/5d2f0a61-0c1e-4f39-9a41-0d5b8f0e7c21 Fired 2026-11-23T18:05:12.1234567Z",
    }
    "#);
}

#[test]
fn an_alert_that_resolved_says_when() {
    let resolved = of("metric-resolved");
    assert_eq!(resolved.state, State::Resolved);
    assert_eq!(resolved.at, "2026-11-23T18:20:14.7654321Z".parse().ok());
    let mut undated = sample("metric-resolved");
    undated["data"]["essentials"]["resolvedDateTime"] = json!(null);
    assert_eq!(alert(&undated).unwrap().at, None);
    let mut odd = sample("metric-fired");
    odd["data"]["essentials"]["firedDateTime"] = json!("yesterday");
    assert_eq!(alert(&odd).unwrap().at, None);
}

#[test]
fn a_log_alert() {
    assert_debug_snapshot!(of("log-fired"), @r#"
    Alert {
        name: "ci-idle-kql",
        state: Fired,
        severity: Some(
            "Sev3",
        ),
        labels: Pairs(
            [
                (
                    "team",
                    "research",
                ),
            ],
        ),
        dimensions: Pairs(
            [
                (
                    "_ResourceId",
                    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research/computes/myci",
                ),
            ],
        ),
        resources: [
            "myci",
            "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/ml-rg/providers/microsoft.machinelearningservices/workspaces/ml-research",
        ],
        names: [
            "myci",
        ],
        budget: None,
        at: Some(
            2026-11-23T18:05:12.1234567Z,
        ),
        key: "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.AlertsManagement/alerts/5d2f0a61-0c1e-4f39-9a41-0d5b8f0e7c21 Fired 2026-11-23T18:05:12.1234567Z",
    }
    "#);
}

#[test]
fn a_budget_that_is_spent_and_one_that_will_be() {
    let actual = of("budget-actual");
    assert_eq!(actual.name, "ml-monthly");
    assert_eq!(
        actual.resources[1],
        "/subscriptions/00000000-0000-0000-0000-000000000001/"
    );
    assert_debug_snapshot!(actual.budget, @r#"
    Some(
        Budget {
            name: "ml-monthly",
            spent: "$3,311.90",
            of: "$4,000.00",
            unit: Some(
                "USD",
            ),
            percent: Some(
                82.7975,
            ),
            threshold_percent: Some(
                80.0,
            ),
            forecast: false,
        },
    )
    "#);
    let Budget {
        spent,
        percent,
        forecast,
        ..
    } = of("budget-forecasted").budget.unwrap();
    assert_eq!((spent.as_str(), forecast), ("$4,411.10", true));
    assert!((percent.unwrap() - 110.2775).abs() < 1e-9);
}

#[test]
fn a_budget_from_before_the_common_schema() {
    assert_debug_snapshot!(of("budget-legacy"), @r#"
    Alert {
        name: "ml-monthly",
        state: Fired,
        severity: None,
        labels: Pairs(
            [],
        ),
        dimensions: Pairs(
            [],
        ),
        resources: [
            "/subscriptions/00000000-0000-0000-0000-000000000001",
        ],
        names: [],
        budget: Some(
            Budget {
                name: "ml-monthly",
                spent: "3311.90 USD",
                of: "4000 USD",
                unit: Some(
                    "USD",
                ),
                percent: Some(
                    82.7975,
                ),
                threshold_percent: Some(
                    80.0,
                ),
                forecast: false,
            },
        ),
        at: None,
        key: "ml-monthly 11/1/2026 0.8",
    }
    "#);
    let with_money = |threshold: &str| {
        let mut legacy = sample("budget-legacy");
        legacy["data"]["NotificationThresholdAmount"] = json!(threshold);
        alert(&legacy).unwrap().budget.unwrap().threshold_percent
    };
    assert_eq!(with_money("3200"), Some(80.0));
    assert_eq!(with_money("1"), Some(100.0));
    assert_eq!(with_money("$?"), None);
}

#[test]
fn money_that_cannot_be_read_is_told_as_it_is() {
    let mut odd = sample("budget-actual");
    let data = &mut odd["data"]["alertContext"]["AlertData"];
    data["SpentAmount"] = json!("viel €");
    data["BudgetThreshold"] = json!(null);
    let budget = alert(&odd).unwrap().budget.unwrap();
    assert_eq!((budget.spent.as_str(), budget.of.as_str()), ("viel €", "?"));
    assert_eq!((budget.percent, budget.threshold_percent), (None, None));
}

/// After Microsoft's samples of the other services, which share the essentials alone.
#[test]
fn whatever_has_essentials_is_an_alert() {
    let activity = |signal: &str| {
        json!({
            "schemaId": "azureMonitorCommonAlertSchema",
            "data": {
                "essentials": {
                    "alertId": "/subscriptions/s/providers/Microsoft.AlertsManagement/alerts/1",
                    "alertRule": "someone started myci", "severity": "Sev4", "signalType": signal,
                    "monitorCondition": "Fired", "monitoringService": "Activity Log - Administrative",
                    "alertTargetIDs": ["/subscriptions/s/resourcegroups/ml-rg/providers/microsoft.machinelearningservices/workspaces/ml-research/computes/myci"],
                    "configurationItems": ["myci"], "firedDateTime": "2026-11-23T18:05:12.1234567Z",
                    "essentialsVersion": "1.0", "alertContextVersion": "1.0"
                },
                "alertContext": {
                    "authorization": {"action": "x/start/action", "scope": "/subscriptions/s"},
                    "channels": "Operation", "claims": "{}", "caller": "ada@example.com", "level": 4,
                    "properties": {"statusCode": "OK", "nested": {"x": 1}, "count": 3}
                }
            }
        })
    };
    for signal in ["Activity Log", "ActivityLog"] {
        let alert = alert(&activity(signal)).unwrap();
        assert_eq!(alert.name, "someone started myci");
        assert_eq!(alert.labels.get("statuscode"), Some("OK"));
        assert_eq!(
            (alert.labels.get("count"), alert.labels.get("nested")),
            (Some("3"), None)
        );
    }
    let bare = r#"{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"ServiceHealth"}}}"#;
    assert_eq!(read(bare).name, "ServiceHealth");
    let ruled = r#"{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertRuleID":"/subscriptions/s/resourceGroups/g/providers/microsoft.insights/metricAlerts/gpu"}}}"#;
    assert_eq!(read(ruled).name, "gpu");
}

#[test]
fn the_first_log_alerts_have_their_dimensions_elsewhere() {
    let mut first = sample("log-fired");
    first["data"]["alertContext"] = json!({
        "SearchQuery": "x", "Dimensions": [{"name": "ComputeName", "value": "myci"}],
        "AffectedConfigurationItems": ["myci"]
    });
    assert_eq!(alert(&first).unwrap().dimensions.get("computename"), Some("myci"));
}

#[test]
fn other_schemas_are_no_alerts() {
    for payload in [
        json!(null),
        json!([1]),
        json!({}),
        json!({"schemaId": "azureMonitorCommonAlertSchema"}),
        json!({"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": []}}),
        json!({"schemaId": "AzureMonitorMetricAlert", "data": {"essentials": {}}}),
        json!({"schemaId": "AIP Budget Notification", "data": {}}),
        json!({"schemaId": ["azureMonitorCommonAlertSchema"]}),
    ] {
        assert_eq!(alert(&payload), None, "{payload}");
    }
}

/// JSON of any shape.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z]{1,8}", inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    /// Every field of the samples, in turn, replaced by whatever.
    #[test]
    fn no_field_can_make_it_panic(which in 0..6_usize, at in any::<prop::sample::Index>(), by in anything()) {
        let names = ["metric-fired", "metric-resolved", "log-fired", "budget-actual", "budget-forecasted", "budget-legacy"];
        let mut payload = sample(names[which]);
        let places: Vec<String> = places(&payload, "");
        *payload.pointer_mut(at.get::<String>(&places)).unwrap() = by;
        let _ = alert(&payload);
    }
}

/// JSON pointers to all values in `value`.
fn places(value: &Value, here: &str) -> Vec<String> {
    let inner: Vec<_> = match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| places(value, &format!("{here}/{key}")))
            .collect(),
        Value::Array(values) => values
            .iter()
            .enumerate()
            .flat_map(|(at, value)| places(value, &format!("{here}/{at}")))
            .collect(),
        _ => Vec::new(),
    };
    inner.into_iter().chain([here.to_owned()]).collect()
}
