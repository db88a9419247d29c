//! When a schedule runs next: Azure does not report it.

use jiff::{
    SignedDuration, Timestamp,
    civil::Time,
    tz::{Offset, TimeZone},
};

use super::{
    cron::Weekly,
    schedule::{Schedule, Timing},
    zone::Zone,
};

/// The next run of a schedule and its effect on the wall clock, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScheduleForecast {
    /// Its zone, and the offset of Azure's clock there from UTC. `None` if the zone is unknown.
    pub zone: Option<(Zone, Offset)>,
    /// Days and times, if these are all that it depends on.
    pub weekly: Option<Weekly>,
    /// When it runs next. `None` if it is off, or if that is unknown.
    pub next: Option<Timestamp>,
    /// If the clocks of its zone change.
    pub drift: Option<Drift>,
}

/// How a schedule moves on the clocks of its zone, since Azure ignores daylight saving time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// When those clocks change next.
    pub at: Timestamp,
    /// How much later it runs after that, by these clocks.
    pub by: SignedDuration,
    /// The time of the run on these clocks before and after, if it runs once a day.
    pub times: Option<(Time, Time)>,
}

impl Schedule {
    /// The forecast at `now`.
    pub fn due(&self, now: Timestamp) -> ScheduleForecast {
        let Some(timing) = &self.timing else { return ScheduleForecast::default() };
        let weekly = timing.crontab().and_then(|crontab| crontab.weekly());
        let Some(zone) = timing.zone() else {
            return ScheduleForecast { weekly, ..ScheduleForecast::default() };
        };
        let offset = zone.standard(now);
        let runs = self.enabled && !self.failed;
        ScheduleForecast {
            next: next(timing, offset, now).filter(|_| runs),
            drift: drift(&zone, now, weekly.as_ref()).filter(|_| runs),
            zone: Some((zone, offset)),
            weekly,
        }
    }
}

/// By Azure's clock.
fn next(timing: &Timing, offset: Offset, now: Timestamp) -> Option<Timestamp> {
    let now = offset.to_datetime(now);
    // A start that fits the schedule is the first run.
    let start = timing.start().and_then(|start| start.checked_sub(SignedDuration::from_secs(1)).ok());
    let next = timing.crontab()?.next(start.map_or(now, |start| start.max(now)))?;
    TimeZone::fixed(offset).to_timestamp(next).ok()
}

fn drift(zone: &Zone, now: Timestamp, weekly: Option<&Weekly>) -> Option<Drift> {
    let (azure, before) = (zone.standard(now), zone.clock().to_offset(now));
    let (at, after) = zone.next_clock_change(now)?;
    let ahead =
        |clock: Offset, of: Offset| SignedDuration::from_secs((clock.seconds() - of.seconds()).into());
    let times = match weekly.map(|weekly| weekly.times.as_slice()) {
        Some([time]) => {
            Some((time.wrapping_add(ahead(before, azure)), time.wrapping_add(ahead(after, azure))))
        }
        _ => None,
    };
    Some(Drift { at, by: ahead(after, before), times })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const EVENING: &str = "2026-11-23T18:00:00Z";

    fn due(entry: Value, now: &str) -> ScheduleForecast {
        Schedule::read(&entry).due(now.parse().unwrap())
    }

    fn cron(expression: &str, zone: &str) -> Value {
        json!({"action": "Stop", "cron": {"expression": expression, "timeZone": zone}})
    }

    fn next(entry: Value, now: &str) -> String {
        let next = due(entry, now).next;
        next.map_or_else(|| "unknown".to_owned(), |next| next.to_string())
    }

    #[test]
    fn azures_clock_is_not_changed_in_summer() {
        let evening = || cron("0 20 * * *", "W. Europe Standard Time");
        assert_eq!(next(evening(), EVENING), "2026-11-23T19:00:00Z");
        assert_eq!(next(evening(), "2026-07-01T12:00:00Z"), "2026-07-01T19:00:00Z");
        let autumn = due(evening(), "2026-07-01T12:00:00Z").drift.unwrap();
        assert_eq!(autumn.at.to_string(), "2026-10-25T01:00:00Z");
        let (before, after) = autumn.times.unwrap();
        assert_eq!((before.hour(), after.hour()), (21, 20));
        assert_eq!(autumn.by, SignedDuration::from_hours(-1));
    }

    #[test]
    fn a_time_that_the_wall_clock_skips_exists_on_azures_clock() {
        // Lisbon's clocks go from 01:00 to 02:00 on 28 March 2027.
        let gap = cron("30 1 28 3 *", "GMT Standard Time");
        assert_eq!(next(gap, EVENING), "2027-03-28T01:30:00Z");
        let leap = cron("0 8 29 2 *", "UTC");
        assert_eq!(next(leap, EVENING), "2028-02-29T08:00:00Z");
    }

    #[test]
    fn a_schedule_is_not_due_before_its_start_or_while_disabled() {
        let mut later = cron("0 20 * * *", "UTC");
        later["cron"]["startTime"] = json!("2026-12-01T20:00:00");
        assert_eq!(next(later.clone(), EVENING), "2026-12-01T20:00:00Z");
        later["status"] = json!("Disabled");
        assert_eq!(next(later.clone(), EVENING), "unknown");
        later["status"] = json!("Enabled");
        later["provisioningStatus"] = json!("Failed");
        assert_eq!(next(later, EVENING), "unknown");
        assert_eq!(next(cron("0 20 * * *", "Atlantis Standard Time"), EVENING), "unknown");
        assert_eq!(next(json!({"action": "Stop"}), EVENING), "unknown");
        assert_eq!(next(json!(7), EVENING), "unknown");
    }

    #[test]
    fn schedules_of_the_studio_are_due_too() {
        let recurs = |recurrence: Value| next(json!({"action": "Stop", "recurrence": recurrence}), EVENING);
        let evenings = json!({"frequency": "Week", "interval": 1, "timeZone": "UTC",
            "schedule": {"hours": [19], "minutes": [30], "weekDays": ["Tuesday", "Friday"]}});
        assert_eq!(recurs(evenings), "2026-11-24T19:30:00Z");
        let daily = json!({"frequency": "Day", "interval": 1, "startTime": "2026-01-01T21:15:00"});
        assert_eq!(recurs(daily), "2026-11-23T21:15:00Z");
        let weekly = json!({"frequency": "Week", "interval": 1, "startTime": "2026-01-01T21:15:00"});
        assert_eq!(recurs(weekly), "2026-11-26T21:15:00Z", "a Thursday, as its start");
        let monthly = json!({"frequency": "Month", "interval": 1, "schedule": {"hours": [8], "minutes": [0], "monthDays": [31]}});
        assert_eq!(recurs(monthly), "2026-12-31T08:00:00Z");
        let fortnightly = json!({"frequency": "Week", "interval": 2, "startTime": "2026-01-01T21:15:00"});
        assert_eq!(recurs(fortnightly), "unknown");
    }
}
