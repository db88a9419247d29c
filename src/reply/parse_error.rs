//! What was not understood, and what to type instead.

use super::{
    keep::keep_too_long,
    localizer::{Voice, line},
    message::Reply,
};
use crate::command::{Flag, MAX_LENGTH, Misread};

pub fn misread(l10n: &Voice, misread: &Misread) -> Reply {
    let line = match misread {
        Misread::TooLong => line!(l10n, "too-long", most = MAX_LENGTH),
        Misread::UnknownVerb { word, meant } => {
            let message = if meant.is_some() {
                "unknown-verb-meant"
            } else {
                "unknown-verb"
            };
            line!(l10n, message, word, meant = meant.as_ref())
        }
        Misread::UnknownOption { option, meant } => {
            let message = if meant.is_some() {
                "unknown-option-meant"
            } else {
                "unknown-option"
            };
            line!(l10n, message, option, meant = *meant)
        }
        Misread::OptionNotHere { option, verb } => {
            let (option, verb) = (l10n.flag(*option), l10n.verb(*verb));
            line!(l10n, "option-not-here", option, verb)
        }
        Misread::OptionNeedsValue { option } => {
            let example = example(l10n, *option);
            line!(l10n, "option-needs-value", option = *option, example)
        }
        Misread::OptionTwice { option } => {
            line!(l10n, "option-twice", option = *option)
        }
        Misread::NotACount { option } => {
            let example = example(l10n, *option);
            line!(l10n, "not-a-count", option = *option, example)
        }
        Misread::KeepHowLong => line!(l10n, "keep-how-long"),
        Misread::KeepTooLong => return keep_too_long(l10n),
        Misread::NotADuration { words } => line!(l10n, "not-a-duration", words),
        Misread::NotATime { words } => line!(l10n, "not-a-time", words),
        Misread::NotASince { words } => line!(l10n, "not-a-since", words),
        Misread::IdleHowLong => line!(l10n, "idle-how-long"),
        Misread::IdleOutOfRange => line!(l10n, "idle-out-of-range"),
        Misread::IdleInSeconds => line!(l10n, "idle-in-seconds"),
        Misread::ScheduleWhat => line!(l10n, "schedule-what"),
        Misread::ScheduleWhich => line!(l10n, "schedule-which"),
        Misread::NotATimetable { words } if words.is_empty() => line!(l10n, "timetable-missing"),
        Misread::NotATimetable { words } => line!(l10n, "not-a-timetable", words),
        Misread::AnnounceWhat => line!(l10n, "announce-what"),
        Misread::AnnounceWhen => line!(l10n, "announce-when"),
        Misread::OneByName { verb } => line!(l10n, "one-by-name", verb = *verb),
        Misread::TargetMissing { verb } => line!(l10n, "target-missing", verb = *verb),
        Misread::NotATarget { word } => line!(l10n, "not-a-target", word),
        Misread::Leftover { understood, rest } => {
            let (command, verb) = (l10n.command(understood), l10n.verb(understood.verb()));
            line!(l10n, "leftover", understood = command, verb, rest)
        }
    };
    line.into()
}

/// The option with a value: `--state running`
fn example(l10n: &Voice, option: Flag) -> String {
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
