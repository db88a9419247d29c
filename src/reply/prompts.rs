//! What is said before, between and instead of outcomes: acknowledgements, questions, and that
//! we had to stop.

use std::time::Duration;

use jiff::SignedDuration;

use super::{
    jobs,
    jobs::JobsSeen,
    localizer::{Args, Voice},
    markup::{Span, Text, literal},
    message::{Audience, Button, NEVER_MIND, Reply},
};
use crate::{
    ask::{AskId, CallerKind},
    command::{CONFIRM, Command, Verb},
    target::Target,
    ticket::{self, Sealed},
};

/// Why the first answer cannot be the whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// Azure has not shown us the instances yet.
    Looking,
    /// Sent, and not answered.
    Asking,
    /// Other commands are before it.
    Queued,
    /// Azure makes us wait this long.
    Throttled(Duration),
}

/// The first answer when there is nothing better to say yet.
pub fn acknowledgement(voice: &Voice, command: Option<&Command>, how: Acknowledged) -> Reply {
    let Some(command) = command else {
        return Reply::to_caller([voice.line("busy-here", Args::new())]);
    };
    let everything = [Target::all()];
    let what = match command.selection() {
        Some(selection) if !selection.targets.is_empty() => selection.targets.as_slice(),
        _ => &everything,
    };
    let what: Vec<String> = what
        .iter()
        .map(|target| format!("`{}`", target.spoken(voice.locale)))
        .collect();
    let args = Args::new()
        .text("command", voice.command(command))
        .text("verb", command.verb().name())
        .piece("what", voice.list(&what, 5));
    let line = match how {
        Acknowledged::Looking => voice.line("looking", args),
        Acknowledged::Asking => voice.line("asking", args),
        Acknowledged::Queued => voice.line("queued", args),
        Acknowledged::Throttled(wait) => {
            let wait = SignedDuration::try_from(wait).unwrap_or_default();
            voice.line("throttled", args.piece("wait", voice.duration(wait)))
        }
    };
    let mut reply = Reply::to_caller([line]);
    // A question is its caller's alone, and so is what comes before it.
    if command.verb().is_power() && !command.dry_run() && !command.may_need_a_yes() {
        reply.audience = Audience::Channel;
    }
    reply
}

/// The end came before Azure showed us the instances.
pub fn out_of_time(voice: &Voice, command: Option<&Command>, id: AskId) -> Reply {
    let args = Args::new()
        .text(
            "command",
            command.map(|command| voice.command(command)).unwrap_or_default(),
        )
        .piece("id", voice.say("id", Args::new().text("id", id.to_string())));
    let sets = |command: &Command| command.verb().changes_the_world() && !command.verb().is_power();
    let message = if command.is_some_and(sets) {
        "out-of-time-setting"
    } else {
        "out-of-time"
    };
    Reply::to_caller([voice.line(message, args)])
}

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

/// Something of our own broke. Never silence.
pub fn internal(voice: &Voice, id: AskId) -> Reply {
    let id = voice.say("id", Args::new().text("id", id.to_string()));
    Reply::to_caller([voice.line("internal", Args::new().piece("id", id))])
}
