//! Why a text is not a command.

use super::{command::Command, flags::Flag, verb::Verb};

/// Longer texts are refused unread: nobody types them, and a ticket could not contain them.
pub const MAX_LENGTH: usize = 1000;

/// Why a text was not understood. [`crate::reply`] has the sentences.
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
    /// The option was given twice.
    OptionTwice {
        option: Flag,
    },
    /// The value must be a number from 1 on.
    NotACount {
        option: Flag,
    },
    TargetMissing {
        verb: Verb,
    },
    /// A `keep` without its end.
    KeepHowLong,
    /// Longer than [`LONGEST_KEEP`](super::LONGEST_KEEP).
    KeepTooLong,
    NotADuration {
        words: String,
    },
    NotATime {
        words: String,
    },
    /// The value must be a duration or a time of day.
    NotASince {
        words: String,
    },
    /// An `idle` without its duration.
    IdleHowLong,
    /// Outside [`IDLE`](super::IDLE).
    IdleOutOfRange,
    /// Azure counts in whole minutes.
    IdleInSeconds,
    /// Neither `add stop …`, nor `enable`, `disable` or `remove`.
    ScheduleWhat,
    /// The clause needs the id of one schedule.
    ScheduleWhich,
    /// Neither cron's five fields nor days and a time.
    NotATimetable {
        words: String,
    },
    /// Only `start`, `stop` and `restart` can be announced.
    AnnounceWhat,
    AnnounceWhen,
    /// The verb takes the name of one instance, and no glob, `all` or `mine`.
    OneByName {
        verb: Verb,
    },
    /// The word cannot be a name or a glob.
    NotATarget {
        word: String,
    },
    Leftover {
        understood: Box<Command>,
        rest: String,
    },
}
