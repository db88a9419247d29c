//! `status`: each instance in detail.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use futures::future::join_all;

use super::super::{
    execution::Execution,
    instance_facts,
    result::{CommandResult, Verdict},
};
use crate::{
    azure::{AzureErrorKind, Compute, Seen, State},
    command::{Command, Verb},
    command_request::CallerKind,
    fleet::{self, Selected},
    lifecycle::{self, Keeps},
    reply::{self, Button, Detail, Localizer, Priced},
    target::{Alias, Instance},
};

/// The keeps of workspaces that were read already, or could not be.
pub(in super::super) type KeepsRead = BTreeMap<Alias, Option<Arc<Keeps>>>;

pub(super) async fn run(
    execution: &Execution<'_>,
    mut selected: Selected,
    keeps: KeepsRead,
) -> CommandResult {
    let details = details(execution, &selected.found, keeps).await;
    let details = by_importance(&mut selected, details);
    let mut result = result(execution, Verb::Status, &selected, &details);
    if let ([only], []) = (selected.found.as_slice(), selected.unread.as_slice()) {
        // With a full disk, Azure can neither stop nor restart it.
        let is_full = only.trouble() == Some(AzureErrorKind::DiskFull);
        let state = only.state.as_ref().filter(|state| **state == State::Stopped || !is_full);
        result.reply.buttons = offers(execution, &only.instance(), state, execution.localizer());
    }
    let entra = execution.entra();
    for ((row, seen), detail) in result.results.iter_mut().zip(&selected.found).zip(&details) {
        row.facts.insert("kept".to_owned(), instance_facts::kept(detail.keep.as_ref()));
        if seen.is_owned_by(entra.as_deref()) {
            row.facts.insert("applications".to_owned(), instance_facts::applications(seen));
        }
    }
    result
}

/// The result of an overview. A person sees which part of it is missing; a program does not.
pub(super) fn result(
    execution: &Execution<'_>,
    verb: Verb,
    selected: &Selected,
    details: &[Detail],
) -> CommandResult {
    let entra = execution.entra();
    let reply = reply::status(execution.localizer(), verb, selected, details, entra.as_deref());
    let verdict = match execution.request.caller.kind {
        CallerKind::Person if !selected.found.is_empty() => Verdict::Done,
        _ => Verdict::of_look(&selected.unread),
    };
    let mut result = CommandResult::shown(selected, execution.localizer().now, verdict, reply);
    for (row, detail) in result.results.iter_mut().zip(details) {
        row.facts.insert("price".to_owned(), instance_facts::money(detail.price));
    }
    result
}

/// Sorts what runs before what does not, and the most expensive first. `details` are those of the instances, in their
/// order.
pub(super) fn by_importance(selected: &mut Selected, details: Vec<Detail>) -> Vec<Detail> {
    let mut each: Vec<_> = std::mem::take(&mut selected.found).into_iter().zip(details).collect();
    each.sort_by_key(|(seen, detail)| {
        let rank = match seen.state {
            Some(State::Running | State::JobRunning) => 0,
            Some(State::Stopped) => 2,
            _ => 1,
        };
        (rank, Reverse(detail.price.map(|price| price.millionths)))
    });
    let (found, details) = each.into_iter().unzip();
    selected.found = found;
    details
}

/// Reads the keeps of the workspace while the instance itself is being read, if only one workspace can have it.
pub(in super::super) async fn look_ahead(execution: &Execution<'_>, command: &Command) -> KeepsRead {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let mut keeps = KeepsRead::new();
    if let Command::Status { selection } = command
        && let Some(workspace) =
            fleet::only_place(&engine.azure, &engine.policy(), caller, Verb::Status, selection)
    {
        keeps.insert(workspace.clone(), engine.lifecycle.safeguards.keeps_to_show(workspace).await);
    }
    keeps
}

/// The price and the keep of each instance, as far as Azure answers in time.
async fn details(execution: &Execution<'_>, found: &[Seen<Compute>], mut keeps: KeepsRead) -> Vec<Detail> {
    let engine = execution.engine;
    let workspaces: BTreeSet<_> = found.iter().map(|compute| &compute.id.workspace).collect();
    let unread = workspaces.into_iter().filter(|alias| !keeps.contains_key(*alias));
    let reads =
        unread.map(async |alias| (alias.clone(), engine.lifecycle.safeguards.keeps_to_show(alias).await));
    let priced = execution.priced(found.iter().map(|seen| &**seen), execution.patience());
    let (priced, read) = tokio::join!(priced, join_all(reads));
    keeps.extend(read);
    let now = engine.clock.now();
    let keep = |compute: &Compute| {
        let keeps = keeps.get(&compute.id.workspace)?.as_ref()?;
        Some(keeps.of(&compute.instance(), now))
    };
    let source = engine.registry.get(&execution.request.caller.source);
    let pending_in = |(alias, keeps): (&Alias, &Option<Arc<Keeps>>)| {
        Some((alias.clone(), engine.pending(source.as_ref()?, alias, &keeps.as_ref()?.pending)))
    };
    let all_pending: BTreeMap<_, _> = keeps.iter().filter_map(pending_in).collect();
    let pending = |compute: &Compute| {
        let pending = all_pending.get(&compute.id.workspace).into_iter().flatten();
        pending.filter(|one| engine.is_pending_for(one, &compute.instance())).cloned().collect()
    };
    let detail = |Priced { compute, money }: Priced<'_>| Detail {
        price: money,
        keep: keep(compute),
        pending: pending(compute),
    };
    priced.into_iter().map(detail).collect()
}

/// The buttons for `instance`: the verbs that its state and the caller's grants allow. Each stands for a plain
/// command, which is parsed and permitted like any other when it is pressed.
pub(super) fn offers(
    execution: &Execution<'_>,
    instance: &Instance,
    state: Option<&State>,
    localizer: &Localizer,
) -> Vec<Button> {
    let (policy, caller) = (execution.engine.policy(), &execution.request.caller);
    let verbs = state.map_or(&[][..], lifecycle::available_verbs);
    let allowed = |verb| policy.permit(caller, verb, false, instance).is_ok();
    verbs
        .iter()
        .filter(|verb| caller.kind == CallerKind::Person && allowed(**verb))
        .map(|verb| reply::offer(localizer, *verb, &instance.id))
        .collect()
}
