//! From a [`Permit`] to an [`Outcome`]: looks at the instance, acts at most once, and reports only what was seen.

mod create;
mod instance_locks;
mod judge;
pub mod keep;
mod keep_store;
pub mod later;
pub mod later_store;
mod outcome;
mod outcome_facts;
mod perform;
mod safeguards;
mod schedule_change;
mod set_idle;
mod set_schedule;
mod setting;
mod shared_reads;
mod timing;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use jiff::{Timestamp, civil::DateTime};

use crate::{
    azure::{Azure, Jobs, ThrottleWait, Zone},
    clock::Clock,
    command::ScheduleClause,
    policy::Permit,
    target::ComputeId,
};

use instance_locks::Turns;
pub use judge::{available_verbs, dry_run, might_act, predict};
pub use keep::{Keep, KeepPolicy, Keeps, Kept};
pub use later::{Entry, OVERDUE, PendingCommand};
pub use later_store::NoRoom;
pub use outcome::{Attempt, Outcome, Pending, Report, failure_word};
pub use outcome_facts::{Status, Tally};
pub use schedule_change::{Changed, ScheduleOutcome};
use set_schedule::Scheduler;
pub use setting::{Change, SettingError};
use shared_reads::SharedReads;
pub use timing::not_before;

/// Carries out permits.
pub struct Lifecycle {
    azure: Arc<Azure>,
    clock: Clock,
    turns: Turns,
    /// What was sent lately to make an instance: when it was confirmed, and when Azure accepted it, if Azure answered. A
    /// confirmation that comes again makes no second one after somebody deleted the first.
    made: Mutex<HashMap<ComputeId, (Timestamp, Option<Timestamp>)>>,
    keeps: SharedReads<Keeps>,
    jobs: SharedReads<Jobs>,
}

impl Lifecycle {
    pub fn new(azure: Arc<Azure>, clock: Clock) -> Self {
        let (turns, keeps, jobs) = (Turns::default(), SharedReads::default(), SharedReads::default());
        Self { azure, clock, turns, made: Mutex::default(), keeps, jobs }
    }

    /// Changes an instance's schedules.
    pub async fn schedule(
        &self,
        permit: Permit<Option<&ScheduleClause>>,
        change: &ScheduleClause<(Zone, DateTime)>,
        waiting: &ThrottleWait,
    ) -> Result<ScheduleOutcome, SettingError> {
        let _turn = self.turns.take(&permit.instance().id).await;
        let scheduler = Scheduler { azure: &self.azure, instance: permit.instance(), waiting };
        scheduler.change(change).await
    }
}
