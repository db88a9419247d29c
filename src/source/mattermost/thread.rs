//! The place of a conversation on Mattermost, and the seal that its buttons bring back.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::{lenient_json::get, source::Source, verify::seal};

/// Distinguishes the seals of clicks from others made with the same key.
const LABEL: &str = "lamplighter click 1";

/// A command and the clicks on the buttons of its answers.
#[derive(Clone, Debug)]
pub(super) struct MattermostThread {
    /// An id, like the next two.
    pub team: String,
    pub user: String,
    pub channel: String,
    /// The end of the command's `response_url`; empty if it had no usable one. Clicks have none.
    pub late: SecretString,
    /// When the command came.
    pub since: Timestamp,
}

/// A click on a button. It counts only if its seal does.
pub(super) struct Click {
    pub thread: MattermostThread,
    pub user_name: Option<String>,
    /// The value of the button.
    pub value: String,
    pub seal: String,
}

impl MattermostThread {
    /// The context that a click on a button of this `value` brings back, with its seal. The server keeps it, or
    /// encrypts it for the clients.
    pub fn context(&self, source: &Source, value: &str) -> Value {
        json!({
            "value": value,
            // The team that the command was typed in, since a click in a direct message names none.
            "team": self.team,
            "late": self.late.expose_secret(),
            "since": self.since.as_second(),
            "seal": seal::seal(source.tickets.current(), &self.sealed(source, value)),
        })
    }

    /// The texts that the seal of a button covers.
    pub fn sealed(&self, source: &Source, value: &str) -> [String; 8] {
        let since = self.since.as_second().to_string();
        let late = self.late.expose_secret();
        [LABEL, &source.name, &self.team, &self.user, &self.channel, late, &since, value].map(str::to_owned)
    }
}

impl Click {
    pub fn read(body: &[u8]) -> Option<Self> {
        let click: Value = serde_json::from_slice(body).ok()?;
        let text = |pointer: &str| get::<String>(&click, pointer);
        Some(Self {
            thread: MattermostThread {
                team: text("/context/team")?,
                user: text("/user_id")?,
                channel: text("/channel_id")?,
                late: text("/context/late")?.into(),
                since: Timestamp::from_second(get(&click, "/context/since")?).ok()?,
            },
            user_name: text("/user_name"),
            value: text("/context/value")?,
            seal: text("/context/seal")?,
        })
    }
}
