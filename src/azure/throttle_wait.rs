//! Waiting as long as Azure tells us to, and letting others know that we do.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::error::{AzureError, Kind};

/// Longer than this in all nobody waits for an answer; Azure's own windows are minutes.
pub const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Being throttled again after waiting as told, we wait longer by ourselves, up to this.
pub const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// Sits out what Azure tells us to wait, and says so to whoever answers the user meanwhile.
///
/// Clones speak of the same wait; of several at once, the last to end counts.
#[derive(Clone, Debug)]
pub struct Waiting {
    until: watch::Sender<Option<Instant>>,
    since: Instant,
    /// Who asked: callers take turns where there is a line.
    caller: Arc<str>,
    /// Whether power hangs on it: it goes before others.
    urgent: Arc<AtomicBool>,
    /// How many of its calls stand in a line of ours.
    queued: Arc<AtomicUsize>,
}

impl Default for Waiting {
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

/// One of a command's calls stands in line.
pub(super) struct Queued(Arc<AtomicUsize>);

impl Drop for Queued {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Waiting {
    pub fn new() -> Self {
        Self::default()
    }

    /// For a command of `caller`.
    pub fn of(caller: &str) -> Self {
        Self {
            caller: Arc::from(caller),
            ..Self::default()
        }
    }

    /// The command turned out to start, stop, restart or delete something.
    pub fn make_urgent(&self) {
        self.urgent.store(true, Ordering::Relaxed);
    }

    /// Whether it waits for calls of ours to other commands, and not for Azure.
    pub fn is_queued(&self) -> bool {
        self.queued.load(Ordering::Relaxed) > 0
    }

    pub(super) fn queue(&self) -> Queued {
        self.queued.fetch_add(1, Ordering::Relaxed);
        Queued(self.queued.clone())
    }

    pub(super) fn caller(&self) -> Arc<str> {
        self.caller.clone()
    }

    pub(super) fn is_urgent(&self) -> bool {
        self.urgent.load(Ordering::Relaxed)
    }

    /// When the command came for which somebody may wait: what was read before that is none of its.
    pub fn since(&self) -> Instant {
        self.since
    }

    /// How long from now until Azure is asked again; `None` when nobody waits.
    pub fn left(&self) -> Option<Duration> {
        let until = (*self.until.borrow())?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// Ends as soon as somebody waits, with how long. Safe to drop and to begin again.
    pub async fn begun(&self) -> Duration {
        let mut changes = self.until.subscribe();
        loop {
            if let Some(left) = self.left() {
                return left;
            }
            // Cannot fail: the sender is ours.
            let _ = changes.changed().await;
        }
    }

    /// Repeats `call` for as long as Azure throttles it, waiting in between: as told, and at least
    /// twice as long as the last time.
    ///
    /// # Errors
    ///
    /// Those of `call`; its `Throttled` too, once it would take more than 15 minutes in all.
    pub async fn patiently<T, F>(&self, mut call: impl FnMut() -> F) -> Result<T, AzureError>
    where
        F: Future<Output = Result<T, AzureError>>,
    {
        let mut backoff = Duration::ZERO;
        let mut patience = PATIENCE;
        loop {
            let error = match call().await {
                Err(error) => error,
                done => return done,
            };
            let Kind::Throttled { retry_after } = error.kind else {
                return Err(error);
            };
            let wait = retry_after.max(backoff);
            patience = match patience.checked_sub(wait) {
                Some(left) => left,
                None => return Err(error),
            };
            self.wait(wait).await;
            backoff = (wait * 2).min(LONGEST_BACKOFF);
        }
    }

    /// Waits for `told`, 15 minutes at most.
    pub async fn wait(&self, told: Duration) {
        let until = Instant::now() + told.min(PATIENCE);
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

    fn throttled(seconds: u64) -> AzureError {
        AzureError::of(Kind::throttled(Some(Duration::from_secs(seconds))))
    }

    /// Throttled as often as there are waits; then done. In seconds from the beginning, when it
    /// was called.
    async fn calls_at(waits: &[u64]) -> (Vec<u64>, Result<(), AzureError>) {
        let begun = Instant::now();
        let calls = Cell::new(Vec::new());
        let call = async || {
            let mut at = calls.take();
            at.push(begun.elapsed().as_secs());
            let wait = waits.get(at.len() - 1);
            calls.set(at);
            wait.map_or(Ok(()), |wait| Err(throttled(*wait)))
        };
        let result = Waiting::new().patiently(call).await;
        (calls.take(), result)
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_is_repeated_when_azure_says_so() {
        assert_eq!(calls_at(&[]).await, (vec![0], Ok(())));
        assert_eq!(calls_at(&[40]).await, (vec![0, 40], Ok(())));
        assert_eq!(calls_at(&[0]).await, (vec![0, 1], Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn each_wait_is_longer_than_the_last_whatever_azure_says() {
        assert_eq!(calls_at(&[5; 6]).await.0, [0, 5, 15, 35, 75, 135, 195]);
        assert_eq!(calls_at(&[1, 1, 30, 1]).await.0, [0, 1, 3, 33, 93]);
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends_before_a_wait_that_would_exceed_it() {
        assert_eq!(calls_at(&[3600]).await, (vec![0], Err(throttled(3600))));
        let (calls, result) = calls_at(&[500; 9]).await;
        assert_eq!((calls, result), (vec![0, 500], Err(throttled(500))));
    }

    #[tokio::test(start_paused = true)]
    async fn other_errors_are_not_repeated() {
        let call = || async { Err::<(), _>(AzureError::of(Kind::Conflict)) };
        let error = Waiting::new().patiently(call).await.unwrap_err();
        assert_eq!(error.kind, Kind::Conflict);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_answers_the_user_learns_how_long_it_takes() {
        let waiting = Waiting::new();
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
        assert_eq!(
            waiting.left(),
            Some(Duration::from_secs(35)),
            "the last to end counts"
        );
        first.await;
        assert_eq!(waiting.left(), None);
    }
}
