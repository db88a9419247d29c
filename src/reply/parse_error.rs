//! What was not understood, and what to type instead.

use super::{
    keep::keep_too_long,
    localizer::{Localizer, line},
    message::Reply,
};
use crate::command::{Flag, MAX_LENGTH, ParseError};

pub fn parse_error(l10n: &Localizer, misread: &ParseError) -> Reply {
    let line = match misread {
        ParseError::TooLong => line!(l10n, "too-long", most = MAX_LENGTH),
        ParseError::UnknownVerb { word, meant } => {
            let message = if meant.is_some() { "unknown-verb-meant" } else { "unknown-verb" };
            line!(l10n, message, word, meant = meant.as_ref())
        }
        ParseError::UnknownOption { option, meant } => {
            let message = if meant.is_some() { "unknown-option-meant" } else { "unknown-option" };
            line!(l10n, message, option, meant = *meant)
        }
        ParseError::OptionNotHere { option, verb } => {
            let (option, verb) = (l10n.flag(*option), l10n.verb(*verb));
            line!(l10n, "option-not-here", option, verb)
        }
        ParseError::OptionNeedsValue { option } => {
            let example = example(l10n, *option);
            line!(l10n, "option-needs-value", option = *option, example)
        }
        ParseError::OptionTwice { option } => {
            line!(l10n, "option-twice", option = *option)
        }
        ParseError::NotACount { option } => {
            let example = example(l10n, *option);
            line!(l10n, "not-a-count", option = *option, example)
        }
        ParseError::KeepHowLong => line!(l10n, "keep-how-long"),
        ParseError::KeepTooLong => return keep_too_long(l10n),
        ParseError::NotADuration { words } => line!(l10n, "not-a-duration", words),
        ParseError::NotATime { words } => line!(l10n, "not-a-time", words),
        ParseError::NotASince { words } => line!(l10n, "not-a-since", words),
        ParseError::IdleHowLong => line!(l10n, "idle-how-long"),
        ParseError::IdleOutOfRange => line!(l10n, "idle-out-of-range"),
        ParseError::IdleInSeconds => line!(l10n, "idle-in-seconds"),
        ParseError::ScheduleWhat => line!(l10n, "schedule-what"),
        ParseError::ScheduleWhich => line!(l10n, "schedule-which"),
        ParseError::NotATimetable { words } if words.is_empty() => line!(l10n, "timetable-missing"),
        ParseError::NotATimetable { words } => line!(l10n, "not-a-timetable", words),
        ParseError::AnnounceWhat => line!(l10n, "announce-what"),
        ParseError::AnnounceWhen => line!(l10n, "announce-when"),
        ParseError::OneByName { verb } => line!(l10n, "one-by-name", verb = *verb),
        ParseError::TargetMissing { verb } => line!(l10n, "target-missing", verb = *verb),
        ParseError::NotATarget { word } => line!(l10n, "not-a-target", word),
        ParseError::Leftover { understood, rest } => {
            let (command, verb) = (l10n.command(understood), l10n.verb(understood.verb()));
            line!(l10n, "leftover", understood = command, verb, rest)
        }
    };
    line.into()
}

/// The option with a value: `--state running`
fn example(l10n: &Localizer, option: Flag) -> String {
    let command = l10n.retold(match option {
        Flag::Except => "list --except prod-*",
        Flag::State => "list --state running",
        Flag::Owner => "list --owner me",
        Flag::Max => "stop all --max 10",
        Flag::LongerThan => "audit --longer-than 12h",
        Flag::Since => "cost --since 8h",
        Flag::DryRun => "stop all --dry-run",
        Flag::Force => "stop all --force",
    });
    let at = command.find(l10n.flag(option)).unwrap_or_default();
    command[at..].to_owned()
}
