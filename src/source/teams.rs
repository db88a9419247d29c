//! Microsoft Teams: outgoing webhooks, which get the messages that mention them in the channels of one team.
//!
//! Wire format: a Bot Framework activity,
//! <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook>.
//! Its `serviceUrl` is for registered bots and not used.

mod adapter;
mod config;
mod manifest;

use std::time::Duration;

use super::{Capabilities, Manifest, Platform, Webhook, adaptive_card};
#[cfg(feature = "emulator")]
use crate::toml_document::is_guid;

pub use adapter::SIGNATURE;

/// For `lamplighter init`: the people of a directory are a team.
#[cfg(feature = "emulator")]
pub(super) const TENANT: (&str, fn(&str) -> bool) =
    ("the id of your Entra directory, as `az account show --query tenantId` prints it", |id| {
        is_guid(id) && !id.contains(char::is_uppercase)
    });

pub(super) static PLATFORM: Platform = Platform {
    kind: "teams",
    keys: config::KEYS,
    capabilities: Capabilities {
        // Teams closes the connection after 5 s, as its documentation said for years; now it says 10.
        first_answer: Duration::from_millis(3500),
        // Workflows take messages at any time, but after an hour nobody waits for the answer.
        last_answer: Duration::from_secs(3600),
        answers_late: false,
        confirms_by_typing: true,
        knows_entra_ids: true,
        ..Capabilities::CHAT
    },
    read_config: config::read,
    // A workflow that begins "When a Teams webhook request is received".
    webhook: Some(Webhook {
        accepts: |url| {
            let suffixes = [".logic.azure.com", ".environment.api.powerplatform.com"];
            let host = url.host_str().unwrap_or_default();
            url.port().is_none() && suffixes.iter().any(|suffix| host.ends_with(suffix))
        },
        refusal: "leads to no workflow: its URL begins with https:// and a host that ends in \
                  .logic.azure.com or .environment.api.powerplatform.com",
        message: |reply, to, _| adaptive_card::message(reply, to, None),
        user_agent: None,
        through: None,
    }),
    manifest: Some(Manifest {
        about: "What to fill in where Teams makes an outgoing webhook",
        #[cfg(feature = "emulator")]
        starter: include_str!("teams/starter.toml"),
        #[cfg(feature = "emulator")]
        team: TENANT,
        write: manifest::write,
        package: &[],
    }),
    malformed: "This is signed, but it is not a message from a Teams channel.",
    shown: adaptive_card::shown,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["teams" / ["help", "status", "stop"] . ".json"],
};
