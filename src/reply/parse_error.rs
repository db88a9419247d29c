//! Commands that were not understood, with what to type instead.

use super::{
    keep::keep_too_long,
    prelude::{Localizer, Phrase, Reply, Text, line},
};
use crate::command::{
    self, Command, Elsewhere, Flag, KeepClause, MAX_LENGTH, NAME, ParseError, TimeClause, Until, Verb,
};

/// What was not understood, and what to type instead.
pub fn parse_error(l10n: &Localizer, error: &ParseError) -> Reply {
    if let ParseError::Leftover { meant, .. } | ParseError::DidYouMean { meant } = error
        && is_over(l10n, meant)
    {
        return line!(l10n, "keep-over").into();
    }
    let example = |option: &Flag| example(l10n, *option);
    let typed = |meant: &[String]| l10n.either(meant.iter().map(Phrase::code));
    let line = match error {
        ParseError::TooLong => line!(l10n, "too-long", most = MAX_LENGTH),
        ParseError::UnknownVerb { word, meant } => {
            line!(l10n, or("unknown-verb", "unknown-verb-meant", meant), word, meant = typed(meant))
        }
        ParseError::OnlyNames { word, .. } => line!(l10n, "only-names", word),
        ParseError::UnknownOption { option, meant } => {
            line!(l10n, or("unknown-option", "unknown-option-meant", meant), option, meant = typed(meant))
        }
        ParseError::OptionNotHere { option, verb, meant } => {
            let message = or("option-not-here", "option-not-here-meant", meant);
            line!(l10n, message, option, verb, meant = retold(l10n, meant))
        }
        ParseError::OptionNeedsValue { option } => {
            line!(l10n, "option-needs-value", option, example = example(option))
        }
        ParseError::UnfitValue { option, value } => {
            let kind = if *option == Flag::Owner { "owner" } else { "other" };
            line!(l10n, "value-unfit", option, value, kind, example = example(option))
        }
        ParseError::OptionTwice { option } => line!(l10n, "option-twice", option),
        ParseError::NotACount { option } => line!(l10n, "not-a-count", option, example = example(option)),
        ParseError::HowLong { verb: Verb::Idle, of } => line!(l10n, "idle-how-long", name = name(l10n, of)),
        ParseError::HowLong { of, .. } => line!(l10n, "keep-how-long", name = name(l10n, of)),
        ParseError::KeepTooLong => return keep_too_long(l10n),
        ParseError::NotADuration { words } => line!(l10n, "not-a-duration", words),
        ParseError::NotATime { words, meant } => not_a_time(l10n, words, meant),
        ParseError::NotASince { words } => line!(l10n, "not-a-since", words),
        ParseError::IdleOutOfRange => line!(l10n, "idle-out-of-range"),
        ParseError::IdleInSeconds => line!(l10n, "idle-in-seconds"),
        ParseError::ScheduleWhat => line!(l10n, "schedule-what"),
        ParseError::ScheduleWhich { of } => line!(l10n, "schedule-which", name = name(l10n, of)),
        ParseError::NotATimetable { words } if words.is_empty() => line!(l10n, "timetable-missing"),
        ParseError::NotATimetable { words } => line!(l10n, "not-a-timetable", words),
        ParseError::AnnounceWhat => line!(l10n, "announce-what"),
        ParseError::AnnounceWhen => line!(l10n, "announce-when"),
        ParseError::OneByName { verb: Verb::Schedule } => line!(l10n, "schedules-of-one"),
        ParseError::OneByName { verb: Verb::Create } => line!(l10n, "create-what"),
        ParseError::OneByName { verb } => line!(l10n, "one-by-name", verb),
        ParseError::TargetMissing { verb } => line!(l10n, "target-missing", verb),
        ParseError::NotAName { word: name, is_said } => line!(l10n, no_name(*is_said), name),
        ParseError::NotATarget { word } => line!(l10n, "not-a-target", word),
        ParseError::Leftover { understood, rest, meant } => leftover(l10n, understood, rest, meant),
        ParseError::NotAll { narrowed } => {
            line!(l10n, "did-you-mean", meant = retold(l10n, &[narrowed.to_string()]))
        }
        ParseError::DidYouMean { meant } => line!(l10n, "did-you-mean", meant = retold(l10n, meant)),
        ParseError::Negated { meant } => line!(l10n, "negated", meant = retold(l10n, meant)),
        ParseError::OneAtATime { first } => line!(l10n, "one-at-a-time", first = &**first),
        ParseError::Elsewhere { what, name } => elsewhere(l10n, *what, name.as_deref()),
    };
    Reply::from(line).with_suggestions(l10n, failed(error).as_ref())
}

