//! What became of a command: asked, done, refused by circumstance; one instance or many.

use std::time::Duration;

use jiff::SignedDuration;

use super::{
    Button, NEVER_MIND, Reply, Text, Voice, failure,
    status::{dot, since, state_word},
    voice::Args,
};
use crate::{
    ask::AskId,
    azure::{AzureError, LastOperation, OperationName},
    command::{Command, Verb},
    lifecycle::{Outcome, Report},
    target::{Alias, Instance},
    ticket,
};

/// What an outcome needs to be told besides itself.
struct Telling<'a> {
    voice: &'a Voice,
    report: &'a Report,
    id: AskId,
}

/// The results of one command. `last` tells the final answer from the first.
pub fn outcomes(
    voice: &Voice,
    reports: &[Report],
    unread: &[(Alias, AzureError)],
    id: AskId,
    last: bool,
) -> Reply {
    let telling = |report| Telling { voice, report, id };
    let mut reply = match reports {
        [one] if unread.is_empty() => Reply::to_channel([telling(one).sentence(last)]),
        _ => {
            let lines = reports.iter().map(|report| telling(report).line());
            Reply::to_channel(head(voice, reports, last).into_iter().chain(lines))
        }
    };
    reply.lines.extend(unread.iter().map(|(alias, error)| {
        let args = Args::new().text("workspace", alias.as_str());
        voice.line(
            "unread",
            args.piece("reason", failure::reason(voice, error, None, id)),
        )
    }));
    let changed = reports
        .iter()
        .any(|report| matches!(report.outcome.word(), "asked" | "unsure" | "done"));
    if !changed {
        reply.audience = super::Audience::Caller;
    }
    reply
}

/// The counts over many instances, and what is true of all of them.
fn head(voice: &Voice, reports: &[Report], last: bool) -> Vec<Text> {
    let Some(first) = reports.first() else {
        return Vec::new();
    };
    let verb = first.verb.name();
    let words = [
        "asked", "unsure", "done", "already", "busy", "job", "skipped", "failed",
    ];
    let counts: Vec<String> = words
        .iter()
        .map(|word| {
            (
                word,
                reports
                    .iter()
                    .filter(|report| count_word(&report.outcome) == *word)
                    .count(),
            )
        })
        .filter(|(_, n)| *n > 0)
        .map(|(word, n)| {
            voice.say(
                &format!("count-{word}"),
                Args::new().number("n", n).text("verb", verb),
            )
        })
        .collect();
    let mut head = vec![voice.line(
        "bulk",
        Args::new().text("verb", verb).piece("counts", counts.join(", ")),
    )];
    if !last && reports.iter().any(|report| report.outcome.pending().is_some()) {
        head.push(voice.line("bulk-follows", Args::new()));
    }
    if reports
        .iter()
        .any(|report| matches!(report.outcome, Outcome::Would { .. }))
    {
        head.push(voice.line("bulk-rehearsed", Args::new()));
    }
    if first.verb == Verb::Stop
        && reports
            .iter()
            .any(|report| matches!(report.outcome, Outcome::Done { .. }))
    {
        head.push(voice.line("still-billed", Args::new()));
    }
    head
}

fn count_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Working { .. } => "job",
        other => other.word(),
    }
}

impl Telling<'_> {
    fn sentence(&self, last: bool) -> Text {
        let (message, args) = self.message(last);
        match &self.report.outcome {
            Outcome::Failed(error) => self.failed(error),
            _ => self.voice.line(message, args),
        }
    }

    fn line(&self) -> Text {
        let (message, args) = self.message(true);
        match &self.report.outcome {
            Outcome::Failed(error) => self.failed(error),
            _ => self.voice.line(&format!("{message}.line"), args),
        }
    }

    fn failed(&self, error: &AzureError) -> Text {
        let reason = failure::reason(self.voice, error, Some(&self.report.id), self.id);
        let args = Args::new().text("instance", self.name());
        self.voice.line("failed-line", args.piece("reason", reason))
    }

    fn name(&self) -> String {
        self.voice.name(&self.report.id)
    }

    fn message(&self, last: bool) -> (&'static str, Args) {
        let Self { voice, report, id } = self;
        let verb = report.verb;
        let args = Args::new()
            .text("instance", self.name())
            .text("verb", verb.name())
            .piece("id", voice.say("id", Args::new().text("id", id.to_string())));
        let state_of = |args: Args, state: &Option<_>| {
            args.piece("state", state_word(voice, state.as_ref()))
                .piece("dot", dot(voice, state.as_ref()))
        };
        let did_at = |args: Args, last: &LastOperation| {
            args.piece("did", did(voice, last))
                .piece("time", voice.time(last.time))
        };
        match &report.outcome {
            Outcome::Asked(_) => ("asked", args),
            Outcome::Unsure(_) if last => ("unsure-final", args),
            Outcome::Unsure(_) => ("unsure", args),
            Outcome::Done { took, .. } => ("done", args.piece("took", voice.duration(*took))),
            Outcome::Already { last, .. } => ("already", args.piece("since", since(voice, last.as_ref()))),
            Outcome::Busy { state, since } => {
                let since = since.map_or_else(String::new, |at| {
                    voice.say("since-ago", Args::new().piece("ago", voice.ago(at)))
                });
                ("busy", state_of(args, state).piece("since", since))
            }
            Outcome::Stale { last } => ("stale", did_at(args, last)),
            Outcome::Working { may_force: true } => {
                let command = format!("{} {}", verb.name(), self.name());
                ("working", args.text("command", command))
            }
            Outcome::Working { may_force: false } => (
                "working-not-you",
                args.text("workspace", report.id.workspace.as_str()),
            ),
            Outcome::NothingToRestart => ("nothing-to-restart", args),
            Outcome::Would { state } => ("would", state_of(args, state)),
            Outcome::Gone => ("gone", args),
            Outcome::StillGoing { state: None } => ("still-asked", args),
            Outcome::StillGoing { state } => ("still-going", state_of(args, state)),
            Outcome::NotTaken { state } => ("not-taken", state_of(args, state)),
            Outcome::Overtaken { state, last } => ("overtaken", did_at(state_of(args, state), last)),
            Outcome::Failed(_) => ("failed-line", args),
        }
    }
}

