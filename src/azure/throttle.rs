//! Waiting as long as Azure tells us to, and letting others know that we do.

use std::time::Duration;

use tokio::{sync::watch, time::Instant};

use super::error::{AzureError, Kind};

/// Longer than this in all nobody waits for an answer; Azure's own windows are minutes.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Where Azure does not say how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(5);

/// `Retry-After: 0` is sent too; asking again at once is what it wants to keep us from.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

/// Being throttled again after waiting as told, we wait longer by ourselves, up to this.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// Sits out what Azure tells us to wait, and says so to whoever answers the user meanwhile.
///
/// Clones speak of the same wait; of several at once, the last to end counts.
#[derive(Clone, Debug)]
pub struct Waiting(watch::Sender<Option<Instant>>);

impl Default for Waiting {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl Waiting {
    pub fn new() -> Self {
        Self::default()
    }

    /// How long from now until Azure is asked again; `None` when nobody waits.
    pub fn left(&self) -> Option<Duration> {
        let until = (*self.0.borrow())?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// Ends as soon as somebody waits, with how long. Safe to drop and to begin again.
    pub async fn begun(&self) -> Duration {
        let mut changes = self.0.subscribe();
        loop {
            if let Some(left) = self.left() {
                return left;
            }
            // Cannot fail: the sender is ours.
            let _ = changes.changed().await;
        }
    }

    /// Waits as a throttled call was told to, or a little where Azure did not say; 15 minutes at
    /// most.
    pub async fn wait(&self, told: Option<Duration>) {
        self.sit_out(told.unwrap_or(UNTOLD_WAIT).clamp(SHORTEST_WAIT, PATIENCE))
            .await;
    }

    async fn sit_out(&self, wait: Duration) {
        let until = Instant::now() + wait;
        self.0.send_if_modified(|current| {
            let later = *current < Some(until);
            if later {
                *current = Some(until);
            }
            later
        });
        tokio::time::sleep_until(until).await;
    }
}

/// Repeats `call` for as long as Azure throttles it, waiting in between: as told, and being
/// throttled again, twice as long as the last time at least.
///
/// # Errors
///
/// Those of `call`; its `Throttled` too, once waiting would take more than 15 minutes in all.
pub async fn patiently<T, F>(waiting: &Waiting, mut call: impl FnMut() -> F) -> Result<T, AzureError>
where
    F: Future<Output = Result<T, AzureError>>,
{
    let mut at_least = SHORTEST_WAIT;
    let mut patience = PATIENCE;
    loop {
        let error = match call().await {
            Err(error) => error,
            done => return done,
        };
        let Kind::Throttled { retry_after } = error.kind else {
            return Err(error);
        };
        let wait = retry_after.unwrap_or(UNTOLD_WAIT).max(at_least);
        patience = match patience.checked_sub(wait) {
            Some(left) => left,
            None => return Err(error),
        };
        waiting.sit_out(wait).await;
        at_least = (wait * 2).min(LONGEST_BACKOFF);
    }
}
