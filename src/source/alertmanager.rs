//! Alertmanager of Prometheus: webhook payload version 4, shown with a shared token.
//!
//! Wire format: <https://prometheus.io/docs/alerting/latest/configuration/#webhook_config>.
//! Grafana took it over and added to it, so both are read here.

use std::collections::BTreeMap;

use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    Answer, Heard,
    alert::{Alert, Delivery, Rules, State},
};
use crate::verify::{self, Rejection, Request, Secrets, Verified};

/// A source of kind `alertmanager`.
#[derive(Debug)]
pub struct Alertmanager {
    pub tokens: Secrets,
    pub rules: Rules,
}

impl Alertmanager {
    /// Checks the token. For want of a better one, the time of asking is that of arrival.
    pub(super) fn verify(&self, request: Request) -> Result<(Verified<Request>, Timestamp), Rejection> {
        let arrived = request.arrived;
        let verified = verify::ALERTMANAGER.verify(request, &self.tokens)?;
        Ok((verified, arrived))
    }

    pub(super) fn sign(&self) -> Vec<(&'static str, String)> {
        verify::ALERTMANAGER.sign(self.tokens.current())
    }
}

/// What the alerts of a payload ask, each by itself: a group may hold some that fire and some that
/// are resolved.
pub(super) fn read(rules: &Rules, source: &str, request: &Verified<Request>, at: Timestamp) -> Heard {
    let Ok(payload) = serde_json::from_slice::<Payload>(&request.body) else {
        return Heard::Nothing(Answer::problem(
            StatusCode::BAD_REQUEST,
            "This is no webhook payload of Alertmanager or Grafana with an `alerts` list: leave the \
             payload as it is by default.",
        ));
    };
    let missing = payload.truncated_alerts.unwrap_or_default();
    if missing > 0 {
        tracing::warn!(
            source,
            missing,
            "alerts were left out of the payload: raise max_alerts"
        );
    }
    let alerts: Vec<_> = payload.alerts.into_iter().map(Entry::into_alert).collect();
    let delivery = Delivery { source, request, at };
    Heard::Alerts(rules.deal(&alerts, delivery))
}

/// A payload, as far as we read it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    alerts: Vec<Entry>,
    /// How many more there were than the sender may send.
    truncated_alerts: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    status: Status,
    labels: BTreeMap<String, String>,
    #[serde(default)]
    starts_at: String,
    /// Of the labels.
    #[serde(default)]
    fingerprint: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Firing,
    Resolved,
}

impl Entry {
    fn into_alert(self) -> Alert {
        let label = |name: &str| self.labels.get(name).cloned();
        let (state, word) = match self.status {
            Status::Firing => (State::Fired, "firing"),
            Status::Resolved => (State::Resolved, "resolved"),
        };
        Alert {
            name: label("alertname").unwrap_or_else(|| "alert".to_owned()),
            state,
            severity: label("severity"),
            // Mostly a host and port, which are no name.
            names: label("instance").into_iter().collect(),
            key: format!("{} {word} {}", self.fingerprint, self.starts_at),
            labels: self.labels.into_iter().collect(),
            ..Alert::default()
        }
    }
}

#[cfg(test)]
mod tests;
