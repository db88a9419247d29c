//! Where a conversation on Mattermost takes place, and the seal that its buttons bring back.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::{source::adapter::Source, verify::click_seal};

/// A command and the clicks on the buttons of its answers.
#[derive(Clone, Debug)]
pub(super) struct MattermostThread {
    /// Ids, as are the next two.
    pub team: String,
    pub user: String,
    pub channel: String,
    /// What the command's `response_url` ends with; empty where there was none to use. Clicks have
    /// no `response_url` of their own.
    pub late: SecretString,
    /// When the command came.
    pub since: Timestamp,
}

/// What a button brings back. The server keeps it, or gives it away encrypted: no client reads it.
#[derive(Deserialize, Serialize)]
pub(super) struct ButtonContext {
    pub value: String,
    /// The team that the command was typed in: a click in a direct message names none.
    team: String,
    late: String,
    /// In Unix seconds.
    since: i64,
    pub seal: String,
}

/// A click, as far as it is read.
#[derive(Deserialize)]
pub(super) struct Click {
    user_id: String,
    channel_id: String,
    pub user_name: Option<String>,
    pub context: ButtonContext,
}

impl MattermostThread {
    /// What a button of `value` brings back, sealed.
    pub fn context(&self, source: &Source, value: &str) -> ButtonContext {
        ButtonContext {
            value: value.to_owned(),
            team: self.team.clone(),
            late: self.late.expose_secret().to_owned(),
            since: self.since.as_second(),
            seal: click_seal::seal(source.tickets.current(), &self.sealed(source, value)),
        }
    }

    /// What the seal of a button covers.
    pub fn sealed(&self, source: &Source, value: &str) -> [String; 7] {
        let since = self.since.as_second().to_string();
        let late = self.late.expose_secret();
        [&source.name, &self.team, &self.user, &self.channel, late, &since, value].map(str::to_owned)
    }
}

impl Click {
    /// Where the click belongs. It counts only if its seal does.
    pub fn thread(&self) -> Option<MattermostThread> {
        Some(MattermostThread {
            team: self.context.team.clone(),
            user: self.user_id.clone(),
            channel: self.channel_id.clone(),
            late: self.context.late.clone().into(),
            since: Timestamp::from_second(self.context.since).ok()?,
        })
    }
}
