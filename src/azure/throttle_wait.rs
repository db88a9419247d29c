//! Waits out Azure's 429s, and shows how long the wait takes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::error::{AzureErrorKind, Result};

/// The limit on all waits of one call together; Azure's own windows are minutes.
pub const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// When a call is throttled again after its wait, the next wait is longer, up to this.
pub const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// The waits of one command, shared with the code that acknowledges it.
///
/// Clones share the state. Of several waits at once, the last to end counts.
#[derive(Clone, Debug)]
pub struct ThrottleWait {
    until: watch::Sender<Option<Instant>>,
    /// When the command arrived: reads from before that time are not its own.
    pub since: Instant,
    /// Callers take turns in the rate limiter's queue.
    pub(super) caller: Arc<str>,
    /// Power commands go before others.
    urgent: Arc<AtomicBool>,
    /// The number of its calls in the rate limiter's queue.
    queued: Arc<AtomicUsize>,
}

impl Default for ThrottleWait {
    fn default() -> Self {
        Self {
            until: watch::Sender::new(None),
            since: Instant::now(),
            caller: Arc::from(""),
            urgent: Arc::default(),
            queued: Arc::default(),
        }
    }
}

impl ThrottleWait {
    /// For reads outside a caller's turn, such as completions, with nothing to wait for yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// For a command from `caller`.
    pub fn of(caller: &str) -> Self {
        Self { caller: Arc::from(caller), ..Self::default() }
    }

    /// Marks the command as one that starts, stops, restarts or deletes.
    pub fn make_urgent(&self) {
        self.urgent.store(true, Ordering::Relaxed);
    }

    /// Whether a call waits in our queue, and not for Azure.
    pub fn is_queued(&self) -> bool {
        self.queued.load(Ordering::Relaxed) > 0
    }

    /// Counts one call as queued until the returned guard is dropped.
    pub(super) fn queue(&self) -> impl Sized + use<> {
        self.queued.fetch_add(1, Ordering::Relaxed);
        scopeguard::guard(self.queued.clone(), |queued| _ = queued.fetch_sub(1, Ordering::Relaxed))
    }

    pub(super) fn is_urgent(&self) -> bool {
        self.urgent.load(Ordering::Relaxed)
    }

    /// The time until the next call to Azure; `None` if nothing waits.
    pub fn left(&self) -> Option<Duration> {
        let until = (*self.until.borrow())?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// Completes with the length of the wait as soon as one begins. Safe to cancel.
    pub async fn begun(&self) -> Duration {
        let mut changes = self.until.subscribe();
        loop {
            if let Some(left) = self.left() {
                return left;
            }
            // Cannot fail: `self` holds the sender.
            let _ = changes.changed().await;
        }
    }

    /// Repeats `call` while Azure throttles it. Each wait is as long as Azure says, and at least twice
    /// the wait before it, up to a minute.
    ///
    /// # Errors
    ///
    /// Those of `call`; `Throttled` once all waits would exceed 15 minutes.
    pub async fn retry_throttled<T, F>(&self, mut call: impl FnMut() -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let mut backoff = Duration::ZERO;
        let mut patience = PATIENCE;
        loop {
            let error = match call().await {
                Err(error) => error,
                done => return done,
            };
            let AzureErrorKind::Throttled { retry_after } = error.kind else { return Err(error) };
            let wait = retry_after.max(backoff);
            patience = match patience.checked_sub(wait) {
                Some(left) => left,
                None => return Err(error),
            };
            self.wait(wait).await;
            backoff = (wait * 2).min(LONGEST_BACKOFF);
        }
    }

    /// Waits as long as Azure says, at most 15 minutes.
    pub async fn wait(&self, duration: Duration) {
        let until = Instant::now() + duration.min(PATIENCE);
        self.until.send_if_modified(|current| {
            let later = *current < Some(until);
            if later {
                *current = Some(until);
            }
            later
        });
        tokio::time::sleep_until(until).await;
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, pin::pin};

    use super::*;
    use crate::azure::AzureError;

    fn throttled(seconds: u64) -> AzureError {
        AzureError::of(AzureErrorKind::throttled(Some(Duration::from_secs(seconds))))
    }

    /// Throttled once for each of `waits`, then done. Returns when it was called, in seconds from the beginning.
    async fn calls_at(waits: &[u64]) -> (Vec<u64>, Result<()>) {
        let begun = Instant::now();
        let calls = Cell::new(Vec::new());
        let call = async || {
            let mut at = calls.take();
            at.push(begun.elapsed().as_secs());
            let wait = waits.get(at.len() - 1);
            calls.set(at);
            wait.map_or(Ok(()), |wait| Err(throttled(*wait)))
        };
        let result = ThrottleWait::new().retry_throttled(call).await;
        (calls.take(), result)
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_is_repeated_when_azure_says_so() {
        assert_eq!(calls_at(&[]).await, (vec![0], Ok(())));
        assert_eq!(calls_at(&[40]).await, (vec![0, 40], Ok(())));
        assert_eq!(calls_at(&[0]).await, (vec![0, 1], Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn each_wait_is_longer_than_the_one_before() {
        assert_eq!(calls_at(&[5; 6]).await.0, [0, 5, 15, 35, 75, 135, 195]);
        assert_eq!(calls_at(&[1, 1, 30, 1]).await.0, [0, 1, 3, 33, 93]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_would_exceed_the_limit_is_not_begun() {
        assert_eq!(calls_at(&[3600]).await, (vec![0], Err(throttled(3600))));
        let (calls, result) = calls_at(&[500; 9]).await;
        assert_eq!((calls, result), (vec![0, 500], Err(throttled(500))));
    }

    #[tokio::test(start_paused = true)]
    async fn other_errors_are_not_repeated() {
        let call = || async { Err::<(), _>(AzureError::of(AzureErrorKind::Conflict)) };
        let error = ThrottleWait::new().retry_throttled(call).await.unwrap_err();
        assert_eq!(error.kind, AzureErrorKind::Conflict);
    }

    #[tokio::test(start_paused = true)]
    async fn the_remaining_wait_is_known_to_the_acknowledgement() {
        let waiting = ThrottleWait::new();
        assert_eq!(waiting.left(), None);
        let mut first = pin!(waiting.wait(Duration::from_secs(40)));
        let mut second = pin!(waiting.wait(Duration::from_secs(5)));
        tokio::select! {
            biased;
            () = &mut first => panic!("too early"),
            () = &mut second => panic!("too early"),
            left = waiting.begun() => assert_eq!(left, Duration::from_secs(40)),
        }
        second.await;
        assert_eq!(waiting.left(), Some(Duration::from_secs(35)), "the last to end counts");
        first.await;
        assert_eq!(waiting.left(), None);
    }
}
