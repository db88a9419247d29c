//! `idle`: the time after which Azure shuts an idle instance down.

use super::super::{
    execution::Execution,
    refusal::Refusal,
    result::{CommandResult, InstanceResult},
};
use crate::{
    azure::{Compute, Seen},
    command::IdleClause,
    lifecycle::{SettingOutcome, Status},
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
    let row = InstanceResult::set(&seen.id, outcome.status());
    let reply = reply::idle(localizer, &seen.id, seen.security.identity.is_some(), &outcome);
    Ok(CommandResult::set(row, outcome.is_transient(), reply))
}

/// Azure has no call that turns the idle shutdown off, so nothing is sent.
fn off(localizer: &Localizer, seen: &Compute) -> CommandResult {
    let row = match seen.idle_shutdown {
        None => InstanceResult::set(&seen.id, (Status::Already, None)),
        Some(_) => InstanceResult::set(&seen.id, (Status::Skipped, Some("no-way-off"))),
    };
    CommandResult::set(row, false, reply::idle_off(localizer, seen))
}
