//! The common alert schema: essentials that all alerts share, and a context for each service.
//!
//! Whatever is missing or null is left out: services differ, and a budget alert has hardly any
//! essentials. Only a payload without essentials is no alert.

use serde_json::{Map, Value};

use super::budget;
use crate::{
    command_request::UnmatchedReason,
    source::{
        alerts::alert::{Alert, NAMELESS, Pairs, State, text as plain},
        timestamp::moment,
    },
};

/// Reads what stands under `data`.
pub(super) fn read(data: &Value) -> Option<Alert> {
    let essentials = data["essentials"].as_object()?;
    let context = &data["alertContext"];
    let text = |key: &str| essentials.get(key).and_then(Value::as_str);
    let condition = essentials.get("monitorCondition").and_then(plain);
    let condition = condition.unwrap_or_else(|| "Fired".to_owned()).to_ascii_lowercase();
    let (state, state_doubt) = match condition.as_str() {
        "fired" => (State::Fired, None),
        "resolved" => (State::Resolved, None),
        _ => (State::Fired, Some(UnmatchedReason::State)),
    };
    let (budget, budget_doubt) = budget::read(context).unzip();
    // Only metric alerts say when they were resolved; when they fired may be long ago by then.
    let came_about = moment(match state {
        State::Fired => &data["essentials"]["firedDateTime"],
        State::Resolved => &data["essentials"]["resolvedDateTime"],
    });
    let (at, date_doubt) = match came_about {
        Ok(at) => (at, None),
        Err(_) => (None, Some(UnmatchedReason::Date)),
    };
    let unread = is_odd(data).then_some(UnmatchedReason::Unreadable);
    let rule = text("alertRule").or_else(|| text("alertRuleID").or_else(|| text("alertRuleId")));
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
        at,
        key: [text("alertId"), text("monitorCondition"), text("firedDateTime")]
            .map(Option::unwrap_or_default)
            .join(" "),
        budget,
        no_data: None,
        doubt: state_doubt.or(date_doubt).or(budget_doubt.flatten()).or(unread),
    })
}

/// What the operator wrote: custom properties, which older services put into the context.
fn labels(data: &Value) -> Pairs {
    let context = &data["alertContext"];
    let places = [&data["customProperties"], &context["properties"]];
    let pairs = places.into_iter().filter_map(Value::as_object).flatten();
    pairs.filter_map(|(key, value)| Some((key, plain(value)?))).collect()
}

/// Whether what may say which instance is meant has another form than it should.
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

/// Of metric and log alerts, and of the first version of log alerts.
fn dimension_lists(context: &Value) -> impl Iterator<Item = &Value> {
    let conditions = context["condition"]["allOf"].as_array();
    let conditions = conditions.into_iter().flatten().map(|condition| &condition["dimensions"]);
    conditions.chain([&context["Dimensions"], &context["dimensions"]])
}

fn dimensions(context: &Value) -> Pairs {
    let pairs = dimension_lists(context).filter_map(Value::as_array).flatten();
    pairs.filter_map(|pair| Some((pair["name"].as_str()?, plain(&pair["value"])?))).collect()
}

/// What is affected, then what is watched; of a budget, what it is for.
fn resources(essentials: &Map<String, Value>, context: &Value) -> Vec<String> {
    let lists = ["configurationItems", "alertTargetIDs"].map(|key| essentials.get(key));
    let data = &context["AlertData"];
    let scope = [&data["Scope"], &data["BudgetId"]];
    let listed = lists.into_iter().flatten().flat_map(texts);
    listed.chain(scope.into_iter().filter_map(plain)).collect()
}

/// What is affected, where that may be an instance by its bare name: a log query finds it by a
/// column. The name of what is watched is not.
fn names(essentials: &Map<String, Value>) -> Vec<String> {
    let text = |key: &str| essentials.get(key).and_then(Value::as_str).unwrap_or_default();
    let list = |key: &str| essentials.get(key).into_iter().flat_map(texts);
    let of_computes = text("targetResourceType").to_ascii_lowercase().contains("/computes");
    let of_log = text("signalType").eq_ignore_ascii_case("Log");
    if !of_computes && !of_log {
        return Vec::new();
    }
    let watched = |item: &str| {
        let named = |id: &str| last_segment(id).eq_ignore_ascii_case(item);
        let is_compute = |id: &str| id.to_ascii_lowercase().contains("/computes/");
        list("alertTargetIDs").any(|id| named(&id) && !is_compute(&id))
    };
    list("configurationItems").filter(|item| !item.contains('/') && !watched(item)).collect()
}

/// The texts of a list, or the one that stands there without a list.
fn texts(list: &Value) -> impl Iterator<Item = String> {
    let all = list.as_array().map_or(std::slice::from_ref(list), Vec::as_slice);
    all.iter().filter_map(plain)
}

/// Some services give the rule's ARM id for its name.
fn last_segment(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}
