//! `rules` of a source of alerts.

use super::{
    alert::State,
    group::Rules,
    rule::{Rule, When},
    template::Template,
};
use crate::{
    command_request::Mode,
    source::adapter::SourceContext,
    target::Pattern,
    toml_document::{Table, Value, chosen},
};

/// The shortest secret that is accepted, in characters. Nobody types it, so it can be long.
const SHORTEST_SECRET: usize = 16;

/// The keys of a rule.
pub const KEYS: &[&str] = &["when", "command", "mode"];
/// The keys of a rule's `when`.
pub const WHEN_KEYS: &[&str] =
    &["alert", "label", "dimension", "resource", "severity", "state", "budget", "at_least", "forecast"];

/// Keys that only Azure's alerts have.
const AZURE_ONLY: &[&str] = &["dimension", "resource", "budget", "at_least", "forecast"];

const MODES: [(&str, Mode); 2] = [("ask", Mode::Propose), ("act", Mode::Act)];
const STATES: [(&str, State); 2] = [("fired", State::Fired), ("resolved", State::Resolved)];

/// The rules of a source. `azure`: whether its alerts are Azure's.
pub(super) fn rules(source: &Table<'_>, context: &SourceContext<'_>, azure: bool) -> Option<Rules> {
    let notified = source.get("notify").is_some() || context.has_channels;
    let example = "rules = [{ when = { alert = \"NAME\" }, command = \"stop {instance}\" }]";
    let rules = source.need("rules", example)?;
    Some(Rules {
        rules: rules.each(|value| rule(value, azure, notified)),
        workspaces: context.workspaces.cloned().unwrap_or_default(),
    })
}

/// The bytes of a secret that is long enough.
pub(super) fn strong(secret: &str) -> Result<Vec<u8>, String> {
    let short = || format!("leads to less than {SHORTEST_SECRET} characters: make a longer one");
    (secret.len() >= SHORTEST_SECRET).then(|| secret.into()).ok_or_else(short)
}

fn rule(value: &Value<'_>, azure: bool, notified: bool) -> Option<Rule> {
    let table = value.table()?;
    table.only(KEYS);
    let example = "when = { alert = \"NAME\" }, or {} for any that fires";
    let when = table.needed("when", example, |value| when(&value.table()?, azure));
    let read = |value: &Value<'_>| value.parsed(|text| chosen(text, MODES, "is not a mode"));
    let mode = table.or("mode", Mode::Propose, read);
    if mode == Some(Mode::Propose) && !notified {
        table.location.fault("has nobody to ask: write a [notify.NAME], or mode = \"act\" here");
    }
    let read = |text: &str| Template::read(text, mode.unwrap_or_default());
    let command = table.needed("command", "command = \"stop {instance}\"", |value| value.parsed(read));
    Some(Rule { when: when?, command: command?, mode: mode? })
}

fn when(table: &Table<'_>, azure: bool) -> Option<When> {
    let spelled: Vec<_> = table.iter().map(|(key, _)| key).filter(|key| in_one_word(key)).collect();
    table.only(&[WHEN_KEYS, &spelled].concat());
    for key in AZURE_ONLY.iter().filter(|_| !azure) {
        if let Some(value) = table.get(key) {
            value.location.fault("would never hold: only alerts of kind azure-monitor have it");
        }
    }
    let glob = |key| table.get(key).and_then(|value| pattern(&value));
    let state = |value: &Value<'_>| value.parsed(|text| chosen(text, STATES, "is not a state"));
    let state = table.or("state", State::Fired, state);
    let forecast = table.or("forecast", false, Value::yes_or_no);
    let at_least = table.or("at_least", None, |value| percent(value).map(Some));
    Some(When {
        alert: glob("alert"),
        labels: globs(table, "label"),
        dimensions: globs(table, "dimension"),
        resource: glob("resource"),
        severity: glob("severity"),
        budget: glob("budget"),
        state: state?,
        at_least: at_least?,
        forecast: forecast?,
    })
}

fn pattern(value: &Value<'_>) -> Option<Pattern> {
    value.text().map(Pattern::new)
}

/// Whether the key is of the form `"label.team"`, which TOML takes for one key because of the quotes.
fn in_one_word(key: &str) -> bool {
    let parts = key.split_once('.');
    parts.is_some_and(|(table, key)| matches!(table, "label" | "dimension") && !key.is_empty())
}

/// Reads `label.team = "x"` and its other spellings, `label = { team = "x" }` and `"label.team" = "x"`.
fn globs(table: &Table<'_>, key: &str) -> Vec<(String, Pattern)> {
    let under = table.get(key).and_then(|value| value.table());
    under.iter().for_each(|under| under.not_empty(format_args!("{key}.KEY = \"VALUE\"")));
    let pairs = under.iter().flat_map(Table::iter);
    let prefix = format!("{key}.");
    let spelled = table.iter().filter_map(|(key, value)| Some((key.strip_prefix(&prefix)?, value)));
    pairs.chain(spelled).filter_map(|(key, value)| Some((key.to_owned(), pattern(&value)?))).collect()
}

fn percent(value: &Value<'_>) -> Option<f64> {
    let percent = Some(value.number()?).filter(|percent| percent.is_finite() && *percent > 0.0);
    percent.or_else(|| value.refuse("is not a percentage: write one such as 90"))
}
