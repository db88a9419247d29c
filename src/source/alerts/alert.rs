//! An alert as data, from any tool.

use jiff::Timestamp;
use serde_json::Value;

use crate::command_request::{Cause, UnmatchedReason};

/// The name of an alert without a name.
pub(super) const NAMELESS: &str = "alert";

/// One alert, as far as rules can ask about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alert {
    /// The alert rule's name; for a budget alert, which has no rule, the budget's.
    pub name: String,
    pub state: State,
    /// `Sev0` to `Sev4` from Azure; elsewhere the label `severity`.
    pub severity: Option<String>,
    /// What the rule's author added: labels, or Azure's custom properties.
    pub labels: Pairs,
    /// What Azure split a metric or a log query by.
    pub dimensions: Pairs,
    /// What the alert is about: ARM ids and names.
    pub resources: Vec<String>,
    /// Names that may be an instance's, if nothing names it more clearly.
    pub names: Vec<String>,
    pub budget: Option<BudgetStatus>,
    /// When it came about, if that counts as the time of asking. Otherwise the delivery's time does.
    pub at: Option<Timestamp>,
    /// Identifies the alert, also when it is sent again.
    pub key: String,
    /// Grafana's name for an alert whose query found no data or failed, if this is one.
    pub no_data: Option<&'static str>,
    /// Set if something in the alert cannot be read, so that no command may be carried out for it.
    pub doubt: Option<UnmatchedReason>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// The condition of the alert holds.
    #[default]
    Fired,
    /// The condition does not hold any more.
    Resolved,
}

/// What a budget alert says about the money. Amounts are as in [`Cause::Budget`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BudgetStatus {
    pub name: String,
    /// So far; in a forecast, by the end of the period.
    pub spent: String,
    pub of: String,
    /// ISO 4217, such as `USD`.
    pub unit: Option<String>,
    /// The spent part of the budget, if both amounts could be read.
    pub percent: Option<f64>,
    /// The threshold that was passed, likewise. It counts if `percent` is unknown.
    pub threshold_percent: Option<f64>,
    /// Whether the amount is a forecast.
    pub forecast: bool,
}

/// Keys with their values, in order. A key may occur twice: an alert can have several conditions.
/// Keys ignore case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(_, value)| value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// All values under this key.
    pub fn under(&self, key: &str) -> impl Iterator<Item = &str> {
        self.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The value under this key, if there is one only.
    pub fn get(&self, key: &str) -> Option<&str> {
        the_same(self.under(key))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Pairs {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// The text, if all of them are the same except for case.
pub(super) fn the_same<'a>(mut texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = texts.next()?;
    texts.all(|text| text.eq_ignore_ascii_case(first)).then_some(first)
}

/// Any value as text, so that a value of an odd type does not count as missing. `None`: null.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

impl Alert {
    /// How replies refer to the alert.
    pub(super) fn cause(&self) -> Cause {
        match &self.budget {
            Some(budget) => Cause::Budget {
                name: budget.name.clone(),
                spent: budget.spent.clone(),
                of: budget.of.clone(),
                // A credit is no share of a budget, and a thousandfold says nothing that the amounts do not.
                percent: budget
                    .percent
                    .filter(|percent| (0.0..100_000.0).contains(percent))
                    .map(|percent| percent.round() as u32),
                forecast: budget.forecast,
            },
            None => Cause::Alert { name: self.name.clone(), resolved: self.state == State::Resolved },
        }
    }
}
