//! Mattermost: slash commands, and clicks on the buttons of their answers.
//!
//! Nothing is signed. A command shows a shared token. A click shows nothing, so each button carries a
//! seal of ours that the click has to bring back, and only what the seal covers is read from a click:
//! the caller, the place and the command.
//!
//! Wire formats: <https://developers.mattermost.com/integrate/slash-commands/custom/> and
//! <https://developers.mattermost.com/integrate/plugins/interactive-messages/>.

mod adapter;
pub(crate) mod config;
mod manifest;
mod message;

use std::time::Duration;

use super::{Capabilities, Manifest, Platform, Webhook, webhook::named_first};

pub(super) static PLATFORM: Platform = Platform {
    kind: "mattermost",
    keys: config::KEYS,
    capabilities: Capabilities {
        // The server itself waits for 30 s, unless told otherwise. People do not.
        first_answer: Duration::from_secs(3),
        // A `response_url` takes posts for 30 minutes. The last click that may go on with it comes
        // `ticket::LIFETIME` after the command.
        last_answer: Duration::from_secs(24 * 60),
        needs_ticket_key: true,
        ..Capabilities::CHAT
    },
    read_config: config::read,
    // <https://developers.mattermost.com/integrate/webhooks/incoming/>
    webhook: Some(Webhook {
        accepts: |url| url.path().contains("/hooks/"),
        refusal: "leads to no webhook of Mattermost: those are https://YOUR-HOST/hooks/…",
        message: |reply, to, _| message::webhook(&named_first(reply, to)),
        user_agent: None,
        through: None,
    }),
    manifest: Some(Manifest {
        about: "What to fill in where Mattermost makes a slash command; with --json, the body for its API",
        #[cfg(feature = "emulator")]
        starter: include_str!("mattermost/starter.toml"),
        #[cfg(feature = "emulator")]
        team: ("26 of a-z and 0-9", config::is_id),
        write: manifest::write,
        package: &[],
    }),
    malformed: "This shows the right token, but it is no slash command.",
    shown: message::shown,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["mattermost" / ["help", "status", "stop"] . ".form"],
};
