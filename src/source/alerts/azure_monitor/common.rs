//! The common alert schema: essentials that all alerts share, and a context for each service.
//!
//! Missing and null fields are left out: services differ, and a budget alert has hardly any
//! essentials. Only a payload without essentials is not an alert.

use serde_json::Value;

use super::budget;
use crate::{
    command_request::UnmatchedReason,
    lenient_json::elements,
    source::{
        alerts::alert::{Alert, NAMELESS, Pairs, State, text as plain},
        timestamp::moment,
    },
};

/// Reads the value under `data`.
pub(super) fn read(data: &Value) -> Option<Alert> {
    let (essentials, context) = (&data["essentials"], &data["alertContext"]);
    if !essentials.is_object() {
        return None;
    }
    let text = |key: &str| essentials[key].as_str();
    let condition = plain(&essentials["monitorCondition"]).unwrap_or_else(|| "Fired".to_owned());
    let (state, state_doubt) = match condition.to_ascii_lowercase().as_str() {
        "fired" => (State::Fired, None),
        "resolved" => (State::Resolved, None),
        _ => (State::Fired, Some(UnmatchedReason::State)),
    };
    let (budget, budget_doubt) = budget::read(context).unzip();
    // Only metric alerts say when they were resolved. When they fired does not count then: it may be long ago.
    let came_about = moment(match state {
        State::Fired => &essentials["firedDateTime"],
        State::Resolved => &essentials["resolvedDateTime"],
    });
    let date_doubt = came_about.is_err().then_some(UnmatchedReason::Date);
    let unread = is_odd(data).then_some(UnmatchedReason::Unreadable);
    let rule = text("alertRule").or_else(|| text("alertRuleID")).or_else(|| text("alertRuleId"));
    let name = rule.map(last_segment).or(budget.as_ref().map(|budget| budget.name.as_str()));
    let name = name.or_else(|| text("monitoringService")).unwrap_or(NAMELESS);
    Some(Alert {
        name: name.to_owned(),
        state,
        severity: text("severity").map(str::to_owned),
        labels: labels(data),
        dimensions: dimensions(context),
        resources: resources(essentials, context),
        names: names(essentials),
        at: came_about.unwrap_or_default(),
        key: ["alertId", "monitorCondition", "firedDateTime"]
            .map(|key| text(key).unwrap_or_default())
            .join(" "),
        budget,
        no_data: None,
        doubt: state_doubt.or(date_doubt).or(budget_doubt.flatten()).or(unread),
    })
}

/// The custom properties that the operator wrote. Older services put them into the context.
fn labels(data: &Value) -> Pairs {
    let places = [&data["customProperties"], &data["alertContext"]["properties"]];
    let pairs = places.into_iter().filter_map(Value::as_object).flatten();
    pairs.filter_map(|(key, value)| Some((key, plain(value)?))).collect()
}

/// Whether something that may name the instance has an unexpected form.
fn is_odd(data: &Value) -> bool {
    let context = &data["alertContext"];
    let mut objects = [context, &context["condition"], &data["customProperties"]].into_iter();
    let conditions = &context["condition"]["allOf"];
    let is_list = |pairs: &Value| match pairs.as_array() {
        Some(pairs) => pairs.iter().all(|pair| pair["name"].is_string()),
        None => pairs.is_null(),
    };
    !objects.all(|it| it.is_null() || it.is_object())
        || !(conditions.is_null() || conditions.is_array())
        || !dimension_lists(context).all(is_list)
}

/// The dimensions of metric and log alerts, and of the first version of log alerts.
fn dimension_lists(context: &Value) -> impl Iterator<Item = &Value> {
    let conditions = elements(&context["condition"]["allOf"]).map(|condition| &condition["dimensions"]);
    conditions.chain([&context["Dimensions"], &context["dimensions"]])
}

fn dimensions(context: &Value) -> Pairs {
    let pairs = dimension_lists(context).flat_map(elements);
    pairs.filter_map(|pair| Some((pair["name"].as_str()?, plain(&pair["value"])?))).collect()
}

/// The affected resources, then the watched ones; for a budget, its scope.
fn resources(essentials: &Value, context: &Value) -> Vec<String> {
    let listed = ["configurationItems", "alertTargetIDs"].map(|key| &essentials[key]);
    let data = &context["AlertData"];
    let scope = [&data["Scope"], &data["BudgetId"]];
    listed.into_iter().flat_map(texts).chain(scope.into_iter().filter_map(plain)).collect()
}

/// The affected resources that may be instances by their bare names, which log queries return in a column. The name of a
/// watched resource is not one of them.
fn names(essentials: &Value) -> Vec<String> {
    let text = |key: &str| essentials[key].as_str().unwrap_or_default();
    let of_computes = text("targetResourceType").to_ascii_lowercase().contains("/computes");
    let of_log = text("signalType").eq_ignore_ascii_case("Log");
    if !of_computes && !of_log {
        return Vec::new();
    }
    let watched = |item: &str| {
        let named = |id: &str| last_segment(id).eq_ignore_ascii_case(item);
        let is_compute = |id: &str| id.to_ascii_lowercase().contains("/computes/");
        texts(&essentials["alertTargetIDs"]).any(|id| named(&id) && !is_compute(&id))
    };
    let items = texts(&essentials["configurationItems"]);
    items.filter(|item| !item.contains('/') && !watched(item)).collect()
}

/// The texts of a list, or a single one without a list.
fn texts(list: &Value) -> impl Iterator<Item = String> {
    let all = list.as_array().map_or(std::slice::from_ref(list), Vec::as_slice);
    all.iter().filter_map(plain)
}

/// The last segment of a name, since some services give the rule's ARM id as its name.
fn last_segment(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}
