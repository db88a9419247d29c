//! The actions of a power command, and their meaning: verdict, words, whether a retry may help.

use std::collections::HashMap;

use super::{
    execution::Permitted,
    instance_result::{self, InstanceResult},
    result::{CommandResult, Repetition, Verdict, all_unread},
};
use crate::{
    azure::{Compute, Money},
    command_request::CommandRequest,
    lifecycle::{Outcome, Report, Status, Tally},
    reply::{self, ActionReport, Localizer, Priced},
    target::{ComputeId, Instance},
};

/// A command that was carried out, as far as Azure's acceptance.
pub(super) enum Performed {
    Result(Box<CommandResult>),
    /// Azure may still be carrying these out. With the instance in the place of which one is made.
    Actions(Box<ActionReport>, Option<Box<Permitted>>),
}

impl From<CommandResult> for Performed {
    fn from(result: CommandResult) -> Self {
        Self::Result(Box::new(result))
    }
}

impl ActionReport {
    /// `prices` are those of the affected instances, per hour; `entra` is the caller's object id, if it is known.
    pub(super) fn result(
        &self,
        localizer: &Localizer,
        request: &CommandRequest,
        (prices, entra): (&HashMap<ComputeId, Money>, Option<&str>),
        last: bool,
    ) -> CommandResult {
        let affected: Vec<_> = self
            .affected()
            .filter(|(report, _)| is_rehearsed(report) || matches!(report.outcome, Outcome::Done { .. }))
            .map(|(_, compute)| Priced { compute, money: prices.get(&compute.id).copied() })
            .collect();
        let reply = if request.is_unattended() {
            let subject = (request.caller.source.as_str(), request.cause.as_ref());
            reply::report(localizer, self, subject, &affected)
        } else {
            let stakes = if self.reports.iter().any(is_rehearsed) {
                reply::stakes(localizer, true, self.command.verb(), &affected, entra)
            } else {
                Vec::new()
            };
            reply::power(localizer, self, stakes, last)
        };
        let seen = self.by_id();
        CommandResult {
            results: self.rows(|report| {
                let price = prices.get(&report.id).copied();
                let billed = seen.get(&report.id).map(|seen| instance_result::billed(seen, price));
                let mut row = InstanceResult::of(report);
                row.facts.extend(billed.into_iter().flatten());
                row
            }),
            unread: all_unread(&self.unread, &self.reports),
            last,
            transient: self.is_transient(),
            repetition: self.repetition(),
            ..CommandResult::finally(self.verdict(), reply)
        }
    }

    /// The instance, if there was one only.
    pub(super) fn only(&self) -> Option<Instance> {
        let [only] = self.seen.as_slice() else { return None };
        Some(only.instance())
    }

    fn by_id(&self) -> HashMap<&ComputeId, &Compute> {
        self.seen.iter().map(|seen| (&seen.id, &**seen)).collect()
    }

    /// Each instance that was acted on, as it was before.
    pub(super) fn affected(&self) -> impl Iterator<Item = (&Report, &Compute)> {
        let seen = self.by_id();
        self.reports.iter().filter_map(move |report| Some((report, *seen.get(&report.id)?)))
    }

    /// The result for each instance and each missing name.
    pub(super) fn rows(&self, of: impl Fn(&Report) -> InstanceResult) -> Vec<InstanceResult> {
        let missing =
            self.missing.iter().map(|name| InstanceResult::new(name, Status::Failed, Some("not-found")));
        self.reports.iter().map(of).chain(missing).collect()
    }

    pub(super) fn verdict(&self) -> Verdict {
        let any = |wanted: &[Status]| {
            let mut reports = self.reports.iter();
            reports.any(|report| wanted.contains(&report.outcome.status()))
        };
        let cut_short = |report: &Report| matches!(report.outcome, Outcome::CutShort { .. });
        let leaves_a_named_one = |report: &Report| {
            report.outcome.leaves_as_it_is(self.command.verb())
                && self.command.names(&report.id.workspace, &report.id.name)
        };
        let fails = |report: &Report| has_failed(report) || cut_short(report);
        if self.reports.iter().any(fails) || self.is_incomplete() {
            Verdict::Failed
        } else if any(&[Status::Asked, Status::Unsure]) {
            Verdict::Pending
        } else if self.reports.iter().any(leaves_a_named_one) {
            Verdict::Left
        } else if any(&[Status::Busy]) {
            Verdict::Pending
        } else {
            Verdict::Done
        }
    }

    /// Whether the selection could not be read in full.
    fn is_incomplete(&self) -> bool {
        !self.unread.is_empty() || !self.missing.is_empty()
    }

    /// Whether a retry may succeed where nothing could be tried.
    fn is_transient(&self) -> bool {
        let had_no_turn = |report: &Report| matches!(report.outcome, Outcome::CutShort { sent: false });
        let failed = |report: &&Report| {
            report.outcome.status() == Status::Failed || matches!(report.outcome, Outcome::KeepUnknown(_))
        };
        let mut failures = self.reports.iter().filter(failed).peekable();
        let nothing_else = || self.reports.iter().all(|report| !matters(&report.outcome) || failed(&report));
        self.reports.iter().any(had_no_turn)
            || failures.peek().is_some()
                && failures.all(|report| report.outcome.is_transient())
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

/// Whether a dry run would have acted on it.
pub(super) fn is_rehearsed(report: &Report) -> bool {
    matches!(report.outcome, Outcome::Would(_))
}

/// Whether it failed, or its keep could not be read.
pub fn has_failed(report: &Report) -> bool {
    matches!(report.outcome.tally(), Tally::KeepUnknown | Tally::Failed)
}

/// Whether the outcome is news to people: something was done, or failed.
fn matters(outcome: &Outcome) -> bool {
    use Tally::{Already, Busy, HasJobs, Kept, OverMax};
    let is_left = matches!(outcome, Outcome::Working { .. } | Outcome::NothingToRestart);
    !is_left && !matches!(outcome.tally(), Already | Busy | Kept | HasJobs | OverMax)
}
