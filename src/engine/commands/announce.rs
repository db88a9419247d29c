//! `announce`: tells people what a timer is about to do. Also the proposals of alerts, which people carry out or
//! ignore.

use std::cmp::Reverse;

use jiff::{SignedDuration, Timestamp};

use super::super::{
    action_report::ActionReport,
    execution::Execution,
    instance_facts,
    instance_result::InstanceResult,
    owners::mention,
    refusal::Refusal,
    result::{CommandResult, Repetition, UnreadWorkspace, Verdict},
};
use crate::{
    azure::{Compute, Seen},
    command::{Power, Verb},
    fleet::Selected,
    lifecycle::{self, KeepPolicy, Outcome, Report},
    reply::{self, Listed},
};

/// Names the instances that the announced command would act on now, as far as the announcer's grants reach. The
/// announcer does not need the right to carry it out.
pub(super) async fn run(
    execution: &Execution<'_>,
    (verb, force, dry_run): (Power, bool, bool),
    lead: SignedDuration,
    selected: Selected,
) -> Result<CommandResult, Refusal> {
    let localizer = execution.localizer();
    let would = |seen: &Seen<Compute>| {
        let outcome = lifecycle::predict(verb.into(), force, seen, execution.request.at);
        matches!(outcome, Outcome::Would { .. })
    };
    let found = selected.found.into_iter().filter(would).collect();
    // An announcement ends no work, so it needs no right to force.
    let permitted = execution.authorize(Verb::Announce, false, found)?;
    let left = execution.skip_kept(KeepPolicy::KeepsAndJobs, permitted).await;
    let (left, unchecked) = execution.skip_with_jobs(verb, force, left).await;
    let due: Vec<_> = left.into_iter().map(|(_, seen)| seen).collect();
    let listed = listed(execution, &due).await;
    let kept = execution.progress.reports(verb.into());
    let unread = UnreadWorkspace::all(&selected.unread, &kept);
    let verdict = Verdict::of_look(&unread);
    let mut reply =
        reply::announcement(localizer, (verb.into(), dry_run), lead, &listed, &kept, &selected.unread);
    reply.lines.extend(reply::unchecked_jobs(localizer, &unchecked));
    Ok(CommandResult {
        results: due.iter().map(|seen| listed_row(seen, localizer.now, &listed)).collect(),
        repetition: Repetition::unless(due.is_empty() && unread.is_empty()),
        unread,
        ..CommandResult::finally(verdict, reply)
    })
}

/// An instance that was read at `now`, with its price of `listed`.
fn listed_row(seen: &Compute, now: Timestamp, listed: &[Listed]) -> InstanceResult {
    let price = listed.iter().find(|one| one.id == seen.id).and_then(|one| one.price);
    InstanceResult::seen(seen, now).with("price", instance_facts::money(price))
}

/// Instances with their size, owner and price, the most expensive first.
async fn listed(execution: &Execution<'_>, computes: &[Seen<Compute>]) -> Vec<Listed> {
    let engine = execution.engine;
    let prices = engine.prices(computes.iter().map(|seen| &**seen)).await;
    let policy = engine.policy();
    let mut listed: Vec<Listed> = computes
        .iter()
        .map(|compute| Listed {
            id: compute.id.clone(),
            state: compute.state.clone(),
            size: compute.vm_size.clone(),
            owner: mention(&policy, compute),
            price: prices.get(&compute.id).copied(),
        })
        .collect();
    listed.sort_unstable_by_key(|one| (Reverse(one.price.map(|price| price.millionths)), one.id.clone()));
    listed
}

/// Proposes the actions of an alert to people.
pub(super) async fn propose(execution: &Execution<'_>, report: &ActionReport) -> CommandResult {
    let (localizer, request) = (execution.localizer(), execution.request);
    let (would, others): (Vec<_>, Vec<_>) =
        report.reports.iter().cloned().partition(|report| matches!(report.outcome, Outcome::Would(_)));
    let seen = |one: &Report| report.seen.iter().find(|compute| compute.id == one.id).cloned();
    let would: Vec<_> = would.iter().filter_map(seen).collect();
    let listed = listed(execution, &would).await;
    let mut reply =
        reply::proposal(localizer, request.cause.as_ref(), &report.command, &listed, &others, &report.unread);
    let verdict = report.verdict();
    let row = |one: &Report| {
        let row = InstanceResult::proposed(one);
        let seen = seen(one).filter(|_| matches!(one.outcome, Outcome::Would(_)));
        match seen.map(|seen| listed_row(&seen, localizer.now, &listed)) {
            Some(InstanceResult { facts, .. }) => InstanceResult { facts, ..row },
            None => row,
        }
    };
    reply.lines.extend(reply::missing_instances(localizer, &report.missing));
    reply.lines.extend(reply::unchecked_jobs(localizer, &report.unchecked));
    CommandResult {
        results: report.rows(row),
        unread: UnreadWorkspace::all(&report.unread, &report.reports),
        repetition: Repetition::unless(listed.is_empty() && verdict != Verdict::Failed),
        ..CommandResult::finally(verdict, reply)
    }
}
