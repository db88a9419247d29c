//! The one table of verbs. Parser, help, README's table and the platforms' manifests follow it.

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    Status,
    List,
    Start,
    Stop,
    Restart,
    Delete,
    Help,
    Whoami,
    Ping,
}

/// How many targets a verb takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    One,
    Many,
    /// None means all that the caller may see.
    AnyNumber,
    /// Another verb, to explain.
    Verb,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    Except,
    State,
    Owner,
    DryRun,
    Force,
}

/// One row of [`VERBS`].
#[derive(Debug)]
pub struct VerbRow {
    pub verb: Verb,
    /// The canonical name first, then what else is understood.
    pub names: &'static [&'static str],
    pub takes: Takes,
    pub flags: &'static [Flag],
    /// What follows the name in help, README and manifests.
    pub usage: &'static str,
    /// A whole command, for help.
    pub example: &'static str,
}

const POWER: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner, Flag::DryRun, Flag::Force];
const LOOK: &[Flag] = &[Flag::Except, Flag::State, Flag::Owner];

pub static VERBS: &[VerbRow] = &[
    VerbRow {
        verb: Verb::Status,
        names: &["status", "show", "state"],
        takes: Takes::AnyNumber,
        flags: LOOK,
        usage: "[TARGET…]",
        example: "status myci",
    },
    VerbRow {
        verb: Verb::List,
        names: &["list", "ls"],
        takes: Takes::AnyNumber,
        flags: LOOK,
        usage: "[TARGET…] [--state S] [--owner O]",
        example: "list --state running",
    },
    VerbRow {
        verb: Verb::Start,
        names: &["start"],
        takes: Takes::Many,
        flags: POWER,
        usage: "TARGET…",
        example: "start myci",
    },
    VerbRow {
        verb: Verb::Stop,
        names: &["stop"],
        takes: Takes::Many,
        flags: POWER,
        usage: "TARGET… [--except GLOB] [--force]",
        example: "stop all --except prod-*",
    },
    VerbRow {
        verb: Verb::Restart,
        names: &["restart", "reboot"],
        takes: Takes::Many,
        flags: POWER,
        usage: "TARGET… [--force]",
        example: "restart myci",
    },
    VerbRow {
        verb: Verb::Delete,
        names: &["delete"],
        takes: Takes::One,
        flags: &[Flag::DryRun],
        usage: "TARGET",
        example: "delete myci",
    },
    VerbRow {
        verb: Verb::Help,
        names: &["help", "?"],
        takes: Takes::Verb,
        flags: &[],
        usage: "[VERB]",
        example: "help stop",
    },
    VerbRow {
        verb: Verb::Whoami,
        names: &["whoami"],
        takes: Takes::Nothing,
        flags: &[],
        usage: "",
        example: "whoami",
    },
    VerbRow {
        verb: Verb::Ping,
        names: &["ping"],
        takes: Takes::Nothing,
        flags: &[],
        usage: "",
        example: "ping",
    },
];

impl Verb {
    pub fn row(self) -> &'static VerbRow {
        VERBS
            .iter()
            .find(|row| row.verb == self)
            .expect("every verb has a row: a test walks them")
    }

    /// The verb that goes by this name, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        named(name).map(|row| row.verb)
    }

    /// The canonical English name: the one in grants, logs and machine answers.
    pub fn name(self) -> &'static str {
        self.row().names[0]
    }

    /// Whether it changes an instance, and so needs a permit for each.
    pub fn changes_the_world(self) -> bool {
        matches!(self, Self::Start | Self::Stop | Self::Restart | Self::Delete)
    }

    /// Whether grants speak of it. `help`, `whoami` and `ping` are free to everybody heard.
    pub fn needs_grant(self) -> bool {
        !matches!(self, Self::Help | Self::Whoami | Self::Ping)
    }
}

impl Flag {
    pub const ALL: &[Self] = &[Self::Except, Self::State, Self::Owner, Self::DryRun, Self::Force];

    pub fn name(self) -> &'static str {
        match self {
            Self::Except => "--except",
            Self::State => "--state",
            Self::Owner => "--owner",
            Self::DryRun => "--dry-run",
            Self::Force => "--force",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|flag| flag.name().trim_start_matches('-').eq_ignore_ascii_case(name))
    }
}

pub(super) fn named(word: &str) -> Option<&'static VerbRow> {
    VERBS
        .iter()
        .find(|row| row.names.iter().any(|name| name.eq_ignore_ascii_case(word)))
}
