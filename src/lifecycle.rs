//! From a [`Permit`] to an [`Outcome`]: look first, act once, claim nothing that was not seen.

mod judge;
pub mod keep;
mod keep_store;
mod outcome;
mod outcome_facts;
mod perform;
mod schedule_change;
mod set_idle;
mod set_schedule;
mod shared_reads;

use std::{
    collections::HashMap,
    ops::ControlFlow,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::OwnedMutexGuard, time::Instant};

use crate::{
    azure::{Azure, AzureError, Compute, Jobs, Kind, OLDEST_LOOK, Seen, Waiting},
    clock::Clock,
    command::Verb,
    policy::Permit,
    target::{Alias, ComputeId},
};

pub use judge::leaves_to_do;
pub use keep::{Keep, Keeps, Kept};
pub use keep_store::KeepOutcome;
use keep_store::Keeper;
pub use outcome::{Attempt, Outcome, Pending, Report, failure_word};
pub use outcome_facts::{Status, Tally};
pub use perform::Terms;
pub use schedule_change::Change;
pub use set_idle::IdleOutcome;
pub use set_schedule::{Changed, ScheduleOutcome};
use shared_reads::SharedLooks;

/// How far Azure's clock and a signer's may disagree.
pub const SKEW: SignedDuration = SignedDuration::from_secs(2);

/// Whether `one` was not before `other`, as far as their clocks agree. What others say may be any
/// time there is, so nothing is added to it.
pub fn not_before(one: Timestamp, other: Timestamp) -> bool {
    one.duration_since(other) >= -SKEW
}

/// How long Azure takes, at most, to show what it accepted.
const UNTIL_VISIBLE: Duration = Duration::from_secs(2);

/// As long as a reply waits for what is good to know.
const WHILE_SOMEBODY_READS: Duration = Duration::from_secs(2);

/// As long as anybody waits for the jobs of a workspace.
const FOR_JOBS: Duration = Duration::from_secs(10);

/// What a command leaves alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// Who names an instance means it, and who forces says so.
    No,
    /// What somebody keeps: a person who means many may not know of one of them.
    Keeps,
    /// Also what jobs wait for: a machine knows of nothing.
    KeepsAndJobs,
}

/// Carries permits out.
pub struct Lifecycle {
    azure: Arc<Azure>,
    clock: Clock,
    keeper: Keeper,
    jobs: SharedLooks<Jobs>,
    /// One at a time acts on an instance. Each holds when the last one's turn ended.
    turns: Mutex<HashMap<ComputeId, Arc<tokio::sync::Mutex<Option<Instant>>>>>,
}

impl Lifecycle {
    pub fn new(azure: Arc<Azure>, clock: Clock) -> Self {
        Self {
            keeper: Keeper::new(azure.clone()),
            jobs: SharedLooks::default(),
            azure,
            clock,
            turns: Mutex::default(),
        }
    }

    /// Whether keeps let a command be carried out that `heed`s them; and until when that holds, if
    /// it does not for good. Otherwise what keeps it from being carried out.
    pub async fn kept(
        &self,
        permit: &Permit,
        heed: Heed,
        waiting: &Waiting,
    ) -> ControlFlow<Outcome, Option<Instant>> {
        if heed == Heed::No {
            return ControlFlow::Continue(None);
        }
        let instance = permit.instance();
        let kept = match self.keeper.of(instance, self.clock.now(), waiting).await {
            Ok(kept) => kept,
            Err(error) => {
                tracing::warn!(instance = %instance.id, %error, "keeps could not be read");
                return ControlFlow::Break(Outcome::KeepUnknown(error));
            }
        };
        let until = kept.sent_at() + OLDEST_LOOK;
        match kept.into_inner() {
            Kept::Until(keep) => ControlFlow::Break(Outcome::Kept(keep)),
            Kept::Unreadable => ControlFlow::Break(Outcome::KeepUnreadable),
            Kept::No => ControlFlow::Continue(Some(until)),
        }
    }

