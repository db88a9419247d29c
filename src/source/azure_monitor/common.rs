//! The common alert schema: essentials that all alerts share, and a context for each service.
//!
//! Whatever is missing or null is left out: services differ, and a budget alert has hardly any
//! essentials. Only a payload without essentials is no alert.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::budget;
use crate::source::alert::{Alert, Pairs, State};

/// Reads what stands under `data`.
pub(super) fn read(data: &Value) -> Option<Alert> {
    let essentials = data["essentials"].as_object()?;
    let context = &data["alertContext"];
    let text = |key: &str| essentials.get(key).and_then(Value::as_str);
    let state = match text("monitorCondition") {
        Some(condition) if condition.eq_ignore_ascii_case("Resolved") => State::Resolved,
        _ => State::Fired,
    };
    let budget = budget::read(context);
    let fired = text("firedDateTime");
    // Only metric alerts say when they were resolved; when they fired may be long ago by then.
    let came_about = match state {
        State::Fired => fired,
        State::Resolved => text("resolvedDateTime"),
    };
    let rule = text("alertRule").or_else(|| text("alertRuleID").or_else(|| text("alertRuleId")));
    let name = rule
        .map(last_segment)
        .or(budget.as_ref().map(|budget| budget.name.as_str()));
    let name = name.or_else(|| text("monitoringService")).unwrap_or("alert");
    Some(Alert {
        name: name.to_owned(),
        state,
        severity: text("severity").map(str::to_owned),
        labels: labels(data),
        dimensions: dimensions(context),
        resources: resources(essentials, context),
        names: names(essentials),
        at: came_about.and_then(moment),
        key: [text("alertId"), text("monitorCondition"), fired]
            .map(Option::unwrap_or_default)
            .join(" "),
        budget,
    })
}

/// What the operator wrote: custom properties, which older services put into the context.
fn labels(data: &Value) -> Pairs {
    let context = &data["alertContext"];
    let places = [&data["customProperties"], &context["properties"]];
    let pairs = places.into_iter().filter_map(Value::as_object).flatten();
    pairs
        .filter_map(|(key, value)| Some((key, plain(value)?)))
        .collect()
}

/// Of metric and log alerts, and of the first version of log alerts.
fn dimensions(context: &Value) -> Pairs {
    let conditions = context["condition"]["allOf"].as_array();
    let conditions = conditions
        .into_iter()
        .flatten()
        .map(|condition| &condition["dimensions"]);
    let lists = conditions.chain([&context["Dimensions"], &context["dimensions"]]);
    let pairs = lists.filter_map(Value::as_array).flatten();
    pairs
        .filter_map(|pair| Some((pair["name"].as_str()?, plain(&pair["value"])?)))
        .collect()
}

/// What is affected, then what is watched; of a budget, what it is for.
fn resources(essentials: &Map<String, Value>, context: &Value) -> Vec<String> {
    let lists = ["configurationItems", "alertTargetIDs"].map(|key| essentials.get(key));
    let data = &context["AlertData"];
    let scope = [&data["Scope"], &data["BudgetId"]];
    let listed = lists.into_iter().flatten().flat_map(texts);
    listed
        .chain(scope.into_iter().filter_map(Value::as_str))
        .map(str::to_owned)
        .collect()
}

/// What is affected, where that may be an instance by its bare name: a log query finds it by a
/// column. The name of what is watched is not.
fn names(essentials: &Map<String, Value>) -> Vec<String> {
    let text = |key: &str| essentials.get(key).and_then(Value::as_str).unwrap_or_default();
    let list = |key: &str| essentials.get(key).into_iter().flat_map(texts);
    let of_computes = text("targetResourceType")
        .to_ascii_lowercase()
        .contains("/computes");
    let of_log = text("signalType").eq_ignore_ascii_case("Log");
    if !of_computes && !of_log {
        return Vec::new();
    }
    let watched = |item: &str| {
        let named = |id: &str| last_segment(id).eq_ignore_ascii_case(item);
        let is_compute = |id: &str| id.to_ascii_lowercase().contains("/computes/");
        list("alertTargetIDs").any(|id| named(id) && !is_compute(id))
    };
    list("configurationItems")
        .filter(|item| !item.contains('/') && !watched(item))
        .map(str::to_owned)
        .collect()
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// As text, what has one.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Some services give the rule's ARM id for its name.
fn last_segment(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}
