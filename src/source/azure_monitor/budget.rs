//! Budgets of Cost Management: in the common schema, whose essentials are mostly null for them,
//! and as they came before it. They never resolve; amounts are display text, see
//! [`crate::source::alert::money`].

use serde_json::Value;

use crate::source::alert::{Alert, Budget, Pairs, money::amount};

/// What an amount is called that is not told.
const UNTOLD: &str = "?";

/// The budget in the context of an alert in the common schema, if it is about one.
pub(super) fn read(context: &Value) -> Option<Budget> {
    let data = &context["AlertData"];
    let text = |key: &str| data[key].as_str();
    let name = text("BudgetName")?;
    let forecast =
        text("ThresholdType").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("forecast"));
    let foreseen = text("ForecastedTotalForPeriod").filter(|_| forecast);
    let spent = foreseen.or_else(|| text("SpentAmount"));
    let of = text("BudgetThreshold");
    Some(Budget {
        name: name.to_owned(),
        spent: spent.unwrap_or(UNTOLD).to_owned(),
        of: of.unwrap_or(UNTOLD).to_owned(),
        unit: text("Unit").map(str::to_owned),
        percent: percent(spent, of),
        threshold_percent: percent(text("NotificationThresholdAmount"), of),
        forecast,
    })
}

/// `AIP Budget Notification`: what action groups send without the common schema. Its values are
/// texts, and its threshold is a fraction of the budget.
pub(super) fn read_legacy(data: &Value) -> Option<Alert> {
    let text = |key: &str| data[key].as_str();
    let name = text("BudgetName")?;
    let (spent, of) = (text("SpendingAmount"), text("Budget"));
    let unit = text("Unit").filter(|unit| !unit.is_empty());
    let with_unit = |amount: Option<&str>| match (amount, unit) {
        (Some(amount), Some(unit)) => format!("{amount} {unit}"),
        (amount, _) => amount.unwrap_or(UNTOLD).to_owned(),
    };
    let threshold = text("NotificationThresholdAmount");
    let parts = [Some(name), text("BudgetStartDate"), threshold];
    Some(Alert {
        name: name.to_owned(),
        labels: Pairs::default(),
        resources: scope(data),
        budget: Some(Budget {
            name: name.to_owned(),
            spent: with_unit(spent),
            of: with_unit(of),
            unit: unit.map(str::to_owned),
            percent: percent(spent, of),
            threshold_percent: threshold.and_then(|threshold| fraction(threshold, of)),
            forecast: false,
        }),
        key: parts.map(Option::unwrap_or_default).join(" "),
        ..Alert::default()
    })
}

/// What the budget is for.
fn scope(data: &Value) -> Vec<String> {
    let text = |key: &str| data[key].as_str().filter(|text| !text.is_empty());
    let subscription = text("SubscriptionId").map(|id| format!("/subscriptions/{id}"));
    subscription
        .map(|id| match text("ResourceGroup") {
            Some(group) => format!("{id}/resourceGroups/{group}"),
            None => id,
        })
        .into_iter()
        .collect()
}

fn percent(part: Option<&str>, of: Option<&str>) -> Option<f64> {
    let (part, of) = (amount(part?)?, amount(of?)?);
    (of > 0.0).then(|| part / of * 100.0)
}

/// A threshold in percent: thresholds end at 1000 %, so what is more than 10 is money.
fn fraction(threshold: &str, of: Option<&str>) -> Option<f64> {
    match amount(threshold)? {
        fraction if fraction <= 10.0 => Some(fraction * 100.0),
        _ => percent(Some(threshold), of),
    }
}
