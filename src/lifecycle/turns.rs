//! Turns: within this process, commands act on an instance one at a time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{sync::OwnedMutexGuard, time::Instant};

use crate::{azure::OLDEST_LOOK, target::ComputeId};

/// When the last turn on an instance ended.
type LastEnd = Arc<tokio::sync::Mutex<Option<Instant>>>;

/// The turns of all instances that are acted on now, or were so recently that a look from before may still
/// count as fresh.
#[derive(Default)]
pub(super) struct Turns(Mutex<HashMap<ComputeId, LastEnd>>);

/// The right to act on one instance. Records the end of the turn when it is dropped.
pub(super) struct Turn(OwnedMutexGuard<Option<Instant>>);

impl Turns {
    /// Waits until no other command acts on the instance.
    pub(super) async fn take(&self, id: &ComputeId) -> Turn {
        Turn(self.of(id).lock_owned().await)
    }

    fn of(&self, id: &ComputeId) -> LastEnd {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| {
            let idle = Arc::strong_count(turn) == 1;
            let ended = turn.try_lock().map(|ended| *ended);
            let old = |ended: Option<Instant>| ended.is_none_or(|ended| ended.elapsed() > OLDEST_LOOK);
            !(idle && ended.is_ok_and(old))
        });
        turns.entry(id.clone()).or_default().clone()
    }
}

impl Turn {
    /// When the turn before this one ended, if that is known: a look from before then does not show what that
    /// command did.
    pub(super) fn last_end(&self) -> Option<Instant> {
        *self.0
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.0 = Some(Instant::now());
    }
}
