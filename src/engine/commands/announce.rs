//! `announce`: tells people what a timer is about to do. Also the proposals of alerts, which people carry out or
//! ignore.

use jiff::{SignedDuration, Timestamp};

use super::super::{
    owners::mention,
    prelude::{
        CommandResult, Execution, InstanceResult, Refusal, Repetition, Verdict, all_unread, instance_result,
        is_rehearsed,
    },
};
use crate::{
    azure::{Compute, PRICE_PATIENCE, Seen},
    command::{Command, Power, Verb},
    fleet::Selected,
    lifecycle::{self, KeepPolicy, Outcome, Report},
    reply::{self, ActionReport, Priced},
};

/// Names the instances that the announced command would act on now, as far as the announcer's grants reach. The
/// announcer does not need the right to carry it out.
pub(super) async fn run(
    execution: &Execution<'_>,
    command: &Command,
    (verb, force, dry_run): (Power, bool, bool),
    lead: SignedDuration,
    selected: Selected,
) -> Result<CommandResult, Refusal> {
    let (localizer, at) = (execution.localizer(), execution.request.at);
    let would = |seen: &Seen<Compute>| {
        let outcome = lifecycle::predict(verb.into(), force, seen, at);
        matches!(outcome, Outcome::Would { .. })
    };
    let found = selected.found.into_iter().filter(would).collect();
    // An announcement ends no work, so it needs no right to force.
    let permitted = execution.authorize(Verb::Announce, false, found)?;
    let left = execution.skip_kept(KeepPolicy::KeepsAndJobs, permitted).await;
    let (left, unchecked) = execution.skip_with_jobs(verb, force, left).await;
    let left_out = execution.progress.reports(verb.into());
    let report = ActionReport::new(command.clone(), at, left_out, selected.unread);
    let report = ActionReport { unchecked, ..report };
    let listed = listed(execution, left.iter().map(|(_, seen)| &**seen)).await;
    let policy = execution.engine.policy();
    let owner = |compute: &Compute| mention(&policy, compute);
    let reply = reply::announcement(localizer, &report, (verb.into(), dry_run), lead, &listed, &owner);
    let unread = all_unread(&report.unread, &report.reports);
    let verdict = Verdict::of_look(&unread);
    Ok(CommandResult {
        results: left.iter().map(|(_, seen)| listed_row(seen, localizer.now, &listed)).collect(),
        repetition: Repetition::unless(left.is_empty() && unread.is_empty()),
        unread,
        ..CommandResult::finally(verdict, reply)
    })
}

/// An instance that was read at `now`, with its price of `listed`.
fn listed_row(seen: &Compute, now: Timestamp, listed: &[Priced<'_>]) -> InstanceResult {
    let price = listed.iter().find(|one| one.compute.id == seen.id).and_then(|one| one.money);
    InstanceResult::seen(seen, now).with("price", instance_result::money(price))
}

/// Instances with their prices, the most expensive first.
async fn listed<'c>(
    execution: &Execution<'_>,
    computes: impl Iterator<Item = &'c Compute>,
) -> Vec<Priced<'c>> {
    let mut listed = execution.priced(computes, PRICE_PATIENCE).await;
    listed.sort_unstable_by_key(Priced::rank);
    listed
}

/// Proposes the actions of an alert to people.
pub(super) async fn propose(execution: &Execution<'_>, report: &ActionReport) -> CommandResult {
    let (localizer, policy) = (execution.localizer(), execution.engine.policy());
    let would = report.affected().filter(|(one, _)| is_rehearsed(one)).map(|(_, seen)| seen);
    let listed = listed(execution, would).await;
    let owner = |compute: &Compute| mention(&policy, compute);
    let cause = execution.request.cause.as_ref();
    let reply = reply::proposal(localizer, report, cause, &listed, &owner);
    let verdict = report.verdict();
    let row = |one: &Report| {
        let row = InstanceResult::of(one);
        let seen = listed.iter().find(|seen| seen.compute.id == one.id);
        match seen.map(|seen| listed_row(seen.compute, localizer.now, &listed)) {
            Some(InstanceResult { facts, .. }) => InstanceResult { facts, reason: Some("proposed"), ..row },
            None => row,
        }
    };
    CommandResult {
        results: report.rows(row),
        unread: all_unread(&report.unread, &report.reports),
        repetition: Repetition::unless(listed.is_empty() && verdict != Verdict::Failed),
        ..CommandResult::finally(verdict, reply)
    }
}
