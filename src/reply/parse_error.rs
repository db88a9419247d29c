//! What was not understood, and what to type instead.

use jiff::SignedDuration;

use super::{
    keep::keep_too_long,
    localizer::{Args, Voice},
    message::Reply,
};
use crate::command::{Command, Flag, MAX_LENGTH, Misread, Power, Selection, Since};
pub fn misread(voice: &Voice, misread: &Misread) -> Reply {
    let args = Args::new();
    let line = match misread {
        Misread::TooLong => voice.line("too-long", args.number("most", MAX_LENGTH)),
        Misread::UnknownVerb { word, meant: None } => voice.line("unknown-verb", args.text("word", word)),
        Misread::UnknownVerb {
            word,
            meant: Some(meant),
        } => voice.line("unknown-verb-meant", args.text("word", word).text("meant", meant)),
        Misread::UnknownOption { option, meant: None } => {
            voice.line("unknown-option", args.text("option", option))
        }
        Misread::UnknownOption {
            option,
            meant: Some(meant),
        } => voice.line(
            "unknown-option-meant",
            args.text("option", option).text("meant", meant),
        ),
        Misread::OptionNotHere { option, verb } => voice.line(
            "option-not-here",
            args.text("option", voice.flag(*option))
                .text("verb", voice.verb(*verb)),
        ),
        Misread::OptionNeedsValue { option } => {
            let args = args.text("option", voice.flag(*option));
            voice.line(
                "option-needs-value",
                args.text("example", voice.arguments(&with_value(*option))),
            )
        }
        Misread::OptionTwice { option } => {
            voice.line("option-twice", args.text("option", voice.flag(*option)))
        }
        Misread::NotACount { option } => {
            let args = args.text("option", voice.flag(*option));
            voice.line(
                "not-a-count",
                args.text("example", voice.arguments(&with_value(*option))),
            )
        }
        Misread::KeepHowLong => voice.line("keep-how-long", args),
        Misread::KeepTooLong => return keep_too_long(voice),
        Misread::NotADuration { words } => voice.line("not-a-duration", args.text("words", words)),
        Misread::NotATime { words } => voice.line("not-a-time", args.text("words", words)),
        Misread::NotASince { words } => voice.line("not-a-since", args.text("words", words)),
        Misread::IdleHowLong => voice.line("idle-how-long", args),
        Misread::IdleOutOfRange => voice.line("idle-out-of-range", args),
        Misread::IdleInSeconds => voice.line("idle-in-seconds", args),
        Misread::ScheduleWhat => voice.line("schedule-what", args),
        Misread::ScheduleWhich => voice.line("schedule-which", args),
        Misread::NotATimetable { words } if words.is_empty() => voice.line("timetable-missing", args),
        Misread::NotATimetable { words } => voice.line("not-a-timetable", args.text("words", words)),
        Misread::AnnounceWhat => voice.line("announce-what", args),
        Misread::AnnounceWhen => voice.line("announce-when", args),
        Misread::OneByName { verb } => voice.line("one-by-name", args.text("verb", voice.verb(*verb))),
        Misread::TargetMissing { verb } => voice.line("target-missing", args.text("verb", voice.verb(*verb))),
        Misread::NotATarget { word } => voice.line("not-a-target", args.text("word", word)),
        Misread::Leftover { understood, rest } => {
            let args = args.text("understood", voice.command(understood));
            let args = args.text("verb", voice.verb(understood.verb()));
            voice.line("leftover", args.text("rest", rest))
        }
    };
    Reply::to_caller([line])
}

/// The option as it could have been given.
fn with_value(option: Flag) -> Command {
    let mut selection = Selection::default();
    match option {
        Flag::Except => selection.except = "prod-*".parse().into_iter().collect(),
        Flag::State => selection.state = Some("running".to_owned()),
        Flag::Owner => selection.owner = Some("me".to_owned()),
        Flag::Max => {
            return Command::Power {
                verb: Power::Stop,
                selection,
                max: Some(10),
                dry_run: false,
                force: false,
            };
        }
        Flag::LongerThan => {
            let longer_than = Some(SignedDuration::from_hours(12));
            return Command::Audit {
                selection,
                longer_than,
            };
        }
        Flag::Since => {
            let since = Some(Since::Ago(SignedDuration::from_hours(8)));
            return Command::Cost { selection, since };
        }
        Flag::DryRun | Flag::Force => {}
    }
    Command::List { selection }
}
