//! The chat platforms: what each sends for what a person does, and how it shows what it gets back.

pub mod discord;
pub mod mattermost;
pub mod slack;
pub mod teams;
pub mod teams_bot;

use jiff::Timestamp;
use lamplighter_emulator::Message;
use serde_json::Value;

use super::{
    reply::{Button, Reply},
    signers::{self, Headers},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chat {
    Slack,
    Teams,
    TeamsBot,
    Discord,
    Mattermost,
}

/// What a platform's requests depend on besides what a person does.
pub struct Scene {
    pub now: Timestamp,
    /// Where Slack takes late answers.
    pub inbox: String,
    /// Where the Bot Connector takes them.
    pub service: String,
    /// Of the person's client, where the platform tells it.
    pub locale: &'static str,
}

impl Chat {
    /// The name of its source, and the last part of the hook's path.
    pub fn source(self) -> &'static str {
        match self {
            Self::Slack => "slack",
            Self::Teams => "teams",
            Self::TeamsBot => "bot",
            Self::Discord => "discord",
            Self::Mattermost => "mattermost",
        }
    }

    /// Its tables, to be put behind the demo's configuration, which has Slack's already.
    pub fn config(self, azure_url: &str) -> String {
        let config = match self {
            Self::Slack => "",
            Self::Teams => teams::CONFIG,
            Self::TeamsBot => teams_bot::CONFIG,
            Self::Discord => discord::CONFIG,
            Self::Mattermost => mattermost::CONFIG,
        };
        let host = azure_url.trim_start_matches("http://");
        config.replace("HOST", host).replace("INBOX", &format!("{azure_url}/_emulator/inbox"))
    }

    /// The body of the request when `user` types `text`.
    pub fn typed(self, scene: &Scene, user: &str, text: &str) -> String {
        match self {
            Self::Slack => slack::command(&scene.inbox, user, text),
            Self::Teams => teams::activity_in(scene, user, text).to_string(),
            Self::TeamsBot => teams_bot::in_a_channel(scene, user, text).to_string(),
            Self::Discord => discord::typed(scene, user, text).to_string(),
            Self::Mattermost => mattermost::command(user, text),
        }
    }

    /// The body of the request when `user` presses `button`.
    pub fn pressed(self, scene: &Scene, user: &str, button: &Button) -> String {
        match self {
            Self::Slack => slack::click(&scene.inbox, user, button),
            Self::Teams => panic!("answers of outgoing webhooks have no buttons"),
            Self::TeamsBot if button.in_channel => teams_bot::pressed(scene, user, button).to_string(),
            Self::TeamsBot => teams_bot::pressed_in_person(scene, user, button).to_string(),
            Self::Discord => discord::pressed(scene, user, button).to_string(),
            Self::Mattermost => mattermost::click(user, &button.value).to_string(),
        }
    }

    /// The headers that prove where `body` comes from.
    pub fn signed(self, at: Timestamp, body: &str) -> Headers {
        match self {
            Self::Slack => signers::slack(slack::SECRET, at, body),
            Self::Teams => signers::teams(teams::TOKEN, body),
            Self::TeamsBot => teams_bot::signed(at, body),
            Self::Discord => signers::discord(discord::INSECURE_TEST_KEY, at, body),
            Self::Mattermost => mattermost::headers(body),
        }
    }

    /// How `user` is called in a transcript.
    pub fn name(self, user: &str) -> &str {
        match user {
            slack::ADA | teams::ADA | discord::ADA | mattermost::ADA => "Ada",
            slack::BOB | teams::BOB | discord::BOB | mattermost::BOB => "Bob",
            other => other,
        }
    }

    /// The answer to a request, as a person sees it.
    pub fn shows(self, answer: &Value) -> String {
        match self {
            Self::Slack => slack::shows(answer),
            Self::Teams => teams::shows(answer),
            Self::TeamsBot => teams_bot::shows_answer(answer),
            Self::Discord => discord::shows_answer(answer),
            Self::Mattermost => mattermost::shows(answer),
        }
    }

    /// A message that comes later, as a person sees it.
    pub fn shows_late(self, message: &Message) -> String {
        match self {
            Self::Discord => discord::shows_late(message),
            Self::TeamsBot => teams_bot::shows_late(message),
            _ => self.shows(&message.body),
        }
    }

    pub fn button(self, reply: &Reply, label: &str) -> Button {
        let found = match self {
            Self::Slack => slack::button(&reply.body, label),
            Self::Teams => None,
            Self::TeamsBot => teams_bot::button(&reply.body, label),
            Self::Discord => discord::button(&reply.body, label),
            Self::Mattermost => mattermost::button(&reply.body, label),
        };
        Button {
            value: found.unwrap_or_else(|| panic!("no button {label:?}: {reply}")),
            label: label.to_owned(),
            shown_to: reply.user.clone(),
            in_channel: ["to the channel", "in the "].iter().any(|place| reply.starts_with(place)),
        }
    }
}
