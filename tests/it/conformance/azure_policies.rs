//! Findings compared with Azure's own policies: the rules of four built-in definitions, as Microsoft publishes them,
//! are evaluated over the same resources, and both have to find the same.

use std::collections::BTreeSet;

use lamplighter::{
    audit::{self, Severity},
    azure::Compute,
};
use serde_json::{Value, json};

const POLICIES: [&str; 4] = [
    include_str!("../../data/policies/ComputeInstanceUpdates_Audit.json"),
    include_str!("../../data/policies/IdleShutdown_Audit.json"),
    include_str!("../../data/policies/DisableLocalAuth_Audit.json"),
    include_str!("../../data/policies/Vnet_Audit.json"),
];

/// Below which an alias names a property of a compute.
const COMPUTES: &str = "Microsoft.MachineLearningServices/workspaces/computes/";

/// The ids of the policies that a resource does not comply with.
fn found_by_azure(resource: &Value) -> BTreeSet<String> {
    let policies = POLICIES.map(|text| serde_json::from_str::<Value>(text).unwrap());
    let violated =
        policies.iter().filter(|policy| holds(&policy["properties"]["policyRule"]["if"], resource));
    violated.map(|policy| policy["name"].as_str().unwrap().to_owned()).collect()
}

/// The ids of the same, as our findings give them.
fn found_by_us(resource: &Value) -> BTreeSet<String> {
    let compute = Compute::read(&"research".parse().unwrap(), resource);
    let findings = compute.iter().flat_map(|compute| {
        let now = "2026-11-23T18:00:00Z".parse().unwrap();
        audit::findings(compute, now, audit::LONG)
    });
    findings
        .filter(|finding| finding.severity() != Severity::Unknown)
        .filter_map(|finding| finding.policy().map(str::to_owned))
        .collect()
}

/// A condition or an operator of a rule, as
/// <https://learn.microsoft.com/azure/governance/policy/concepts/definition-structure-policy-rule>
/// has them; of all that there are, those that the four rules use, and `not`. What it does not know
/// it panics over, so that no part of a rule is passed over in silence.
fn holds(rule: &Value, resource: &Value) -> bool {
    let (Some(object), all) = (rule.as_object(), |key: &str| rule[key].as_array().unwrap().iter()) else {
        panic!("{rule} is no condition");
    };
    let keys: Vec<_> = object.keys().map(String::as_str).collect();
    match keys.as_slice() {
        ["allOf"] => all("allOf").all(|rule| holds(rule, resource)),
        ["anyOf"] => all("anyOf").any(|rule| holds(rule, resource)),
        ["not"] => !holds(&rule["not"], resource),
        _ => {
            let value = match (&rule["field"], &rule["value"]) {
                (Value::String(name), Value::Null) => field(name, resource),
                (Value::Null, Value::String(expression)) => evaluate(expression, resource),
                _ => panic!("{rule} is about nothing"),
            };
            let test = keys.iter().find(|key| !["field", "value"].contains(key)).unwrap();
            fits(&value, test, &rule[*test])
        }
    }
}

/// Comparisons are of text in any case, and a boolean compares as its text. A missing or null value equals nothing.
fn fits(value: &Value, test: &str, wanted: &Value) -> bool {
    let word = |value: &Value| match value {
        Value::String(text) => Some(text.to_lowercase()),
        Value::Null => None,
        other => Some(other.to_string()),
    };
    let equals = |wanted: &Value| word(value).is_some() && word(value) == word(wanted);
    match test {
        "equals" => equals(wanted),
        "notEquals" => !equals(wanted),
        "in" => wanted.as_array().unwrap().iter().any(equals),
        "exists" => value.is_null() != (word(wanted).as_deref() == Some("true")),
        _ => panic!("{test} is no test that we know"),
    }
}

/// `[empty(field('…'))]`, the one expression that the rules use.
fn evaluate(expression: &str, resource: &Value) -> Value {
    let name = expression
        .strip_prefix("[empty(field('")
        .and_then(|rest| rest.strip_suffix("'))]"))
        .unwrap_or_else(|| panic!("{expression} is no expression that we know"));
    json!(match field(name, resource) {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        other => panic!("empty() takes no {other}"),
    })
}

