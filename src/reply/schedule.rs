//! The schedules of an instance, and the outcome of a change of them.

use jiff::{
    civil::Time,
    tz::{Offset, TimeZone},
};

use super::{
    azure_error,
    prelude::{Localizer, Phrase, Reply, Text, args, grouped, line, say, singular_hour},
    setting::NAMES,
};
use crate::{
    azure::{
        Compute, Drift, Schedule, ScheduleAction, ScheduleEntry, ScheduleForecast, ScheduleList, Seen,
        Timing, Weekly, Zone, short_ids,
    },
    command::{Command, Power, ScheduleClause, Verb},
    fleet::Selected,
    lifecycle::{Changed, ScheduleOutcome, SettingError},
    target::ComputeId,
};

/// All schedules of each instance. Of several, those without share a line.
pub fn schedules(l10n: &Localizer, looked: &Selected) -> Reply {
    let is_without = |compute: &&Seen<Compute>| compute.schedules.is_empty() && looked.found.len() > 1;
    let (without, with): (Vec<_>, Vec<_>) = looked.found.iter().partition(is_without);
    let mut lines: Vec<_> =
        with.iter().flat_map(|compute| all(l10n, &compute.id, &compute.schedules)).collect();
    if !without.is_empty() {
        let names = l10n.list_names(without.iter().map(|compute| &compute.id), NAMES);
        lines.push(line!(l10n, "schedule-none-of", names));
    }
    lines.extend(azure_error::unread(l10n, &looked.unread));
    Reply::to_caller(lines)
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
    let head = |message: &str| line!(l10n, message, instance = id, id = asked);
    let (head, rest) = match outcome {
        ScheduleOutcome::Done(changed) => {
            // A new schedule has no id yet: one with an id existed before and was disabled.
            let was_there = changed.subject.schedule().id.is_some();
            let change = if change == "added" && was_there { "enabled" } else { change };
            let mut rest = entry(l10n, &changed.now, &changed.subject, zone);
            rest.extend(meanwhile(l10n, changed));
            (head(&format!("schedule-{change}")), rest)
        }
        ScheduleOutcome::Already { now, subject } => {
            (head(&format!("schedule-already-{change}")), entry(l10n, now, subject, zone))
        }
        ScheduleOutcome::Otherwise(now) => (head("schedule-otherwise"), all(l10n, id, &now.schedules())),
        ScheduleOutcome::Full(now) => {
            let schedules = now.schedules();
            (line!(l10n, "schedule-full", instance = id, n = schedules.len()), list(l10n, &schedules))
        }
        ScheduleOutcome::Unknown(now) => (head("schedule-unknown"), all(l10n, id, &now.schedules())),
        ScheduleOutcome::Ambiguous(ids) => {
            let ids = l10n.list_code(ids, usize::MAX);
            (line!(l10n, "schedule-ambiguous", instance = id, id = asked, ids), Vec::new())
        }
        ScheduleOutcome::Crowded => (head("schedule-crowded"), Vec::new()),
    };
    Reply::to_caller([head].into_iter().chain(rest))
}

fn all(l10n: &Localizer, id: &ComputeId, schedules: &[Schedule]) -> Vec<Text> {
    if schedules.is_empty() {
        let cron = "0 20 * * 1-5".to_owned();
        let clause = ScheduleClause::Add { action: Power::Stop, cron, zone: None };
        let command = &Command::Schedule { selection: l10n.selection(&[id]), schedule: Some(clause) };
        return vec![line!(l10n, "schedule-none", instance = id, command)];
    }
    let mut lines = vec![line!(l10n, "schedule-head", instance = id, n = schedules.len())];
    lines.extend(list(l10n, schedules));
    lines
}

fn list(l10n: &Localizer, schedules: &[Schedule]) -> Vec<Text> {
    let ids = short_ids(schedules).into_iter();
    let lines = ids.zip(schedules).map(|(id, schedule)| entry_line(l10n, id, schedule));
    lines.chain(warnings(l10n, schedules, None)).collect()
}

/// An entry as it is now, or as it was if it is gone. `zone` is the time zone in the caller's command.
fn entry(l10n: &Localizer, now: &ScheduleList, entry: &ScheduleEntry, zone: Option<&str>) -> Vec<Text> {
    let schedules = now.schedules();
    let wanted = entry.schedule();
    let same = |schedule: &Schedule| schedule.does_the_same(&wanted);
    let Some(at) = now.find(entry).or_else(|| schedules.iter().position(same)) else {
        return vec![entry_of_gone(l10n, &wanted)];
    };
    let mut lines = vec![entry_line(l10n, short_ids(&schedules)[at], &schedules[at])];
    lines.extend(warnings(l10n, &schedules[at..=at], zone));
    lines
}

/// The changes of others at the same moment.
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
        lines.extend(schedules.map(|schedule| entry_of_gone(l10n, &schedule)));
    }
    lines
}

/// Azure would not understand the expression.
pub fn no_crontab(l10n: &Localizer, cron: &str) -> Reply {
    line!(l10n, "schedule-no-crontab", cron).into()
}

/// The expression describes a day that never comes, such as 31 February.
pub fn never_due(l10n: &Localizer, cron: &str) -> Reply {
    line!(l10n, "schedule-never", cron).into()
}

/// A time zone that does not exist, or that Azure has no name for; `None` for the caller's own.
pub fn no_zone(l10n: &Localizer, zone: Option<&str>) -> Reply {
    let message = if zone.is_some() { "schedule-no-zone" } else { "schedule-no-own-zone" };
    line!(l10n, message, zone).into()
}

