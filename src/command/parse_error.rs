//! Why a text means nothing.

use super::{command::Command, flags::Flag, verb::Verb};

/// Longer texts are refused unread: a person does not type them, and a ticket must carry them.
pub const MAX_LENGTH: usize = 1000;

/// Why a text was not understood; words for it are in [`crate::reply`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    /// `meant` is in the language that was typed.
    UnknownVerb {
        word: String,
        meant: Option<String>,
    },
    /// `meant` is in the language that was typed.
    UnknownOption {
        option: String,
        meant: Option<&'static str>,
    },
    /// The verb exists, the option exists, but not together.
    OptionNotHere {
        option: Flag,
        verb: Verb,
    },
    OptionNeedsValue {
        option: Flag,
    },
    /// Given twice where once is all that has a meaning.
    OptionTwice {
        option: Flag,
    },
    /// A number from 1 on was wanted.
    NotACount {
        option: Flag,
    },
    TargetMissing {
        verb: Verb,
    },
    /// A keep without its end.
    KeepHowLong,
    /// Longer than [`LONGEST_KEEP`](super::LONGEST_KEEP).
    KeepTooLong,
    NotADuration {
        words: String,
    },
    NotATime {
        words: String,
    },
    /// What goes back from now was wanted.
    NotASince {
        words: String,
    },
    /// An idle shutdown without its time.
    IdleHowLong,
    /// Outside [`IDLE`](super::IDLE).
    IdleOutOfRange,
    /// Azure counts in whole minutes.
    IdleInSeconds,
    /// Neither `add stop …`, nor `enable`, `disable` or `remove`.
    ScheduleWhat,
    /// One schedule, by its id, was wanted.
    ScheduleWhich,
    /// Neither cron's five fields nor days and a time.
    NotATimetable {
        words: String,
    },
    /// Only what acts on instances can be announced.
    AnnounceWhat,
    AnnounceWhen,
    /// Not a glob, `all` or `mine`: this is done to one instance, by its name.
    OneByName {
        verb: Verb,
    },
    /// Cannot be a name or a glob.
    NotATarget {
        word: String,
    },
    Leftover {
        understood: Box<Command>,
        rest: String,
    },
}