    /// The keeps of a workspace, for whoever wants to know of them and does nothing about them. `None`
    /// where they cannot be read within two seconds.
    pub async fn keeps_shown(&self, workspace: &Alias) -> Option<Arc<Keeps>> {
        // Whoever is answered meanwhile is not kept waiting by it.
        let waiting = Waiting::new();
        let read = self.keeper.keeps(workspace, &waiting);
        let read = tokio::time::timeout(WHILE_SOMEBODY_READS, read).await.ok()?;
        read.ok().map(|(keeps, _)| keeps.into_inner())
    }

    /// The jobs of a workspace, as of a short while ago at most; within ten seconds or not at all.
    pub async fn jobs(&self, workspace: &Alias, waiting: &Waiting) -> Result<Seen<Arc<Jobs>>, AzureError> {
        let read = async || {
            let read = tokio::time::timeout(FOR_JOBS, self.azure.jobs(workspace, waiting)).await;
            read.unwrap_or_else(|_| Err(AzureError::of(Kind::Unanswered)))
        };
        self.jobs
            .get(workspace, waiting, read)
            .await
            .map(|(jobs, _)| jobs)
    }

    /// Keeps an instance from machines, or no longer; see [`Keeper::keep`].
    pub async fn keep(
        &self,
        permit: Permit,
        seen_until: Instant,
        keep: Option<Keep>,
        waiting: &Waiting,
    ) -> KeepOutcome {
        self.keeper
            .keep(permit, seen_until, keep, self.clock.now(), waiting)
            .await
    }

    /// Waits for the turn of an instance. When it ended is known for as long as a look from before that
    /// may count.
    async fn turn(&self, id: &ComputeId) -> HeldTurn {
        let turn = self.turn_of(id);
        HeldTurn(turn.lock_owned().await)
    }

    fn turn_of(&self, id: &ComputeId) -> Arc<tokio::sync::Mutex<Option<Instant>>> {
        let mut turns = self.turns.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        turns.retain(|_, turn| {
            let ended = turn.try_lock().map(|ended| *ended);
            let counts = |ended: Option<Instant>| ended.is_some_and(|ended| ended.elapsed() <= OLDEST_LOOK);
            Arc::strong_count(turn) > 1 || ended.map_or(true, counts)
        });
        turns.entry(id.clone()).or_default().clone()
    }
}

/// Whoever holds a turn. Its end is noted however it comes.
struct HeldTurn(OwnedMutexGuard<Option<Instant>>);

impl Drop for HeldTurn {
    fn drop(&mut self) {
        *self.0 = Some(Instant::now());
    }
}

/// What a `--dry-run` has to say of an instance: the same judgement, and no call.
pub fn rehearse(permit: &Permit, seen: &Compute, asked: Timestamp) -> Outcome {
    judge::settled_already(permit, seen, asked).unwrap_or_else(|| Outcome::Would {
        state: seen.state.clone(),
    })
}

/// What `verb` will come to, as far as the state can tell. Foretelling takes no right to do it.
pub fn foresee(verb: Verb, force: bool, seen: &Compute) -> Outcome {
    judge::by_state(verb, force, false, seen).unwrap_or_else(|| Outcome::Would {
        state: seen.state.clone(),
    })
}

/// Whether Azure might be asked. What was not seen in full may turn out otherwise, and what is
/// changing now may have changed when its turn comes; so only what is plainly settled is not.
pub fn might_act(permit: &Permit, seen: &Compute, asked: Timestamp) -> bool {
    let partial = seen.state.is_none() || seen.last_operation.is_none();
    let settled = judge::settled_already(permit, seen, asked);
    let plainly = matches!(
        settled,
        Some(
            Outcome::Already { .. }
                | Outcome::Working { .. }
                | Outcome::NothingToRestart
                | Outcome::Stale { .. }
        )
    );
    partial || !plainly
}
