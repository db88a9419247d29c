//! `idle`: the time after which Azure shuts an idle instance down.

use super::super::{execution::Execution, instance_facts, refusal::Refusal, result::CommandResult};
use crate::{
    azure::{Compute, Seen},
    command::IdleClause,
    lifecycle::{IdleOutcome, Status},
    reply::{self, Localizer},
};

pub(super) async fn run(
    execution: &Execution<'_>,
    clause: &IdleClause,
    seen: Seen<Compute>,
) -> Result<CommandResult, Refusal> {
    let localizer = execution.localizer();
    let permit = execution.permit(clause, false, &seen)?;
    let after = match clause {
        IdleClause::After(after) => *after,
        IdleClause::Off => return Ok(off(localizer, &seen)),
    };
    let waiting = &execution.progress.waiting;
    let outcome = execution.engine.lifecycle.idle(permit, after, waiting).await;
    let reply = reply::idle(localizer, &seen.id, seen.security.identity.is_some(), &outcome);
    Ok(CommandResult::set(
        &seen.id,
        outcome.as_ref().map(IdleOutcome::status),
        instance_facts::of_idle(&outcome),
        reply,
    ))
}

/// Azure has no call that turns the idle shutdown off, so nothing is sent.
fn off(localizer: &Localizer, seen: &Compute) -> CommandResult {
    let status = match seen.idle_shutdown {
        None => (Status::Already, None),
        Some(_) => (Status::Skipped, Some("no-way-off")),
    };
    let facts = instance_facts::seen(seen, localizer.now);
    CommandResult::set(&seen.id, Ok(status), facts, reply::idle_off(localizer, seen))
}
