//! Microsoft Teams: a bot of Azure Bot Service, in personal and group chats and in channels.
//!
//! Wire format: activities of the Bot Framework, which the Bot Connector brings and takes:
//! <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference>.

mod adapter;
mod config;
mod conversation;
mod manifest;
mod press;
mod reply_handle;

use std::time::Duration;

use super::{Capabilities, Manifest, Platform, Webhook};

pub(super) static PLATFORM: Platform = Platform {
    kind: "teams-bot",
    keys: config::KEYS,
    capabilities: Capabilities {
        // The Bot Connector waits for 10 to 15 s, but people want to see something after 3.
        first_answer: Duration::from_secs(2),
        // A conversation takes messages at any time, but after an hour nobody waits for the answer.
        last_answer: Duration::from_secs(3600),
        edits: true,
        rows: Some(20),
        needs_ticket_key: true,
        knows_entra_ids: true,
        proves_by_head: true,
        ..Capabilities::CHAT
    },
    read_config: config::read,
    webhook: Some(Webhook {
        accepts: |_| false,
        refusal: "is not used: a bot posts to a `conversation`, through its `source`",
        message: press::proactive,
        user_agent: None,
        through: Some(config::channel),
    }),
    manifest: Some(Manifest {
        about: "The steps to a bot; with --app-id also its app package, teams-bot.zip, for Teams' administrators",
        #[cfg(feature = "emulator")]
        starter: include_str!("teams_bot/starter.toml"),
        #[cfg(feature = "emulator")]
        team: super::teams::TENANT,
        write: manifest::write,
        package: manifest::PACKAGE,
    }),
    malformed: "This is from the Bot Connector, but it is not an activity of a conversation.",
    shown: super::adaptive_card::shown,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["teams-bot" / ["status", "stop", "installed"] . ".json"],
};
