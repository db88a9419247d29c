//! The start and stop schedules that live in Azure, on the instance itself.

use serde::Deserialize;

use super::loose::Loose;

/// One entry of `schedules.computeStartStop`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub id: Option<String>,
    pub action: Action,
    /// Azure keeps disabled ones.
    pub enabled: bool,
    /// `None`: of a kind we do not know.
    pub timing: Option<Timing>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Start,
    Stop,
    Other(String),
}

/// When a schedule is due, in its own time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    Cron {
        /// NCronTab with five fields: `0 18 * * 1-5`.
        expression: String,
        time_zone: Option<String>,
    },
    Recurrence {
        /// `Minute`, `Hour`, `Day`, `Week` or `Month`.
        frequency: String,
        /// Every so many of these.
        interval: u32,
        hours: Vec<u32>,
        minutes: Vec<u32>,
        /// `Monday` …; empty is every day.
        week_days: Vec<String>,
        month_days: Vec<u32>,
        /// A Windows name: `E. South America Standard Time`.
        time_zone: Option<String>,
    },
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Wire {
    compute_start_stop: Loose<Vec<Loose<WireEntry>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireEntry {
    id: Loose<String>,
    status: Loose<String>,
    action: Loose<String>,
    cron: Loose<WireCron>,
    recurrence: Loose<WireRecurrence>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireCron {
    expression: String,
    #[serde(default)]
    time_zone: Loose<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRecurrence {
    frequency: String,
    #[serde(default)]
    interval: Loose<u32>,
    #[serde(default)]
    time_zone: Loose<String>,
    #[serde(default)]
    schedule: Loose<WirePattern>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct WirePattern {
    hours: Loose<Vec<Loose<u32>>>,
    minutes: Loose<Vec<Loose<u32>>>,
    week_days: Loose<Vec<Loose<String>>>,
    month_days: Loose<Vec<Loose<u32>>>,
}

pub(super) fn read(wire: Wire) -> Vec<Schedule> {
    let entries = wire.compute_start_stop.all().into_iter();
    entries.filter_map(Schedule::read).collect()
}

impl Schedule {
    /// An entry that does not say what it does is none.
    fn read(wire: WireEntry) -> Option<Self> {
        let action = match wire.action.0? {
            action if action.eq_ignore_ascii_case("Start") => Action::Start,
            action if action.eq_ignore_ascii_case("Stop") => Action::Stop,
            action => Action::Other(action),
        };
        let status = wire.status.0;
        let cron = wire.cron.0.map(Timing::from);
        Some(Self {
            id: wire.id.0,
            action,
            enabled: status.is_none_or(|status| status.eq_ignore_ascii_case("Enabled")),
            timing: cron.or_else(|| wire.recurrence.0.map(Timing::from)),
        })
    }
}

impl From<WireCron> for Timing {
    fn from(wire: WireCron) -> Self {
        Self::Cron {
            expression: wire.expression,
            time_zone: wire.time_zone.0,
        }
    }
}

impl From<WireRecurrence> for Timing {
    fn from(wire: WireRecurrence) -> Self {
        let pattern = wire.schedule.0.unwrap_or_default();
        Self::Recurrence {
            frequency: wire.frequency,
            interval: wire.interval.0.unwrap_or(1),
            hours: pattern.hours.all(),
            minutes: pattern.minutes.all(),
            week_days: pattern.week_days.all(),
            month_days: pattern.month_days.all(),
            time_zone: wire.time_zone.0,
        }
    }
}
