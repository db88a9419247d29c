//! Discord: the `/ci` command, its buttons, and the names offered while a command is typed.
//!
//! Wire formats: <https://docs.discord.com/developers/interactions/receiving-and-responding>.

mod adapter;
pub(crate) mod config;
mod interaction;
mod manifest;
mod message;

use std::time::Duration;

use super::{Capabilities, Manifest, Platform, Webhook};

pub use config::SAMPLE_KEY;

pub(super) static PLATFORM: Platform = Platform {
    kind: "discord",
    keys: config::KEYS,
    capabilities: Capabilities {
        // After 3 s Discord shows "the application did not respond", and then takes no late answer either.
        first_answer: Duration::from_secs(2),
        // An interaction's token, which late answers need, lives for 15 minutes.
        last_answer: Duration::from_secs(14 * 60),
        defers: true,
        button_limit: Some(message::CUSTOM_ID),
        needs_ticket_key: true,
        ..Capabilities::CHAT
    },
    read_config: config::read,
    // <https://docs.discord.com/developers/resources/webhook#execute-webhook>
    webhook: Some(Webhook {
        accepts: |url| {
            let hosts = ["discord.com", "ptb.discord.com", "canary.discord.com"];
            let is_host = url.host_str().is_some_and(|host| hosts.contains(&host));
            is_host && url.port().is_none() && url.path().starts_with("/api/webhooks/")
        },
        refusal: "leads to no webhook of Discord: those begin with https://discord.com/api/webhooks/",
        message: |reply, to, _| message::webhook(reply, to),
        user_agent: Some(config::AGENT),
        through: None,
    }),
    manifest: Some(Manifest {
        about: "The command with all its subcommands, as Discord's API takes it",
        #[cfg(feature = "emulator")]
        starter: include_str!("discord/starter.toml"),
        #[cfg(feature = "emulator")]
        team: (
            "the server's id, 17 digits or more; with Developer Mode on, its menu has Copy Server ID",
            |id| id.len() >= 17 && config::is_id(id),
        ),
        write: manifest::write,
        package: &[],
    }),
    malformed: "This is signed, but it is no interaction of this application.",
    shown: message::shown,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["discord" / ["ping", "status", "stop", "autocomplete"] . ".json"],
};

#[cfg(test)]
mod tests;