/// A property by its alias: these two are the compute's, all others the instance's own.
fn field(name: &str, resource: &Value) -> Value {
    let pointer = match name.strip_prefix(COMPUTES) {
        None => format!("/{name}"),
        Some(outer @ ("computeType" | "disableLocalAuth")) => format!("/properties/{outer}"),
        Some(inner) => format!("/properties/properties/{}", inner.replace('.', "/")),
    };
    resource.pointer(&pointer).cloned().unwrap_or_default()
}

/// Values that a property may have; the first of them is for absent.
fn values(some: &[Value]) -> Vec<Option<Value>> {
    [None, Some(Value::Null)].into_iter().chain(some.iter().cloned().map(Some)).collect()
}

/// Every combination of what the rules look at, absent, null, `false` and `"false"` included.
fn fleet() -> Vec<Value> {
    let flags = [json!(false), json!("false"), json!("False"), json!(true), json!("true")];
    let idle = [json!(""), json!("PT60M"), json!("P3D"), json!("never"), json!("PT0S")];
    let subnets = [
        json!({}),
        json!({ "id": null }),
        json!({ "id": "" }),
        json!({ "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/ml" }),
    ];
    let images = values(&flags).into_iter().map(|flag| {
        let whole =
            flag.map(|flag| json!({ "isLatestOsImageVersion": flag, "latestImageVersion": "26.10.22" }));
        whole.unwrap_or_else(|| json!({}))
    });
    let images: Vec<_> = values(&images.collect::<Vec<_>>());
    let mut fleet = Vec::new();
    for kind in ["ComputeInstance", "computeinstance"] {
        for image in &images {
            for local_auth in &values(&flags) {
                for idle in &values(&idle) {
                    for subnet in &values(&subnets) {
                        let mut inner = json!({ "vmSize": "STANDARD_DS3_V2", "state": "Running" });
                        let mut outer = json!({ "computeType": kind });
                        put(&mut inner, "osImageMetadata", image);
                        put(&mut inner, "idleTimeBeforeShutdown", idle);
                        put(&mut inner, "subnet", subnet);
                        put(&mut outer, "disableLocalAuth", local_auth);
                        outer["properties"] = inner;
                        fleet.push(resource(&outer));
                    }
                }
            }
        }
    }
    fleet
}

fn put(object: &mut Value, field: &str, value: &Option<Value>) {
    if let Some(value) = value {
        object[field] = value.clone();
    }
}

fn resource(properties: &Value) -> Value {
    json!({
        "type": "Microsoft.MachineLearningServices/workspaces/computes",
        "name": "ci1",
        "properties": properties,
    })
}

#[test]
fn findings_match_azures_policies() {
    let fleet = fleet();
    assert!(fleet.len() > 5000, "{} are not all", fleet.len());
    let mut ever = BTreeSet::new();
    for resource in &fleet {
        let (azure, ours) = (found_by_azure(resource), found_by_us(resource));
        assert_eq!(azure, ours, "Azure left, ours right: {resource:#}");
        ever.insert(azure);
    }
    assert_eq!(ever.len(), 16, "each policy with and without each other");
}

/// Two policies cover clusters too. The product handles, and so audits, only instances.
#[test]
fn policies_on_clusters_have_no_counterpart() {
    let cluster = resource(&json!({ "computeType": "AmlCompute", "properties": {} }));
    assert_eq!(found_by_azure(&cluster).len(), 2);
    assert!(found_by_us(&cluster).is_empty());
}

#[test]
fn the_evaluator_handles_every_condition_of_the_policies() {
    let resource = resource(&json!({ "computeType": "X", "disableLocalAuth": null }));
    let alias = |name: &str| format!("{COMPUTES}{name}");
    let kind = json!({ "field": alias("computeType"), "equals": "x" });
    let absent = json!({ "field": alias("disableLocalAuth"), "exists": "false" });
    assert!(holds(&json!({ "allOf": [kind, absent] }), &resource));
    assert!(!holds(&json!({ "not": { "anyOf": [kind, absent] } }), &resource));
    let unequal = json!({ "field": alias("disableLocalAuth"), "notEquals": true });
    assert!(holds(&unequal, &resource), "null is not true");
    let equal = json!({ "field": alias("disableLocalAuth"), "equals": "false" });
    assert!(!holds(&equal, &resource), "nor is it false");
}
