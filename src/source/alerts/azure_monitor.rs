//! Azure Monitor: action groups, which call a secure webhook for alerts of all kinds and for
//! budgets.
//!
//! Wire formats: <https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema> and
//! <https://learn.microsoft.com/azure/cost-management-billing/costs/cost-mgt-alerts-monitor-usage-spending>.

mod budget;
mod common;

use jiff::Timestamp;
use serde_json::Value;

use super::{alert::Alert, config::rules, group::Rules};
use crate::{
    command::Verb,
    command_request::{AlertKind, UnmatchedReason},
    reply::Expected,
    source::{
        Adapter, Capabilities, Incoming, Platform, Source, SourceContext, Verification,
        signing_keys::SigningKeys,
    },
    toml_document::{self, Table},
    verify::{Request, SecureWebhook, Verified},
};

pub(in crate::source) static PLATFORM: Platform = Platform {
    kind: "azure-monitor",
    keys: &["kind", "tenant", "audience", "rules", "notify", "max_age", "quiet", "locale"],
    capabilities: Capabilities { proves_by_head: true, ..Capabilities::MACHINE },
    read_config,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples![
        "azure-monitor" / ["metric-fired", "metric-resolved", "log-fired"] . ".json",
        "azure-monitor" / ["budget-actual", "budget-forecasted", "budget-legacy"] . ".json"
    ],
    ..Platform::MACHINE
};

fn read_config(table: &Table<'_>, context: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let example = "tenant = \"00000000-…\", the id of the Entra directory";
    let tenant = table.needed("tenant", example, toml_document::Value::guid);
    let example = "audience = \"api://…\", the Application ID URI of the app that the action group names";
    let audiences =
        table.need("audience", example).map(|value| value.one_or_each(|value| value.parsed(audience)));
    let rules = rules(table, context, true);
    let tenant = tenant?.to_ascii_lowercase();
    let (issuers, signing_keys) = (context.directory)(&tenant)?;
    Some(Box::new(AzureMonitor {
        keys: SigningKeys::at(signing_keys),
        webhook: SecureWebhook { issuers, audiences: audiences?, tenant },
        rules: rules?,
    }))
}

fn audience(text: &str) -> Result<String, &'static str> {
    match text {
        _ if text.contains(char::is_whitespace) => Err("is no audience: it has blanks in it"),
        _ if text.ends_with("/.default") => Err("is a scope: leave /.default out"),
        _ => Ok(text.to_owned()),
    }
}

/// A source of kind `azure-monitor`.
#[derive(Debug)]
pub struct AzureMonitor {
    /// Whose tokens are accepted, and for which audience.
    pub webhook: SecureWebhook,
    /// The directory's keys, fetched when a token needs them.
    pub(crate) keys: SigningKeys,
    /// Which alerts become which commands.
    pub(crate) rules: Rules,
}

impl Adapter for AzureMonitor {
    fn signing_keys(&self) -> Option<&SigningKeys> {
        Some(&self.keys)
    }

    /// Checks the token. The time of asking is in the body.
    fn verify(&self, _: &Source, request: Request, now: Timestamp) -> Verification {
        let (arrived, keys) = (request.arrived, self.keys.of(&request, now)?);
        Ok((self.webhook.verify(request, &keys, now)?, arrived))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        let payload: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let Some(alert) = alert(&payload) else { return Some(Incoming::NotUnderstood(Expected::AzureAlert)) };
        let alerts = (&[alert][..], AlertKind::Azure);
        Some(Incoming::Alerts(self.rules.deal(alerts, &source.name, request, at)))
    }

    fn fixed_commands(&self) -> Option<Vec<Verb>> {
        Some(self.rules.verbs())
    }
}

/// The subscription of the samples that the portal's *Test action group* sends.
const SAMPLES: &str = "11111111-1111-1111-1111-111111111111";

/// The alert of a payload. `None` if its schema is unknown.
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
