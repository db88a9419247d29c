//! From a [`Permit`] to an [`Outcome`]: look first, act once, claim nothing that was not seen.

mod change;
mod judge;
pub mod keep;
mod keeper;
mod outcome;
mod scheduling;
mod setting;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, Weak},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    azure::{Accepted, Azure, AzureError, Compute, Kind, PATIENCE, Waiting},
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
    turns: Mutex<HashMap<ComputeId, Weak<tokio::sync::Mutex<()>>>>,
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
    /// act once; across processes Azure's 409 and the look that follows it do the same.
    pub async fn perform(
        &self,
        permit: Permit,
        seen: Option<Compute>,
        asked: Timestamp,
        heed: Heed,
        attempt: &Attempt,
    ) -> Outcome {
        let turn = self.turn(&permit.instance().id);
        let (_held, waited) = match turn.try_lock() {
            Ok(held) => (held, false),
            Err(_) => (turn.lock().await, true),
        };
        // Lists may leave out what the guard hangs on; and what is deleted is looked at twice.
        let whole = |seen: &Compute| seen.state.is_some() && seen.last_operation.is_some();
        let enough = |seen: &Compute| !waited && whole(seen) && permit.verb() != Verb::Delete;
        let seen = match seen.filter(enough) {
            Some(seen) => Ok(seen),
            None => self.look(&permit, attempt).await,
        };
        match seen {
            Ok(seen) => self.in_turn(&permit, seen, asked, heed, attempt).await,
            Err(outcome) => outcome,
        }
    }

    async fn in_turn(
        &self,
        permit: &Permit,
        mut seen: Compute,
        asked: Timestamp,
        heed: Heed,
        attempt: &Attempt,
    ) -> Outcome {
        // When it was first sent without an answer, and how often.
        let (mut sent, mut tries) = (None, 0);
        let mut patience = PATIENCE;
        loop {
            if let Some(outcome) = judge::settled_already(permit, &seen, asked, sent) {
                return outcome;
            }
            if let Some(sent) = sent.filter(|_| tries == ATTEMPTS || permit.verb() == Verb::Restart) {
                return Outcome::Unsure(pending(permit, sent, None));
            }
            if let Some(kept) = self.kept(permit, heed, &attempt.waiting).await {
                return unsure_if_sent(permit, sent, kept);
            }
            let (now, answer) = self.send(permit, attempt).await;
            let refused = match answer {
                Ok(accepted) if accepted.done => return done_at_once(),
                Ok(accepted) => return Outcome::Asked(pending(permit, now, Some(accepted))),
                Err(error) => error,
            };
            attempt.set_sent(sent.is_some() || refused.may_have_been_done());
            match refused.kind {
                Kind::Throttled { retry_after } if retry_after <= patience => {
                    patience -= retry_after;
                    attempt.waiting.wait(retry_after).await;
                }
                Kind::Conflict => return self.after_conflict(permit, asked, sent, refused, attempt).await,
                _ if refused.may_have_been_done() => {
                    sent.get_or_insert(now);
                    tries += 1;
                    tokio::time::sleep(UNTIL_VISIBLE).await;
                }
                _ => return unsure_if_sent(permit, sent, Outcome::Failed(refused)),
            }
            seen = match self.look(permit, attempt).await {
                Ok(seen) => seen,
                Err(outcome) => return unsure_if_sent(permit, sent, outcome),
            };
        }
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
            Ok(seen) => judge::settled_already(permit, &seen, asked, sent)
                .unwrap_or_else(|| unsure_if_sent(permit, sent, Outcome::Failed(conflict))),
            Err(outcome) => unsure_if_sent(permit, sent, outcome),
        }
    }

    async fn look(&self, permit: &Permit, attempt: &Attempt) -> Result<Compute, Outcome> {
        let instance = permit.instance();
        match attempt.waiting.patiently(|| self.azure.get(&instance.id)).await {
            Ok(seen) if seen.created_on == instance.created_on => Ok(seen),
            Ok(_) => Err(Outcome::Gone),
            Err(error) if error.kind == Kind::NotFound => Err(Outcome::Gone),
            Err(error) => Err(Outcome::Failed(error)),
        }
    }

    /// Gives the answer, and when it was sent: it may have stood in line before.
    async fn send(&self, permit: &Permit, attempt: &Attempt) -> (Timestamp, Result<Accepted, AzureError>) {
        let id = &permit.instance().id;
        let order = match permit.verb() {
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
        };
        let sent = OnceLock::new();
        let leaving = || {
            attempt.set_sent(true);
            sent.get_or_init(|| self.clock.now());
        };
        let answer = order.telling(&attempt.waiting).leaving(&leaving).await;
        (sent.into_inner().unwrap_or_else(|| self.clock.now()), answer)
    }

    fn turn(&self, id: &ComputeId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(id).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        turns.insert(id.clone(), Arc::downgrade(&turn));
        turn
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
