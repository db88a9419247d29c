//! From a [`Permit`] to an [`Outcome`]: looks at the instance, acts at most once, and reports only what was seen.

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

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::{
    azure::{Azure, Compute, PATIENCE, Seen, State, ThrottleWait},
    clock::Clock,
    command::{IdleClause, KeepClause, Power, ScheduleClause},
    policy::Permit,
    target::ComputeId,
};

use instance_locks::Turns;
pub use judge::{available_verbs, dry_run, might_act, predict};
pub use keep::{Keep, Keeps, Kept};
pub use later::{Entry, OVERDUE, PendingCommand};
pub use later_store::NoRoom;
pub use outcome::{Attempt, Outcome, Pending, Report, failure_word};
pub use outcome_facts::{Status, Tally};
use perform::Performance;
pub use safeguards::{KeepPolicy, Safeguards};
pub use schedule_change::{Changed, ScheduleChange, ScheduleOutcome};
use set_schedule::Scheduler;
pub use setting::{Change, SettingError};
pub use timing::not_before;

/// Carries out permits.
pub struct Lifecycle {
    azure: Arc<Azure>,
    clock: Clock,
    pub safeguards: Safeguards,
    turns: Turns,
}

impl Lifecycle {
    pub fn new(azure: Arc<Azure>, clock: Clock) -> Self {
        Self {
            safeguards: Safeguards::new(azure.clone(), clock.clone()),
            azure,
            clock,
            turns: Turns::default(),
        }
    }

    /// Starts, stops, restarts or deletes the instance, unless that is done or under way, or somebody did something
    /// else since `asked`, when the command was given. `seen` saves a look if it is fresh enough; a job that it shows
    /// was confirmed.
    ///
    /// Two deliveries of one request act once: within this process by turns, across processes by Azure's 409 and the look
    /// after it.
    pub async fn perform(
        &self,
        permit: Permit<Power>,
        seen: Seen<Compute>,
        asked: Timestamp,
        policy: KeepPolicy,
        attempt: &Attempt,
    ) -> Outcome {
        let turn = self.turns.take(&permit.instance().id).await;
        // A list may lack what the judgement needs. A delete always takes another look.
        let whole = seen.state.is_some() && seen.last_operation.is_some();
        let since_last_turn = turn.is_none_or(|end| seen.sent_at() > end);
        let enough = since_last_turn && whole && permit.action() != Power::Delete;
        let performance = Performance {
            azure: &self.azure,
            clock: &self.clock,
            safeguards: &self.safeguards,
            permit: &permit,
            asked,
            policy,
            job_confirmed: seen.state == Some(State::JobRunning),
            attempt,
            unanswered: None,
            attempts: 0,
            looks: 0,
            patience: PATIENCE,
            token_rejected: false,
        };
        performance.run(Some(seen).filter(|_| enough)).await
    }

    /// Keeps instances from machines, or releases those without a keep. The look at each counts until its time.
    /// Instances of one workspace that stand together are written together.
    pub async fn keep(
        &self,
        wanted: Vec<(Permit<&KeepClause>, Instant, Option<Keep>)>,
        waiting: &ThrottleWait,
    ) -> Vec<(ComputeId, Result<Change<Kept>, SettingError>)> {
        let wanted = wanted.into_iter().map(|(permit, seen_until, keep)| {
            (permit.instance().clone(), seen_until, keep.map_or(Kept::No, Kept::Until))
        });
        self.safeguards.keeps.keep(&wanted.collect::<Vec<_>>(), waiting).await
    }

    /// Sets how long an instance may idle before Azure shuts it down.
    pub async fn idle(
        &self,
        permit: Permit<&IdleClause>,
        after: SignedDuration,
        waiting: &ThrottleWait,
    ) -> Result<Change<Option<SignedDuration>>, SettingError> {
        let _turn = self.turns.take(&permit.instance().id).await;
        set_idle::set_idle(&self.azure, permit.instance(), after, waiting).await
    }

    /// Changes an instance's schedules.
    pub async fn schedule(
        &self,
        permit: Permit<Option<&ScheduleClause>>,
        change: &ScheduleChange,
        waiting: &ThrottleWait,
    ) -> Result<ScheduleOutcome, SettingError> {
        let _turn = self.turns.take(&permit.instance().id).await;
        let scheduler = Scheduler { azure: &self.azure, instance: permit.instance(), waiting };
        scheduler.change(change).await
    }
}