/// `id` is the short id, which commands take.
fn entry_line(l10n: &Localizer, id: Option<&str>, schedule: &Schedule) -> Text {
    let end = match schedule.due(l10n.now).next {
        _ if schedule.failed => l10n.word("schedule-failed"),
        _ if !schedule.enabled => l10n.word("schedule-off"),
        Some(next) => say!(l10n, "schedule-next", time = l10n.time(next)),
        None => Phrase::literal("."),
    };
    with_end(l10n, id, schedule, end)
}

/// A schedule that is no longer there.
fn entry_of_gone(l10n: &Localizer, schedule: &Schedule) -> Text {
    with_end(l10n, None, schedule, Phrase::literal("."))
}

fn with_end(l10n: &Localizer, id: Option<&str>, schedule: &Schedule, end: Phrase) -> Text {
    let action = match &schedule.action {
        ScheduleAction::Start => l10n.verb(Verb::Start),
        ScheduleAction::Stop => l10n.verb(Verb::Stop),
        ScheduleAction::Other(action) if action.is_empty() => "?",
        ScheduleAction::Other(action) => action,
    };
    let due = schedule.due(l10n.now);
    let id = id.map(|id| Phrase(format!("{} ", Phrase::code(id))));
    let (when, zone) = (when(l10n, schedule, &due), zone(l10n, schedule, &due));
    line!(l10n, "schedule-line", id, action, when, zone, end)
}

/// `weekdays at 20:00`
fn when(l10n: &Localizer, schedule: &Schedule, due: &ScheduleForecast) -> Phrase {
    match (&due.weekly, &schedule.timing) {
        (Some(weekly), _) => weekly_words(l10n, weekly),
        (None, Some(Timing::Cron { expression, .. })) => say!(l10n, "schedule-cron", cron = expression),
        (None, Some(Timing::Recurrence { frequency, interval, .. })) => {
            let interval = usize::try_from(*interval).unwrap_or_default();
            say!(l10n, "schedule-recurs", n = interval, unit = frequency.to_lowercase())
        }
        (None, None) => l10n.word("schedule-unread"),
    }
}

fn weekly_words(l10n: &Localizer, weekly: &Weekly) -> Phrase {
    let days = match weekly.days.as_slice() {
        days if days.len() == 7 => l10n.word("days-every"),
        [1, 2, 3, 4, 5] => l10n.word("days-week"),
        [0, 6] => l10n.word("days-weekend"),
        days => l10n.list(days.iter().map(|day| l10n.word(&format!("days-{day}")))),
    };
    let hour = weekly.times.first().map_or(0, |time| singular_hour(*time));
    let times = weekly.times.iter().map(|time| clock(l10n, *time));
    say!(l10n, "schedule-weekly", days, times = l10n.list(times), hour)
}

fn clock(l10n: &Localizer, time: Time) -> Phrase {
    Phrase(time.strftime(&l10n.word("time").0).to_string())
}

/// The zone as people know it, and what Azure's clock shows there all year: `Europe/Lisbon (UTC+00:00)`
fn zone(l10n: &Localizer, schedule: &Schedule, due: &ScheduleForecast) -> Phrase {
    match (&due.zone, &schedule.timing) {
        (Some((zone, offset)), _) if zone.name() != "UTC" || *offset != Offset::UTC => {
            let there = l10n.now.to_zoned_datetime(TimeZone::fixed(*offset));
            let from_utc = there.strftime("UTC%:z");
            Phrase(format!("{} ({from_utc})", place(l10n, zone, None)))
        }
        (None, Some(timing)) => Phrase::literal(timing.zone_name()),
        _ => Phrase::literal("UTC"),
    }
}

/// A line for each zone whose clocks change, since Azure's do not. `given` is the zone in the caller's command.
fn warnings(l10n: &Localizer, schedules: &[Schedule], given: Option<&str>) -> Vec<Text> {
    let drifts = schedules.iter().filter_map(|schedule| {
        let due = schedule.due(l10n.now);
        Some((due.zone?.0, due.drift?))
    });
    let warnings = grouped(drifts).into_iter().filter_map(|(zone, drifts)| {
        let place = place(l10n, &zone, given);
        warning(l10n, &zone, place, &drifts)
    });
    warnings.collect()
}

fn warning(l10n: &Localizer, zone: &Zone, place: Phrase, drifts: &[Drift]) -> Option<Text> {
    let (first, others) = drifts.split_first()?;
    let args = args!(l10n, zone = place, day = l10n.day(first.at, zone.clock()));
    if let (Some((now, then)), []) = (first.times, others) {
        let (now, then) = (clock(l10n, now), clock(l10n, then));
        return Some(line!(l10n, "schedule-drift", ..args, now, then));
    }
    let how = if first.by.is_negative() { "earlier" } else { "later" };
    let by = l10n.duration(first.by);
    Some(line!(l10n, "schedule-drift-all", ..args, n = drifts.len(), how, by))
}

/// The name by which the caller knows a zone: from the command, or from the caller's own settings, if it is the same
/// zone.
fn place(l10n: &Localizer, zone: &Zone, given: Option<&str>) -> Phrase {
    let given = given.and_then(|name| TimeZone::get(name).ok());
    let known = [given.as_ref(), Some(&l10n.zone)].into_iter().flatten();
    let mut known = known.filter(|known| Zone::of(known).is_some_and(|known| known.name() == zone.name()));
    let place = known.next().unwrap_or_else(|| zone.clock());
    match place.iana_name().unwrap_or_else(|| zone.name()) {
        "America/Sao_Paulo" => l10n.word("zone-brasilia"),
        name => Phrase::literal(name),
    }
}
