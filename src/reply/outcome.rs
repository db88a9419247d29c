//! The outcome for one instance, as a sentence or as a line among others; and counts of outcomes.

use std::collections::BTreeMap;

use fluent_bundle::FluentArgs;
use jiff::Timestamp;

use super::{
    azure_error::reason,
    jobs, keep,
    prelude::{Localizer, Phrase, Text, args, say},
    state::{self, operation_args, since},
};
use crate::{
    azure::{AzureError, AzureErrorKind, LastOperation, OperationStatus, State},
    command::{Command, Verb},
    lifecycle::{Outcome, Report, Tally, keep::tag},
    target::ComputeId,
};

/// A whole answer to `asked`. `last`: whether no other answer follows.
pub(super) fn sentence(l10n: &Localizer, asked: &Command, report: &Report, last: bool) -> Text {
    let (message, args) = worded(l10n, report, last);
    // What is created is more than its name.
    let args = match report.verb {
        Verb::Create => args!(l10n, ..args, command = l10n.command(asked)),
        _ => args,
    };
    l10n.line(message, args)
}

/// A line among others.
pub(super) fn line(l10n: &Localizer, report: &Report) -> Text {
    let (message, args) = worded(l10n, report, true);
    l10n.line(&format!("{message}.line"), args)
}

/// The message about an outcome, and its arguments.
fn worded(l10n: &Localizer, report: &Report, last: bool) -> (&'static str, FluentArgs<'static>) {
    let Report { id, verb, outcome } = report;
    let command = format!("{} {}", l10n.verb(*verb), l10n.name(id));
    let args = state::args(l10n, id, outcome.state());
    let args = args!(l10n, ..args, verb = verb.name(), id = l10n.request, command);
    let happened = |last| happened(l10n, id, last);
    match outcome {
        Outcome::Asked(_) => ("asked", args),
        Outcome::Unsure(_) if !last => ("unsure", args),
        Outcome::Unsure(_) => ("unsure-final", args),
        Outcome::CutShort { sent: true } => ("cut-short", args),
        Outcome::CutShort { sent: false } => ("not-reached", args),
        Outcome::Done { took, .. } => ("done", args!(l10n, ..args, took)),
        Outcome::Already { state, last } => {
            let at = last.as_ref().map(|last| l10n.at(last.time));
            let since = since(l10n, state.as_ref(), last.as_ref());
            let is_since = since.is_some() && matches!(verb, Verb::Start | Verb::Stop);
            (if is_since { "already-since" } else { "already" }, args!(l10n, ..args, at, since))
        }
        Outcome::Busy { state, since } => {
            let is_wanted = state.as_ref().and_then(State::verb) == Some(*verb);
            let since = since_ago(l10n, *since);
            (if is_wanted { "underway" } else { "busy" }, args!(l10n, ..args, since))
        }
        Outcome::Stuck { since, .. } => ("stuck", args!(l10n, ..args, ago = l10n.ago(*since))),
        Outcome::Stale(last) => ("stale", args!(l10n, ..args, happened = happened(last))),
        Outcome::Working { may_force } => {
            let message = if *may_force { "working" } else { "working-not-you" };
            (message, args!(l10n, ..args, workspace = id.workspace.as_str()))
        }
        Outcome::JobBegan => ("job-began", args),
        Outcome::HasJobs { jobs, .. } => {
            ("has-jobs", args!(l10n, ..args, n = jobs.len(), jobs = jobs::list(l10n, jobs)))
        }
        Outcome::NothingToRestart => ("nothing-to-restart", args),
        Outcome::Would(_) => ("would", args),
        Outcome::Kept(keep) => ("kept", args!(l10n, ..keep::terms(l10n, keep), instance = id)),
        Outcome::KeepUnreadable => ("keep-unreadable", args!(l10n, ..args, tag = tag(id))),
        Outcome::KeepUnknown(error) => ("keep-unknown", args!(l10n, ..args, reason = reason(l10n, error))),
        Outcome::OverMax => ("over-max", args),
        Outcome::Gone => ("gone", args),
        Outcome::StillGoing(None) => ("still-asked", args),
        Outcome::StillGoing(_) => ("still-going", args),
        Outcome::NotTaken(_) if report.verb == Verb::Create => ("not-created", args),
        Outcome::NotTaken(_) => ("not-taken", args),
        Outcome::Ended { canceled: true, .. } => ("canceled", args),
        Outcome::Ended { .. } => ("ended-otherwise", args),
        Outcome::Overtaken { last, done, .. } => {
            ("overtaken", args!(l10n, ..args, done = *done, happened = happened(last)))
        }
        Outcome::Unattributed { last: Some(last), .. } => {
            ("unattributed-other", args!(l10n, ..args, happened = happened(last)))
        }
        Outcome::Unattributed { state, last: None } => {
            ("unattributed", args!(l10n, ..args, there = state.is_some()))
        }
        Outcome::Failed(error) => ("failed-line", args!(l10n, ..args, reason = reason(l10n, error))),
        Outcome::LeftBroken(error) => ("left-broken", args!(l10n, ..args, reason = unmade(l10n, error))),
    }
}

