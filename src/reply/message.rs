//! What a reply is made of before a platform's markup is put on.

use super::markup::Text;

/// What is said to one caller at one moment.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    pub lines: Vec<Text>,
    pub buttons: Vec<Button>,
    pub audience: Audience,
}

/// Who sees a reply, where the platform lets us choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// The caller alone.
    #[default]
    Caller,
    /// Everybody in the channel: for what changes the world.
    Channel,
}

/// Something to press. What it stands for comes back as `value`.
#[derive(Clone, Debug)]
pub struct Button {
    pub label: String,
    pub value: String,
    pub danger: bool,
}

/// The value of a button that means "leave it be".
pub const NEVER_MIND: &str = "never-mind";

impl Reply {
    pub fn to_caller(lines: impl IntoIterator<Item = Text>) -> Self {
        Self {
            lines: lines.into_iter().collect(),
            ..Self::default()
        }
    }

    pub fn to_channel(lines: impl IntoIterator<Item = Text>) -> Self {
        Self {
            audience: Audience::Channel,
            ..Self::to_caller(lines)
        }
    }
}
