//! Waiting as long as Azure tells us to, and letting others know that we do.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use tokio::{sync::watch, time::Instant};

use super::error::{AzureError, Kind};

/// Longer than this nobody waits for an answer; Azure's own windows are minutes.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Where Azure does not say how long: from here, doubling to a minute.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Says how long Azure has told us to wait, to whoever answers the user meanwhile. Clones speak of
/// the same wait.
#[derive(Clone, Debug)]
pub struct Waiting(watch::Sender<Option<Instant>>);

impl Waiting {
    pub fn new() -> Self {
        Self(watch::Sender::new(None))
    }

    /// How long from now until Azure is asked again; `None` when nobody waits.
    pub fn left(&self) -> Option<Duration> {
        let until = (*self.0.borrow())?;
        until
            .checked_duration_since(Instant::now())
            .filter(|left| !left.is_zero())
    }

    /// Ends when Azure tells us to wait, with how long. Safe to drop and to begin again.
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

    /// Waits as a throttled command was told to, or a little where Azure did not say.
    pub async fn wait(&self, told: Option<Duration>) {
        let wait = told.unwrap_or(FIRST_WAIT).max(Duration::from_secs(1));
        self.publish(wait);
        tokio::time::sleep(wait).await;
    }

    /// Of several waits the last to end counts.
    fn publish(&self, wait: Duration) {
        let until = Some(Instant::now() + wait);
        self.0.send_if_modified(|current| {
            let later = *current < until;
            if later {
                *current = until;
            }
            later
        });
    }
}

impl Default for Waiting {
    fn default() -> Self {
        Self::new()
    }
}

/// Repeats `call` for as long as Azure throttles it, waiting in between as told, and gives back
/// what else comes of it.
///
/// # Errors
///
/// Those of `call`; and its `Throttled`, when waiting once more would take more than 15 minutes in
/// all.
pub async fn patiently<T, F>(waiting: &Waiting, call: impl FnMut() -> F) -> Result<T, AzureError>
where
    F: Future<Output = Result<T, AzureError>>,
{
    let backoff = ExponentialBuilder::new()
        .with_min_delay(FIRST_WAIT)
        .with_max_delay(LONGEST_WAIT)
        .without_max_times();
    let mut left = PATIENCE;
    let wait = |error: &AzureError, fallback: Option<Duration>| {
        let Kind::Throttled { retry_after } = error.kind else {
            return None;
        };
        let wait = retry_after
            .map(|told| told.max(Duration::from_secs(1)))
            .or(fallback)?;
        left = left.checked_sub(wait)?;
        Some(wait)
    };
    call.retry(backoff)
        .sleep(tokio::time::sleep)
        .adjust(wait)
        .notify(|_, wait| waiting.publish(wait))
        .await
}
