//! The command that the configuration gives a timer or a script, so that its sender cannot choose one.

use jiff::Timestamp;

use crate::{
    command::{self, Command, Flag, ParseError, Verb},
    reply::{self, Localizer, plain},
    toml_document::{Table, Value},
};

/// In place of what is not repeated.
const ELIDED: &str = "…";

/// Where a timer's or a script's command comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedCommand {
    /// Canonical. Whoever can fire the timer then cannot choose; `None` lets the sender.
    pub command: Option<String>,
    /// It only tells what it would do.
    pub dry_run: bool,
}

impl FixedCommand {
    /// Reads `command` and `dry_run` of a source's table.
    pub(super) fn read_config(table: &Table<'_>) -> Option<Self> {
        let dry_run = table.is_true("dry_run");
        let command = match table.get("command") {
            Some(value) => Some(fixed(table, &value, dry_run)?.to_string()),
            None => None,
        };
        Some(Self { command, dry_run })
    }

    /// The verb of the configuration's command.
    pub(super) fn verb(&self) -> Option<Verb> {
        Some(command::parse(self.command.as_deref()?).ok()?.verb())
    }

    /// The command to carry out, where the sender says `theirs`. `None`: neither says one. An empty one is none:
    /// nobody who sends it asks for help.
    pub(super) fn text(&self, theirs: Option<&str>) -> Option<String> {
        let theirs = theirs.filter(|text| !command::says_nothing(text));
        let text = self.command.as_deref().or(theirs)?;
        let Ok(mut command) = command::parse(text).map_err(drop) else {
            return Some(text.to_owned()); // to be told what is wrong with it
        };
        if self.dry_run && command.acts() && !command.make_dry_run() {
            // The command does not take the option: the parser refuses it, so that nothing is done.
            return Some(format!("{command} {}", Flag::DryRun.name()));
        }
        Some(command.to_string())
    }
}

/// A command that a machine may be given: one that it understands, and can carry out alone.
fn fixed<'a>(table: &Table<'a>, value: &Value<'a>, dry_run: bool) -> Option<Command> {
    let text = value.text()?;
    if command::says_nothing(text) {
        return value.refuse("says nothing: write what is to be done, such as \"stop all\"");
    }
    let command = match command::parse(text) {
        Ok(command) => command,
        Err(misread) => return value.refuse(format!("is not understood: {}", said(misread))),
    };
    match command.verb() {
        Verb::Delete => value.refuse("deletes, which a machine is never let: it can confirm nothing"),
        Verb::Announce if table.get("notify").is_none() => {
            value.refuse("announces to nobody: name a channel in `notify`")
        }
        verb if dry_run && command.acts() && !verb.row().flags.contains(&Flag::DryRun) => {
            value.refuse("cannot be told without being done: leave out `dry_run`, or the command")
        }
        _ => Some(command),
    }
}

/// What whoever types it would be told, but for their own words: no fault repeats what the document says.
fn said(mut misread: ParseError) -> String {
    match &mut misread {
        ParseError::UnknownVerb { word, .. } | ParseError::NotATarget { word } => *word = ELIDED.to_owned(),
        ParseError::UnknownOption { option, .. } => *option = ELIDED.to_owned(),
        ParseError::NotADuration { words }
        | ParseError::NotATime { words }
        | ParseError::NotASince { words }
        | ParseError::NotATimetable { words } => *words = ELIDED.to_owned(),
        ParseError::Leftover { .. } => return "its last words belong to nothing".to_owned(),
        _ => {}
    }
    let localizer = Localizer::of_the_operator(Timestamp::UNIX_EPOCH, false);
    plain::render(&reply::parse_error(&localizer, &misread)).replace('\n', " ")
}
