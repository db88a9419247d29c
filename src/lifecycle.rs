//! From a [`Permit`] to an [`Outcome`]: look first, act once, claim nothing that was not seen.

mod change;
mod judge;
pub mod keep;
mod keeper;
mod outcome;
mod scheduling;
mod seen;
mod setting;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::OwnedMutexGuard, time::Instant};

use crate::{
    azure::{Accepted, Azure, AzureError, Compute, Kind, Order, PATIENCE, Waiting},
    clock::Clock,
    command::Verb,
    policy::Permit,
    target::{Alias, ComputeId},
};

pub use change::Change;
pub use judge::leaves_to_do;
pub use keep::{Keep, Keeps, Kept};
pub use keeper::KeepOutcome;
use keeper::Keeper;
pub use outcome::{Attempt, Outcome, Pending, Report, failure_word};
pub use scheduling::{Changed, ScheduleOutcome};
pub use seen::Seen;
pub use setting::IdleOutcome;

/// How far Azure's clock and a signer's may disagree.
pub const SKEW: SignedDuration = SignedDuration::from_secs(2);

/// Whether `one` was not before `other`, as far as their clocks agree. What others say may be any
/// time there is, so nothing is added to it.
pub fn not_before(one: Timestamp, other: Timestamp) -> bool {
    one.duration_since(other) >= -SKEW
}

/// How often an unanswered request is sent again, each time after looking.
const ATTEMPTS: u32 = 3;

/// How often one looks again because the look before was too old when the request could be sent.
const LOOKS: u32 = 3;

/// How long Azure takes, at most, to show what it accepted.
const UNTIL_VISIBLE: Duration = Duration::from_secs(2);

/// As long as a reply waits for what is good to know.
const WHILE_SOMEBODY_READS: Duration = Duration::from_secs(2);

/// How far a keep binds a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// Who names an instance means it, and who forces says so.
    No,
    /// A person who means many may not know of one of them.
    WhereKnown,
    /// A machine leaves alone what it cannot be sure of.
    Always,
}

/// Carries permits out.
pub struct Lifecycle {
    azure: Arc<Azure>,
    clock: Clock,
    keeper: Keeper,
    turns: Mutex<HashMap<ComputeId, Turn>>,
}

impl Lifecycle {
    pub fn new(azure: Arc<Azure>, clock: Clock) -> Self {
        Self {
            keeper: Keeper::new(azure.clone()),
            azure,
            clock,
            turns: Mutex::default(),
        }
    }

    /// Does what `permit` allows to the instance as it was `seen` a moment ago, or as it is when it
    /// was not, for a request made at `asked`, unless it is done, running, or overtaken already.
    ///
    /// Instances have one turn at a time in this process, so that two deliveries of one request
    /// act once. A look from before the end of another's turn is not acted on. Across processes Azure's 409 and the look that follows it do the same.
    pub async fn perform(
        &self,
        permit: Permit,
        seen: Option<Seen<Compute>>,
        asked: Timestamp,
        heed: Heed,
        attempt: &Attempt,
    ) -> Outcome {
        let turn = self.turn(&permit.instance().id);
        let held = Held(turn.lock_owned().await);
        // Lists may leave out what the guard hangs on; and what is deleted is looked at twice.
        let whole = |seen: &Compute| seen.state.is_some() && seen.last_operation.is_some();
        let enough = |seen: &Seen<Compute>| {
            seen.is_since(*held.0) && whole(&seen.value) && permit.verb() != Verb::Delete
        };
        let seen = match seen.filter(enough).filter(Seen::is_fresh) {
            Some(seen) => seen,
            None => match self.look(&permit, attempt).await {
                Ok(seen) => seen,
                Err(outcome) => return outcome,
            },
        };
        self.in_turn(&permit, Some(seen), asked, heed, attempt).await
    }

