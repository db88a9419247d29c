//! `status`: each instance in detail; `list`: a line for each.

use std::cmp::Reverse;

use super::super::prelude::{CommandResult, Execution, Verdict, instance_result};
use crate::{
    azure::{AzureErrorKind, Compute, Seen, State},
    command::Verb,
    command_request::CallerKind,
    fleet::Selected,
    lifecycle,
    reply::{self, Button, Detail, Localizer, Priced},
    target::Instance,
};

pub(super) async fn run(execution: &Execution<'_>, mut selected: Selected) -> CommandResult {
    let details = details(execution, &selected.found).await;
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
        row.facts.insert("kept".to_owned(), instance_result::kept(detail.keep.as_ref()));
        if seen.is_owned_by(entra.as_deref()) {
            row.facts.insert("applications".to_owned(), instance_result::applications(seen));
        }
    }
    result
}

/// The price alone is looked up.
pub(super) async fn list(execution: &Execution<'_>, mut selected: Selected) -> CommandResult {
    let priced = execution.priced(selected.found.iter().map(|seen| &**seen), execution.patience()).await;
    let details = priced.iter().map(|one| Detail { price: one.money, ..Detail::default() }).collect();
    let details = by_importance(&mut selected, details);
    result(execution, Verb::List, &selected, &details)
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
    let mut result = CommandResult::shown(selected, execution.localizer().now, reply);
    if execution.request.caller.kind == CallerKind::Person && !selected.found.is_empty() {
        result.verdict = Verdict::Done;
    }
    for (row, detail) in result.results.iter_mut().zip(details) {
        row.facts.insert("price".to_owned(), instance_result::money(detail.price));
    }
    result
}

/// Sorts what runs before what does not, and the most expensive first. `details` are those of the instances, in their
/// order.
fn by_importance(selected: &mut Selected, details: Vec<Detail>) -> Vec<Detail> {
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

/// The price and the keep of each instance, as far as Azure answers in time.
async fn details(execution: &Execution<'_>, found: &[Seen<Compute>]) -> Vec<Detail> {
    let engine = execution.engine;
    let priced = execution.priced(found.iter().map(|seen| &**seen), execution.patience());
    let (priced, (keeps, pending)) = tokio::join!(priced, execution.keeps_and_pending(found));
    let now = engine.clock.now();
    let keep = |compute: &Compute| Some(keeps.get(&compute.id.workspace)?.of(&compute.instance(), now));
    let pending = |compute: &Compute| {
        let instance = compute.instance();
        pending.iter().filter(|one| engine.is_pending_for(one, &instance)).cloned().collect()
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
    let is_person = caller.kind == CallerKind::Person;
    let allowed = |verb: &&Verb| is_person && policy.permit(caller, **verb, false, instance).is_ok();
    verbs.iter().filter(allowed).map(|verb| reply::offer(localizer, *verb, &instance.id)).collect()
}
