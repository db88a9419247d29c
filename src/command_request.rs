//! What was asked, by whom, and where the answer goes.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::unicode::is_invisible;

/// A request that was verified and understood as "somebody says this": the only thing that the
/// rest of the line sees of an HTTP request.
#[derive(Debug)]
pub struct CommandRequest {
    pub id: RequestId,
    pub caller: Caller,
    /// What was typed, or what the clicked button stands for.
    pub text: String,
    /// When the caller asked: the signed timestamp where the platform sends one. A confirmed
    /// command was asked when its ticket was issued, not when the button was pressed.
    pub at: Timestamp,
    pub confirmation: Confirmation,
    /// The caller's language as the platform told it: an IETF tag, such as `pt-BR`.
    pub locale: Option<String>,
    /// Whether a button was pressed whose message the answer may replace.
    pub replaces_message: bool,
    pub mode: Mode,
    /// What made a machine ask, where it is not the hour alone.
    pub cause: Option<Cause>,
    /// The alerts that made it ask, by keys that are the same when they are sent again.
    pub alerts: Vec<String>,
}

impl CommandRequest {
    /// A plain command. Whatever else may be known of it is left out.
    pub fn new(id: RequestId, caller: Caller, text: impl Into<String>, at: Timestamp) -> Self {
        Self {
            id,
            caller,
            text: text.into(),
            at,
            confirmation: Confirmation::None,
            locale: None,
            replaces_message: false,
            mode: Mode::Act,
            cause: None,
            alerts: Vec::new(),
        }
    }
}

/// How a command is to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It is carried out.
    #[default]
    Act,
    /// It is laid before people, who carry it out or leave it.
    Propose,
}

/// What an alert is about: for the words round a command, never for what is done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Money as the platform writes it: `$3,311.90`.
    Budget {
        name: String,
        spent: String,
        of: String,
        /// How much of it that is, where both could be read.
        percent: Option<u32>,
        /// Not spent yet, but foreseen by the end of the period.
        forecast: bool,
    },
    Alert {
        name: String,
        resolved: bool,
    },
}

/// Why an alert asks for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnmatchedReason {
    /// No rule is for it.
    NoRule,
    /// It names no single instance, where its rule has a place for one.
    NoInstance,
    /// It is about a workspace or a subscription that is not ours.
    Elsewhere,
    /// It tells that its query found no data or failed, and no rule names that.
    NoData,
    /// It is neither fired nor resolved.
    State,
    /// When it came about is written, and cannot be read.
    Date,
    /// Something else of it cannot be read.
    Unreadable,
}

impl UnmatchedReason {
    /// For the log, and for what is said of it.
    pub fn id(self) -> &'static str {
        match self {
            Self::NoRule => "no-rule",
            Self::NoInstance => "no-instance",
            Self::Elsewhere => "elsewhere",
            Self::NoData => "no-data",
            Self::State => "state",
            Self::Date => "date",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Whether the caller has already said "yes, I mean it".
#[derive(Debug)]
pub enum Confirmation {
    None,
    /// A sealed ticket, as it came back; see [`crate::ticket`].
    Ticket(String),
    /// A person at a terminal answered the prompt, or passed `--yes`.
    Terminal,
}

/// A few hex digits that a reply ends with and a log line begins with.
///
/// Short enough to read over the phone; unique enough among one day's log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(u32);

impl RequestId {
    /// Derived from what was received, so that nothing here needs a source of randomness.
    pub fn of(parts: &[&[u8]]) -> Self {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        Self(u32::from_be_bytes([0, digest[0], digest[1], digest[2]]))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06x}", self.0)
    }
}

/// Somebody or something that a verified source vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// `<source>:<team>/<user>` for a person, the source's name for a machine, `cli:<user>` for
    /// the terminal. Ids, never display names: those can be changed by their bearer.
    pub id: String,
    pub kind: CallerKind,
    /// `<source>:<team>/#<channel>`, set only where the source's settings vouch for the team.
    pub channel: Option<String>,
    /// Entra object id, where the platform itself vouches for it.
    pub entra: Option<String>,
    /// The name of the source that heard it, part of what a ticket seals.
    pub source: String,
    /// What the platform shows them as: for words alone, since anybody can change theirs.
    pub name: Option<String>,
}

impl Caller {
    /// The machine of a source, which goes by the source's name.
    pub fn machine(source: &str) -> Self {
        Self::new(source, source.to_owned(), CallerKind::Machine)
    }

    /// A person in a chat: `<team>/<user>` of a source.
    pub fn person(source: &str, member: &str) -> Self {
        Self::new(source, format!("{source}:{member}"), CallerKind::Person)
    }

    fn new(source: &str, id: String, kind: CallerKind) -> Self {
        Self { id, kind, channel: None, entra: None, source: source.to_owned(), name: None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CallerKind {
    Person,
    Terminal,
    /// A timer, a script or an alert: it can be asked nothing.
    Machine,
}

/// Whom a message is for, where it is posted among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// As the platform shows it; anybody can change theirs.
    pub name: String,
    /// Entra object id, which Teams can mention somebody by.
    pub entra: String,
}

impl Addressee {
    /// A name as the platform shows it, with nothing in it that any platform could read as markup.
    pub fn harmless(name: &str) -> String {
        let harmless =
            |c: &char| (c.is_alphanumeric() && !is_invisible(*c)) || matches!(c, ' ' | '.' | '-' | '\'');
        let name: String = name.chars().filter(harmless).take(64).collect();
        name.trim().to_owned()
    }

    /// The name so; else the id.
    pub fn plain_name(&self) -> String {
        match Self::harmless(&self.name) {
            name if name.is_empty() => self.entra.clone(),
            name => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_markup() {
        let plain = |name: &str| {
            let entra = "00aa".to_owned();
            Addressee { name: name.to_owned(), entra }.plain_name()
        };
        assert_eq!(plain("Ana Lúcia d'Ávila-Reis Jr. (she/her)"), "Ana Lúcia d'Ávila-Reis Jr. sheher");
        assert_eq!(plain("</at>[x](https://evil.test)*_`"), "atxhttpsevil.test");
        assert_eq!(plain("\u{202e}Ana\u{2066} \u{3164}"), "Ana");
        assert_eq!(plain("<>\u{3164}\u{115f}"), "00aa");
    }
}