    async fn in_turn(
        &self,
        permit: &Permit,
        seen: Option<Seen<Compute>>,
        asked: Timestamp,
        heed: Heed,
        attempt: &Attempt,
    ) -> Outcome {
        // When it was first sent without an answer, and how often.
        let (mut sent, mut tries) = (None, 0);
        let (mut seen, mut looks) = (seen, 0);
        let mut patience = PATIENCE;
        loop {
            if let Some(seen) = seen.as_ref().filter(|seen| seen.is_fresh())
                && let Some(outcome) = self.settled(permit, seen, asked, sent, tries)
            {
                return outcome;
            }
            if let Some(kept) = self.kept(permit, heed, &attempt.waiting).await {
                return unsure_if_sent(permit, sent, kept);
            }
            let refused = match self.order(permit).reserve(&attempt.waiting).await {
                Ok(reserved) => {
                    let look = match seen.take().filter(Seen::is_fresh) {
                        Some(seen) => seen,
                        None if looks == LOOKS => {
                            return unsure_if_sent(
                                permit,
                                sent,
                                Outcome::Failed(AzureError::of(Kind::Unanswered)),
                            );
                        }
                        None => {
                            looks += 1;
                            match self.look(permit, attempt).await {
                                Ok(seen) => seen,
                                Err(outcome) => return unsure_if_sent(permit, sent, outcome),
                            }
                        }
                    };
                    if let Some(outcome) = self.settled(permit, &look, asked, sent, tries) {
                        return outcome;
                    }
                    let now = OnceLock::new();
                    let leaving = || {
                        attempt.set_sent(true);
                        now.get_or_init(|| self.clock.now());
                    };
                    let answer = reserved.send(look.good_until(), leaving).await;
                    let now = now.into_inner().unwrap_or_else(|| self.clock.now());
                    match answer {
                        None => continue, // too late for this look: nothing was sent
                        Some(Ok(accepted)) if accepted.done => return done_at_once(),
                        Some(Ok(accepted)) => return Outcome::Asked(pending(permit, now, Some(accepted))),
                        Some(Err(error)) => {
                            attempt.set_sent(sent.is_some() || error.may_have_been_done());
                            if error.may_have_been_done() {
                                sent.get_or_insert(now);
                                tries += 1;
                            }
                            error
                        }
                    }
                }
                Err(error) => error,
            };
            match refused.kind {
                Kind::Throttled { retry_after } if retry_after <= patience => {
                    patience -= retry_after;
                    attempt.waiting.wait(retry_after).await;
                }
                Kind::Conflict => return self.after_conflict(permit, asked, sent, refused, attempt).await,
                _ if refused.may_have_been_done() => tokio::time::sleep(UNTIL_VISIBLE).await,
                _ => return unsure_if_sent(permit, sent, Outcome::Failed(refused)),
            }
            looks = 0;
            seen = match self.look(permit, attempt).await {
                Ok(seen) => Some(seen),
                Err(outcome) => return unsure_if_sent(permit, sent, outcome),
            };
        }
    }

    /// What ends it without another request: the instance as it was seen, or that it was sent often
    /// enough.
    fn settled(
        &self,
        permit: &Permit,
        seen: &Seen<Compute>,
        asked: Timestamp,
        sent: Option<Timestamp>,
        tries: u32,
    ) -> Option<Outcome> {
        let enough = tries == ATTEMPTS || permit.verb() == Verb::Restart;
        let unsure = || {
            sent.filter(|_| enough)
                .map(|sent| Outcome::Unsure(pending(permit, sent, None)))
        };
        judge::settled_already(permit, &seen.value, asked, sent).or_else(unsure)
    }

    /// What keeps a command from being carried out that `heed`s keeps, as of ten seconds ago at most.
    pub async fn kept(&self, permit: &Permit, heed: Heed, waiting: &Waiting) -> Option<Outcome> {
        if heed == Heed::No {
            return None;
        }
        let instance = permit.instance();
        match self.keeper.of(instance, self.clock.now(), waiting).await {
            Ok(Kept::Until(keep)) => Some(Outcome::Kept(keep)),
            Ok(Kept::No) => None,
            Ok(Kept::Unreadable) => Some(Outcome::KeepUnreadable),
            Err(error) if heed == Heed::Always => {
                tracing::warn!(instance = %instance.id, %error, "keeps could not be read");
                Some(Outcome::KeepUnknown(error))
            }
            Err(_) => None,
        }
    }

    /// The keeps of a workspace, for whoever wants to know of them and does nothing about them. `None`
    /// where they cannot be read within two seconds.
    pub async fn keeps_shown(&self, workspace: &Alias) -> Option<Arc<Keeps>> {
        // Whoever is answered meanwhile is not kept waiting by it.
        let waiting = Waiting::new();
        let read = self.keeper.keeps(workspace, &waiting);
        let read = tokio::time::timeout(WHILE_SOMEBODY_READS, read).await.ok()?;
        read.ok().map(|(keeps, _)| keeps)
    }

