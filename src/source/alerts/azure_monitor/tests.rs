//! What payloads of action groups say.

use insta::assert_debug_snapshot;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::source::alerts::alert::{BudgetStatus, State};

fn read(text: &str) -> Alert {
    alert(&serde_json::from_str(text).unwrap()).expect("an alert")
}

fn sample(name: &str) -> Value {
    let text = match name {
        "metric-fired" => include_str!("../../../../events/azure-monitor/metric-fired.json"),
        "metric-resolved" => include_str!("../../../../events/azure-monitor/metric-resolved.json"),
        "log-fired" => include_str!("../../../../events/azure-monitor/log-fired.json"),
        "budget-actual" => include_str!("../../../../events/azure-monitor/budget-actual.json"),
        "budget-forecasted" => include_str!("../../../../events/azure-monitor/budget-forecasted.json"),
        "budget-legacy" => include_str!("../../../../events/azure-monitor/budget-legacy.json"),
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
        no_data: None,
        doubt: None,
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

/// What is made of a metric alert with `by` in place of one of its essentials.
fn with_essential(sample_name: &str, key: &str, by: &Value) -> Alert {
    let mut payload = sample(sample_name);
    payload["data"]["essentials"][key] = by.clone();
    alert(&payload).unwrap()
}

#[test]
fn a_date_without_a_zone_is_utc_and_one_that_cannot_be_read_is_a_doubt() {
    let fired = |date: Value| with_essential("metric-fired", "firedDateTime", &date);
    for date in [
        "2026-11-25T05:34:48.0623172",
        "2026-11-25T05:34:48.0623172Z",
        "2026-11-25T06:34:48.0623172+01:00",
        "2026-11-25 05:34:48.0623172",
    ] {
        let alert = fired(json!(date));
        assert_eq!(alert.at, "2026-11-25T05:34:48.0623172Z".parse().ok(), "{date}");
        assert_eq!(alert.doubt, None, "{date}");
    }
    assert_eq!((fired(json!(null)).at, fired(json!(null)).doubt), (None, None));
    for odd in [
        json!("yesterday"),
        json!(""),
        json!("11/25/2026 5:34:48 AM"),
        json!("2026-11-25"),
        json!(1795513320),
        json!(["2026-11-25T05:34:48Z"]),
    ] {
        assert_eq!(fired(odd.clone()).doubt, Some(UnmatchedReason::Date), "{odd}");
        let resolved = with_essential("metric-resolved", "resolvedDateTime", &odd);
        assert_eq!(resolved.doubt, Some(UnmatchedReason::Date), "{odd}");
        let other = with_essential("metric-resolved", "firedDateTime", &odd);
        assert_eq!(other.doubt, None, "an alert that ended came about when it ended");
    }
}

#[test]
fn a_condition_is_fired_resolved_or_missing() {
    let of = |condition: &Value| with_essential("metric-fired", "monitorCondition", condition);
    for (condition, state) in [
        (json!(null), State::Fired),
        (json!("Fired"), State::Fired),
        (json!("fired"), State::Fired),
        (json!("RESOLVED"), State::Resolved),
    ] {
        let alert = of(&condition);
        assert_eq!((alert.state, alert.doubt), (state, None), "{condition}");
    }
    for odd in [json!("Deactivated"), json!("Activated"), json!(""), json!(1), json!({"Fired": true})] {
        assert_eq!(of(&odd).doubt, Some(UnmatchedReason::State), "{odd}");
    }
    let mut missing = sample("metric-fired");
    missing["data"]["essentials"].as_object_mut().unwrap().remove("monitorCondition");
    assert_eq!(alert(&missing).unwrap().doubt, None);
}

#[test]
fn what_may_name_the_instance_and_has_another_form_is_a_doubt() {
    for (pointer, by) in [
        ("/data/alertContext/condition/allOf/0/dimensions", json!({"ComputeName": "myci"})),
        ("/data/alertContext/condition/allOf/0/dimensions", json!([{"name": null, "value": "myci"}])),
        ("/data/alertContext", json!("{}")),
        ("/data/alertContext/condition", json!([])),
        ("/data/alertContext/condition/allOf", json!({"dimensions": []})),
        ("/data/customProperties", json!("{}")),
        ("/data/customProperties", json!([])),
    ] {
        let mut odd = sample("metric-fired");
        odd["data"]["customProperties"] = json!(null);
        assert_eq!(alert(&odd).unwrap().doubt, None);
        *odd.pointer_mut(pointer).unwrap() = by.clone();
        assert_eq!(alert(&odd).unwrap().doubt, Some(UnmatchedReason::Unreadable), "{by}");
    }
    let one = with_essential("metric-fired", "alertTargetIDs", &json!("/subscriptions/s9"));
    assert!(one.resources.contains(&"/subscriptions/s9".to_owned()), "without a list");
}

#[test]
fn the_portals_samples_are_of_nobodys_subscription() {
    let sample_of = |name: &str| {
        let text = sample(name).to_string();
        let ours = "00000000-0000-0000-0000-000000000001";
        read(&text.replace(ours, "11111111-1111-1111-1111-111111111111"))
    };
    for name in ["metric-fired", "budget-actual", "budget-forecasted", "budget-legacy"] {
        assert_eq!(sample_of(name).doubt, Some(UnmatchedReason::Elsewhere), "{name}");
        assert_eq!(of(name).doubt, None, "{name}");
    }
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
        no_data: None,
        doubt: None,
    }
    "#);
}

#[test]
fn a_budget_that_is_spent_and_one_that_will_be() {
    let actual = of("budget-actual");
    assert_eq!(actual.name, "ml-monthly");
    assert_eq!(actual.resources[1], "/subscriptions/00000000-0000-0000-0000-000000000001/");
    assert_debug_snapshot!(actual.budget, @r#"
    Some(
        BudgetStatus {
            name: "ml-monthly",
            spent: "3311.90 USD",
            of: "4000.00 USD",
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
    let BudgetStatus { spent, percent, forecast, .. } = of("budget-forecasted").budget.unwrap();
    assert_eq!((spent.as_str(), forecast), ("4411.10 USD", true));
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
            BudgetStatus {
                name: "ml-monthly",
                spent: "3311.90 USD",
                of: "4000.00 USD",
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
        no_data: None,
        doubt: None,
    }
    "#);
    let with_money = |threshold: &str| {
        let mut legacy = sample("budget-legacy");
        legacy["data"]["NotificationThresholdAmount"] = json!(threshold);
        alert(&legacy).unwrap().budget.unwrap().threshold_percent
    };
    assert_eq!(with_money("3200"), Some(80.0));
    assert_eq!(with_money("1"), Some(1.0), "82.8 % are spent, so it is not 100 % that was passed");
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

/// What is read of a budget in the common schema: the share that is spent, and the threshold's.
fn shares(spent: Value, of: Value, threshold: Value, unit: Value) -> (Option<u32>, Option<u32>) {
    let mut payload = sample("budget-actual");
    let data = &mut payload["data"]["alertContext"]["AlertData"];
    data["SpentAmount"] = spent;
    data["BudgetThreshold"] = of;
    data["NotificationThresholdAmount"] = threshold;
    data["Unit"] = unit;
    let budget = alert(&payload).unwrap().budget.unwrap();
    let rounded = |percent: Option<f64>| percent.map(|percent| percent.round() as u32);
    (rounded(budget.percent), rounded(budget.threshold_percent))
}

#[test]
fn amounts_are_read_as_numbers_with_three_decimals_and_by_one_convention() {
    let none = json!(null);
    for (spent, of, unit, percent) in [
        (json!(3311.9), json!(4000), json!("USD"), Some(83)),
        (json!("3311.90"), json!(4000.0), none.clone(), Some(83)),
        (json!("KWD 900.500"), json!("KWD 1,000.000"), json!("KWD"), Some(90)),
        (json!("KWD 900.500"), json!("KWD 1000"), none.clone(), Some(90)),
        (json!("900,500 BHD"), json!("1.000,000 BHD"), json!("BHD"), Some(90)),
        (json!("999.500 د.ك.\u{200f}"), json!("1,000.000 د.ك.\u{200f}"), json!("KWD"), Some(100)),
        (json!("TND 0.900"), json!("TND 1.000"), json!("TND"), Some(90)),
        (json!("¥900"), json!("¥10,000"), json!("JPY"), Some(9)),
        (json!("900 €"), json!("10.000 €"), json!("EUR"), Some(9)),
        (json!("€900.500"), json!("€1.000.000"), json!("EUR"), Some(90)),
        (json!("€1.234,56"), json!("€1.000"), json!("EUR"), Some(123)),
        (json!("Rs. 1,234"), json!("Rs. 2000"), json!("INR"), Some(62)),
        // One of them by each.
        (json!("€1.234,56"), json!("$1,000.00"), json!("EUR"), None),
        (json!("$900.500"), json!("$1000"), json!("USD"), None),
        (json!("n/a"), json!("$4,000.00"), json!("USD"), None),
        (json!([900, 5]), json!(1000), json!(7), None),
        (json!(5), json!(0), none.clone(), None),
    ] {
        let read = shares(spent.clone(), of.clone(), none.clone(), unit).0;
        assert_eq!(read, percent, "{spent} of {of}");
    }
}

#[test]
fn a_threshold_is_what_agrees_with_what_was_spent_and_else_what_is_certain() {
    let usd = || json!("USD");
    for (spent, threshold, read) in [
        (json!("3311.90"), json!("0.8"), Some(80)),
        (json!("3311.90"), json!(80), Some(80)),
        (json!("3311.90"), json!("3200"), Some(80)),
        (json!("$3,311.90"), json!("$3,200.00"), Some(80)),
        (json!("$3,311.90"), json!("$4,000.00"), None),
        (json!("?"), json!("$3,200.00"), Some(80)),
        (json!("?"), json!("3200"), Some(80)),
        (json!("?"), json!("0.8"), Some(0)),
        (json!(null), json!("8.0"), Some(0)),
    ] {
        let of = json!("4000");
        let percent = shares(spent.clone(), of, threshold.clone(), usd()).1;
        assert_eq!(percent, read, "{threshold} with {spent}");
    }
    let of_ten = shares(json!("8.10"), json!("10"), json!("8.0"), usd());
    assert_eq!(of_ten, (Some(81), Some(80)));
    let unknown = shares(json!("8.10"), json!(null), json!("0.8"), usd());
    assert_eq!(unknown, (None, Some(1)), "it may be a percentage");
}

#[test]
fn what_is_foreseen_is_never_taken_for_spent() {
    let kind = |kind: Value| {
        let mut payload = sample("budget-forecasted");
        payload["data"]["alertContext"]["AlertData"]["ThresholdType"] = kind;
        let alert = alert(&payload).unwrap();
        (alert.budget.unwrap().forecast, alert.doubt)
    };
    assert_eq!(kind(json!("Forecasted")), (true, None));
    assert_eq!(kind(json!("forecast")), (true, None));
    assert_eq!(kind(json!("actual")), (false, None));
    assert_eq!(kind(json!(null)), (false, None));
    let unread = (false, Some(UnmatchedReason::Unreadable));
    assert_eq!(kind(json!("Predicted")), unread);
    assert_eq!(kind(json!(1)), unread);
    let mut nameless = sample("budget-actual");
    nameless["data"]["alertContext"]["AlertData"]["BudgetName"] = json!(null);
    assert_eq!(alert(&nameless).unwrap().budget.unwrap().name, "?", "a budget all the same");
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
            (Some("3"), Some(r#"{"x":1}"#)),
            "what is there is not taken for missing"
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
        Value::Object(fields) => {
            fields.iter().flat_map(|(key, value)| places(value, &format!("{here}/{key}"))).collect()
        }
        Value::Array(values) => {
            values.iter().enumerate().flat_map(|(at, value)| places(value, &format!("{here}/{at}"))).collect()
        }
        _ => Vec::new(),
    };
    inner.into_iter().chain([here.to_owned()]).collect()
}
