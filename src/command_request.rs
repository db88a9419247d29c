//! What was asked, and by whom.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// A verified request that contains a command. The rest of the line sees nothing else of the HTTP request.
#[derive(Debug)]
pub struct CommandRequest {
    /// Connects the answers with the log.
    pub id: RequestId,
    /// Who asks, as the verified source vouches.
    pub caller: Caller,
    /// The text that was typed, or the command of the pressed button.
    pub text: String,
    /// When the caller asked: the signed timestamp, if the platform sends one. For a confirmed command, when its
    /// ticket was issued, and for a button of a card, when the card was: not when the button was pressed.
    pub at: Timestamp,
    /// Whether the command was confirmed already.
    pub confirmation: Confirmation,
    /// The caller's language by the platform: an IETF tag, such as `pt-BR`.
    pub locale: Option<String>,
    /// When the button of a card was pressed, if `at` is the time of the card.
    pub pressed: Option<Timestamp>,
    /// How long after a command the platform may send it again as a new one.
    pub resent_within: SignedDuration,
    /// Whether the answer may replace the message of the pressed button.
    pub replaces_message: bool,
    /// Whether to carry the command out or to propose it.
    pub mode: Mode,
    /// The event behind a machine's command, unless it is only the hour.
    pub cause: Option<Cause>,
    /// The alerts behind the command, by keys that stay the same when an alert is sent again.
    pub alerts: Vec<String>,
}

impl CommandRequest {
    /// A command without any optional information.
    pub fn new(id: RequestId, caller: Caller, text: impl Into<String>, at: Timestamp) -> Self {
        Self {
            id,
            caller,
            text: text.into(),
            at,
            confirmation: Confirmation::None,
            locale: None,
            pressed: None,
            resent_within: SignedDuration::ZERO,
            replaces_message: false,
            mode: Mode::Act,
            cause: None,
            alerts: Vec::new(),
        }
    }

    /// Whether a person gave the command for later, and its time has come.
    pub fn is_due(&self) -> bool {
        matches!(self.cause, Some(Cause::Later { .. }))
    }

    /// Whether nobody can be asked about it, and whoever gave it does not see what the instances do now.
    pub fn is_unattended(&self) -> bool {
        self.caller.kind == CallerKind::Machine || self.is_due()
    }
}

/// What to do with a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Carry it out.
    #[default]
    Act,
    /// Propose it to people, who decide.
    Propose,
}

/// What is behind a command. That of an alert only changes the words around the command, never what is done.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Amounts are `3311.90 USD` if they could be read, else as the platform writes them.
    Budget {
        /// The budget's name in Azure.
        name: String,
        /// What was spent, or the forecast.
        spent: String,
        /// The whole budget.
        of: String,
        /// The share of the budget, if both amounts could be read.
        percent: Option<u32>,
        /// Whether `spent` is a forecast for the end of the period.
        forecast: bool,
    },
    /// A command that a person gave for this time.
    Later {
        /// The person.
        caller: Box<Caller>,
        /// When it was given.
        issued: Timestamp,
        /// When it is due.
        due: Timestamp,
        /// The instances that it named, and when each was created, in Unix seconds: a younger one of that name is
        /// another instance.
        created: Vec<(String, Option<i64>)>,
    },
    /// Any other alert.
    Alert {
        /// The alert's name, or that of its rule.
        name: String,
        /// Whether the alert reports the end of its condition.
        resolved: bool,
    },
}

/// What an alert has that rules can compare, for the words about it. Replies know it by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlertKind {
    /// Labels, as Prometheus and Grafana give them.
    Labelled,
    /// Azure's dimensions and custom properties.
    Azure,
    /// A budget's name and amounts, and nothing else.
    Budget,
}

/// Why no command follows from an alert. Replies and the log know the reason by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnmatchedReason {
    /// No rule matches.
    NoRule,
    /// The rule has a place for one instance, and the alert does not name exactly one.
    NoInstance,
    /// The alert is about a workspace or a subscription that is not configured.
    Elsewhere,
    /// The alert reports that its query failed or found no data, and no rule is for that.
    NoData,
    /// The state is neither fired nor resolved.
    State,
    /// The alert's date cannot be read.
    Date,
    /// Something else cannot be read.
    Unreadable,
}

/// Whether the caller has already confirmed the command.
#[derive(Debug)]
pub enum Confirmation {
    /// Not yet: the command is carried out, or the answer is a prompt.
    None,
    /// A sealed ticket, not checked yet; see [`crate::ticket`].
    Ticket(String),
    /// A person at a terminal answered the prompt, or passed `--yes`.
    Terminal,
}

/// A few hex digits that connect a reply with its log lines: short enough to read over the phone, and unique enough
/// among one day's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(u32);

impl RequestId {
    /// Derived from the received bytes, so that no source of randomness is needed.
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

formatted!(Display for RequestId, |id| "{:06x}", id.0);

/// A person or a machine that a verified source vouches for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Caller {
    /// `<source>:<team>/<user>` for a person, the source's name for a machine, `cli:<user>` for the terminal. Never
    /// a display name, which its owner can change.
    pub id: String,
    /// Who can answer a question, and how.
    pub kind: CallerKind,
    /// `<source>:<team>/#<channel>`, set only where the source's settings vouch for the team.
    pub channel: Option<String>,
    /// The id of the conversation, where `[notify]` names channels by it.
    pub conversation: Option<String>,
    /// The Entra object id, if the platform itself vouches for it.
    pub entra: Option<String>,
    /// The name of the source. A ticket seals it.
    pub source: String,
    /// The display name. It is only for replies, since people can change it.
    pub name: Option<String>,
}

impl Caller {
    /// The machine of a source, whose id is the source's name.
    pub fn machine(source: &str) -> Self {
        Self {
            id: source.to_owned(),
            kind: CallerKind::Machine,
            channel: None,
            conversation: None,
            entra: None,
            source: source.to_owned(),
            name: None,
        }
    }

    /// A person in a chat: `<team>/<user>` of a source.
    pub fn person(source: &str, member: &str) -> Self {
        Self { id: format!("{source}:{member}"), kind: CallerKind::Person, ..Self::machine(source) }
    }
}

/// The kind of a caller, which decides whether a command can be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CallerKind {
    /// Somebody in a chat, who can press a button or type a confirmation.
    Person,
    /// Somebody who runs `lamplighter run`, and answers at a prompt.
    Terminal,
    /// A timer, a script or an alert, which cannot answer questions.
    Machine,
}
