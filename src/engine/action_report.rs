//! The actions of a power command, and their meaning: verdict, words, whether a retry may help.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{
    instance_facts,
    instance_result::InstanceResult,
    result::{CommandResult, Repetition, UnreadWorkspace, Verdict},
};
use crate::{
    azure::{Compute, Money, Seen},
    command::Command,
    command_request::CommandRequest,
    fleet::Unreadable,
    lifecycle::{Outcome, Report, Status},
    reply::{self, Heading, Localizer, Unchecked},
    target::{ComputeId, Instance},
};

/// A command that was carried out, as far as Azure's acceptance.
pub(super) enum Performed {
    Result(CommandResult),
    /// Azure may still be carrying these out.
    Actions(Box<ActionReport>),
}

impl From<CommandResult> for Performed {
    fn from(result: CommandResult) -> Self {
        Self::Result(result)
    }
}

/// The actions of a command. Azure may still be carrying some of them out.
pub(super) struct ActionReport {
    pub(super) reports: Vec<Report>,
    /// Workspaces that could not be read.
    pub(super) unread: Vec<Unreadable>,
    /// Names that are not instances.
    pub(super) missing: Vec<String>,
    /// The instance, if there was one only.
    pub(super) only: Option<Instance>,
    /// The instances before the action, for their owners, and for the prices in a machine's report.
    pub(super) seen: Vec<Seen<Compute>>,
    /// Workspaces whose jobs could not be read for a machine.
    pub(super) unchecked: Vec<Unchecked>,
    /// The time of the request.
    pub(super) asked: Timestamp,
    pub(super) command: Command,
}

impl ActionReport {
    /// `prices` are those of the instances that a machine stopped, per hour.
    pub(super) fn result(
        &self,
        localizer: &Localizer,
        request: &CommandRequest,
        prices: &HashMap<ComputeId, Money>,
        last: bool,
    ) -> CommandResult {
        let reply = if request.is_unattended() {
            let command = self.command.to_string();
            let heading = Heading {
                source: &request.caller.source,
                command: &command,
                cause: request.cause.as_ref(),
                missing: &self.missing,
                unchecked: &self.unchecked,
            };
            let saved = prices.values().copied().reduce(|sum, price| sum.plus(price).unwrap_or(sum));
            reply::report(localizer, &heading, &self.reports, &self.unread, saved)
        } else {
            reply::power(localizer, &self.reports, &self.unread, last)
        };
        CommandResult {
            results: self.rows(|report| {
                let row = InstanceResult::of(report);
                match prices.get(&report.id) {
                    Some(price) => row.with("price", instance_facts::money(Some(*price))),
                    None => row,
                }
            }),
            unread: UnreadWorkspace::all(&self.unread, &self.reports),
            last,
            transient: self.is_transient(),
            repetition: self.repetition(),
            ..CommandResult::finally(self.verdict(), reply)
        }
    }

    /// The result for each instance and each missing name.
    pub(super) fn rows(&self, of: impl Fn(&Report) -> InstanceResult) -> Vec<InstanceResult> {
        let missing = self.missing.iter().map(|name| InstanceResult::missing(name));
        self.reports.iter().map(of).chain(missing).collect()
    }

    pub(super) fn verdict(&self) -> Verdict {
        let any = |wanted: &[Status]| {
            let mut reports = self.reports.iter();
            reports.any(|report| wanted.contains(&report.outcome.facts().status))
        };
        let cut_short = |report: &Report| matches!(report.outcome, Outcome::CutShort { .. });
        let fails = |report: &Report| has_failed(report) || cut_short(report);
        if self.reports.iter().any(fails) || self.is_incomplete() {
            Verdict::Failed
        } else if any(&[Status::Asked, Status::Unsure]) {
            Verdict::Pending
        } else if self.leaves_a_named_one() {
            Verdict::Left
        } else if any(&[Status::Busy]) {
            Verdict::Pending
        } else {
            Verdict::Done
        }
    }

    fn leaves_a_named_one(&self) -> bool {
        let verb = self.command.verb();
        let mut reports = self.reports.iter();
        reports.any(|report| {
            report.outcome.leaves_as_it_is(verb) && self.command.names(&report.id.workspace, &report.id.name)
        })
    }

    /// Whether the selection could not be read in full.
    fn is_incomplete(&self) -> bool {
        !self.unread.is_empty() || !self.missing.is_empty()
    }

    /// Whether a retry may succeed where nothing could be tried.
    fn is_transient(&self) -> bool {
        let had_no_turn = |report: &Report| matches!(report.outcome, Outcome::CutShort { sent: false });
        let failed = |report: &&Report| {
            report.outcome.facts().status == Status::Failed
                || matches!(report.outcome, Outcome::KeepUnknown(_))
        };
        let mut failures = self.reports.iter().filter(failed).peekable();
        let nothing_else = || self.reports.iter().all(|report| !matters(&report.outcome) || failed(&report));
        self.reports.iter().any(had_no_turn)
            || failures.peek().is_some()
                && failures.all(|report| report.outcome.facts().transient)
                && nothing_else()
    }

    fn repetition(&self) -> Repetition {
        let verb = self.command.verb();
        let repeat = |report: &Report| report.outcome.is_repeat(verb, self.asked);
        if self.reports.iter().any(|report| matters(&report.outcome)) || self.is_incomplete() {
            Repetition::Something
        } else if self.reports.iter().any(repeat) {
            Repetition::Repeat
        } else {
            Repetition::Nothing
        }
    }
}

/// Whether it failed, or its keep could not be read.
pub fn has_failed(report: &Report) -> bool {
    match report.outcome {
        Outcome::KeepUnknown(_) | Outcome::KeepUnreadable => true,
        ref outcome => outcome.facts().status == Status::Failed,
    }
}

/// Whether the outcome is news to people: something was done, or failed.
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
