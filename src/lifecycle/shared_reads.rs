//! Looks at a workspace that many instances hang on: read once for all who want to know at about the
//! same time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    azure::{AzureError, Seen, Waiting},
    target::Alias,
};

/// How old a look may be to be shared. It has to count until something is sent
/// ([`crate::azure::OLDEST_LOOK`]).
const SHARED: Duration = Duration::from_secs(7);

/// The last look; when it ended, where it failed.
type LastLook<T> = Option<Result<Seen<Arc<T>>, (Instant, AzureError)>>;

type Looks<T> = HashMap<Alias, Arc<tokio::sync::Mutex<LastLook<T>>>>;

/// One look per workspace at a time.
#[derive(Debug)]
pub(super) struct SharedLooks<T>(Mutex<Looks<T>>);

impl<T> Default for SharedLooks<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> SharedLooks<T> {
    /// What was seen for this command a short while ago, else what `read` gives; and whether it was
    /// read now.
    pub(super) async fn get(
        &self,
        workspace: &Alias,
        waiting: &Waiting,
        read: impl AsyncFnOnce() -> Result<Seen<T>, AzureError>,
    ) -> Result<(Seen<Arc<T>>, bool), AzureError> {
        let look = self.look(workspace);
        let mut look = look.lock().await;
        let counts = |at: Instant| at.elapsed() < SHARED && at >= waiting.since();
        match &*look {
            Some(Ok(seen)) if counts(seen.sent_at()) => return Ok((seen.clone(), false)),
            Some(Err((at, error))) if counts(*at) => return Err(error.clone()),
            _ => {}
        }
        let read = read().await.map(Seen::shared);
        *look = Some(read.clone().map_err(|error| (Instant::now(), error)));
        Ok((read?, true))
    }

    /// Whoever wants to know next looks again, and waits for no look that is under way.
    pub(super) fn forget(&self, workspace: &Alias) {
        self.looks().remove(workspace);
    }

    fn look(&self, workspace: &Alias) -> Arc<tokio::sync::Mutex<LastLook<T>>> {
        self.looks().entry(workspace.clone()).or_default().clone()
    }

    fn looks(&self) -> MutexGuard<'_, Looks<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
