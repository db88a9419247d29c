//! Which alerts a rule is for.

use super::{Alert, Budget, State, Template};
use crate::{ask::Mode, target::Pattern};

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
    pub(super) fn fits(&self, alert: &Alert) -> bool {
        alert.state == self.state && self.is_about(alert)
    }

    /// Whether it fits, or would in the other state.
    pub(super) fn is_about(&self, alert: &Alert) -> bool {
        let each = |wanted: &[(String, Pattern)], there: &super::Pairs| {
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
        one(&self.alert, Some(&alert.name))
            && one(&self.severity, alert.severity.as_deref())
            && self.resource.as_ref().is_none_or(any)
            && each(&self.labels, &alert.labels)
            && each(&self.dimensions, &alert.dimensions)
            && self.fits_budget(alert.budget.as_ref())
    }

    fn fits_budget(&self, budget: Option<&Budget>) -> bool {
        let Some(budget) = budget else {
            return self.budget.is_none() && self.at_least.is_none() && !self.forecast;
        };
        let named = self.budget.as_ref().is_none_or(|name| name.matches(&budget.name));
        let reached = budget.percent.into_iter().chain(budget.threshold_percent);
        let enough = |least: f64| reached.fold(f64::MIN, f64::max) >= least;
        named && self.forecast == budget.forecast && self.at_least.is_none_or(enough)
    }
}
