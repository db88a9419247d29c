//! Timers, scripts and CI jobs that sign their requests as Standard Webhooks defines it:
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    Adapter, Incoming, Platform, Source, SourceContext, fixed_command::FixedCommand, incoming::from_machine,
};
use crate::{
    command::Verb,
    reply::Expected,
    toml_document::Table,
    verify::{Request, STANDARD_WEBHOOKS, Secrets, SignatureScheme, Verified},
};

/// The shortest secret that Standard Webhooks allows, in bytes.
const SHORTEST_SECRET: usize = 24;

pub(super) static PLATFORM: Platform = Platform {
    kind: "signed",
    keys: &["kind", "secret", "previous_secret", "command", "notify", "dry_run", "quiet", "locale"],
    read_config,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["signed" / ["nightly", "stop", "status"] . ".json"],
    ..Platform::MACHINE
};

fn read_config(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let secrets = table.secrets("secret", "secret = { env = \"NIGHTLY_SECRET\" }", key);
    let order = FixedCommand::read_config(table);
    Some(Box::new(Signed { secrets: secrets?, order: order? }))
}

/// A secret as Standard Webhooks writes it: `whsec_`, then the key in base64.
fn key(secret: &str) -> Result<Vec<u8>, &'static str> {
    let key = secret.trim().strip_prefix("whsec_").and_then(|key| STANDARD.decode(key).ok());
    key.filter(|key| key.len() >= SHORTEST_SECRET).ok_or(
        "leads to no secret of Standard Webhooks: make one with \
         `echo whsec_$(openssl rand -base64 32)`",
    )
}

/// A source of kind `signed`.
#[derive(Debug)]
pub(crate) struct Signed {
    /// The bytes behind `whsec_`.
    pub(crate) secrets: Secrets,
    /// The configured command, if the sender does not choose one.
    pub(crate) order: FixedCommand,
}

impl Adapter for Signed {
    fn signature(&self) -> Option<(&SignatureScheme, &Secrets)> {
        Some((&STANDARD_WEBHOOKS, &self.secrets))
    }

    fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        Some(STANDARD_WEBHOOKS.sign(self.secrets.current(), at, body))
    }

    fn fixed_commands(&self) -> Option<Vec<Verb>> {
        Some(vec![self.order.verb()?])
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        // A type rather than a JSON value, so that a command given twice is an error.
        #[derive(Deserialize)]
        struct CommandBody {
            command: String,
        }
        let sent = match self.order.command {
            // The body is not parsed.
            Some(_) => None,
            None => match serde_json::from_slice::<CommandBody>(&request.body) {
                Ok(body) => Some(body.command),
                Err(_) => return Some(Incoming::NotUnderstood(Expected::Command)),
            },
        };
        Some(match self.order.text(sent.as_deref()) {
            Some(text) => Incoming::Machine(from_machine(&source.name, request, text, at)),
            None => Incoming::NotUnderstood(Expected::Words),
        })
    }
}

/// Whether two sources have the same secret, so that each one's sender can sign for the other.
pub fn share_secret(one: &Source, other: &Source) -> bool {
    let secret = |source: &Source| Some(source.adapter_as::<Signed>()?.secrets.current().to_owned());
    secret(one).is_some_and(|secret_of_one| Some(secret_of_one) == secret(other))
}
