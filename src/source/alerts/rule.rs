//! Which alerts a rule is for.

use super::{
    alert::{Alert, BudgetStatus, Pairs, State},
    template::Template,
};
use crate::{command_request::Mode, target::Pattern};

/// In percentage points: 57 % of a budget may be computed as a little less.
const ROUNDING: f64 = 1e-6;

/// One entry of a source's `rules`: the command for alerts that fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Which alerts it is for.
    pub when: When,
    /// The command for such an alert.
    pub command: Template,
    /// Whether the command is carried out or proposed.
    pub mode: Mode,
}

/// The conditions of a rule. All have to hold. Without any, each alert that fired fits, except forecasts of budgets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    /// The alert's name. `None` fits any.
    pub alert: Option<Pattern>,
    /// Keys, each with the pattern that one of its values must match.
    pub labels: Vec<(String, Pattern)>,
    /// As `labels`, for the dimensions of Azure Monitor.
    pub dimensions: Vec<(String, Pattern)>,
    /// Must match one of the ARM ids and names that the alert is about.
    pub resource: Option<Pattern>,
    /// `Sev0` to `Sev4` of Azure Monitor. `None` fits any alert, also one without a severity.
    pub severity: Option<Pattern>,
    /// Fired, unless the rule says resolved.
    pub state: State,
    /// The budget's name.
    pub budget: Option<Pattern>,
    /// In percent of the budget.
    pub at_least: Option<f64>,
    /// Whether the rule is for forecasts of budgets, instead of for the money spent.
    pub forecast: bool,
}

impl When {
    /// An alert without data has the name that Grafana gives to such alerts, and a rule fits only if it names that.
    pub(super) fn fits(&self, alert: &Alert) -> bool {
        let described = match alert.no_data {
            Some(name) => self.names_missing_data(name) && self.describes(alert, name),
            None => self.describes(alert, &alert.name),
        };
        alert.state == self.state && described
    }

    /// Whether `alert` or `label.alertname` begins like the names of alerts without data. `*` matches them too, but does
    /// not name them.
    fn names_missing_data(&self, name: &str) -> bool {
        let labels = self.labels.iter().filter(|(key, _)| key.eq_ignore_ascii_case("alertname"));
        let mut names = self.alert.iter().chain(labels.map(|(_, pattern)| pattern));
        names.any(|pattern| {
            pattern.as_str().to_ascii_lowercase().starts_with("datasource") && pattern.matches(name)
        })
    }

    /// Whether all conditions but the state hold for the alert under this name.
    pub(super) fn describes(&self, alert: &Alert, name: &str) -> bool {
        let each = |wanted: &[(String, Pattern)], there: &Pairs| {
            wanted.iter().all(|(key, pattern)| there.under(key).any(|value| pattern.matches(value)))
        };
        let one = |pattern: &Option<Pattern>, text: Option<&str>| {
            pattern.as_ref().is_none_or(|pattern| text.is_some_and(|text| pattern.matches(text)))
        };
        let is_about = |pattern: &Pattern| alert.resources.iter().any(|resource| pattern.matches(resource));
        one(&self.alert, Some(name))
            && one(&self.severity, alert.severity.as_deref())
            && self.resource.as_ref().is_none_or(is_about)
            && each(&self.labels, &alert.labels)
            && each(&self.dimensions, &alert.dimensions)
            && self.fits_budget(alert.budget.as_ref())
    }

    fn fits_budget(&self, budget: Option<&BudgetStatus>) -> bool {
        let Some(budget) = budget else {
            return self.budget.is_none() && self.at_least.is_none() && !self.forecast;
        };
        let named = self.budget.as_ref().is_none_or(|name| name.matches(&budget.name));
        let reached = budget.percent.or(budget.threshold_percent);
        let enough = |least: f64| reached.is_some_and(|reached| reached + ROUNDING >= least);
        named && self.forecast == budget.forecast && self.at_least.is_none_or(enough)
    }
}