/// Why creating an instance failed. Azure accepted that, so it refused nothing.
fn unmade(l10n: &Localizer, error: &AzureError) -> Phrase {
    let code = error.code.as_ref().map(|code| format!(" ({code})"));
    match error.kind {
        AzureErrorKind::Other => say!(l10n, "fail-making", id = l10n.request, code),
        _ => reason(l10n, error),
    }
}

/// `for 3 min`. "for 0 s" would say nothing.
fn since_ago(l10n: &Localizer, since: Option<Timestamp>) -> Option<Phrase> {
    let since = since.filter(|at| l10n.now.duration_since(*at).as_secs() > 0)?;
    Some(say!(l10n, "since-ago", ago = l10n.ago(since)))
}

/// What somebody else did to the instance, as far as Azure shows: `*myci* was stopped at 18:05, by idle shutdown`
fn happened(l10n: &Localizer, id: &ComputeId, last: &LastOperation) -> Phrase {
    let how = match last.status {
        OperationStatus::InProgress => "going",
        OperationStatus::Failed => "failed",
        OperationStatus::Succeeded | OperationStatus::Other(_) => "done",
    };
    say!(l10n, "happened", ..operation_args(l10n, last), instance = id, how)
}

/// The message that counts, and three places: of the count in the answer to a person, of the count in a
/// report, and of the instance's line in a report. Lines that need attention come first there.
pub(super) fn row(tally: Tally) -> (&'static str, u8, u8, u8) {
    match tally {
        Tally::Asked => ("count-asked", 0, 1, 4),
        Tally::Unsure => ("count-unsure", 1, 2, 1),
        Tally::Done => ("count-done", 2, 0, 11),
        Tally::Would => ("count-would", 3, 3, 10),
        Tally::Already => ("count-already", 4, 4, 12),
        Tally::Kept => ("count-kept", 5, 5, 5),
        Tally::Busy => ("count-busy", 6, 8, 7),
        Tally::Job => ("count-job", 7, 6, 6),
        Tally::HasJobs => ("count-has-jobs", 8, 7, 6),
        Tally::Skipped => ("count-skipped", 9, 9, 8),
        Tally::OverMax => ("count-over-max", 10, 10, 9),
        Tally::KeepUnknown => ("count-keep-unknown", 11, 11, 3),
        Tally::NotReached => ("count-not-reached", 12, 12, 2),
        Tally::Failed => ("count-failed", 13, 13, 0),
    }
}

/// The counts in the answer to a person: `3 asked, 1 already off`
pub(super) fn counts_for_person(l10n: &Localizer, reports: &[Report]) -> Phrase {
    let counts = counted(reports, |(_, place, ..)| place);
    Phrase::join(counts.map(|(first, n)| count(l10n, first, n)), ", ")
}

/// The counts in a report: `14 stopped, 3 already off, 1 kept by Ana until 22:00`
pub(super) fn counts_for_report<'a>(
    l10n: &Localizer,
    reports: impl IntoIterator<Item = &'a Report>,
) -> Phrase {
    let counts = counted(reports, |(_, _, place, _)| place).map(|(first, n)| match &first.outcome {
        Outcome::Kept(keep) if n == 1 => say!(l10n, "count-kept-by", ..keep::terms(l10n, keep), n),
        _ => count(l10n, first, n),
    });
    Phrase::join(counts, ", ")
}

fn count(l10n: &Localizer, first: &Report, n: usize) -> Phrase {
    let (message, ..) = row(first.outcome.tally());
    say!(l10n, message, n, verb = first.verb.name())
}

/// The first report of each tally, and how many there are.
fn counted<'a>(
    reports: impl IntoIterator<Item = &'a Report>,
    place: fn((&str, u8, u8, u8)) -> u8,
) -> impl Iterator<Item = (&'a Report, usize)> {
    let mut counted = BTreeMap::new();
    for report in reports {
        let place = place(row(report.outcome.tally()));
        counted.entry(place).or_insert((report, 0)).1 += 1;
    }
    counted.into_values()
}

/// Whether the instance was left as it is, and rightly so.
pub(super) fn is_quiet(outcome: &Outcome) -> bool {
    matches!(outcome.tally(), Tally::Already | Tally::Kept | Tally::Job | Tally::HasJobs | Tally::Busy)
}
