//! What the place of a reply allows.

use super::markup::Phrase;

/// What the place of a reply allows. Some messages depend on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// Whether confirmations are typed, because there are no buttons.
    pub typed: bool,
    /// The longest value of a button, in characters, if a ticket may be longer. A longer ticket is typed.
    pub button: Option<usize>,
    pub late: LateChannel,
}

/// Where late answers appear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LateChannel {
    #[default]
    Here,
    /// In these other channels.
    There(Vec<String>),
    /// Nowhere: the caller has to ask again.
    Nowhere,
}

impl LateChannel {
    /// Its name in the locale files, and the names of its channels.
    pub(super) fn names(&self) -> (&'static str, Phrase) {
        match self {
            Self::Here => ("here", Phrase::default()),
            Self::There(channels) => ("there", Phrase::join(channels.iter().map(Phrase::bold), ", ")),
            Self::Nowhere => ("nowhere", Phrase::default()),
        }
    }
}
