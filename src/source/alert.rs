//! Alerts as data, whichever tool sent them; and what the config's rules make of them: the same
//! commands that people type.
//!
//! In reading order: `about` (which instance, which workspace), `rule` (which alerts), `template`
//! (which command), `deal` (a delivery of alerts becomes what is asked).

mod about;
mod deal;
pub mod money;
mod rule;
mod template;

use jiff::Timestamp;

use crate::ask::Cause;

pub use about::Workspace;
pub use deal::{Delivery, Rules};
pub use rule::{Rule, When};
pub use template::{Template, TemplateError};

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
    pub budget: Option<Budget>,
    /// When it came about, where that counts as the time of asking; else the delivery's does.
    pub at: Option<Timestamp>,
    /// Tells it from others, and is the same when it is sent again.
    pub key: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Fired,
    Resolved,
}

/// What a budget alert says of the money. Amounts are kept as the platform writes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Budget {
    pub name: String,
    /// So far; of a forecast, by the end of the period.
    pub spent: String,
    pub of: String,
    /// ISO 4217, such as `USD`.
    pub unit: Option<String>,
    /// How much of it that is, where both could be read.
    pub percent: Option<f64>,
    /// The threshold that was passed, likewise.
    pub threshold_percent: Option<f64>,
    /// Not spent yet, but foreseen.
    pub forecast: bool,
}

/// Keys with their values, in order. A key may come twice: an alert can have several conditions.
/// Keys ignore case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    pub fn push(&mut self, key: &str, value: &str) {
        self.0.push((key.to_owned(), value.to_owned()));
    }

    /// All that stands under any of these keys.
    pub fn under(&self, keys: &[&str]) -> impl Iterator<Item = &str> {
        let meant = |key: &str| keys.iter().any(|known| known.eq_ignore_ascii_case(key));
        self.0
            .iter()
            .filter(move |(key, _)| meant(key))
            .map(|(_, value)| value.as_str())
    }

    /// What stands under this key, if that is one thing.
    pub fn get(&self, key: &str) -> Option<&str> {
        about::the_same(self.under(&[key]))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Pairs {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl Alert {
    /// What is told of it.
    fn cause(&self) -> Cause {
        match &self.budget {
            Some(budget) => Cause::Budget {
                name: budget.name.clone(),
                spent: budget.spent.clone(),
                of: budget.of.clone(),
                percent: budget.percent.map(|percent| percent.round().max(0.0) as u32),
                forecast: budget.forecast,
            },
            None => Cause::Alert {
                name: self.name.clone(),
                resolved: self.state == State::Resolved,
            },
        }
    }
}

#[cfg(test)]
mod tests;
