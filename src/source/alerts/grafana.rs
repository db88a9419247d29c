//! Grafana's alerting: a webhook contact point, signed with HMAC.
//!
//! Wire format: <https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/>.
//! Its payload extends Alertmanager's and is read there.

use jiff::Timestamp;

use http::HeaderName;

use super::{
    alertmanager,
    config::{rules, strong},
    group::Rules,
};
use crate::{
    command::Verb,
    source::{Adapter, Incoming, Platform, Source, SourceContext},
    toml_document::Table,
    verify::{Algorithm, Encoding, Request, Secrets, SignatureScheme, SignedPart, TimestampIn, Verified},
};

/// The header for the timestamp, unless the configuration names another one.
const TIMESTAMP_HEADER: &str = "x-grafana-alerting-timestamp";

/// Grafana signs `<timestamp>:<body>` if its configuration names a header for the timestamp; the name is free. Otherwise
/// it signs the body alone, which could be replayed.
/// <https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/>
const SIGNATURE: SignatureScheme = SignatureScheme {
    algorithm: Algorithm::HmacSha256,
    signature: "x-grafana-alerting-signature",
    prefix: "",
    encoding: Encoding::Hex,
    timestamp: TimestampIn::Header(TIMESTAMP_HEADER),
    signed: &[SignedPart::Timestamp, SignedPart::Text(":"), SignedPart::Body],
};

pub(in crate::source) static PLATFORM: Platform = Platform {
    kind: "grafana",
    keys: &["kind", "secret", "previous_secret", "timestamp_header", "rules", "notify", "quiet", "locale"],
    read_config,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["grafana" / ["firing", "resolved"] . ".json"],
    ..Platform::MACHINE
};

fn read_config(table: &Table<'_>, context: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let secrets = table.secrets("secret", "secret = { env = \"GRAFANA_SECRET\" }", strong);
    let default = TIMESTAMP_HEADER.to_owned();
    let timestamp = table.or("timestamp_header", default, |value| value.parsed(timestamp_header));
    let rules = rules(table, context, false);
    Some(Box::new(Grafana::new(secrets?, &timestamp?, rules?)))
}

fn timestamp_header(text: &str) -> Result<String, &'static str> {
    let name = HeaderName::from_bytes(text.as_bytes()).map_err(|_| "is not the name of a header")?;
    if name.as_str() == SIGNATURE.signature {
        Err("is where the signature stands: write another name, here and in Grafana")
    } else {
        Ok(name.as_str().to_owned())
    }
}

/// A source of kind `grafana`.
#[derive(Debug)]
pub struct Grafana {
    /// The keys of the HMAC signatures.
    pub secrets: Secrets,
    scheme: SignatureScheme,
    /// Which alerts become which commands.
    pub rules: Rules,
}

impl Grafana {
    /// `timestamp`: the header that holds the time of signing, in lower case. Grafana sends and signs
    /// the time only if its configuration names a header for it.
    pub fn new(secrets: Secrets, timestamp: &str, rules: Rules) -> Self {
        // The names of all other headers are static too, and this one is read once.
        let timestamp: &'static str = timestamp.to_owned().leak();
        Self {
            secrets,
            scheme: SignatureScheme { timestamp: TimestampIn::Header(timestamp), ..SIGNATURE },
            rules,
        }
    }
}

impl Adapter for Grafana {
    fn signature(&self) -> Option<(&SignatureScheme, &Secrets)> {
        Some((&self.scheme, &self.secrets))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        alertmanager::read(&self.rules, &source.name, request, at)
    }

    fn fixed_commands(&self) -> Option<Vec<Verb>> {
        Some(self.rules.verbs())
    }
}

#[cfg(test)]
mod tests;
