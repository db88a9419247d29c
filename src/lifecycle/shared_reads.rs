//! Reads about a workspace that many commands need: one read serves all that ask at about the same time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    azure::{AzureError, Seen, ThrottleWait},
    target::Alias,
};

/// How old a read may be to be shared. It must still count when a command is sent
/// ([`crate::azure::OLDEST_READ`]).
const SHARED: Duration = Duration::from_secs(7);

/// The last read of a workspace; its end, if it failed.
type LastRead<T> = Arc<tokio::sync::Mutex<Option<Result<Seen<Arc<T>>, (Instant, AzureError)>>>>;

/// The last read of each workspace. At most one read per workspace runs at a time.
#[derive(Debug)]
pub(super) struct SharedReads<T>(Mutex<HashMap<Alias, LastRead<T>>>);

impl<T> Default for SharedReads<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> SharedReads<T> {
    /// The last read, if it is recent and began after this command arrived; otherwise the result of `read`. The
    /// flag says whether `read` was called.
    pub(super) async fn get(
        &self,
        workspace: &Alias,
        waiting: &ThrottleWait,
        read: impl AsyncFnOnce() -> Result<Seen<T>, AzureError>,
    ) -> Result<(Seen<Arc<T>>, bool), AzureError> {
        let last = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(workspace.clone()).or_default().clone()
        };
        let mut last = last.lock().await;
        let counts = |at: Instant| at.elapsed() < SHARED && at >= waiting.since;
        match &*last {
            Some(Ok(seen)) if counts(seen.sent_at()) => return Ok((seen.clone(), false)),
            Some(Err((at, error))) if counts(*at) => return Err(error.clone()),
            _ => {}
        }
        let read = read().await.map(Seen::shared);
        *last = Some(read.clone().map_err(|error| (Instant::now(), error)));
        Ok((read?, true))
    }

    /// Makes the next command read again, without waiting for a read that is under way.
    pub(super) fn forget(&self, workspace: &Alias) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(workspace);
    }
}
