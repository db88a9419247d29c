//! Commands for later: what was noted, what is pending, what was called off, and what a timer tells about them.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    azure_error, keep,
    prelude::{Button, Localizer, Mention, Phrase, Reply, Span, Text, grouped, line, say},
};
use crate::{
    azure::AzureError,
    command::{Command, LONGEST_WAIT, Power, Selection},
    command_request::Caller,
    fleet::Unreadable,
    lenient_json::word,
    lifecycle::{Keep, NoRoom, OVERDUE, PendingCommand},
    target::{Alias, ComputeId},
};

/// Most buttons under a list.
const BUTTONS: usize = 5;

/// Why nothing can be done later.
pub fn not_later(l10n: &Localizer, why: impl Serialize) -> Reply {
    let days = LONGEST_WAIT.as_hours().unsigned_abs() as usize / 24;
    line!(l10n, "not-later", why = word(why), days).into()
}

/// The question before a command for many instances, with the time `due` that it would have.
pub fn later_question(l10n: &Localizer, question: Reply, due: Timestamp) -> Reply {
    let when = line!(l10n, "later-question", at = l10n.at(due));
    Reply { lines: [when].into_iter().chain(question.lines).collect(), ..question }
}

/// What became of `command` in each workspace.
pub fn noted(
    l10n: &Localizer,
    command: &Command,
    due: Timestamp,
    outcomes: &[(Alias, Result<Option<NoRoom>, AzureError>)],
    unread: &[Unreadable],
) -> Reply {
    let off = call_off(command.selection());
    let is_noted = outcomes.iter().any(|(_, outcome)| matches!(outcome, Ok(None)));
    let spares = match command {
        Command::Power { verb: Power::Start, .. } => "nothing",
        command if command.force() => "keeps",
        _ => "jobs",
    };
    let noted = is_noted.then(|| line!(l10n, "later-noted", command, at = l10n.at(due), spares, off = &off));
    let others = outcomes.iter().filter_map(|(alias, outcome)| match outcome {
        Ok(None) => None,
        Ok(Some(why)) => Some(no_room(l10n, alias, *why)),
        Err(error) => {
            let reason = azure_error::reason(l10n, error);
            Some(line!(l10n, "later-failed", workspace = alias.as_str(), reason))
        }
    });
    let lines = noted.into_iter().chain(others).chain(azure_error::unread(l10n, unread));
    let buttons = is_noted.then(|| button(l10n, command.selection(), 1)).flatten();
    Reply::to_channel_if(is_noted, lines).with_buttons(buttons)
}

/// Those that somebody keeps until after a noted command is due, so that it will leave them alone.
pub fn kept_beyond(l10n: &Localizer, kept: &[(ComputeId, Keep)]) -> Vec<Text> {
    let lines =
        kept.iter().map(|(id, keep)| line!(l10n, "later-kept", ..keep::terms(l10n, keep), instance = id));
    l10n.first_lines(lines, BUTTONS, "cost-more").collect()
}

fn no_room(l10n: &Localizer, alias: &Alias, why: NoRoom) -> Text {
    let (id, keeps, pending, others) = match why {
        NoRoom::Yours => ("yours", 0, 0, 0),
        NoRoom::Everybodys => ("everybodys", 0, 0, 0),
        NoRoom::Undone => ("undone", 0, 0, 0),
        NoRoom::Tags { keeps: 0, pending: 0, others } => ("others", 0, 0, others),
        NoRoom::Tags { keeps, pending, others } => ("tags", keeps, pending, others),
    };
    line!(l10n, "later-no-room", workspace = alias.as_str(), why = id, keeps, pending, others)
}

/// What ends the commands for a selection.
fn call_off(selection: Option<&Selection>) -> Command {
    let targets = selection.map(|selection| selection.targets.clone()).unwrap_or_default();
    Command::Pending { selection: Selection { targets, ..Selection::default() }, off: true }
}

/// A button that calls off the `n` commands for a selection, unless the platform's buttons cannot hold that.
fn button(l10n: &Localizer, selection: Option<&Selection>, n: usize) -> Option<Button> {
    let value = call_off(selection).to_string();
    let fits = l10n.surface.button.is_none_or(|longest| value.len() <= longest);
    let targets = selection.iter().flat_map(|selection| &selection.targets);
    let targets = l10n.list(targets.map(|target| Phrase::literal(&target.spoken(l10n.locale))));
    fits.then(|| Button::new(l10n.now, say!(l10n, "button-later-off", targets, n), value))
}

