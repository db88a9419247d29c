//! What is said before, between and instead of outcomes: acknowledgements, questions, and that
//! we had to stop.

use super::{
    jobs,
    jobs::JobsSeen,
    localizer::{Args, Voice},
    markup::{Span, Text, literal},
    message::{Button, NEVER_MIND, Reply},
};
use crate::{
    ask::CallerKind,
    command::{CONFIRM, Command, Verb},
    ticket::{self, Sealed, Void},
};

/// The question before a delete or a bulk action, with the ticket on its button.
pub fn confirm(
    voice: &Voice,
    (verb, most): (Verb, usize),
    instances: &[Sealed],
    jobs: &JobsSeen,
    ticket: String,
    asked: CallerKind,
) -> Reply {
    const SHOWN: usize = 30;
    let mut lines = Vec::new();
    let (yes, no) = match instances {
        [only] if verb == Verb::Delete => {
            let question = if only.working {
                "confirm-delete-job"
            } else {
                "confirm-delete"
            };
            lines.push(voice.line(
                question,
                Args::new().text("instance", voice.name(&only.instance.id)),
            ));
            lines.extend(jobs::named(voice, &jobs.names));
            lines.extend(jobs::not_checked(voice, &jobs.unchecked));
            (voice.word("button-delete"), voice.word("button-keep"))
        }
        many => {
            let args = || Args::new().text("verb", verb.name());
            let name = |one: &Sealed| format!("*{}*", literal(&voice.name(&one.instance.id)));
            let names: Vec<String> = many.iter().map(name).collect();
            let working: Vec<String> = many.iter().filter(|one| one.working).map(name).collect();
            let question = if most < many.len() {
                "confirm-some"
            } else {
                "confirm-bulk"
            };
            let count = args().number("n", many.len()).number("most", most);
            lines.push(voice.line(question, count));
            lines.push(Text::read(&voice.list(&names, SHOWN)));
            if !working.is_empty() {
                let args = Args::new().number("n", working.len());
                lines.push(voice.line("confirm-jobs", args.piece("names", voice.list(&working, SHOWN))));
            }
            (
                voice.say("button-bulk", args().number("n", most)),
                voice.word("button-never-mind"),
            )
        }
    };
    let minutes = || Args::new().number("minutes", ticket::LIFETIME.as_mins().unsigned_abs() as usize);
    let too_long = voice.stage.button.is_some_and(|most| ticket.len() > most);
    if voice.stage.typed || too_long {
        let how = if too_long { "confirm-long" } else { "confirm-typed" };
        lines.push(voice.line(how, minutes()));
        lines.extend(typed(voice, &ticket));
        return Reply::to_caller(lines);
    }
    if asked == CallerKind::Person {
        lines.push(voice.line("confirm-for", minutes()));
    }
    let button = |label, value, danger| Button { label, value, danger };
    Reply {
        buttons: vec![
            button(yes, ticket, true),
            button(no, NEVER_MIND.to_owned(), false),
        ],
        ..Reply::to_caller(lines)
    }
}

/// The line that says yes where there are no buttons, ready to copy.
fn typed(voice: &Voice, ticket: &str) -> Option<Text> {
    let (code, command) = ticket::to_be_typed(ticket)?;
    let (confirm, command) = (CONFIRM.first(voice.locale), voice.retold(command));
    Some(Text(vec![Span::Code(format!("{confirm} {code} {command}"))]))
}

/// A short line in place of a prompt whose button was pressed.
pub fn pressed(voice: &Voice, command: Option<&Command>) -> Reply {
    Reply::to_caller([match command {
        Some(command) => voice.line("confirmed", Args::new().text("command", voice.command(command))),
        None => voice.line("never-minded", Args::new()),
    }])
}

/// For a button that stands for a plain command, and is too old to be one.
pub fn button_expired(voice: &Voice, command: &str) -> Reply {
    let args = Args::new().text("command", voice.retold(command));
    Reply::to_caller([voice.line("button-expired", args.number("minutes", lifetime()))])
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
