//! `keep`: timers and alerts leave the instance alone for a while.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::super::{
    execution::Execution,
    instance_facts,
    refusal::Refusal,
    result::{CommandResult, Repetition},
};
use crate::{
    azure::{Compute, Seen},
    command::{Day, KeepClause, LONGEST_KEEP, Until},
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
        until => match ends(until, request.at, &localizer.zone) {
            // A minute for a clock that differs.
            Some(end) if end.duration_since(localizer.now) <= LONGEST_KEEP + SignedDuration::from_mins(1) => {
                Some(end)
            }
            _ => return Err(Refusal::KeepTooLong),
        },
    };
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

/// The end of a keep that was requested at `asked`, by the clock of `zone`. A time that a clock change skips is one
/// hour later.
fn ends(until: Until, asked: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let on = |date: Date, at| date.to_datetime(at).to_zoned_datetime(zone.clone()).ok();
    let today = asked.to_zoned_datetime(zone.clone()).date();
    match until {
        Until::For(length) => asked.checked_add(length).ok(),
        Until::At(Day::Next, at) => {
            let first = on(today, at)?.timestamp();
            if first > asked { Some(first) } else { Some(on(today.tomorrow().ok()?, at)?.timestamp()) }
        }
        Until::At(Day::Tomorrow, at) => Some(on(today.tomorrow().ok()?, at)?.timestamp()),
        Until::At(Day::On(date), at) => Some(on(date, at)?.timestamp()),
        Until::Off => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn end(until: Until, asked: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        ends(until, asked.parse().unwrap(), &zone).unwrap().to_string()
    }

    #[test]
    fn a_time_of_day_is_the_next_one_on_the_callers_clock() {
        let at = |hour| Until::At(Day::Next, time(hour, 0, 0, 0));
        let lisbon = "Europe/Lisbon";
        assert_eq!(end(at(22), "2026-11-23T18:00:00Z", lisbon), "2026-11-23T22:00:00Z");
        assert_eq!(end(at(8), "2026-11-23T18:00:00Z", lisbon), "2026-11-24T08:00:00Z");
        let brazil = "America/Sao_Paulo";
        assert_eq!(end(at(22), "2026-11-23T18:00:00Z", brazil), "2026-11-24T01:00:00Z");
    }

    #[test]
    fn a_clock_change_is_respected() {
        // Clocks went back on 25 October 2026: nine hours from 23:00 to 08:00 became ten.
        let tomorrow = Until::At(Day::Tomorrow, time(8, 0, 0, 0));
        assert_eq!(end(tomorrow, "2026-10-24T22:00:00Z", "Europe/Lisbon"), "2026-10-25T08:00:00Z");
        // 01:30 did not exist on 29 March 2026.
        let gap = Until::At(Day::On(date(2026, 3, 29)), time(1, 30, 0, 0));
        assert_eq!(end(gap, "2026-03-28T12:00:00Z", "Europe/Lisbon"), "2026-03-29T01:30:00Z");
        let two_hours = Until::For(SignedDuration::from_hours(2));
        assert_eq!(end(two_hours, "2026-03-29T00:30:00Z", "Europe/Lisbon"), "2026-03-29T02:30:00Z");
    }
}
