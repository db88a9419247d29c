//! What became of one instance: a sentence, or a line among others.

use super::{
    azure_error, jobs,
    last_operation::{did, since},
    localizer::{Args, Voice},
    markup::Text,
    state::{dot, state_word},
};
use crate::{
    ask::AskId,
    azure::{AzureError, LastOperation, State},
    command::{Flag, Verb},
    lifecycle::{Outcome, Report, keep::tag},
};
/// What an outcome needs to be told besides itself.
pub(super) struct Telling<'a> {
    pub voice: &'a Voice,
    pub report: &'a Report,
    pub id: AskId,
}

impl Telling<'_> {
    pub(super) fn sentence(&self, last: bool) -> Text {
        let (message, args) = self.message(last);
        match &self.report.outcome {
            Outcome::Failed(error) => self.failed(error),
            _ => self.voice.line(message, args),
        }
    }

    pub(super) fn line(&self) -> Text {
        let (message, args) = self.message(true);
        match &self.report.outcome {
            Outcome::Failed(error) => self.failed(error),
            _ => self.voice.line(&format!("{message}.line"), args),
        }
    }

    fn failed(&self, error: &AzureError) -> Text {
        let reason = azure_error::reason(self.voice, error, self.id);
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
                .piece("at", voice.at(last.time))
        };
        match &report.outcome {
            Outcome::Asked(_) => ("asked", args),
            Outcome::Unsure(_) if last => ("unsure-final", args),
            Outcome::Unsure(_) => ("unsure", args),
            Outcome::Done { took, .. } => ("done", args.piece("took", voice.duration(*took))),
            Outcome::Already { state, last } => {
                let at = last.as_ref().map(|last| voice.at(last.time));
                let args = args.piece("at", at.unwrap_or_default());
                (
                    "already",
                    args.piece("since", since(voice, state.as_ref(), last.as_ref())),
                )
            }
            Outcome::Busy { state, since } => {
                // An operation of this very second has no "since" worth a word.
                let since = since.filter(|at| voice.now.duration_since(*at).as_secs() > 0);
                let since = since.map_or_else(String::new, |at| {
                    voice.say("since-ago", Args::new().piece("ago", voice.ago(at)))
                });
                let message = match (verb, state) {
                    (Verb::Stop, Some(State::Stopping))
                    | (Verb::Start, Some(State::Starting))
                    | (Verb::Restart, Some(State::Restarting))
                    | (Verb::Delete, Some(State::Deleting)) => "underway",
                    _ => "busy",
                };
                (message, state_of(args, state).piece("since", since))
            }
            Outcome::Stale(last) => ("stale", did_at(args, last)),
            Outcome::Working { may_force: true } => {
                let command = format!("{} {} {}", voice.verb(verb), self.name(), voice.flag(Flag::Force));
                ("working", args.text("command", command))
            }
            Outcome::Working { may_force: false } => (
                "working-not-you",
                args.text("workspace", report.id.workspace.as_str()),
            ),
            Outcome::JobBegan => ("job-began", args),
            Outcome::HasJobs { jobs, state } => {
                let args = args
                    .number("n", jobs.len())
                    .piece("jobs", jobs::list(voice, jobs));
                ("has-jobs", state_of(args, state))
            }
            Outcome::NothingToRestart => ("nothing-to-restart", args),
            Outcome::Would(state) => ("would", state_of(args, state)),
            Outcome::Kept(keep) => ("kept", voice.keep(args, keep)),
            Outcome::KeepUnreadable => {
                let name = tag(&report.id);
                ("keep-unreadable", args.text("tag", name))
            }
            Outcome::KeepUnknown(error) => {
                let reason = azure_error::reason(voice, error, *id);
                ("keep-unknown", args.piece("reason", reason))
            }
            Outcome::OverMax => ("over-max", args),
            Outcome::Gone => ("gone", args),
            Outcome::StillGoing(None) => ("still-asked", args),
            Outcome::StillGoing(state) => ("still-going", state_of(args, state)),
            Outcome::NotTaken(state) => ("not-taken", state_of(args, state)),
            Outcome::Ended {
                state,
                canceled: true,
            } => ("canceled", state_of(args, state)),
            Outcome::Ended { state, .. } => ("ended-otherwise", state_of(args, state)),
            Outcome::CutShort { sent: true } => ("unsure-final", args),
            Outcome::CutShort { sent: false } => ("not-reached", args),
            Outcome::Overtaken { state, last, .. } => ("overtaken", did_at(state_of(args, state), last)),
            Outcome::Unattributed(state) => ("unattributed", state_of(args, state)),
            Outcome::Failed(_) => ("failed-line", args),
        }
    }
}
