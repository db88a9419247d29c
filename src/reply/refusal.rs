//! What was not understood, not allowed, or not there; and what to type instead.

use jiff::SignedDuration;

use super::{
    azure_error,
    localizer::{Args, Voice},
    markup::{Text, literal},
    message::Reply,
};
use crate::{
    ask::{AskId, Caller},
    command::{Command, Flag, MAX_LENGTH, Misread, Power, Selection, Since, Verb, states_instead_of},
    fleet::Miss,
    policy::Refusal,
    ticket::{self, Void},
};

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
        Misread::KeepTooLong => return super::keep_too_long(voice),
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

pub fn refused(voice: &Voice, refusal: &Refusal, caller: &Caller) -> Reply {
    let args = Args::new();
    let line = match refusal {
        Refusal::NoGrants => voice.line("no-grants", args.text("caller", &caller.id)),
        Refusal::NotThisVerb { verb, may, on } => {
            let args = args
                .piece("may", verbs(voice, may))
                .piece("on", places(voice, on));
            voice.line("not-this-verb", args.text("verb", voice.verb(*verb)))
        }
        Refusal::NothingOfThese { verb } => {
            voice.line("nothing-of-these", args.text("verb", voice.verb(*verb)))
        }
        Refusal::NotByMachine => voice.line("not-by-machine", args),
        Refusal::NotByForce { verb } => voice.line("not-by-force", args.text("verb", voice.verb(*verb))),
        Refusal::NobodyKnown => voice.line("nobody-known", args.text("caller", &caller.id)),
    };
    Reply::to_caller([line])
}

/// What a machine's source takes, where something else came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Expected {
    #[error("its body is not {{\"command\": \"…\"}}")]
    Command,
    #[error("its command is empty")]
    Words,
    #[error("it is no webhook payload of Alertmanager or Grafana")]
    Alerts,
    #[error("it is neither in the common alert schema nor a budget notification")]
    AzureAlert,
}

/// A verified request that is not what its source takes.
pub fn not_understood(voice: &Voice, expected: Expected) -> Reply {
    let message = match expected {
        Expected::Command => "not-understood-command",
        Expected::Words => "not-understood-words",
        Expected::Alerts => "not-understood-alerts",
        Expected::AzureAlert => "not-understood-azure-alert",
    };
    Reply::to_channel([voice.line(message, Args::new())])
}

/// For somebody whom the platform itself cannot tell from others.
pub fn nameless(voice: &Voice) -> Reply {
    Reply::to_caller([voice.line("nameless", Args::new())])
}

/// Why a command was not even begun: so many are in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    /// Of the same caller.
    Caller(usize),
    /// Of everybody.
    All(usize),
}

pub fn overloaded(voice: &Voice, overload: Overload) -> Reply {
    let (message, commands) = match overload {
        Overload::Caller(commands) => ("overloaded-caller", commands),
        Overload::All(commands) => ("overloaded", commands),
    };
    Reply::to_caller([voice.line(message, Args::new().number("n", commands))])
}

pub fn missed(voice: &Voice, miss: &Miss, caller: &Caller, command: &Command, id: AskId) -> Reply {
    let verb = command.verb();
    let line = match miss {
        Miss::Refused(refusal) => return refused(voice, refusal, caller),
        Miss::Failed(place, error) => {
            let why = match place {
                Some(alias) if voice.name_workspaces => {
                    azure_error::unread(voice, &(Some(alias.clone()), error.clone()), id)
                }
                _ => azure_error::failure(voice, error, id),
            };
            // Looking comes before acting.
            let nothing_done = verb
                .changes_the_world()
                .then(|| voice.line("nothing-done", Args::new()));
            return Reply::to_caller([why].into_iter().chain(nothing_done));
        }
        Miss::NotSeen {
            names,
            meant: Some(meant),
        } => {
            let args = Args::new().piece("names", code(voice, names));
            voice.line("not-seen-meant", args.text("meant", voice.name(meant)))
        }
        Miss::NotSeen { names, meant: None } => {
            let done = if verb.changes_the_world() { "yes" } else { "no" };
            voice.line(
                "not-seen",
                Args::new().piece("names", code(voice, names)).text("done", done),
            )
        }
        Miss::Ambiguous { name, places } => {
            let places: Vec<String> = places
                .iter()
                .map(|id| format!("`{verb} {id}`", verb = voice.verb(verb)))
                .collect();
            let places = places.join(" / ");
            voice.line(
                "ambiguous",
                Args::new().text("name", name).piece("places", places),
            )
        }
        Miss::NothingFits => match no_state(voice, command) {
            Some(states) => {
                let state = state(command).unwrap_or_default();
                voice.line(
                    "no-such-state",
                    Args::new().text("state", state).piece("states", states),
                )
            }
            None => voice.line(
                "nothing-fits",
                Args::new().text("selection", voice.arguments(command)),
            ),
        },
    };
    Reply::to_caller([line])
}

/// For a button that stands for a plain command, and is too old to be one.
pub fn button_expired(voice: &Voice, command: &str) -> Reply {
    let args = Args::new().text("command", voice.retold(command));
    Reply::to_caller([voice.line("button-expired", args.number("minutes", lifetime()))])
}

fn state(command: &Command) -> Option<&str> {
    command.selection()?.state.as_deref()
}

/// The states there are, when the command asks for one that nobody knows.
fn no_state(voice: &Voice, command: &Command) -> Option<String> {
    let states = states_instead_of(state(command)?, voice.locale)?;
    let states: Vec<String> = states.iter().map(|state| format!("`{state}`")).collect();
    Some(voice.list(&states, states.len()))
}

pub fn void_ticket(voice: &Voice, void: Void, command: &str) -> Reply {
    let args = Args::new().text("command", voice.retold(command));
    let line: Text = match void {
        Void::Expired => voice.line("ticket-expired", args.number("minutes", lifetime())),
        Void::Unfitting => voice.line("ticket-unfitting", args),
        Void::Malformed => voice.line("ticket-malformed", args),
    };
    Reply::to_caller([line])
}

/// In minutes.
fn lifetime() -> usize {
    ticket::LIFETIME.as_mins().unsigned_abs() as usize
}

pub(super) fn verbs(voice: &Voice, verbs: &[Verb]) -> String {
    let bold: Vec<String> = verbs
        .iter()
        .map(|verb| format!("*{}*", voice.verb(*verb)))
        .collect();
    voice.list(&bold, bold.len())
}

/// `research/*` is said as `research`; a glob stays as it is configured.
pub(super) fn places(voice: &Voice, on: &[String]) -> String {
    let say = |place: &String| match (place.as_str(), place.strip_suffix("/*")) {
        ("mine", _) => voice.word("place-mine"),
        ("*/*", _) => voice.word("place-all"),
        (_, Some(workspace)) if !workspace.contains('*') => literal(workspace),
        (place, _) => format!("`{}`", literal(place)),
    };
    let on: Vec<String> = on.iter().map(say).collect();
    voice.list(&on, 6)
}

pub(super) fn code(voice: &Voice, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", literal(name))).collect();
    voice.list(&names, 8)
}
