//! A schedule of Azure's in words: what it does, when, by which clock, and when next.

use jiff::{
    Timestamp,
    civil::Time,
    tz::{Offset, TimeZone},
};

use super::{
    localizer::{Args, Voice},
    markup::{Text, literal},
};
use crate::{
    azure::{Action, Drift, Schedule, ScheduleForecast, Timing, Weekly, Zone},
    command::Verb,
};

/// One schedule, by the short id that people can give.
pub(super) fn line(voice: &Voice, id: Option<&str>, schedule: &Schedule) -> Text {
    let due = schedule.due(voice.now);
    let end = match due.next {
        _ if schedule.failed => voice.word("schedule-failed"),
        _ if !schedule.enabled => voice.word("schedule-off"),
        Some(next) => voice.say("schedule-next", Args::new().piece("time", voice.time(next))),
        None => ".".to_owned(),
    };
    said(voice, id, schedule, &due, end)
}

/// One that is there no more.
pub(super) fn bare_line(voice: &Voice, schedule: &Schedule) -> Text {
    said(voice, None, schedule, &schedule.due(voice.now), ".".to_owned())
}

fn said(voice: &Voice, id: Option<&str>, schedule: &Schedule, due: &ScheduleForecast, end: String) -> Text {
    let action = match &schedule.action {
        Action::Start => voice.verb(Verb::Start),
        Action::Stop => voice.verb(Verb::Stop),
        Action::Other(action) if action.is_empty() => "?",
        Action::Other(action) => action,
    };
    let args = Args::new()
        .piece(
            "id",
            id.map_or_else(String::new, |id| format!("`{}` ", literal(id))),
        )
        .text("action", action)
        .piece("when", when(voice, schedule, due))
        .piece("zone", zone(schedule, due))
        .piece("end", end);
    voice.line("schedule-line", args)
}

/// `weekdays at 20:00`
fn when(voice: &Voice, schedule: &Schedule, due: &ScheduleForecast) -> String {
    match (&due.weekly, &schedule.timing) {
        (Some(weekly), _) => weekly_words(voice, weekly),
        (None, Some(Timing::Cron { expression, .. })) => {
            voice.say("schedule-cron", Args::new().text("cron", expression))
        }
        (
            None,
            Some(Timing::Recurrence {
                frequency, interval, ..
            }),
        ) => {
            let interval = usize::try_from(*interval).unwrap_or_default();
            let args = Args::new().number("n", interval);
            voice.say("schedule-recurs", args.text("unit", frequency.to_lowercase()))
        }
        (None, None) => voice.word("schedule-unread"),
    }
}

fn weekly_words(voice: &Voice, weekly: &Weekly) -> String {
    let days = match weekly.days.as_slice() {
        days if days.len() == 7 => voice.word("days-every"),
        [1, 2, 3, 4, 5] => voice.word("days-week"),
        [0, 6] => voice.word("days-weekend"),
        days => {
            let names: Vec<_> = days
                .iter()
                .map(|day| voice.word(&format!("days-{day}")))
                .collect();
            voice.list(&names, names.len())
        }
    };
    let times: Vec<_> = weekly.times.iter().map(|time| clock(voice, *time)).collect();
    let args = Args::new().piece("days", days);
    voice.say(
        "schedule-weekly",
        args.piece("times", voice.list(&times, times.len())),
    )
}

fn clock(voice: &Voice, time: Time) -> String {
    time.strftime(&voice.word("time")).to_string()
}

/// `GMT Standard Time (UTC+00:00)`: as Azure calls it, and what its clock there shows all year.
fn zone(schedule: &Schedule, due: &ScheduleForecast) -> String {
    match (&due.zone, &schedule.timing) {
        (Some((zone, offset)), _) if zone.name() == "UTC" && *offset == Offset::UTC => "UTC".to_owned(),
        (Some((zone, offset)), _) => format!("{} ({})", literal(zone.name()), from_utc(*offset)),
        (None, Some(timing)) => literal(timing.zone_name()),
        (None, None) => "UTC".to_owned(),
    }
}

fn from_utc(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// That the clocks of these schedules' zones are changed, and Azure's are not: a line for each zone.
/// `given` is what somebody has just called one.
pub(super) fn warnings(voice: &Voice, schedules: &[Schedule], given: Option<&str>) -> Vec<Text> {
    let mut drifting: Vec<(Zone, Vec<Drift>)> = Vec::new();
    for schedule in schedules {
        let due = schedule.due(voice.now);
        if let (Some((zone, _)), Some(drift)) = (due.zone, due.drift) {
            match drifting.iter_mut().find(|(other, _)| *other == zone) {
                Some((_, drifts)) => drifts.push(drift),
                None => drifting.push((zone, vec![drift])),
            }
        }
    }
    let warn = |(zone, drifts): &(Zone, Vec<Drift>)| {
        let place = place(voice, zone, given);
        warning(voice, zone, &place, drifts)
    };
    drifting.iter().filter_map(warn).collect()
}

fn warning(voice: &Voice, zone: &Zone, place: &str, drifts: &[Drift]) -> Option<Text> {
    let args = |drift: &Drift| {
        Args::new()
            .text("zone", place)
            .piece("day", day(voice, drift.at, zone.clock()))
    };
    match drifts {
        [] => None,
        [
            drift @ Drift {
                times: Some((now, then)),
                ..
            },
        ] => {
            let args = args(drift)
                .piece("now", clock(voice, *now))
                .piece("then", clock(voice, *then));
            Some(voice.line("schedule-drift", args))
        }
        [drift, ..] => {
            let how = if drift.by.is_negative() {
                "earlier"
            } else {
                "later"
            };
            let by = voice.duration(drift.by);
            let args = args(drift).number("n", drifts.len());
            Some(voice.line("schedule-drift-all", args.text("how", how).piece("by", by)))
        }
    }
}

/// A zone as the caller knows it: as they have just called it, or by the name of their own, where it
/// is the same.
fn place(voice: &Voice, zone: &Zone, given: Option<&str>) -> String {
    let given = given.and_then(|name| TimeZone::get(name).ok());
    let known = [given.as_ref(), Some(&voice.zone)].into_iter().flatten();
    let mut known = known.filter(|known| Zone::of(known).is_some_and(|known| known.name() == zone.name()));
    let place = known.next().unwrap_or_else(|| zone.clock());
    place.iana_name().unwrap_or_else(|| zone.name()).to_owned()
}

/// The day by the clock that is changed.
fn day(voice: &Voice, at: Timestamp, clock: &TimeZone) -> String {
    let local = at.to_zoned_datetime(clock.clone());
    local.strftime(&voice.word("day")).to_string()
}
