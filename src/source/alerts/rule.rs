//! Which alerts a rule is for.

use super::{
    alert::{Alert, BudgetStatus, Pairs, State},
    template::Template,
};
use crate::{command_request::Mode, target::Pattern};

/// In percent: 57 % of a budget may come out as a little less.
const ROUNDING: f64 = 1e-6;

/// One entry of a source's `rules`: what is asked when an alert fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub when: When,
    pub command: Template,
    pub mode: Mode,
}

/// What an alert must be like: all of it. Without anything set, any alert that fired fits, except
/// what a budget merely foresees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {
    pub alert: Option<Pattern>,
    /// Keys, and what one of the values under each must fit.
    pub labels: Vec<(String, Pattern)>,
    pub dimensions: Vec<(String, Pattern)>,
    /// What one of the ARM ids and names that it is about must fit.
    pub resource: Option<Pattern>,
    pub severity: Option<Pattern>,
    pub state: State,
    /// The budget's name.
    pub budget: Option<Pattern>,
    /// In percent of the budget.
    pub at_least: Option<f64>,
    /// Whether it is for what a budget foresees, instead of for what was spent.
    pub forecast: bool,
}

impl When {
    /// An alert that has no data to tell of goes by the name that Grafana has for that, which has to
    /// be written in the rule.
    pub(super) fn fits(&self, alert: &Alert) -> bool {
        let described = match alert.no_data {
            Some(name) => self.names_missing_data(name) && self.describes(alert, name),
            None => self.describes(alert, &alert.name),
        };
        alert.state == self.state && described
    }

    /// Whether `alert` or `label.alertname` begins like the names of such alerts: `*` fits them too,
    /// but does not name them.
    fn names_missing_data(&self, name: &str) -> bool {
        let labels = self.labels.iter();
        let labels = labels.filter(|(key, _)| key.eq_ignore_ascii_case("alertname"));
        let mut names = self.alert.iter().chain(labels.map(|(_, pattern)| pattern));
        names.any(|pattern| {
            pattern.as_str().to_ascii_lowercase().starts_with("datasource") && pattern.matches(name)
        })
    }

    /// Whether all but the state fits the alert, by this name.
    pub(super) fn describes(&self, alert: &Alert, name: &str) -> bool {
        let each = |wanted: &[(String, Pattern)], there: &Pairs| {
            let fits = |(key, pattern): &(String, Pattern)| {
                there.under(&[key.as_str()]).any(|value| pattern.matches(value))
            };
            wanted.iter().all(fits)
        };
        let any = |pattern: &Pattern| alert.resources.iter().any(|resource| pattern.matches(resource));
        let one = |pattern: &Option<Pattern>, text: Option<&str>| {
            let fits = |pattern: &Pattern| text.is_some_and(|text| pattern.matches(text));
            pattern.as_ref().is_none_or(fits)
        };
        one(&self.alert, Some(name))
            && one(&self.severity, alert.severity.as_deref())
            && self.resource.as_ref().is_none_or(any)
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
