//! Slack: slash commands, and clicks on the buttons of their answers.
//!
//! Wire formats: <https://docs.slack.dev/interactivity/implementing-slash-commands> and
//! <https://docs.slack.dev/interactivity/handling-user-interaction>.

mod adapter;
pub(crate) mod config;
pub(in crate::source) mod manifest;
mod message;
#[cfg(feature = "emulator")]
pub mod played;

use std::time::Duration;

use super::{Capabilities, Manifest, Platform, Webhook, webhook::named_first};

pub(super) static PLATFORM: Platform = Platform {
    kind: config::KIND,
    keys: config::KEYS,
    capabilities: Capabilities {
        // Slack shows `operation_timeout` when no answer arrived after 3 s.
        first_answer: Duration::from_secs(2),
        // A `response_url` takes posts for 30 minutes.
        last_answer: Duration::from_secs(28 * 60),
        ..Capabilities::CHAT
    },
    read_config: config::read,
    // <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>
    webhook: Some(Webhook {
        accepts: |url| {
            let hosts = ["hooks.slack.com", "hooks.slack-gov.com"];
            url.port().is_none() && url.host_str().is_some_and(|host| hosts.contains(&host))
        },
        refusal: "leads to no webhook of Slack: those begin with https://hooks.slack.com/",
        message: |reply, to, _| message::render(&named_first(reply, to)),
        user_agent: None,
        through: None,
    }),
    manifest: Some(Manifest {
        about: "An app manifest, to paste at api.slack.com/apps",
        #[cfg(feature = "emulator")]
        starter: include_str!("slack/starter.toml"),
        #[cfg(feature = "emulator")]
        team: ("T012AB3CD, in the address of Slack in a browser", |id| {
            id.len() >= 9 && id.starts_with(['T', 'E']) && config::is_slack_id(id)
        }),
        write: manifest::write,
        package: &[],
    }),
    malformed: "This is signed, but it is neither a slash command nor a button click.",
    shown: message::shown,
    #[cfg(any(test, feature = "emulator"))]
    samples: samples!["slack" / ["help", "status", "start", "stop", "never-mind"] . ".form"],
};
