//! Turns: within this process, commands act on an instance one at a time.

use std::{
    collections::HashMap,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{sync::OwnedMutexGuard, time::Instant};

use crate::{azure::OLDEST_READ, target::ComputeId};

/// When the last turn on each instance ended. Holds the instances that are acted on now, or were so recently that an
/// older look may still count as fresh.
#[derive(Default)]
pub(super) struct Turns(Mutex<HashMap<ComputeId, Arc<tokio::sync::Mutex<Option<Instant>>>>>);

impl Turns {
    /// Waits until no other command acts on the instance. The turn lasts until the returned value is dropped; it holds
    /// the end of the turn before, if that is known: a look from before then does not show what that command did.
    pub(super) async fn take(
        &self,
        id: &ComputeId,
    ) -> impl Deref<Target = OwnedMutexGuard<Option<Instant>>> + use<> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| {
                let ended = turn.try_lock().map(|ended| *ended);
                let old = |ended: Option<Instant>| ended.is_none_or(|ended| ended.elapsed() > OLDEST_READ);
                Arc::strong_count(turn) > 1 || !ended.is_ok_and(old)
            });
            turns.entry(id.clone()).or_default().clone()
        };
        scopeguard::guard(turn.lock_owned().await, |mut end| *end = Some(Instant::now()))
    }
}