/// The pending commands, the next one first, with a button for each that the caller `may_end`.
pub fn pending(
    l10n: &Localizer,
    found: &[PendingCommand],
    caller: &Caller,
    unread: &[Unreadable],
    may_end: &dyn Fn(&PendingCommand) -> bool,
) -> Reply {
    let mut lines = match found {
        [] if unread.is_empty() => vec![line!(l10n, "later-none")],
        [] => Vec::new(),
        found => vec![line!(l10n, "later-head", n = found.len())],
    };
    lines.extend(azure_error::unread(l10n, unread));
    lines.extend(found.iter().map(|one| pending_line(l10n, one, Some(caller))));
    let endable = found.iter().filter(|one| may_end(one));
    // One press ends all commands for the same targets.
    let endable = grouped(endable.map(|one| (call_off(one.command().selection()), one.command())));
    let of_group = |(_, group): &(_, Vec<Command>)| button(l10n, group[0].selection(), group.len());
    let buttons: Vec<_> = endable.iter().filter_map(of_group).take(BUTTONS).collect();
    Reply::to_caller(lines).with_buttons(buttons)
}

/// `stop myci` at 18:00, asked for by you at 16:00.
pub(super) fn pending_line(l10n: &Localizer, one: &PendingCommand, caller: Option<&Caller>) -> Text {
    let entry = &one.entry;
    let own = caller.is_some_and(|caller| caller.id == entry.caller.id);
    let whose = if own { "own" } else { "other" };
    let is_overdue = l10n.now.duration_since(entry.due) > OVERDUE;
    let message = if is_overdue { "later-overdue" } else { "later-line" };
    let Caller { id, name, .. } = &entry.caller;
    let who = name.as_deref().map_or_else(|| Phrase::code(id), Phrase::literal);
    let (command, at, asked) = (&shown(l10n, one), l10n.at(entry.due), l10n.at(entry.issued));
    line!(l10n, message, command, at, asked, whose, who)
}

/// The commands that should have been carried out by now, for an audit.
pub fn overdue(l10n: &Localizer, found: &[PendingCommand]) -> Vec<Text> {
    found.iter().map(|one| pending_line(l10n, one, None)).collect()
}

/// A line for the person who asked, who is mentioned before it.
pub(super) fn to_asker(caller: &Caller, mut line: Text) -> Text {
    let entra = caller.entra.clone().unwrap_or_default();
    let mention =
        Mention { entra, callers: vec![caller.id.clone()], name: caller.name.clone(), of: String::new() };
    line.0.insert(0, Span::Mention(mention));
    line
}

/// The command as people type it: with its workspace if there are several.
pub(super) fn shown(l10n: &Localizer, one: &PendingCommand) -> Command {
    if l10n.name_workspaces { one.command() } else { one.entry.command.clone() }
}

/// What was called off. `None`: the caller may not. Of several, one that failed does not affect the others.
pub fn ended(
    l10n: &Localizer,
    selection: &Selection,
    ended: &[(PendingCommand, Option<Result<(), AzureError>>)],
    caller: &Caller,
    unread: &[Unreadable],
) -> Reply {
    let line = |(one, removed): &(PendingCommand, Option<Result<(), AzureError>>)| {
        let (command, at) = (&shown(l10n, one), l10n.at(one.entry.due));
        match removed {
            Some(Ok(())) => line!(l10n, "later-ended", command, at),
            Some(Err(error)) => {
                line!(l10n, "later-not-ended", command, at, reason = azure_error::reason(l10n, error))
            }
            None => pending_line(l10n, one, Some(caller)),
        }
    };
    let mut lines: Vec<_> = ended.iter().map(line).collect();
    if ended.iter().any(|(_, removed)| removed.is_none()) {
        lines.push(line!(l10n, "later-not-yours"));
    }
    if ended.is_empty() && unread.is_empty() {
        let asked = Command::Pending { selection: selection.clone(), off: false };
        lines.push(line!(l10n, "later-none-of", targets = asked.arguments(l10n.locale)));
    }
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_channel_if(ended.iter().any(|(_, removed)| matches!(removed, Some(Ok(())))), lines)
}

/// The answer to the timer: how many pending commands are due or do nothing.
pub fn due(l10n: &Localizer, n: usize, unread: &[Unreadable]) -> Reply {
    let head = if n == 0 { "due-none" } else { "due" };
    let mut lines = vec![line!(l10n, head, n)];
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_channel(lines)
}

/// A tag that looks like a pending command and whose seal does not fit.
pub fn unsealed(l10n: &Localizer, workspace: &Alias, tag: &str) -> Reply {
    Reply::to_channel([line!(l10n, "due-unsealed", workspace = workspace.as_str(), tag)])
}

/// A pending command that does nothing, for the person who asked: `due-stale` after its hour, `due-no-source` without its
/// source.
pub fn undone(l10n: &Localizer, message: &str, pending: &PendingCommand) -> Reply {
    let (command, at) = (&shown(l10n, pending), l10n.at(pending.entry.due));
    let source = &pending.entry.caller.source;
    Reply::to_channel([to_asker(&pending.entry.caller, line!(l10n, message, command, at, source))])
}
