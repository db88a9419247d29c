//! Azure Monitor: action groups, which call a secure webhook for alerts of all kinds and for
//! budgets.
//!
//! Wire formats: <https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema> and
//! <https://learn.microsoft.com/azure/cost-management-billing/costs/cost-mgt-alerts-monitor-usage-spending>.

mod budget;
mod common;
pub mod keys;

use jiff::Timestamp;
use serde_json::Value;

use super::{
    alert::Alert,
    group::{Delivery, Rules},
};
use crate::{
    ask::UnmatchedReason,
    reply::Expected,
    source::incoming::Heard,
    verify::{Rejection, Request, SecureWebhook, Token, Verified},
};

use keys::Keys;

/// A source of kind `azure-monitor`.
#[derive(Debug)]
pub struct AzureMonitor {
    pub webhook: SecureWebhook,
    pub keys: Keys,
    pub rules: Rules,
}

impl AzureMonitor {
    /// Fetches what [`AzureMonitor::verify`] needs, unless it is there. Nothing is fetched for a
    /// request that shows no token of the right form.
    pub(in crate::source) async fn prepare(
        &self,
        request: &Request,
        client: &reqwest::Client,
        now: Timestamp,
    ) {
        if let Ok(token) = Token::shown(request) {
            self.keys.look_for(token.key_id(), client, now).await;
        }
    }

    /// Checks the token. The body says when it was asked.
    pub(in crate::source) fn verify(
        &self,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        let arrived = request.arrived;
        let token = Token::shown(&request)?;
        let keys = self.keys.known(token.key_id(), now)?;
        let verified = self.webhook.verify(request, &keys, now)?;
        Ok((verified, arrived))
    }

    pub(in crate::source) fn read(&self, source: &str, request: &Verified<Request>, at: Timestamp) -> Heard {
        let Some(alert) = serde_json::from_slice(&request.body)
            .ok()
            .and_then(|payload: Value| alert(&payload))
        else {
            return Heard::NotUnderstood(Expected::AzureAlert);
        };
        let delivery = Delivery { source, request, at };
        Heard::Alerts(self.rules.deal(&[alert], delivery))
    }
}

/// The subscription of the samples that the portal's *Test action group* sends.
const SAMPLES: &str = "11111111-1111-1111-1111-111111111111";

/// The alert of a payload; `None` where its schema is none that we read.
fn alert(payload: &Value) -> Option<Alert> {
    let data = &payload["data"];
    let mut alert = match payload["schemaId"].as_str()? {
        "azureMonitorCommonAlertSchema" => common::read(data),
        "AIP Budget Notification" => budget::read_legacy(data),
        _ => None,
    }?;
    let is_sample = |id: &String| id.contains(SAMPLES);
    if is_sample(&alert.key) || alert.resources.iter().any(is_sample) {
        alert.doubt.get_or_insert(UnmatchedReason::Elsewhere);
    }
    Some(alert)
}

#[cfg(test)]
mod tests;
