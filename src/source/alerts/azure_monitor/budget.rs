//! Budgets of Cost Management: in the common schema, whose essentials are mostly null for them,
//! and in the older schema. They never resolve; amounts are text for people, see
//! [`crate::source::alerts::amount`].

use serde_json::Value;

use crate::{
    command_request::UnmatchedReason,
    source::alerts::{
        alert::{Alert, BudgetStatus, text as plain},
        amount::{HIGHEST, amount, percent},
    },
};

/// Stands for an unknown amount or name.
const UNKNOWN: &str = "?";

/// The budget in the context of an alert in the common schema, if the alert is about one. With a doubt if it is unclear
/// whether its amount is spent or forecast.
pub(super) fn read(context: &Value) -> Option<(BudgetStatus, Option<UnmatchedReason>)> {
    let data = &context["AlertData"];
    let text = |key: &str| written(&data[key]);
    let category = plain(&context["AlertCategory"]);
    let is_budget = category.is_some_and(|category| category.eq_ignore_ascii_case("budgets"));
    let name = text("BudgetName").or_else(|| is_budget.then(|| UNKNOWN.to_owned()))?;
    let kind = text("ThresholdType").unwrap_or_else(|| "Actual".to_owned());
    let forecast = kind.to_ascii_lowercase().starts_with("forecast");
    let is_known = forecast || kind.eq_ignore_ascii_case("Actual");
    let spent = Some("ForecastedTotalForPeriod").filter(|_| forecast).and_then(text);
    let spent = spent.or_else(|| text("SpentAmount"));
    let budget = BudgetStatus { forecast, ..status(data, name, spent, text("BudgetThreshold")) };
    Some((budget, (!is_known).then_some(UnmatchedReason::Unreadable)))
}

/// `AIP Budget Notification`: the schema of action groups that do not use the common one. It is always about money
/// spent.
pub(super) fn read_legacy(data: &Value) -> Option<Alert> {
    let text = |key: &str| written(&data[key]);
    let name = text("BudgetName")?;
    let key = ["BudgetName", "BudgetStartDate", "NotificationThresholdAmount"];
    Some(Alert {
        name: name.clone(),
        resources: scope(data).into_iter().collect(),
        key: key.map(|key| text(key).unwrap_or_default()).join(" "),
        budget: Some(status(data, name, text("SpendingAmount"), text("Budget"))),
        ..Alert::default()
    })
}

/// The ARM id of the budget's subscription or resource group.
fn scope(data: &Value) -> Option<String> {
    let text = |key: &str| plain(&data[key]).filter(|text| !text.is_empty());
    let subscription = format!("/subscriptions/{}", text("SubscriptionId")?);
    Some(match text("ResourceGroup") {
        Some(group) => format!("{subscription}/resourceGroups/{group}"),
        None => subscription,
    })
}

/// A text or a number as it is written. A value of another type counts as there, but unknown.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Array(_) | Value::Object(_) => Some(UNKNOWN.to_owned()),
        _ => plain(value),
    }
}

/// Amounts come as texts such as `$3,311.90`, or as bare numbers.
fn status(data: &Value, name: String, spent: Option<String>, of: Option<String>) -> BudgetStatus {
    let unit = written(&data["Unit"]).filter(|unit| !unit.is_empty());
    let threshold = written(&data["NotificationThresholdAmount"]);
    let share = |part: &Option<String>| percent(part.as_ref()?, of.as_ref()?, unit.as_deref());
    let percent = share(&spent);
    // Amounts are shown as read only if they make the same percentage: a mark may be of decimals or of thousands.
    let read = |text: &Option<String>| amount(text.as_ref()?, unit.as_deref());
    let makes_percent =
        |spent: f64, of: f64| percent.is_some_and(|known| (spent / of * 100.0 - known).abs() < 0.01);
    let amounts = read(&spent).zip(read(&of)).filter(|(spent, of)| makes_percent(*spent, *of));
    let with_unit = |text: Option<String>, amount: Option<f64>| match (text, amount, &unit) {
        (_, Some(amount), Some(unit)) => format!("{amount:.2} {unit}"),
        (Some(text), _, Some(unit)) if is_bare(&text) => format!("{text} {unit}"),
        (Some(text), ..) => text,
        (None, ..) => UNKNOWN.to_owned(),
    };
    // A bare threshold may be a fraction, a percentage or an amount. If the percentage spent is known, the threshold is
    // the reading that was passed last; otherwise the lowest, so that no rule acts on more than is certain.
    let bare = threshold.as_deref().filter(|text| is_bare(text));
    let bare = bare.and_then(|text| amount(text, unit.as_deref()));
    let readings = [bare.map(|fraction| fraction * 100.0), bare, share(&threshold)];
    let readings = readings.into_iter().flatten().filter(|percent| *percent <= HIGHEST);
    let threshold_percent = match percent {
        Some(spent) => readings.filter(|percent| *percent <= spent).reduce(f64::max),
        None => readings.reduce(f64::min),
    };
    let spent = with_unit(spent, amounts.map(|(spent, _)| spent));
    let of = with_unit(of.clone(), amounts.map(|(_, of)| of));
    BudgetStatus { name, spent, of, unit, percent, threshold_percent, forecast: false }
}

/// Whether the amount is a number and nothing else, as a program may write it.
fn is_bare(amount: &str) -> bool {
    amount.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
}
