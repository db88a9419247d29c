//! Budgets of Cost Management: in the common schema, whose essentials are mostly null for them,
//! and as they came before it. They never resolve; amounts are display text, see
//! [`crate::source::alerts::amount`].

use serde_json::Value;

use crate::{
    command_request::UnmatchedReason,
    source::alerts::{
        alert::{Alert, BudgetStatus, Pairs, text as plain},
        amount::{HIGHEST, amount, percent},
    },
};

/// What an amount is called that is not told.
const UNTOLD: &str = "?";

/// The budget in the context of an alert in the common schema, if it is about one; and whether it
/// can be told what was spent from what is foreseen.
pub(super) fn read(context: &Value) -> Option<(BudgetStatus, Option<UnmatchedReason>)> {
    let data = &context["AlertData"];
    let text = |key: &str| written(&data[key]);
    let category = plain(&context["AlertCategory"]);
    let is_budget = category.is_some_and(|category| category.eq_ignore_ascii_case("budgets"));
    let name = text("BudgetName").or_else(|| is_budget.then(|| UNTOLD.to_owned()))?;
    let kind = text("ThresholdType").unwrap_or_else(|| "Actual".to_owned());
    let forecast = kind.to_ascii_lowercase().starts_with("forecast");
    let is_known = forecast || kind.eq_ignore_ascii_case("Actual");
    let spent = Some("ForecastedTotalForPeriod").filter(|_| forecast).and_then(text);
    let amounts = Amounts {
        spent: spent.or_else(|| text("SpentAmount")),
        of: text("BudgetThreshold"),
        threshold: text("NotificationThresholdAmount"),
        unit: text("Unit"),
    };
    let doubt = (!is_known).then_some(UnmatchedReason::Unreadable);
    Some((amounts.budget(name, forecast), doubt))
}

/// `AIP Budget Notification`: what action groups send without the common schema. It is always about
/// what was spent.
pub(super) fn read_legacy(data: &Value) -> Option<Alert> {
    let text = |key: &str| written(&data[key]);
    let name = text("BudgetName")?;
    let amounts = Amounts {
        spent: text("SpendingAmount"),
        of: text("Budget"),
        threshold: text("NotificationThresholdAmount"),
        unit: text("Unit"),
    };
    let parts = [Some(name.clone()), text("BudgetStartDate"), amounts.threshold.clone()];
    Some(Alert {
        name: name.clone(),
        labels: Pairs::default(),
        resources: scope(data),
        key: parts.map(Option::unwrap_or_default).join(" "),
        budget: Some(amounts.budget(name, false)),
        ..Alert::default()
    })
}

/// What the budget is for.
fn scope(data: &Value) -> Vec<String> {
    let text = |key: &str| plain(&data[key]).filter(|text| !text.is_empty());
    let subscription = text("SubscriptionId").map(|id| format!("/subscriptions/{id}"));
    subscription
        .map(|id| match text("ResourceGroup") {
            Some(group) => format!("{id}/resourceGroups/{group}"),
            None => id,
        })
        .into_iter()
        .collect()
}

/// What is written in one place, in words or as a number; of anything else, that it is there.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Array(_) | Value::Object(_) => Some(UNTOLD.to_owned()),
        _ => plain(value),
    }
}

/// As they are written: texts such as `$3,311.90`, or bare numbers.
struct Amounts {
    spent: Option<String>,
    of: Option<String>,
    threshold: Option<String>,
    unit: Option<String>,
}

impl Amounts {
    fn budget(self, name: String, forecast: bool) -> BudgetStatus {
        let unit = self.unit.as_deref().filter(|unit| !unit.is_empty());
        let share = |part: &Option<String>| percent(part.as_ref()?, self.of.as_ref()?, unit);
        let percent = share(&self.spent);
        let with_unit = |amount: &Option<String>| match (amount, unit) {
            (Some(amount), Some(unit)) if is_bare(amount) => format!("{amount} {unit}"),
            (Some(amount), _) => amount.clone(),
            (None, _) => UNTOLD.to_owned(),
        };
        BudgetStatus {
            name,
            spent: with_unit(&self.spent),
            of: with_unit(&self.of),
            unit: unit.map(str::to_owned),
            percent,
            threshold_percent: self.threshold_percent(share(&self.threshold), percent),
            forecast,
        }
    }

    /// A bare threshold may be a fraction, a percentage or an amount, which is this `share` of the
    /// budget. Where it is known what was spent, it is what that has just passed; else the least that
    /// it can be, so that no rule acts on more than is certain.
    fn threshold_percent(&self, share: Option<f64>, spent: Option<f64>) -> Option<f64> {
        let bare = self.threshold.as_deref().filter(|text| is_bare(text));
        let bare = bare.and_then(|text| amount(text, self.unit.as_deref()));
        let readings = [bare.map(|fraction| fraction * 100.0), bare, share];
        let readings = readings.into_iter().flatten();
        let readings = readings.filter(|percent| *percent <= HIGHEST);
        match spent {
            Some(spent) => readings.filter(|percent| *percent <= spent).reduce(f64::max),
            None => readings.reduce(f64::min),
        }
    }
}

/// Whether it is a number and nothing else, which a program may have written.
fn is_bare(amount: &str) -> bool {
    amount.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
}