/// The message about what cannot be the name of a new instance, also since it means something else.
fn no_name(is_said: bool) -> &'static str {
    if is_said { "not-a-name" } else { "not-made-name" }
}

/// The message that has what may be `meant`, or the one without.
fn or(alone: &'static str, with: &'static str, meant: &[String]) -> &'static str {
    if meant.is_empty() { alone } else { with }
}

/// Without its last words, a command does more than was said.
fn leftover(l10n: &Localizer, understood: &Command, rest: &str, meant: &[String]) -> Text {
    let alone = if understood.acts() { "leftover-acts" } else { "leftover" };
    let (verb, message) = (understood.verb(), or(alone, "leftover-meant", meant));
    line!(l10n, message, understood, verb, rest, meant = retold(l10n, meant))
}

/// Where that is done, and the command that shows the instance meanwhile.
fn elsewhere(l10n: &Localizer, what: Elsewhere, name: Option<&str>) -> Text {
    let see = match (what, name) {
        (Elsewhere::Open, None) => "status mine".to_owned(),
        (Elsewhere::Permissions, _) => "whoami".to_owned(),
        (Elsewhere::Create, _) | (_, None) => "list".to_owned(),
        (_, Some(name)) => format!("status {name}"),
    };
    let (see, name) = (l10n.retold(&see), self::name(l10n, name.unwrap_or_default()));
    line!(l10n, "elsewhere", what = what.id(), see, name)
}

/// What was not understood is no suggestion, although it may be a command: `stop myci later`.
fn failed(error: &ParseError) -> Option<Command> {
    match error {
        ParseError::Leftover { rest, .. } => command::parse(rest).ok(),
        _ => None,
    }
}

/// An hour is missing or may be two. What is meant, unless that has passed.
fn not_a_time(l10n: &Localizer, words: &str, meant: &[String]) -> Text {
    let message = match meant.len() {
        0 => "not-a-time",
        _ if is_over(l10n, meant) => "keep-over",
        _ => "not-a-time-meant",
    };
    line!(l10n, message, words, meant = retold(l10n, meant))
}

/// The targets that were typed, or what stands for a name.
fn name(l10n: &Localizer, of: &str) -> String {
    if of.is_empty() { NAME.of(l10n.locale).to_string() } else { of.to_owned() }
}

/// Whether the times of all that is `meant` have passed.
fn is_over(l10n: &Localizer, meant: &[String]) -> bool {
    !meant.is_empty() && !meant.iter().any(|text| is_to_come(l10n, text))
}

/// Whether the time of a canonical command has not passed.
fn is_to_come(l10n: &Localizer, text: &str) -> bool {
    let at = match command::parse(text) {
        Ok(
            Command::Later { due: TimeClause::At(moment), .. }
            | Command::Keep { keep: KeepClause { until: Until::At(moment), .. }, .. },
        ) => moment.after(l10n.now, &l10n.zone),
        _ => None,
    };
    at.is_none_or(|at| at > l10n.now)
}

/// Canonical commands in the reader's language.
fn retold(l10n: &Localizer, commands: &[String]) -> Phrase {
    let to_come = commands.iter().filter(|command| is_to_come(l10n, command));
    l10n.either(to_come.map(|command| Phrase::code(l10n.retold(command))))
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
