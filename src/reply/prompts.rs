//! Confirmations: the question, the message that replaces it after a click, and why an answer no longer counts.

use super::{
    jobs::{self, JobsSeen},
    prelude::{Button, Localizer, NEVER_MIND, Reply, Span, Text, line, say},
};
use crate::{
    command::{CONFIRM, Command, Verb},
    command_request::CallerKind,
    lenient_json::word,
    ticket::{self, SealedInstance, TicketError},
};

/// Most names in a question.
const NAMES: usize = 30;

/// The question before a delete or a bulk action, with the ticket on its button. `stakes` are what it saves and whom it
/// hits.
pub fn confirm(
    l10n: &Localizer,
    (verb, most): (Verb, usize),
    instances: &[SealedInstance],
    stakes: Vec<Text>,
    jobs: &JobsSeen,
    ticket: String,
    asked: CallerKind,
) -> Reply {
    let (mut lines, yes, no) = match instances {
        [only] if verb == Verb::Delete => {
            (delete(l10n, only, jobs), l10n.word("button-delete"), l10n.word("button-keep"))
        }
        [only, ..] if matches!(verb, Verb::Create | Verb::Renew) => {
            let question = line!(l10n, "confirm-make", instance = &only.instance.id);
            let yes = say!(l10n, "button-make", instance = &only.instance.id);
            ([question].into_iter().chain(stakes).collect(), yes, l10n.word("button-never-mind"))
        }
        many => (
            bulk(l10n, verb, most, many).into_iter().chain(stakes).collect(),
            match verb {
                Verb::Idle => say!(l10n, "button-idle", n = most),
                _ => say!(l10n, "button-bulk", verb = verb.name(), n = most),
            },
            l10n.word("button-never-mind"),
        ),
    };
    let too_long = l10n.surface.button.is_some_and(|longest| ticket.len() > longest);
    if l10n.surface.typed || too_long {
        let how = if too_long { "confirm-long" } else { "confirm-typed" };
        lines.push(line!(l10n, how, minutes = minutes()));
        lines.extend(typed(l10n, &ticket));
        return Reply::to_caller(lines);
    }
    if asked == CallerKind::Person {
        lines.push(line!(l10n, "confirm-for", minutes = minutes()));
    }
    let buttons = [
        Button { danger: true, ..Button::new(l10n.now, yes, ticket) },
        Button::new(l10n.now, no, NEVER_MIND),
    ];
    Reply::to_caller(lines).with_buttons(buttons)
}

fn delete(l10n: &Localizer, only: &SealedInstance, jobs: &JobsSeen) -> Vec<Text> {
    let question = if only.working { "confirm-delete-job" } else { "confirm-delete" };
    let mut lines = vec![line!(l10n, question, instance = &only.instance.id)];
    lines.extend(jobs::of_one(l10n, &jobs.names));
    lines.extend(jobs::unchecked_jobs(l10n, &jobs.unchecked));
    lines
}

fn bulk(l10n: &Localizer, verb: Verb, most: usize, many: &[SealedInstance]) -> Vec<Text> {
    let ids = many.iter().map(|one| &one.instance.id);
    let working: Vec<_> = many.iter().filter(|one| one.working).map(|one| &one.instance.id).collect();
    let question = match verb {
        Verb::Idle => "confirm-idle",
        _ if most < many.len() => "confirm-some",
        _ => "confirm-bulk",
    };
    let mut lines = vec![
        line!(l10n, question, verb = verb.name(), n = many.len(), most),
        Text::read(&l10n.list_names(ids, NAMES).0),
    ];
    if !working.is_empty() {
        lines.push(line!(l10n, "confirm-jobs", n = working.len(), names = l10n.list_names(working, NAMES)));
    }
    lines
}

fn minutes() -> usize {
    ticket::LIFETIME.as_mins().unsigned_abs() as usize
}

/// The line to copy on platforms without buttons.
fn typed(l10n: &Localizer, ticket: &str) -> Option<Text> {
    let (code, command) = ticket::to_be_typed(ticket)?;
    let (confirm, command) = (CONFIRM.first(l10n.locale), l10n.retold(command));
    Some(Text(vec![Span::Code(format!("{confirm} {code} {command}"))]))
}

/// Replaces a prompt whose button was pressed. `None` is [`NEVER_MIND`].
pub fn after_click(l10n: &Localizer, command: Option<&Command>) -> Reply {
    let line = match command {
        Some(command) => line!(l10n, "confirmed", command),
        None => line!(l10n, "never-minded"),
    };
    line.into()
}

/// The button of a plain command was pressed too late.
pub fn button_expired(l10n: &Localizer, command: &str) -> Reply {
    over(l10n, "button-expired", command)
}

/// Why a confirmation does not count, with the command to type again.
pub fn ticket_error(l10n: &Localizer, error: TicketError, command: &str) -> Reply {
    over(l10n, &format!("ticket-{}", word(error)), command)
}

fn over(l10n: &Localizer, message: &str, command: &str) -> Reply {
    let line = line!(l10n, message, command = l10n.retold(command), minutes = minutes());
    Reply::from(line).with_suggestions(l10n, None)
}
