//! The schedules of an instance, and the outcome of a change of them.

use super::{
    azure_error,
    localizer::{Localizer, args, line},
    markup::Text,
    message::Reply,
    schedule_entry,
};
use crate::{
    azure::{Schedule, ScheduleEntry, ScheduleList, short_ids},
    command::{Command, ScheduleClause, ScheduledAction},
    lifecycle::{Changed, ScheduleOutcome, SettingError},
    target::ComputeId,
};

/// All schedules of an instance.
pub fn schedules(l10n: &Localizer, id: &ComputeId, schedules: &[Schedule]) -> Reply {
    Reply::to_caller(all(l10n, id, schedules))
}

/// The outcome of the change that `clause` asks for.
pub fn schedule(
    l10n: &Localizer,
    id: &ComputeId,
    clause: &ScheduleClause,
    outcome: &Result<ScheduleOutcome, SettingError>,
) -> Reply {
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return azure_error::setting(l10n, id, error).into(),
    };
    let (change, asked, zone) = match clause {
        ScheduleClause::Add { zone, .. } => ("added", "", zone.as_deref()),
        ScheduleClause::Enable(id) => ("enabled", id.as_str(), None),
        ScheduleClause::Disable(id) => ("disabled", id.as_str(), None),
        ScheduleClause::Remove(id) => ("removed", id.as_str(), None),
    };
    let args = args!(l10n, instance = id, id = asked);
    let (head, rest) = match outcome {
        ScheduleOutcome::Done(changed) => {
            // Azure has not given a new schedule its id yet: one with an id was there before, turned off.
            let was_there = changed.subject.schedule().id.is_some();
            let change = if change == "added" && was_there { "enabled" } else { change };
            let mut rest = entry(l10n, &changed.now, &changed.subject, zone);
            rest.extend(meanwhile(l10n, changed));
            (l10n.line(&format!("schedule-{change}"), args), rest)
        }
        ScheduleOutcome::Already { now, subject } => {
            let head = l10n.line(&format!("schedule-already-{change}"), args);
            (head, entry(l10n, now, subject, zone))
        }
        ScheduleOutcome::Otherwise(now) => {
            (l10n.line("schedule-otherwise", args), all(l10n, id, &now.schedules()))
        }
        ScheduleOutcome::Full(now) => {
            let schedules = now.schedules();
            let head = line!(l10n, "schedule-full", ..args, n = schedules.len());
            (head, list(l10n, &schedules))
        }
        ScheduleOutcome::Unknown(now) => {
            (l10n.line("schedule-unknown", args), all(l10n, id, &now.schedules()))
        }
        ScheduleOutcome::Ambiguous(ids) => {
            let ids = l10n.list_code(ids, usize::MAX);
            (line!(l10n, "schedule-ambiguous", ..args, ids), Vec::new())
        }
        ScheduleOutcome::Crowded => (l10n.line("schedule-crowded", args), Vec::new()),
    };
    Reply::to_caller([head].into_iter().chain(rest))
}

fn all(l10n: &Localizer, id: &ComputeId, schedules: &[Schedule]) -> Vec<Text> {
    let args = args!(l10n, instance = id);
    if schedules.is_empty() {
        return vec![line!(l10n, "schedule-none", ..args, command = example(l10n, id))];
    }
    let mut lines = vec![line!(l10n, "schedule-head", ..args, n = schedules.len())];
    lines.extend(list(l10n, schedules));
    lines
}

fn list(l10n: &Localizer, schedules: &[Schedule]) -> Vec<Text> {
    let ids = short_ids(schedules).into_iter();
    let lines = ids.zip(schedules).map(|(id, schedule)| schedule_entry::line(l10n, id, schedule));
    lines.chain(schedule_entry::warnings(l10n, schedules, None)).collect()
}

/// One entry as it is now, or as it was if it is gone. `zone` is what the caller called its time zone.
fn entry(l10n: &Localizer, now: &ScheduleList, entry: &ScheduleEntry, zone: Option<&str>) -> Vec<Text> {
    let schedules = now.schedules();
    let wanted = entry.schedule();
    let same = |schedule: &Schedule| schedule.does_the_same(&wanted);
    let Some(at) = now.find(entry).or_else(|| schedules.iter().position(same)) else {
        return vec![schedule_entry::line_of_gone(l10n, &wanted)];
    };
    let mut lines = vec![schedule_entry::line(l10n, short_ids(&schedules)[at], &schedules[at])];
    lines.extend(schedule_entry::warnings(l10n, &schedules[at..=at], zone));
    lines
}

/// What others changed at the same moment.
fn meanwhile(l10n: &Localizer, changed: &Changed) -> Vec<Text> {
    let mut lines = Vec::new();
    if changed.together && changed.put_back.is_empty() && changed.gone.is_empty() {
        lines.push(line!(l10n, "schedule-together"));
    }
    for (message, entries) in
        [("schedule-put-back", &changed.put_back), ("schedule-taken-away", &changed.gone)]
    {
        lines.extend((!entries.is_empty()).then(|| line!(l10n, message)));
        let schedules = entries.iter().map(ScheduleEntry::schedule);
        lines.extend(schedules.map(|schedule| schedule_entry::line_of_gone(l10n, &schedule)));
    }
    lines
}

fn example(l10n: &Localizer, id: &ComputeId) -> String {
    let cron = "0 20 * * 1-5".to_owned();
    let clause = ScheduleClause::Add { action: ScheduledAction::Stop, cron, zone: None };
    l10n.command(&Command::Schedule { selection: l10n.only(id), schedule: Some(clause) })
}

/// Azure would not understand the expression.
pub fn no_crontab(l10n: &Localizer, cron: &str) -> Reply {
    line!(l10n, "schedule-no-crontab", cron).into()
}

/// The expression describes a day that never comes, such as 31 February.
pub fn never_due(l10n: &Localizer, cron: &str) -> Reply {
    line!(l10n, "schedule-never", cron).into()
}

/// A time zone that does not exist, or that Azure has no name for. `None` is the caller's own.
pub fn no_zone(l10n: &Localizer, zone: Option<&str>) -> Reply {
    let line = match zone {
        Some(zone) => line!(l10n, "schedule-no-zone", zone),
        None => line!(l10n, "schedule-no-own-zone"),
    };
    line.into()
}
