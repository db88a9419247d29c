//! The command that the configuration sets for a timer or a script, so that its sender cannot choose one.

use jiff::Timestamp;

use crate::{
    command::{self, Command, Flag, ParseError, Verb},
    reply::{self, Localizer},
    toml_document::{Table, Value},
};

/// Stands for words that are not repeated.
const ELIDED: &str = "…";

/// The command of a timer or a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedCommand {
    /// `None`: the sender chooses the command.
    pub command: Option<Command>,
    /// Whether the command only reports what it would do.
    pub dry_run: bool,
}

impl FixedCommand {
    /// Reads `command` and `dry_run` of a source's table.
    pub(super) fn read_config(table: &Table<'_>) -> Option<Self> {
        let dry_run = table.is_true("dry_run");
        let fixed = |value: &Value<'_>| Some(Some(fixed(table, value, dry_run)?));
        Some(Self { command: table.or("command", None, fixed)?, dry_run })
    }

    /// The verb of the configuration's command.
    pub(super) fn verb(&self) -> Option<Verb> {
        self.command.as_ref().map(Command::verb)
    }

    /// The command to carry out, if the sender gives the command `sent`. `None`: neither gives one. An empty command
    /// does not count, since a machine does not ask for help.
    pub(super) fn text(&self, sent: Option<&str>) -> Option<String> {
        let mut command = match (&self.command, sent.filter(|text| !command::says_nothing(text))) {
            (Some(command), _) => command.clone(),
            (None, Some(text)) => match command::parse(text) {
                Ok(command) => command,
                Err(_) => return Some(text.to_owned()), // the answer says what is wrong with it
            },
            (None, None) => return None,
        };
        if self.dry_run && command.acts() && !command.make_dry_run() {
            // The command does not take the option: the parser refuses it, so that nothing is done.
            return Some(format!("{command} {}", Flag::DryRun.name()));
        }
        Some(command.to_string())
    }
}

/// The command of a configuration value, if a machine can carry it out alone.
fn fixed(table: &Table<'_>, value: &Value<'_>, dry_run: bool) -> Option<Command> {
    let text = value.text()?;
    if command::says_nothing(text) {
        return value.refuse("says nothing: write what is to be done, such as \"stop all\"");
    }
    let command = match command::parse(text) {
        Ok(command) => command,
        Err(misread) => return value.refuse(format!("is not understood: {}", said(misread))),
    };
    match command.verb() {
        verb if verb.needs_a_yes() => {
            value.refuse("deletes or creates, which a machine is never let: it can confirm nothing")
        }
        _ if matches!(command, Command::Later { .. }) => {
            value.refuse("is for later, and a timer has its own time: leave the time out")
        }
        Verb::Due if table.get("notify").is_none() => {
            value.refuse("tells nobody what was done: name a channel in `notify`")
        }
        Verb::Announce if table.get("notify").is_none() => {
            value.refuse("announces to nobody: name a channel in `notify`")
        }
        verb if dry_run && command.acts() && !verb.row().flags.contains(&Flag::DryRun) => {
            value.refuse("cannot be told without being done: leave out `dry_run`, or the command")
        }
        _ => Some(command),
    }
}

/// The reply to a person who types the command, without the words typed: no fault repeats the document's text.
fn said(mut misread: ParseError) -> String {
    match &mut misread {
        ParseError::UnknownVerb { word, .. }
        | ParseError::OnlyNames { word, .. }
        | ParseError::NotATarget { word }
        | ParseError::NotAName { word, .. } => *word = ELIDED.to_owned(),
        ParseError::UnknownOption { option, .. } => *option = ELIDED.to_owned(),
        ParseError::NotATime { words, meant } => {
            *words = ELIDED.to_owned();
            meant.clear();
        }
        ParseError::HowLong { of, .. } | ParseError::ScheduleWhich { of } => of.clear(),
        ParseError::NotADuration { words }
        | ParseError::NotASince { words }
        | ParseError::NotATimetable { words } => *words = ELIDED.to_owned(),
        ParseError::UnfitValue { value, .. } => *value = ELIDED.to_owned(),
        ParseError::OptionNotHere { meant, .. } => meant.clear(),
        ParseError::Leftover { .. } | ParseError::NotAll { .. } => {
            return "its last words belong to nothing".to_owned();
        }
        _ => {}
    }
    let localizer = Localizer::of_the_operator(Timestamp::UNIX_EPOCH, false);
    reply::parse_error(&localizer, &misread).for_terminal().replace('\n', " ")
}
