//! `status`: one instance or a few in detail, else a line for each.

use std::{
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
    reply::{self, Button, Detail, Localizer, Reply},
    target::{Alias, Instance},
};

/// The keeps of workspaces that were read already, or could not be.
pub(in super::super) type KeepsRead = BTreeMap<Alias, Option<Arc<Keeps>>>;

pub(super) async fn run(execution: &Execution<'_>, selected: &Selected, keeps: KeepsRead) -> CommandResult {
    let (request, localizer) = (execution.request, execution.localizer());
    let details = if reply::is_in_full(Verb::Status, &selected.found) {
        details(execution, &selected.found, keeps).await
    } else {
        Vec::new()
    };
    let entra = execution.engine.policy.entra(&request.caller);
    let mut reply = reply::status(localizer, Verb::Status, selected, &details, entra);
    if let ([only], []) = (selected.found.as_slice(), selected.unread.as_slice()) {
        // With a full disk, Azure can neither stop nor restart it.
        let is_full = only.trouble() == Some(AzureErrorKind::DiskFull);
        let state = only.state.as_ref().filter(|state| **state == State::Stopped || !is_full);
        reply.buttons = offers(execution, &only.instance(), state, localizer);
    }
    let mut result = result(execution, selected, reply);
    for ((row, seen), detail) in result.results.iter_mut().zip(&selected.found).zip(&details) {
        let (price, kept) = (instance_facts::money(detail.price), instance_facts::kept(detail.keep.as_ref()));
        row.facts.extend([("price".to_owned(), price), ("kept".to_owned(), kept)]);
        if seen.is_owned_by(entra) {
            row.facts.insert("applications".to_owned(), instance_facts::applications(seen));
        }
    }
    result
}

/// The result of an overview. A person sees which part of it is missing; a program does not.
pub(super) fn result(execution: &Execution<'_>, selected: &Selected, reply: Reply) -> CommandResult {
    let verdict = match execution.request.caller.kind {
        CallerKind::Person if !selected.found.is_empty() => Verdict::Done,
        _ => Verdict::of_look(&selected.unread),
    };
    CommandResult::shown(selected, execution.localizer().now, verdict, reply)
}

/// Reads the keeps of the workspace while the instance itself is being read, if only one workspace can have it.
pub(in super::super) async fn look_ahead(execution: &Execution<'_>, command: &Command) -> KeepsRead {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let mut keeps = KeepsRead::new();
    if let Command::Status { selection } = command
        && let Some(workspace) =
            fleet::only_place(&engine.azure, &engine.policy, caller, Verb::Status, selection)
    {
        keeps.insert(workspace.clone(), engine.lifecycle.safeguards.keeps_to_show(workspace).await);
    }
    keeps
}

/// The price and the keep of each instance, as far as Azure answers in time.
async fn details(execution: &Execution<'_>, found: &[Seen<Compute>], mut keeps: KeepsRead) -> Vec<Detail> {
    let engine = execution.engine;
    let computes: Vec<_> = found.iter().map(|seen| &**seen).collect();
    let workspaces: BTreeSet<_> = found.iter().map(|compute| &compute.id.workspace).collect();
    let unread = workspaces.into_iter().filter(|alias| !keeps.contains_key(*alias));
    let reads =
        unread.map(async |alias| (alias.clone(), engine.lifecycle.safeguards.keeps_to_show(alias).await));
    let (prices, read) = tokio::join!(engine.azure.prices_of(&computes), join_all(reads));
    keeps.extend(read);
    let now = engine.clock.now();
    let keep = |compute: &Compute| {
        let keeps = keeps.get(&compute.id.workspace)?.as_ref()?;
        Some(keeps.of(&compute.instance(), now))
    };
    let details = found.iter().zip(prices).map(|(compute, price)| Detail { price, keep: keep(compute) });
    details.collect()
}

/// The buttons for `instance`: the verbs that its state and the caller's grants allow. Each stands for a plain
/// command, which is parsed and permitted like any other when it is pressed.
pub(super) fn offers(
    execution: &Execution<'_>,
    instance: &Instance,
    state: Option<&State>,
    localizer: &Localizer,
) -> Vec<Button> {
    let (policy, caller) = (&execution.engine.policy, &execution.request.caller);
    let verbs = state.map_or(&[][..], lifecycle::available_verbs);
    let allowed = |verb| policy.permit(caller, verb, false, instance).is_ok();
    verbs
        .iter()
        .filter(|verb| caller.kind == CallerKind::Person && allowed(**verb))
        .map(|verb| reply::offer(localizer, *verb, &instance.id))
        .collect()
}
