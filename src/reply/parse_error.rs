//! Commands that were not understood, with what to type instead.

use fluent_bundle::FluentArgs;

use super::{
    keep::keep_too_long,
    localizer::{Localizer, args, line},
    markup::{Phrase, Text},
    message::Reply,
};
use crate::command::{Elsewhere, Flag, MAX_LENGTH, ParseError, Verb};

/// What was not understood, and what to type instead.
pub fn parse_error(l10n: &Localizer, error: &ParseError) -> Reply {
    let line = match error {
        ParseError::TooLong => line!(l10n, "too-long", most = MAX_LENGTH),
        ParseError::UnknownVerb { word, meant } => or_meant(l10n, "unknown-verb", args!(l10n, word), meant),
        ParseError::UnknownOption { option, meant } => {
            or_meant(l10n, "unknown-option", args!(l10n, option), meant)
        }
        ParseError::OptionNotHere { option, verb } => line!(l10n, "option-not-here", option, verb),
        ParseError::OptionNeedsValue { option } => {
            line!(l10n, "option-needs-value", option, example = example(l10n, *option))
        }
        ParseError::UnfitValue { option, value } => {
            let kind = if *option == Flag::Owner { "owner" } else { "other" };
            line!(l10n, "value-unfit", option, value, kind, example = example(l10n, *option))
        }
        ParseError::OptionTwice { option } => line!(l10n, "option-twice", option),
        ParseError::NotACount { option } => {
            line!(l10n, "not-a-count", option, example = example(l10n, *option))
        }
        ParseError::KeepHowLong => line!(l10n, "keep-how-long"),
        ParseError::KeepTooLong => return keep_too_long(l10n),
        ParseError::NotADuration { words } => line!(l10n, "not-a-duration", words),
        ParseError::NotATime { words, meant } => or_meant(l10n, "not-a-time", args!(l10n, words), meant),
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
        ParseError::OneByName { verb: Verb::Schedule } => line!(l10n, "schedules-of-one"),
        ParseError::OneByName { verb } => line!(l10n, "one-by-name", verb),
        ParseError::TargetMissing { verb } => line!(l10n, "target-missing", verb),
        ParseError::NotATarget { word } => line!(l10n, "not-a-target", word),
        ParseError::Leftover { understood, rest, meant } if meant.is_empty() => {
            line!(l10n, "leftover", understood = &**understood, verb = understood.verb(), rest)
        }
        ParseError::Leftover { understood, rest, meant } => {
            line!(l10n, "leftover-meant", understood = &**understood, rest, meant = retold(l10n, meant))
        }
        ParseError::DidYouMean { meant } => line!(l10n, "did-you-mean", meant = retold(l10n, meant)),
        ParseError::Negated { meant } => line!(l10n, "negated", meant = retold(l10n, meant)),
        ParseError::OneAtATime { first } => line!(l10n, "one-at-a-time", first = &**first),
        ParseError::Elsewhere { what, name } => elsewhere(l10n, *what, name.as_deref()),
    };
    Reply::from(line).with_suggestions(l10n, None)
}

/// `message`, or its variant `-meant` if there is something that may be meant.
fn or_meant(l10n: &Localizer, message: &str, args: FluentArgs<'static>, meant: &[impl AsRef<str>]) -> Text {
    match meant {
        [] => l10n.line(message, args),
        meant => {
            let meant = l10n.either(meant.iter().map(Phrase::code));
            line!(l10n, &format!("{message}-meant"), ..args, meant)
        }
    }
}

/// Where that is done, and the command that shows the instance meanwhile.
fn elsewhere(l10n: &Localizer, what: Elsewhere, name: Option<&str>) -> Text {
    let see = match (what, name) {
        (Elsewhere::Open, None) => "status mine".to_owned(),
        (Elsewhere::Create, _) | (_, None) => "list".to_owned(),
        (_, Some(name)) => format!("status {name}"),
    };
    line!(l10n, "elsewhere", what = what.id(), see = l10n.retold(&see))
}

/// Canonical commands in the reader's language.
fn retold(l10n: &Localizer, commands: &[String]) -> Phrase {
    l10n.either(commands.iter().map(|command| Phrase::code(l10n.retold(command))))
}

/// A command with the option: `list --state running`
fn example(l10n: &Localizer, option: Flag) -> String {
    l10n.retold(match option {
        Flag::Except => "list --except prod-*",
        Flag::State => "list --state running",
        Flag::Owner => "list --owner me",
        Flag::Gpu => "list --gpu",
        Flag::Size => "list --size NC6",
        Flag::Max => "stop all --max 10 --dry-run",
        Flag::LongerThan => "audit --longer-than 12h",
        Flag::Since => "cost --since 8h",
        Flag::DryRun => "stop all --dry-run",
        Flag::Force => "stop all --force --dry-run",
    })
}
