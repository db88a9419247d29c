//! The start and stop schedules of an instance, as Azure keeps them.

use jiff::civil::DateTime;
use serde_json::Value;

use super::{compute_state::ScheduleAction, cron::Crontab, zone::Zone};
use crate::lenient_json;

/// One entry of `schedules.computeStartStop`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Assigned by Azure. `None` if the entry lacks it, so that no command can name the schedule.
    pub id: Option<String>,
    /// What happens at the scheduled times.
    pub action: ScheduleAction,
    /// Azure keeps disabled ones.
    pub enabled: bool,
    /// Azure could not set it up, so it does not run.
    pub failed: bool,
    /// `None` for an unknown kind.
    pub timing: Option<Timing>,
}

/// Short ids: unique prefixes of Azure's ids with at least four characters.
pub fn short_ids(schedules: &[Schedule]) -> Vec<Option<&str>> {
    const SHORTEST: usize = 4;
    let ids = || schedules.iter().filter_map(|schedule| schedule.id.as_deref());
    let begins = |id: &str, with: &str| {
        id.get(..with.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(with))
    };
    let short = |id: &str| {
        let alone = |with: &str| ids().filter(|other| begins(other, with)).count() == 1;
        (SHORTEST..id.len()).find(|length| id.get(..*length).is_some_and(alone)).unwrap_or(id.len())
    };
    let ids = schedules.iter().map(|schedule| schedule.id.as_deref());
    ids.map(|id| id.map(|id| &id[..short(id)])).collect()
}

/// When a schedule runs, in its own time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    /// As `schedule` and `az ml` write it.
    Cron {
        /// NCronTab with five fields: `0 18 * * 1-5`.
        expression: String,
        /// A Windows name or an IANA name. `None` means UTC.
        time_zone: Option<String>,
        /// The earliest time, by the clock of its zone.
        start: Option<DateTime>,
    },
    /// As the studio writes it.
    Recurrence {
        /// `Minute`, `Hour`, `Day`, `Week` or `Month`.
        frequency: String,
        /// The number of these between two runs.
        interval: u32,
        /// From 0 to 23. Empty: the hour of `start`.
        hours: Vec<u32>,
        /// From 0 to 59. Empty: the minute of `start`.
        minutes: Vec<u32>,
        /// `Monday` …, for `Week`. Empty: the day of `start`.
        week_days: Vec<String>,
        /// From 1 to 31, for `Month`. Empty: the day of `start`.
        month_days: Vec<u32>,
        /// A Windows name: `E. South America Standard Time`.
        time_zone: Option<String>,
        /// The earliest time, by the clock of its zone; also the time of day if no other is given.
        start: Option<DateTime>,
    },
}

impl Timing {
    fn of_cron(cron: &Value) -> Option<Self> {
        Some(Self::Cron {
            expression: lenient_json::get(cron, "/expression")?,
            time_zone: lenient_json::get(cron, "/timeZone"),
            start: lenient_json::get(cron, "/startTime"),
        })
    }

    fn of_recurrence(recurrence: &Value) -> Option<Self> {
        Some(Self::Recurrence {
            frequency: lenient_json::get(recurrence, "/frequency")?,
            interval: lenient_json::get(recurrence, "/interval").unwrap_or(1),
            hours: lenient_json::list(recurrence, "/schedule/hours"),
            minutes: lenient_json::list(recurrence, "/schedule/minutes"),
            week_days: lenient_json::list(recurrence, "/schedule/weekDays"),
            month_days: lenient_json::list(recurrence, "/schedule/monthDays"),
            time_zone: lenient_json::get(recurrence, "/timeZone"),
            start: lenient_json::get(recurrence, "/startTime"),
        })
    }

    /// Its zone's name; UTC if it has none.
    pub fn zone_name(&self) -> &str {
        let (Self::Cron { time_zone, .. } | Self::Recurrence { time_zone, .. }) = self;
        time_zone.as_deref().unwrap_or("UTC")
    }

