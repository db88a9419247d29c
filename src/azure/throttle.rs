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

#[cfg(test)]
mod tests {
    use std::{cell::Cell, pin::pin};

    use super::*;

    fn throttled(seconds: Option<u64>) -> AzureError {
        let retry_after = seconds.map(Duration::from_secs);
        AzureError::of(Kind::Throttled { retry_after })
    }

    /// Throttled as often as there are waits; then done. In seconds from the beginning, when it
    /// was called.
    async fn calls_at(waits: &[Option<u64>]) -> (Vec<u64>, Result<(), AzureError>) {
        let begun = Instant::now();
        let calls = Cell::new(Vec::new());
        let call = async || {
            let mut at = calls.take();
            at.push(begun.elapsed().as_secs());
            let wait = waits.get(at.len() - 1);
            calls.set(at);
            wait.map_or(Ok(()), |wait| Err(throttled(*wait)))
        };
        let result = patiently(&Waiting::new(), call).await;
        (calls.take(), result)
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_is_repeated_when_azure_says_so() {
        assert_eq!(calls_at(&[]).await, (vec![0], Ok(())));
        assert_eq!(calls_at(&[Some(40)]).await, (vec![0, 40], Ok(())));
        assert_eq!(calls_at(&[Some(0)]).await, (vec![0, 1], Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn each_wait_is_longer_than_the_last_whatever_azure_says() {
        assert_eq!(calls_at(&[None; 6]).await.0, [0, 5, 15, 35, 75, 135, 195]);
        assert_eq!(
            calls_at(&[Some(1), Some(1), Some(30), Some(1)]).await.0,
            [0, 1, 3, 33, 93]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends_before_a_wait_that_would_exceed_it() {
        assert_eq!(
            calls_at(&[Some(3600)]).await,
            (vec![0], Err(throttled(Some(3600))))
        );
        let (calls, result) = calls_at(&[Some(500); 9]).await;
        assert_eq!((calls, result), (vec![0, 500], Err(throttled(Some(500)))));
    }

    #[tokio::test(start_paused = true)]
    async fn other_errors_are_not_repeated() {
        let call = || async { Err::<(), _>(AzureError::of(Kind::Conflict)) };
        let error = patiently(&Waiting::new(), call).await.unwrap_err();
        assert_eq!(error.kind, Kind::Conflict);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_answers_the_user_learns_how_long_it_takes() {
        let waiting = Waiting::new();
        assert_eq!(waiting.left(), None);
        let mut first = pin!(waiting.wait(Some(Duration::from_secs(40))));
        let mut second = pin!(waiting.wait(None));
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
