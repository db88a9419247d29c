//! Replies, before a platform's markup.

use super::markup::{Phrase, Text};

#[derive(Clone, Debug, Default)]
pub struct Reply {
    pub lines: Vec<Text>,
    pub buttons: Vec<Button>,
    pub audience: Audience,
}

/// Who sees a reply, if the platform lets us choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Only the caller.
    #[default]
    Caller,
    /// Everyone in the channel, because something changes.
    Channel,
}

/// A click on it sends `value` back: a command, a ticket or [`NEVER_MIND`].
#[derive(Clone, Debug)]
pub struct Button {
    pub label: String,
    pub value: String,
    pub danger: bool,
}

/// The value of the button that declines.
pub const NEVER_MIND: &str = "never-mind";

impl Button {
    pub(super) fn new(label: Phrase, value: impl Into<String>) -> Self {
        Self { label: label.to_string(), value: value.into(), danger: false }
    }

    pub(super) fn danger(self) -> Self {
        Self { danger: true, ..self }
    }
}

impl Reply {
    pub fn to_caller(lines: impl IntoIterator<Item = Text>) -> Self {
        Self { lines: lines.into_iter().collect(), ..Self::default() }
    }

    pub fn to_channel(lines: impl IntoIterator<Item = Text>) -> Self {
        Self { audience: Audience::Channel, ..Self::to_caller(lines) }
    }

    /// To the channel if something changes, else to the caller.
    pub(super) fn to_channel_if(changes: bool, lines: impl IntoIterator<Item = Text>) -> Self {
        if changes { Self::to_channel(lines) } else { Self::to_caller(lines) }
    }

    #[must_use]
    pub(super) fn with_buttons(self, buttons: impl IntoIterator<Item = Button>) -> Self {
        Self { buttons: buttons.into_iter().collect(), ..self }
    }
}

/// A line for the caller.
impl From<Text> for Reply {
    fn from(line: Text) -> Self {
        Self::to_caller([line])
    }
}