pub(super) fn did(voice: &Voice, last: &LastOperation) -> String {
    match (last.name.verb(), &last.name) {
        (Some(verb), _) => voice.word(&format!("did-{}", verb.name())),
        (None, OperationName::Create) => voice.word("did-create"),
        (None, other) => voice.say("did-other", Args::new().text("operation", other.as_str())),
    }
}

/// Why the first answer cannot be the whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// Azure has not shown us the instances yet.
    Looking,
    /// Sent, and not answered.
    Asking,
    /// Azure makes us wait this long.
    Throttled(Duration),
}

/// The first answer when there is nothing better to say yet.
pub fn acknowledgement(voice: &Voice, command: Option<&Command>, how: Acknowledged) -> Reply {
    let Some(command) = command else {
        return Reply::to_caller([voice.line("busy-here", Args::new())]);
    };
    let what: Vec<String> = command
        .targets
        .iter()
        .map(|target| format!("`{target}`"))
        .collect();
    let args = Args::new()
        .text("command", command.to_string())
        .text("verb", command.verb.name())
        .piece("what", voice.list(&what, 5));
    let line = match how {
        Acknowledged::Looking => voice.line("looking", args),
        Acknowledged::Asking => voice.line("asking", args),
        Acknowledged::Throttled(wait) => {
            let wait = SignedDuration::try_from(wait).unwrap_or_default();
            voice.line("throttled", args.piece("wait", voice.duration(wait)))
        }
    };
    let mut reply = Reply::to_caller([line]);
    if command.verb.changes_the_world() {
        reply.audience = super::Audience::Channel;
    }
    reply
}

/// The host ends before Azure answered. `sent` when something may have been done.
pub fn out_of_time(voice: &Voice, command: Option<&Command>, sent: bool, id: AskId) -> Reply {
    let args = Args::new()
        .text("command", command.map(Command::to_string).unwrap_or_default())
        .piece("id", voice.say("id", Args::new().text("id", id.to_string())));
    let message = if sent { "out-of-time-sent" } else { "out-of-time" };
    Reply::to_caller([voice.line(message, args)])
}

/// The question before a delete or a bulk action. Where there are no buttons to carry a ticket, it
/// says how to say yes.
pub fn confirm(voice: &Voice, verb: Verb, instances: &[(Instance, bool)], ticket: Option<String>) -> Reply {
    const SHOWN: usize = 30;
    let mut lines = Vec::new();
    let (yes, no) = match instances {
        [(only, working)] if verb == Verb::Delete => {
            let question = if *working {
                "confirm-delete-job"
            } else {
                "confirm-delete"
            };
            lines.push(voice.line(question, Args::new().text("instance", voice.name(&only.id))));
            (voice.word("button-delete"), voice.word("button-keep"))
        }
        many => {
            let args = || Args::new().text("verb", verb.name()).number("n", many.len());
            let names: Vec<String> = many
                .iter()
                .map(|(i, _)| format!("*{}*", voice.name(&i.id)))
                .collect();
            lines.push(voice.line("confirm-bulk", args()));
            lines.push(Text::read(&voice.list(&names, SHOWN)));
            (voice.say("button-bulk", args()), voice.word("button-never-mind"))
        }
    };
    let Some(ticket) = ticket else {
        lines.push(voice.line("confirm-at-terminal", Args::new()));
        return Reply::to_caller(lines);
    };
    let minutes = ticket::LIFETIME.as_mins().unsigned_abs() as usize;
    lines.push(voice.line("confirm-for", Args::new().number("minutes", minutes)));
    let button = |label, value, danger| Button { label, value, danger };
    Reply {
        buttons: vec![
            button(yes, ticket, true),
            button(no, NEVER_MIND.to_owned(), false),
        ],
        ..Reply::to_caller(lines)
    }
}

/// A short line in place of a prompt whose button was pressed.
pub fn pressed(voice: &Voice, command: Option<&Command>) -> Reply {
    Reply::to_caller([match command {
        Some(command) => voice.line("confirmed", Args::new().text("command", command.to_string())),
        None => voice.line("never-minded", Args::new()),
    }])
}

/// Something of our own broke. Never silence.
pub fn internal(voice: &Voice, id: AskId) -> Reply {
    let id = voice.say("id", Args::new().text("id", id.to_string()));
    Reply::to_caller([voice.line("internal", Args::new().piece("id", id))])
}
