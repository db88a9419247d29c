//! An alert as data, whichever tool sent it.

use jiff::Timestamp;
use serde_json::Value;

use crate::command_request::{Cause, UnmatchedReason};

/// What an alert is called that has no name.
pub(super) const NAMELESS: &str = "alert";

/// One alert, as far as rules can ask about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alert {
    /// The alert rule's; of a budget alert, which no rule made, the budget's.
    pub name: String,
    pub state: State,
    /// `Sev0` to `Sev4` from Azure; elsewhere whatever the label `severity` says.
    pub severity: Option<String>,
    /// What its author wrote on it: labels, or Azure's custom properties.
    pub labels: Pairs,
    /// What Azure split a metric or a log query by.
    pub dimensions: Pairs,
    /// What it is about: ARM ids and names.
    pub resources: Vec<String>,
    /// Names that may be an instance's, where nothing says so more clearly.
    pub names: Vec<String>,
    pub budget: Option<BudgetStatus>,
    /// When it came about, where that counts as the time of asking; else the delivery's does.
    pub at: Option<Timestamp>,
    /// Tells it from others, and is the same when it is sent again.
    pub key: String,
    /// What Grafana calls an alert whose query found no data or failed, where this is one.
    pub no_data: Option<&'static str>,
    /// Set where it says something that cannot be read, so that nothing may be done for it.
    pub doubt: Option<UnmatchedReason>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Fired,
    Resolved,
}

/// What a budget alert says of the money. Amounts are kept as the platform writes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BudgetStatus {
    pub name: String,
    /// So far; of a forecast, by the end of the period.
    pub spent: String,
    pub of: String,
    /// ISO 4217, such as `USD`.
    pub unit: Option<String>,
    /// How much of it that is, where both could be read.
    pub percent: Option<f64>,
    /// The threshold that was passed, likewise. It counts where `percent` is not known.
    pub threshold_percent: Option<f64>,
    /// Not spent yet, but foreseen.
    pub forecast: bool,
}

/// Keys with their values, in order. A key may come twice: an alert can have several conditions.
/// Keys ignore case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// All values, whatever their keys.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(_, value)| value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// All that stands under any of these keys.
    pub fn under(&self, keys: &[&str]) -> impl Iterator<Item = &str> {
        let meant = |key: &str| keys.iter().any(|known| known.eq_ignore_ascii_case(key));
        self.iter().filter(move |(key, _)| meant(key)).map(|(_, value)| value)
    }

    /// What stands under this key, if that is one thing.
    pub fn get(&self, key: &str) -> Option<&str> {
        the_same(self.under(&[key]))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Pairs {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// What all of them are, capitals aside.
pub(super) fn the_same<'a>(mut texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = texts.next()?;
    texts.all(|text| text.eq_ignore_ascii_case(first)).then_some(first)
}

/// A value as text, whatever it is: what is there and odd is not taken for missing. `None`: null.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

impl Alert {
    /// What is told of it.
    pub(super) fn cause(&self) -> Cause {
        match &self.budget {
            Some(budget) => Cause::Budget {
                name: budget.name.clone(),
                spent: budget.spent.clone(),
                of: budget.of.clone(),
                percent: budget.percent.map(|percent| percent.round().max(0.0) as u32),
                forecast: budget.forecast,
            },
            None => Cause::Alert { name: self.name.clone(), resolved: self.state == State::Resolved },
        }
    }
}
