//! `keep`: timers and alerts leave the instance alone for a while.

use jiff::{SignedDuration, Timestamp};

use super::super::{
    execution::Execution,
    instance_facts,
    refusal::Refusal,
    result::{CommandResult, Repetition},
};
use crate::{
    azure::{Compute, Seen},
    command::{KeepClause, LONGEST_KEEP, Until},
    command_request::{Addressee, Caller},
    lifecycle::{Keep, KeepOutcome},
    reply,
    target::Instance,
};

pub(super) async fn run(
    execution: &Execution<'_>,
    clause: &KeepClause,
    seen: Seen<Compute>,
) -> Result<CommandResult, Refusal> {
    let (request, localizer) = (execution.request, execution.localizer());
    let permit = execution.permit(clause, false, &seen)?;
    let instance = permit.instance().clone();
    let until = match clause.until {
        Until::Off => None,
        Until::For(length) => Some(request.at.checked_add(length).ok()),
        Until::At(moment) => Some(moment.after(request.at, &localizer.zone)),
    };
    // A minute for a clock that differs.
    let longest = LONGEST_KEEP + SignedDuration::from_mins(1);
    let is_near = |end: &Timestamp| end.duration_since(localizer.now) <= longest;
    let until = until.map(|end| end.filter(is_near).ok_or(Refusal::KeepTooLong)).transpose()?;
    if until.is_some_and(|until| until <= localizer.now) {
        return Err(Refusal::KeepOver(instance.id));
    }
    let keep = until.map(|until| keep(until, &instance, &request.caller, clause.because.as_deref()));
    let is_cut = keep.as_ref().is_some_and(Keep::is_cut);
    let waiting = &execution.progress.waiting;
    let lifecycle = &execution.engine.lifecycle;
    let outcome = lifecycle.keep(permit, seen.good_until(), keep, waiting).await;
    let reply = reply::keep(localizer, &instance.id, &outcome, is_cut);
    let (status, facts) = (outcome.as_ref().map(KeepOutcome::status), instance_facts::of_keep(&outcome));
    let result = CommandResult::set(&instance.id, status, facts, reply);
    Ok(CommandResult { repetition: Repetition::Something, ..result })
}

fn keep(until: Timestamp, instance: &Instance, caller: &Caller, because: Option<&str>) -> Keep {
    Keep {
        until,
        created_on: instance.created_on.map(Timestamp::as_second),
        who: match &caller.name {
            Some(name) => format!("{} ({})", Addressee::harmless(name), caller.id),
            None => caller.id.clone(),
        },
        because: because.map(str::to_owned),
    }
}
