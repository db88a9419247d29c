//! `idle`: the time after which Azure shuts idle instances down.

use futures::future::join_all;

use super::super::prelude::{CommandResult, Execution, InstanceResult, Permitted, Refusal, instance_result};
use crate::{
    command::{Command, IdleClause},
    fleet::{Selected, Unreadable},
    lifecycle::{Change, Status},
    reply::{self, Localizer},
};

pub(super) async fn run(
    execution: &Execution<'_>,
    command: &Command,
    clause: &IdleClause,
    selected: Selected,
) -> Result<CommandResult, Refusal> {
    let (localizer, unread) = (execution.localizer(), &selected.unread);
    let permitted = execution.authorize(clause, false, selected.found)?;
    let IdleClause::After(after) = *clause else { return Ok(off(localizer, &permitted, unread)) };
    let differs = |(_, seen): &&Permitted<_>| seen.idle_shutdown != Some(after);
    let changed = permitted.iter().filter(differs).map(|(permit, _)| permit.instance().clone());
    execution.confirm_setting(command, changed)?;
    let acts = |(_, seen): &&Permitted<_>| seen.security.identity.is_some();
    let acting: Vec<_> = permitted.iter().filter(acts).map(|(_, seen)| seen.id.clone()).collect();
    let (lifecycle, waiting) = (&execution.engine.lifecycle, &execution.progress.waiting);
    let changes = permitted
        .into_iter()
        .map(async |(permit, seen)| (seen.id.clone(), lifecycle.idle(permit, after, waiting).await));
    let outcomes = join_all(changes).await;
    let says = |change: &Change<_>| {
        (change.status((Status::Failed, Some("not-taken"))), instance_result::of_idle(change))
    };
    let rows = outcomes.iter().map(|(id, outcome)| InstanceResult::set(id, outcome, says)).collect();
    Ok(CommandResult::set(rows, unread, reply::idle(localizer, &outcomes, &acting, unread)))
}

/// Azure has no call that turns the idle shutdown off, so nothing is sent.
fn off(localizer: &Localizer, permitted: &[Permitted<&IdleClause>], unread: &[Unreadable]) -> CommandResult {
    let rows = permitted.iter().map(|(_, seen)| {
        let facts = instance_result::seen(seen, localizer.now);
        let (status, reason) = match seen.idle_shutdown {
            None => (Status::Already, None),
            Some(_) => (Status::Skipped, Some("no-way-off")),
        };
        InstanceResult { facts, ..InstanceResult::new(&seen.id, status, reason) }
    });
    let rows = rows.collect();
    let computes: Vec<_> = permitted.iter().map(|(_, seen)| &**seen).collect();
    CommandResult::set(rows, unread, reply::idle_off(localizer, &computes, unread))
}
