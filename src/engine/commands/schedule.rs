//! `schedule`: the start and stop schedules of an instance.

use jiff::civil::DateTime;

use super::super::prelude::{CommandResult, Execution, InstanceResult, Refusal, Verdict, instance_result};
use crate::{
    azure::{Crontab, Zone},
    command::ScheduleClause,
    fleet::Selected,
    lifecycle::ScheduleOutcome,
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

/// The change with the zone of a new schedule, and the time in it from which the schedule counts.
fn change_of(
    localizer: &Localizer,
    clause: &ScheduleClause,
) -> Result<ScheduleClause<(Zone, DateTime)>, Refusal> {
    let misread = |why| Refusal::Unfit(Verdict::Misread, why);
    Ok(match clause {
        ScheduleClause::Add { action, cron, zone } => {
            let crontab = Crontab::read(cron).ok_or_else(|| misread(reply::no_crontab(localizer, cron)))?;
            let found = zone.as_deref().map_or_else(|| Zone::of(&localizer.zone), Zone::called);
            let zone = found.ok_or_else(|| misread(reply::no_zone(localizer, zone.as_deref())))?;
            let start = crontab.start(&zone, localizer.now);
            let start = start.ok_or_else(|| misread(reply::never_due(localizer, cron)))?;
            ScheduleClause::Add { action: *action, cron: cron.clone(), zone: (zone, start) }
        }
        ScheduleClause::Enable(id) => ScheduleClause::Enable(id.clone()),
        ScheduleClause::Disable(id) => ScheduleClause::Disable(id.clone()),
        ScheduleClause::Remove(id) => ScheduleClause::Remove(id.clone()),
    })
}