    /// `None` if Azure's name for the zone is unknown.
    pub fn zone(&self) -> Option<Zone> {
        Zone::in_azure(self.zone_name())
    }

    /// The earliest time, by the clock of its zone.
    pub fn start(&self) -> Option<DateTime> {
        let (Self::Cron { start, .. } | Self::Recurrence { start, .. }) = self;
        *start
    }

    /// As a crontab expression. `None` if no expression can, as for every second week.
    pub fn crontab(&self) -> Option<Crontab> {
        match self {
            Self::Cron { expression, .. } => Crontab::read(expression),
            Self::Recurrence {
                frequency, interval: 1, hours, minutes, week_days, month_days, start, ..
            } => {
                let of_start = |part: fn(DateTime) -> i8| start.map(part);
                let every = || Some("*".to_owned());
                let (day, week_day) = match frequency.to_ascii_lowercase().as_str() {
                    "day" => (every(), every()),
                    "week" if week_days.is_empty() => {
                        let sunday_first = of_start(|start| start.weekday().to_sunday_zero_offset());
                        (every(), field(&[], sunday_first))
                    }
                    "week" => {
                        let days: Vec<_> = week_days.iter().filter_map(|day| day.get(..3)).collect();
                        (every(), Some(days.join(",")))
                    }
                    "month" => (field(month_days, of_start(DateTime::day)), every()),
                    _ => return None,
                };
                let minute = field(minutes, of_start(DateTime::minute))?;
                let hour = field(hours, of_start(DateTime::hour))?;
                Crontab::read(&format!("{minute} {hour} {} * {}", day?, week_day?))
            }
            Self::Recurrence { .. } => None,
        }
    }
}

/// A field of the expression: the values of the recurrence, else of its start.
fn field(said: &[u32], start: Option<i8>) -> Option<String> {
    match said {
        [] => start.map(|start| start.to_string()),
        said => Some(said.iter().map(u32::to_string).collect::<Vec<_>>().join(",")),
    }
}

/// Reads `schedules` of an instance. An entry without an action is left out.
pub(super) fn read(schedules: &Value) -> Vec<Schedule> {
    let entries = lenient_json::elements(&schedules["computeStartStop"]);
    let has_action = |schedule: &Schedule| !schedule.action.as_str().is_empty();
    entries.map(Schedule::read).filter(has_action).collect()
}

impl Schedule {
    /// Reads one entry, of any form.
    pub(super) fn read(entry: &Value) -> Self {
        let text = |pointer: &str| lenient_json::get::<String>(entry, pointer);
        let is = |pointer: &str, word: &str| text(pointer).map(|text| text.eq_ignore_ascii_case(word));
        let cron = Timing::of_cron(&entry["cron"]);
        Self {
            id: text("/id"),
            action: text("/action").unwrap_or_default().into(),
            enabled: is("/status", "Enabled").unwrap_or(true),
            failed: is("/provisioningStatus", "Failed").unwrap_or(false),
            timing: cron.or_else(|| Timing::of_recurrence(&entry["recurrence"])),
        }
    }

    /// Whether both do the same at the same times, regardless of their start and of being enabled.
    pub fn does_the_same(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (&self.timing, &other.timing) else { return false };
        let same_times = one.crontab().zip(two.crontab()).is_some_and(|(one, two)| one == two);
        self.action == other.action && same_times && one.zone_name().eq_ignore_ascii_case(two.zone_name())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_ids_are_the_shortest_unique_prefixes() {
        let schedule = |id: Option<&str>| Schedule::read(&json!({"id": id, "action": "Stop"}));
        let ids = [Some("7f3a0000"), Some("7f3b1111"), Some("7F3B1222"), Some("abc"), None];
        let schedules = ids.map(schedule);
        let short = short_ids(&schedules);
        assert_eq!(short, [Some("7f3a"), Some("7f3b11"), Some("7F3B12"), Some("abc"), None]);
    }
}
