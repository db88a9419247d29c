//! The outcome for one instance, as a sentence or as a line among others.

use fluent_bundle::FluentArgs;

use super::{
    azure_error, jobs, keep,
    last_operation::{did, since},
    localizer::{Localizer, args, say},
    markup::Text,
    state,
};
use crate::{
    command::{Flag, Verb},
    lifecycle::{Outcome, Report, keep::tag},
};

/// A whole answer. `last` is whether no other answer follows.
pub(super) fn sentence(l10n: &Localizer, report: &Report, last: bool) -> Text {
    let message = message(&report.outcome, report.verb, last);
    l10n.line(message, args(l10n, report))
}

/// A line among others.
pub(super) fn line(l10n: &Localizer, report: &Report) -> Text {
    let message = message(&report.outcome, report.verb, true);
    l10n.line(&format!("{message}.line"), args(l10n, report))
}

fn message(outcome: &Outcome, verb: Verb, last: bool) -> &'static str {
    match outcome {
        Outcome::Asked(_) => "asked",
        Outcome::Unsure(_) if !last => "unsure",
        Outcome::Unsure(_) | Outcome::CutShort { sent: true } => "unsure-final",
        Outcome::Done { .. } => "done",
        Outcome::Already { .. } => "already",
        Outcome::Busy { state: Some(state), .. } if state.verb() == Some(verb) => "underway",
        Outcome::Busy { .. } => "busy",
        Outcome::Stale(_) => "stale",
        Outcome::Working { may_force: true } => "working",
        Outcome::Working { may_force: false } => "working-not-you",
        Outcome::JobBegan => "job-began",
        Outcome::HasJobs { .. } => "has-jobs",
        Outcome::NothingToRestart => "nothing-to-restart",
        Outcome::Would(_) => "would",
        Outcome::Kept(_) => "kept",
        Outcome::KeepUnreadable => "keep-unreadable",
        Outcome::KeepUnknown(_) => "keep-unknown",
        Outcome::OverMax => "over-max",
        Outcome::Gone => "gone",
        Outcome::StillGoing(None) => "still-asked",
        Outcome::StillGoing(_) => "still-going",
        Outcome::NotTaken(_) => "not-taken",
        Outcome::Ended { canceled: true, .. } => "canceled",
        Outcome::Ended { .. } => "ended-otherwise",
        Outcome::CutShort { sent: false } => "not-reached",
        Outcome::Overtaken { .. } => "overtaken",
        Outcome::Unattributed(_) => "unattributed",
        Outcome::Failed(_) => "failed-line",
    }
}

fn args(l10n: &Localizer, report: &Report) -> FluentArgs<'static> {
    let args = state::args(l10n, &report.id, report.outcome.facts().state);
    let args = args!(l10n, ..args, verb = report.verb.name(), id = l10n.request);
    match &report.outcome {
        Outcome::Done { took, .. } => args!(l10n, ..args, took = *took),
        Outcome::Already { state, last } => {
            let at = last.as_ref().map(|last| l10n.at(last.time));
            args!(l10n, ..args, at, since = since(l10n, state.as_ref(), last.as_ref()))
        }
        Outcome::Busy { since, .. } => {
            // "for 0 s" says nothing.
            let since = since.filter(|at| l10n.now.duration_since(*at).as_secs() > 0);
            let since = since.map(|at| say!(l10n, "since-ago", ago = l10n.ago(at)));
            args!(l10n, ..args, since)
        }
        Outcome::Stale(last) | Outcome::Overtaken { last, .. } => {
            args!(l10n, ..args, did = did(l10n, last), at = l10n.at(last.time))
        }
        Outcome::Working { .. } => {
            let force = l10n.flag(Flag::Force);
            let (verb, name) = (l10n.verb(report.verb), l10n.name(&report.id));
            let command = format!("{verb} {name} {force}");
            args!(l10n, ..args, command, workspace = report.id.workspace.as_str())
        }
        Outcome::HasJobs { jobs, .. } => {
            args!(l10n, ..args, n = jobs.len(), jobs = jobs::list(l10n, jobs))
        }
        Outcome::Kept(keep) => args!(l10n, ..keep::terms(l10n, keep), instance = &report.id),
        Outcome::KeepUnreadable => args!(l10n, ..args, tag = tag(&report.id)),
        Outcome::KeepUnknown(error) | Outcome::Failed(error) => {
            args!(l10n, ..args, reason = azure_error::reason(l10n, error))
        }
        _ => args,
    }
}