    /// Keeps an instance from machines, or no longer; see [`Keeper::keep`].
    pub async fn keep(&self, permit: Permit, keep: Option<Keep>, waiting: &Waiting) -> KeepOutcome {
        self.keeper.keep(permit, keep, self.clock.now(), waiting).await
    }

    /// Somebody was faster, perhaps we ourselves: what was done decides what there is to say.
    async fn after_conflict(
        &self,
        permit: &Permit,
        asked: Timestamp,
        sent: Option<Timestamp>,
        conflict: AzureError,
        attempt: &Attempt,
    ) -> Outcome {
        match self.look(permit, attempt).await {
            Ok(seen) => judge::settled_already(permit, &seen.value, asked, sent)
                .unwrap_or_else(|| unsure_if_sent(permit, sent, Outcome::Failed(conflict))),
            Err(outcome) => unsure_if_sent(permit, sent, outcome),
        }
    }

    async fn look(&self, permit: &Permit, attempt: &Attempt) -> Result<Seen<Compute>, Outcome> {
        let instance = permit.instance();
        match attempt
            .waiting
            .patiently(|| Seen::by(self.azure.get(&instance.id)))
            .await
        {
            Ok(seen) if seen.value.created_on == instance.created_on => Ok(seen),
            Ok(_) => Err(Outcome::Gone),
            Err(error) if error.kind == Kind::NotFound => Err(Outcome::Gone),
            Err(error) => Err(Outcome::Failed(error)),
        }
    }

    fn order(&self, permit: &Permit) -> Order<'_> {
        let id = &permit.instance().id;
        match permit.verb() {
            Verb::Start => self.azure.start(id),
            Verb::Stop => self.azure.stop(id),
            Verb::Restart => self.azure.restart(id),
            Verb::Delete => self.azure.delete(id),
            Verb::Status
            | Verb::List
            | Verb::Announce
            | Verb::Keep
            | Verb::Idle
            | Verb::Schedule
            | Verb::Audit
            | Verb::Cost
            | Verb::Help
            | Verb::Whoami
            | Verb::Ping => unreachable!("only powers are performed"),
        }
    }

    /// The turn of an instance, kept for as long as a look from before its end may count.
    fn turn(&self, id: &ComputeId) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        turns.retain(|_, turn| {
            let ended = turn.try_lock().map(|ended| *ended);
            let counts = |ended: Option<Instant>| ended.is_some_and(|ended| ended.elapsed() <= seen::OLDEST);
            Arc::strong_count(turn) > 1 || ended.map_or(true, counts)
        });
        turns.entry(id.clone()).or_default().clone()
    }
}

/// One at a time acts on an instance. Holds when the last one's turn ended.
type Turn = Arc<tokio::sync::Mutex<Option<Instant>>>;

/// Whoever holds a turn. Its end is noted however it comes.
struct Held(OwnedMutexGuard<Option<Instant>>);

impl Drop for Held {
    fn drop(&mut self) {
        *self.0 = Some(Instant::now());
    }
}

/// What a `--dry-run` has to say of an instance: the same judgement, and no call.
pub fn rehearse(permit: &Permit, seen: &Compute, asked: Timestamp) -> Outcome {
    judge::settled_already(permit, seen, asked, None).unwrap_or_else(|| Outcome::Would {
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
    let settled = judge::settled_already(permit, seen, asked, None);
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

/// After a request that was not answered, nothing that follows makes us sure it was not taken.
fn unsure_if_sent(permit: &Permit, sent: Option<Timestamp>, otherwise: Outcome) -> Outcome {
    match (sent, otherwise) {
        (Some(sent), Outcome::Failed(_)) => Outcome::Unsure(pending(permit, sent, None)),
        (_, otherwise) => otherwise,
    }
}

fn pending(permit: &Permit, asked: Timestamp, accepted: Option<Accepted>) -> Pending {
    Pending {
        verb: permit.verb(),
        asked,
        created_on: permit.instance().created_on,
        correlation: accepted
            .as_ref()
            .and_then(|accepted| accepted.correlation.clone()),
        operation: accepted.and_then(|accepted| accepted.operation),
    }
}

/// A delete that Azure answers with "there is nothing (left)".
fn done_at_once() -> Outcome {
    Outcome::Done {
        state: None,
        took: SignedDuration::ZERO,
    }
}
