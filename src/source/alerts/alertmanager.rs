//! Alertmanager of Prometheus: webhook payload version 4, with a shared token.
//!
//! Wire format: <https://prometheus.io/docs/alerting/latest/configuration/#webhook_config>.
//! Grafana's payload extends it, so both are read here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::{
    alert::{Alert, NAMELESS, State, text},
    config::{rules, strong},
    group::Rules,
};
use crate::{
    command::Verb,
    command_request::{AlertKind, UnmatchedReason},
    reply::Expected,
    source::{
        Adapter, Alerts, Capabilities, Incoming, Platform, Source, SourceContext, Verification,
        timestamp::moment,
    },
    toml_document::Table,
    verify::{Request, Secrets, SharedToken, Verified},
};

/// Alertmanager shows the `authorization` of its `http_config`.
/// <https://prometheus.io/docs/alerting/latest/configuration/#http_config>
const TOKEN: SharedToken = SharedToken { field: None, schemes: &["Bearer"] };

pub(in crate::source) static PLATFORM: Platform = Platform {
    kind: "alertmanager",
    keys: &["kind", "token", "previous_token", "rules", "notify", "quiet", "locale"],
    capabilities: Capabilities { proves_by_head: true, ..Capabilities::MACHINE },
    read_config,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["alertmanager" / ["firing", "resolved"] . ".json"],
    ..Platform::MACHINE
};

fn read_config(table: &Table<'_>, context: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let tokens = table.secrets("token", "token = { env = \"ALERTMANAGER_TOKEN\" }", shown);
    let rules = rules(table, context, false);
    Some(Box::new(Alertmanager { tokens: tokens?, rules: rules? }))
}

/// A token that a header can show.
fn shown(token: &str) -> Result<Vec<u8>, String> {
    if token.bytes().all(|b| b.is_ascii_graphic()) {
        strong(token)
    } else {
        Err("leads to a token with blanks or accents, which no header can show".to_owned())
    }
}

/// A source of kind `alertmanager`.
#[derive(Debug)]
pub struct Alertmanager {
    /// Each is accepted as a bearer token.
    pub tokens: Secrets,
    /// Which alerts become which commands.
    pub rules: Rules,
}

impl Adapter for Alertmanager {
    /// Checks the token. The time of asking is that of arrival, since the token does not cover a time.
    fn verify(&self, _: &Source, request: Request, _: Timestamp) -> Verification {
        let arrived = request.arrived;
        Ok((TOKEN.verify(request, &self.tokens)?, arrived))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        read(&self.rules, &source.name, request, at)
    }

    fn fixed_commands(&self) -> Option<Vec<Verb>> {
        Some(self.rules.verbs())
    }

    #[cfg(any(test, feature = "emulator"))]
    fn sign(&self, _: Timestamp, _: &[u8]) -> Option<Vec<(&'static str, String)>> {
        Some(TOKEN.sign(self.tokens.current()))
    }
}

/// Reads a payload. Its alerts are independent: some may fire, some be resolved and some be unreadable.
pub(super) fn read(
    rules: &Rules,
    source: &str,
    request: &Verified<Request>,
    at: Timestamp,
) -> Option<Incoming> {
    let payload: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let Some(alerts) = alerts(&payload) else { return Some(Incoming::NotUnderstood(Expected::Alerts)) };
    // How many alerts the sender left out; an unreadable number is not 0.
    let truncated = match &payload["truncatedAlerts"] {
        Value::Null => 0,
        number => number.as_u64().and_then(|number| number.try_into().ok()).unwrap_or(1),
    };
    let dealt = rules.deal((&alerts, AlertKind::Labelled), source, request, at);
    Some(Incoming::Alerts(Alerts { truncated, ..dealt }))
}

/// The alerts of a payload. `None` if it has a list in which nothing is an alert, or no list.
fn alerts(payload: &Value) -> Option<Vec<Alert>> {
    let entries = payload["alerts"].as_array()?;
    let is_alert = |entry: &Value| entry["labels"].is_object();
    let none_is = !entries.is_empty() && !entries.iter().any(is_alert);
    (!none_is).then(|| entries.iter().map(alert).collect())
}

fn alert(entry: &Value) -> Alert {
    let Some(labels) = entry["labels"].as_object() else {
        return Alert {
            name: "?".to_owned(),
            key: entry.to_string(),
            doubt: Some(UnmatchedReason::Unreadable),
            ..Alert::default()
        };
    };
    // In Prometheus, an empty label is the same as a missing one.
    let said =
        |(key, value): (&String, &Value)| Some((key.clone(), text(value).filter(|it| !it.is_empty())?));
    let said: BTreeMap<String, String> = labels.iter().filter_map(said).collect();
    let label = |name: &str| said.get(name).cloned();
    let name = label("alertname").unwrap_or_else(|| NAMELESS.to_owned());
    let status = text(&entry["status"]).unwrap_or_default().to_ascii_lowercase();
    let (state, state_doubt) = match status.as_str() {
        "firing" => (State::Fired, None),
        "resolved" => (State::Resolved, None),
        _ => (State::Fired, Some(UnmatchedReason::State)),
    };
    // Labels are texts. A value of another type may have been meant to name the workspace, so it is not ignored.
    let is_odd = !labels.values().all(Value::is_string);
    let date_doubt = moment(&entry["startsAt"]).err().map(|_| UnmatchedReason::Date);
    // The fingerprint identifies the labels.
    let fingerprint = text(&entry["fingerprint"]).unwrap_or_else(|| entry["labels"].to_string());
    let began = text(&entry["startsAt"]).unwrap_or_default();
    Alert {
        severity: label("severity"),
        no_data: ["annotations", "labels"]
            .into_iter()
            .find_map(|place| no_data(&name, &entry[place]["grafana_state_reason"])),
        name,
        state,
        doubt: state_doubt.or(date_doubt).or(is_odd.then_some(UnmatchedReason::Unreadable)),
        // Mostly a host and port, which cannot be an instance's name.
        names: label("instance").into_iter().collect(),
        key: format!("{fingerprint} {status} {began}"),
        labels: said.into_iter().collect(),
        ..Alert::default()
    }
}

/// Grafana's name for an alert whose query found no data or failed, if this is one: by its name, or by the reason beside
/// the alert's own name, such as `NoData, KeepLast`.
fn no_data(name: &str, reason: &Value) -> Option<&'static str> {
    const KINDS: [(&str, &str); 2] = [("DatasourceNoData", "NoData"), ("DatasourceError", "Error")];
    let reason = text(reason).unwrap_or_default();
    let given = |wanted: &str| {
        let mut words = reason.split(|c: char| !c.is_alphanumeric());
        words.any(|word| word.eq_ignore_ascii_case(wanted))
    };
    let mut kinds = KINDS.into_iter();
    let kind = kinds.find(|(called, wanted)| name.eq_ignore_ascii_case(called) || given(wanted));
    kind.map(|(called, _)| called)
}

#[cfg(test)]
mod tests;
