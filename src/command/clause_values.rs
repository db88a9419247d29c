//! What clauses say: times and settings. Each file of [`clauses`](super::clauses) reads and writes one.

use jiff::SignedDuration;

use super::{
    times::Moment,
    verb::{Power, Verb},
};

/// The longest keep: enough for a run over a weekend, and a forgotten one still ends by itself.
pub const LONGEST_KEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A command for later waits at most so long: a forgotten one must not surprise anybody.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Azure shuts an idle instance down after 15 minutes at the earliest and 3 days at the latest.
pub const IDLE: std::ops::RangeInclusive<SignedDuration> =
    SignedDuration::from_mins(15)..=SignedDuration::from_hours(72);

/// A moment of the past or to come, as the clause says that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeClause {
    /// This long before the request, or from it.
    Length(SignedDuration),
    /// The last such moment, or the next, which then has a time.
    At(Moment),
}

/// The end of a keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepClause {
    /// When the protection ends, at most [`LONGEST_KEEP`] from the request.
    pub until: Until,
    /// The reason, for others to read.
    pub because: Option<String>,
}

/// When a keep ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// This long from the request.
    For(SignedDuration),
    /// This long from the end of the present keep, or from the request without one. At most [`LONGEST_KEEP`] in all.
    More(SignedDuration),
    /// The next such moment.
    At(Moment),
    /// The keep ends now.
    Off,
}

/// Azure's shutdown of an idle instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleClause {
    /// Whole minutes within [`IDLE`].
    After(SignedDuration),
    /// Azure never stops the instance for being idle.
    Off,
}

/// A change of an instance's schedules. An id is the one that `schedule` shows, and may be given by its beginning. The zone
/// is as typed, an IANA name or a Windows name, or `None` for the caller's own; or as Azure names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleClause<Z = Option<String>> {
    /// `add stop 0 20 * * 1-5 Europe/Lisbon`.
    Add {
        /// What Azure does at the scheduled times: a start or a stop, since it offers nothing else.
        action: Power,
        /// Five fields of NCronTab: minute, hour, day of the month, month, day of the week.
        cron: String,
        zone: Z,
    },
    /// Resumes the schedule of this id.
    Enable(String),
    /// Pauses the schedule of this id without deleting it.
    Disable(String),
    /// Deletes the schedule of this id.
    Remove(String),
}

impl From<&KeepClause> for Verb {
    fn from(_: &KeepClause) -> Self {
        Self::Keep
    }
}

impl From<&IdleClause> for Verb {
    fn from(_: &IdleClause) -> Self {
        Self::Idle
    }
}

impl From<Option<&ScheduleClause>> for Verb {
    fn from(_: Option<&ScheduleClause>) -> Self {
        Self::Schedule
    }
}
