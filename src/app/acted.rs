//! What a command did, and what that means to whoever asked: the verdict, the words, whether to ask again.

use jiff::Timestamp;

use super::said::{News, Row, Said, UnreadWorkspace, Verdict};
use crate::{
    ask::{Ask, CallerKind},
    azure::{Compute, Money, Seen},
    command::Command,
    fleet::Unread,
    lifecycle::{Outcome, Report, Status},
    reply::{self, Heading, Unchecked, Voice},
    target::Instance,
};

/// What was done, some of it perhaps still to be followed.
pub(super) struct Acted {
    pub(super) reports: Vec<Report>,
    /// Workspaces that could not be looked at.
    pub(super) unread: Vec<Unread>,
    /// What was named and is not there.
    pub(super) missing: Vec<String>,
    /// The one that was acted on, if it was one.
    pub(super) only: Option<Instance>,
    /// As they were before, where a machine's report needs to know what they cost.
    pub(super) seen: Vec<Seen<Compute>>,
    /// Where a machine could not look for jobs.
    pub(super) unchecked: Vec<Unchecked>,
    /// When it was asked for.
    pub(super) asked: Timestamp,
    pub(super) command: Command,
}

impl Acted {
    pub(super) fn said(&self, voice: &Voice, ask: &Ask, saved: Option<Money>, last: bool) -> Said {
        let reply = match ask.caller.kind {
            CallerKind::Machine => {
                let command = self.command.to_string();
                let heading = Heading {
                    source: &ask.caller.source,
                    command: &command,
                    cause: ask.cause.as_ref(),
                    missing: &self.missing,
                    unchecked: &self.unchecked,
                };
                reply::report(voice, &heading, &self.reports, &self.unread, saved, ask.id)
            }
            CallerKind::Person | CallerKind::Terminal => {
                reply::outcomes(voice, &self.reports, &self.unread, ask.id, last)
            }
        };
        Said {
            results: self.rows(Row::of),
            unread: UnreadWorkspace::all(&self.unread, &self.reports),
            last,
            transient: self.is_transient(),
            news: self.news(),
            ..Said::finally(self.verdict(), reply)
        }
    }

    /// A line for each instance, and for what was taken for one.
    pub(super) fn rows(&self, of: impl Fn(&Report) -> Row) -> Vec<Row> {
        let missing = self.missing.iter().map(|name| Row::missing(name));
        self.reports.iter().map(of).chain(missing).collect()
    }

    pub(super) fn verdict(&self) -> Verdict {
        let any = |wanted: &[Status]| {
            let mut reports = self.reports.iter();
            reports.any(|report| wanted.contains(&report.outcome.facts().status))
        };
        match () {
            () if self.reports.iter().any(has_failed) || self.is_cut_short() || self.is_incomplete() => {
                Verdict::Failed
            }
            () if any(&[Status::Asked, Status::Unsure]) => Verdict::Pending,
            () if self.leaves_a_named_one() => Verdict::Left,
            () if any(&[Status::Busy]) => Verdict::Pending,
            () => Verdict::Done,
        }
    }

    fn leaves_a_named_one(&self) -> bool {
        let verb = self.command.verb();
        let mut reports = self.reports.iter();
        reports.any(|report| {
            report.outcome.leaves_as_it_is(verb) && self.command.names(&report.id.workspace, &report.id.name)
        })
    }

    /// Whether not all that was meant could be found.
    fn is_incomplete(&self) -> bool {
        !self.unread.is_empty() || !self.missing.is_empty()
    }

    /// Whether some had no turn before time was up.
    fn is_cut_short(&self) -> bool {
        let mut reports = self.reports.iter();
        reports.any(|report| matches!(report.outcome, Outcome::CutShort { .. }))
    }

    /// Whether asking again would do what could not even be tried.
    fn is_transient(&self) -> bool {
        let had_no_turn = |report: &Report| matches!(report.outcome, Outcome::CutShort { sent: false });
        let failed = |report: &&Report| {
            report.outcome.facts().status == Status::Failed
                || matches!(report.outcome, Outcome::KeepUnknown(_))
        };
        let mut failures = self.reports.iter().filter(failed).peekable();
        let nothing_else = || {
            self.reports
                .iter()
                .all(|report| !matters(&report.outcome) || failed(&report))
        };
        self.reports.iter().any(had_no_turn)
            || failures.peek().is_some()
                && failures.all(|report| report.outcome.facts().transient)
                && nothing_else()
    }

    fn news(&self) -> News {
        let verb = self.command.verb();
        let repeat = |report: &Report| report.outcome.is_repeat(verb, self.asked);
        if self.reports.iter().any(|report| matters(&report.outcome)) || self.is_incomplete() {
            News::Something
        } else if self.reports.iter().any(repeat) {
            News::Repeat
        } else {
            News::Nothing
        }
    }
}

/// Whether it failed, or could not be decided since nobody knows who keeps it.
pub(super) fn has_failed(report: &Report) -> bool {
    match report.outcome {
        Outcome::KeepUnknown(_) | Outcome::KeepUnreadable => true,
        ref outcome => outcome.facts().status == Status::Failed,
    }
}

/// Whether anything was done, or could not be, that people should hear of.
fn matters(outcome: &Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::Already { .. }
            | Outcome::Busy { .. }
            | Outcome::Kept(_)
            | Outcome::Working { .. }
            | Outcome::HasJobs { .. }
            | Outcome::OverMax
            | Outcome::NothingToRestart
    )
}
