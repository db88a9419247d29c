//! `schedule`: the start and stop schedules of an instance.

use super::super::{
    execution::Execution,
    instance_result::{self, InstanceResult},
    refusal::Refusal,
    result::{CommandResult, Verdict},
};
use crate::{
    azure::{Crontab, ScheduleAction, Zone},
    command::{ScheduleClause, ScheduledAction},
    fleet::Selected,
    lifecycle::{ScheduleChange, ScheduleOutcome},
    reply::{self, Localizer},
};

/// Shows the schedules of each instance, or changes those of the one that `clause` is about.
pub(super) async fn run(
    execution: &Execution<'_>,
    clause: Option<&ScheduleClause>,
    selected: Selected,
) -> Result<CommandResult, Refusal> {
    let (localizer, found) = (execution.localizer(), selected.found.clone());
    let mut permitted = execution.authorize(clause, false, found)?;
    let (Some(clause), Some((permit, seen))) = (clause, permitted.pop()) else {
        let reply = reply::schedules(localizer, &selected);
        return Ok(CommandResult::shown(&selected, localizer.now, reply));
    };
    let change = change_of(localizer, clause)?;
    let waiting = &execution.progress.waiting;
    let outcome = execution.engine.lifecycle.schedule(permit, &change, waiting).await;
    let reply = reply::schedule(localizer, &seen.id, clause, &outcome);
    let row = InstanceResult::set(&seen.id, &outcome, |outcome: &ScheduleOutcome| {
        (outcome.status(), instance_result::of_schedule(outcome, localizer.now))
    });
    Ok(CommandResult::set(vec![row], &[], reply))
}

fn change_of(localizer: &Localizer, clause: &ScheduleClause) -> Result<ScheduleChange, Refusal> {
    Ok(match clause {
        ScheduleClause::Add { action, cron, zone } => add(localizer, *action, cron, zone.as_deref())?,
        ScheduleClause::Enable(id) => ScheduleChange::Enable(id.clone()),
        ScheduleClause::Disable(id) => ScheduleChange::Disable(id.clone()),
        ScheduleClause::Remove(id) => ScheduleChange::Remove(id.clone()),
    })
}

fn add(
    localizer: &Localizer,
    action: ScheduledAction,
    cron: &str,
    zone: Option<&str>,
) -> Result<ScheduleChange, Refusal> {
    let misread = |why| Refusal::Unfit(Verdict::Misread, why);
    let crontab = Crontab::read(cron).ok_or_else(|| misread(reply::no_crontab(localizer, cron)))?;
    let found = match zone {
        Some(zone) => Zone::called(zone),
        None => Zone::of(&localizer.zone),
    };
    let zone = found.ok_or_else(|| misread(reply::no_zone(localizer, zone)))?;
    let start = zone.standard(localizer.now).to_datetime(localizer.now);
    if crontab.next(start).is_none() {
        return Err(misread(reply::never_due(localizer, cron)));
    }
    Ok(ScheduleChange::Add {
        action: match action {
            ScheduledAction::Start => ScheduleAction::Start,
            ScheduledAction::Stop => ScheduleAction::Stop,
        },
        expression: cron.to_owned(),
        zone,
        start,
    })
}
