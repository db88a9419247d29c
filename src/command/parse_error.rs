//! Why a text is not a command.

use super::{command::Command, flags::Flag, normalize, synonyms::Elsewhere, verb::Verb, vocabulary};
use crate::target::Target;

/// Longer texts are refused unread: nobody types them, and a ticket could not contain them.
pub const MAX_LENGTH: usize = 1000;

/// Why a text was not understood. [`crate::reply`] has the sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    /// `meant` is in the language that was typed.
    UnknownVerb {
        /// As typed.
        word: String,
        /// The whole commands that may be meant, equally near. Empty if no such command parses.
        meant: Vec<String>,
    },
    /// No verb is understood, but instances are named: their state is shown.
    OnlyNames {
        /// A word that is not understood, as typed.
        word: String,
        /// The command that shows the state.
        state: Box<Command>,
    },
    /// `meant` is in the language that was typed.
    UnknownOption {
        /// As typed, with its hyphens.
        option: String,
        /// The whole commands with the nearest options. Empty if none parses.
        meant: Vec<String>,
    },
    /// The verb exists, the option exists, but not together.
    OptionNotHere {
        /// An option of other verbs.
        option: Flag,
        /// The verb that does not take it.
        verb: Verb,
        /// The whole command without it. Empty if that does not parse.
        meant: Vec<String>,
    },
    /// The value is missing, or has another form than the option needs.
    OptionNeedsValue {
        /// The option whose value is wrong.
        option: Flag,
    },
    /// The option cannot have this value.
    UnfitValue { option: Flag, value: String },
    /// The option was given twice.
    OptionTwice {
        /// The option with two values.
        option: Flag,
    },
    /// The value must be a number from 1 on.
    NotACount {
        /// The option whose value is no number.
        option: Flag,
    },
    /// `stop` without an instance.
    TargetMissing {
        /// The verb that needs a target.
        verb: Verb,
    },
    /// A `keep` without its end, or an `idle` without its duration.
    HowLong {
        /// Keep or idle.
        verb: Verb,
        /// The targets, as typed. Empty if there are none.
        of: String,
    },
    /// Longer than [`LONGEST_KEEP`](super::LONGEST_KEEP).
    KeepTooLong,
    /// `keep myci for soon`.
    NotADuration {
        /// The words where the duration should be.
        words: String,
    },
    /// `keep myci until soon`.
    NotATime {
        /// The words where the time should be.
        words: String,
        /// The whole commands that may be meant if there is an hour too many or too few: `at 6`, `tomorrow`. Of those of
        /// today, some may be over.
        meant: Vec<String>,
    },
    /// The value must be a duration or a time of day.
    NotASince {
        /// The value of `--since`.
        words: String,
    },
    /// Outside [`IDLE`](super::IDLE).
    IdleOutOfRange,
    /// Azure counts in whole minutes.
    IdleInSeconds,
    /// Neither `add stop …`, nor `enable`, `disable` or `remove`.
    ScheduleWhat,
    /// The clause needs the id of one schedule.
    ScheduleWhich {
        /// The targets, as typed.
        of: String,
    },
    /// Neither cron's five fields nor days and a time.
    NotATimetable {
        /// Everything behind the action.
        words: String,
    },
    /// Only `start`, `stop` and `restart` can be announced.
    AnnounceWhat,
    /// An `announce` without a readable `in 30m` at its end.
    AnnounceWhen,
    /// The verb takes the name of one instance, and no glob, `all` or `mine`.
    OneByName {
        /// The verb that takes one name only.
        verb: Verb,
    },
    /// The word cannot be a name or a glob.
    NotATarget {
        /// As typed.
        word: String,
    },
    /// No new instance can be called so.
    NotAName {
        /// As typed.
        word: String,
        /// Whether that is since the word means something else.
        is_said: bool,
    },
    /// A command with further words that fit nowhere.
    Leftover {
        /// The command without them.
        understood: Box<Command>,
        /// The words that fit nowhere, in their order.
        rest: String,
        /// Canonical commands that do more of what was asked.
        meant: Vec<String>,
    },
    /// Names beside `all`, or a person in place of a name: `stop all research`, `stop @ada`. Whether there are such instances
    /// is known when they are looked for.
    NotAll {
        /// The command about those.
        narrowed: Box<Command>,
    },
    /// Words that may mean several things, or more than was said.
    DidYouMean {
        /// Canonical commands.
        meant: Vec<String>,
    },
    /// `don't stop myci`.
    Negated {
        /// Canonical commands that may help.
        meant: Vec<String>,
    },
    /// `stop myci and start gpu-1`.
    OneAtATime {
        /// The first of the commands.
        first: Box<Command>,
    },
    /// Something else does this.
    Elsewhere {
        /// What was asked for.
        what: Elsewhere,
        /// The name that was typed with it.
        name: Option<String>,
    },
}

impl ParseError {
    /// Neither `words`, which begin with the targets of a `verb`, nor anything else says how long.
    pub(super) fn how_long(verb: Verb, words: &[String]) -> Self {
        match verb {
            _ if words.is_empty() => Self::TargetMissing { verb },
            _ => Self::HowLong { verb, of: targets(words) },
        }
    }
}

/// The targets among `words`, as they can be typed again.
pub(super) fn targets(words: &[String]) -> String {
    let is_target = |word: &&String| {
        !word.starts_with('-')
            && !vocabulary::is_article(word)
            && !vocabulary::is_reserved(word)
            && word.parse::<Target>().is_ok()
    };
    normalize::text(&words.iter().filter(is_target).cloned().collect::<Vec<_>>())
}
