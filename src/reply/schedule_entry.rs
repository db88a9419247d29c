//! One schedule in Azure: what it does, when, by which clock, and when next.

use jiff::{
    Timestamp,
    civil::Time,
    tz::{Offset, TimeZone},
};

use super::{
    formats::grouped,
    localizer::{Localizer, args, line, say},
    markup::{Phrase, Text, literal},
};
use crate::{
    azure::{Drift, Schedule, ScheduleAction, ScheduleForecast, Timing, Weekly, Zone},
    command::Verb,
};

/// `id` is the short id, which commands take.
pub(super) fn line(l10n: &Localizer, id: Option<&str>, schedule: &Schedule) -> Text {
    let end = match schedule.due(l10n.now).next {
        _ if schedule.failed => l10n.word("schedule-failed"),
        _ if !schedule.enabled => l10n.word("schedule-off"),
        Some(next) => say!(l10n, "schedule-next", time = l10n.time(next)),
        None => Phrase::literal("."),
    };
    with_end(l10n, id, schedule, end)
}

/// A schedule that is no longer there.
pub(super) fn line_of_gone(l10n: &Localizer, schedule: &Schedule) -> Text {
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
    line!(
        l10n,
        "schedule-line",
        id = id.map(|id| Phrase(format!("{} ", Phrase::code(id)))),
        action,
        when = when(l10n, schedule, &due),
        zone = zone(schedule, &due),
        end
    )
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
    let times = weekly.times.iter().map(|time| clock(l10n, *time));
    say!(l10n, "schedule-weekly", days, times = l10n.list(times))
}

fn clock(l10n: &Localizer, time: Time) -> Phrase {
    Phrase(time.strftime(&l10n.word("time").0).to_string())
}

/// Azure's name for the zone, and what Azure's clock shows there all year: `GMT Standard Time (UTC+00:00)`
fn zone(schedule: &Schedule, due: &ScheduleForecast) -> Phrase {
    match (&due.zone, &schedule.timing) {
        (Some((zone, offset)), _) if zone.name() != "UTC" || *offset != Offset::UTC => {
            Phrase(format!("{} ({})", literal(zone.name()), from_utc(*offset)))
        }
        (None, Some(timing)) => Phrase::literal(timing.zone_name()),
        _ => Phrase::literal("UTC"),
    }
}

fn from_utc(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A line for each zone whose clocks change, since Azure's do not. `given` is the zone in the caller's command.
pub(super) fn warnings(l10n: &Localizer, schedules: &[Schedule], given: Option<&str>) -> Vec<Text> {
    let drifts = schedules.iter().filter_map(|schedule| {
        let due = schedule.due(l10n.now);
        Some((due.zone?.0, due.drift?))
    });
    let warnings = grouped(drifts).into_iter().filter_map(|(zone, drifts)| {
        let place = place(l10n, &zone, given);
        warning(l10n, &zone, &place, &drifts)
    });
    warnings.collect()
}

fn warning(l10n: &Localizer, zone: &Zone, place: &str, drifts: &[Drift]) -> Option<Text> {
    let (first, others) = drifts.split_first()?;
    let args = args!(l10n, zone = place, day = day(l10n, first.at, zone.clock()));
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
fn place(l10n: &Localizer, zone: &Zone, given: Option<&str>) -> String {
    let given = given.and_then(|name| TimeZone::get(name).ok());
    let known = [given.as_ref(), Some(&l10n.zone)].into_iter().flatten();
    let mut known = known.filter(|known| Zone::of(known).is_some_and(|known| known.name() == zone.name()));
    let place = known.next().unwrap_or_else(|| zone.clock());
    place.iana_name().unwrap_or_else(|| zone.name()).to_owned()
}

/// The day in a zone whose clock changes.
fn day(l10n: &Localizer, at: Timestamp, clock: &TimeZone) -> Phrase {
    let local = at.to_zoned_datetime(clock.clone());
    Phrase(local.strftime(&l10n.word("day").0).to_string())
}
