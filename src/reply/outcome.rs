//! The outcome for one instance, as a sentence or as a line among others; and counts of outcomes.

use std::collections::BTreeMap;

use fluent_bundle::FluentArgs;

use super::{
    azure_error, jobs, keep,
    localizer::{Localizer, args, say},
    markup::{Phrase, Text},
    state::{self, operation_args, since},
};
use crate::{
    azure::{LastOperation, OperationStatus},
    command::Verb,
    lifecycle::{Outcome, Report, Tally, keep::tag},
};

/// A whole answer. `last`: whether no other answer follows.
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
        Outcome::Unsure(_) => "unsure-final",
        Outcome::CutShort { sent: true } => "cut-short",
        Outcome::Done { .. } => "done",
        Outcome::Already { state, last: Some(last) }
            if last.led_to(state.as_ref()) && verb != Verb::Restart =>
        {
            "already-since"
        }
        Outcome::Already { .. } => "already",
        Outcome::Busy { state: Some(state), .. } if state.verb() == Some(verb) => "underway",
        Outcome::Busy { .. } => "busy",
        Outcome::Stuck { .. } => "stuck",
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
        Outcome::Unattributed { last: Some(_), .. } => "unattributed-other",
        Outcome::Unattributed { .. } => "unattributed",
        Outcome::Failed(_) => "failed-line",
    }
}

fn args(l10n: &Localizer, report: &Report) -> FluentArgs<'static> {
    let args = state::args(l10n, &report.id, report.outcome.state());
    let command = format!("{} {}", l10n.verb(report.verb), l10n.name(&report.id));
    let args = args!(l10n, ..args, verb = report.verb.name(), id = l10n.request, command);
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
        Outcome::Stuck { since, .. } => args!(l10n, ..args, ago = l10n.ago(*since)),
        Outcome::Stale(last) | Outcome::Unattributed { last: Some(last), .. } => {
            args!(l10n, ..args, happened = happened(l10n, report, last))
        }
        Outcome::Overtaken { last, done, .. } => {
            let done = if *done { "yes" } else { "no" };
            args!(l10n, ..args, done, happened = happened(l10n, report, last))
        }
        Outcome::Unattributed { state, last: None } => {
            args!(l10n, ..args, there = if state.is_some() { "yes" } else { "no" })
        }
        Outcome::Working { .. } => args!(l10n, ..args, workspace = report.id.workspace.as_str()),
        Outcome::HasJobs { jobs, .. } => args!(l10n, ..args, n = jobs.len(), jobs = jobs::list(l10n, jobs)),
        Outcome::Kept(keep) => args!(l10n, ..keep::terms(l10n, keep), instance = &report.id),
        Outcome::KeepUnreadable => args!(l10n, ..args, tag = tag(&report.id)),
        Outcome::KeepUnknown(error) | Outcome::Failed(error) => {
            args!(l10n, ..args, reason = azure_error::reason(l10n, error))
        }
        _ => args,
    }
}

/// What somebody else did to the instance, as far as Azure shows: `*myci* was stopped at 18:05, by idle shutdown`
fn happened(l10n: &Localizer, report: &Report, last: &LastOperation) -> Phrase {
    let how = match last.status {
        OperationStatus::InProgress => "going",
        OperationStatus::Failed => "failed",
        OperationStatus::Succeeded | OperationStatus::Other(_) => "done",
    };
    say!(l10n, "happened", ..operation_args(l10n, last), instance = &report.id, how)
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
