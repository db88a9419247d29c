//! Keeping within ARM's budgets, so that it need not refuse.
//!
//! A principal has, per subscription and kind of call, a bucket of calls that fills at a steady
//! rate (Microsoft's page on request limits and throttling; since 2024). Others may take from it
//! unseen, other processes of ours among them: that we learn from a 429.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::{
        Context, Method, Request, StatusCode, Url,
        headers::Headers,
        policies::{Policy, PolicyResult, RetryPolicyCount},
    },
};
use tokio::time::Instant;

use super::{
    error::{AzureError, Kind},
    throttle::Waiting,
};

/// As long as this a call sits out in line what Azure told another call. Longer, it fails as that
/// one did: whoever waits for it should hear of it, and look again afterwards.
const SITS_OUT: Duration = Duration::from_secs(2);

/// So much of a full bucket is left in it, told by how long it takes to grow. A call counts for us
/// when it is let go and for Azure when it comes; the first, which has a token to fetch and a
/// connection to make, takes up to this much longer than those after it. Without, a burst of 400
/// against the emulator is refused up to eight times, and each refusal costs everybody a second.
const MARGIN: Duration = Duration::from_secs(1);

/// The lines to all budgets, one per subscription and kind of call.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<HashMap<(String, Budget), Line>>);

/// What a call is counted as. `POST` is a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Budget {
    Reads,
    Writes,
    Deletes,
}

impl Budget {
    fn of(method: Method) -> Self {
        match method {
            Method::Get | Method::Head => Self::Reads,
            Method::Delete => Self::Deletes,
            _ => Self::Writes,
        }
    }

    /// How many calls may be sent at once, and how many more in each second.
    fn limits(self) -> (u32, u32) {
        match self {
            Self::Reads => (250, 25),
            Self::Writes | Self::Deletes => (200, 10),
        }
    }
}

impl Pace {
    /// Where a call stands in line.
    pub(super) fn line(&self, method: Method, url: &Url) -> Line {
        let budget = Budget::of(method);
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines
            .entry((subscription(url), budget))
            .or_insert_with(|| Line::to(budget))
            .clone()
    }
}

/// The subscription that a call is counted for. None is the tenant, which has budgets of its own.
fn subscription(url: &Url) -> String {
    let mut path = url.path_segments().into_iter().flatten();
    match path.next() {
        Some(word) if word.eq_ignore_ascii_case("subscriptions") => {
            path.next().unwrap_or_default().to_ascii_lowercase()
        }
        _ => String::new(),
    }
}

/// The line to one budget; clones are one and the same.
#[derive(Clone, Debug)]
pub(super) struct Line(Arc<Mutex<Bucket>>);

impl Line {
    fn to(budget: Budget) -> Self {
        let (size, per_second) = budget.limits();
        let every = Duration::from_secs(1) / per_second;
        Self(Arc::new(Mutex::new(Bucket {
            every,
            burst: every * (size - 1) - MARGIN,
            full: Instant::now(),
            closed: None,
        })))
    }

    /// Waits for a turn, and lets `waiting` know how long that takes.
    ///
    /// # Errors
    ///
    /// `Throttled`, at once, while Azure does not want to be asked for more than two seconds.
    pub(super) async fn turn(&self, waiting: Option<&Waiting>) -> Result<Turn, AzureError> {
        loop {
            let turn = self.reserve()?;
            let left = turn.at.saturating_duration_since(Instant::now());
            match waiting {
                Some(waiting) if !left.is_zero() => waiting.wait(left).await,
                _ => tokio::time::sleep_until(turn.at).await,
            }
            if turn.holds() {
                return Ok(turn);
            }
        }
    }

    /// Reads an answer that is no success. A 429 is for all that stand in line.
    pub(super) fn refused(&self, status: StatusCode, headers: &Headers, body: &[u8]) -> AzureError {
        let error = AzureError::from_answer(status, headers, body);
        if let (Some(429), Kind::Throttled { retry_after }) = (error.status, &error.kind) {
            self.close(*retry_after);
        }
        error
    }

    /// Azure answered a call with 429: nobody in this line sends anything for as long as `told`.
    /// Sooner, and Azure would begin the wait anew.
    pub(super) fn close(&self, told: Duration) {
        self.bucket().close(Instant::now() + told);
    }

    fn reserve(&self) -> Result<Turn, AzureError> {
        let mut bucket = self.bucket();
        let now = Instant::now();
        let closed = bucket.closed;
        let left = closed.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        if left > SITS_OUT {
            return Err(AzureError::of(Kind::throttled(Some(left))));
        }
        let at = bucket.reserve(now);
        let line = self.clone();
        Ok(Turn {
            line,
            at,
            closed,
            used: false,
        })
    }

    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A bucket, told by when it would be full again: each call taken puts that off by as long as one
/// takes to grow (the generic cell rate algorithm).
#[derive(Debug)]
struct Bucket {
    /// How long one call takes to grow.
    every: Duration,
    /// How long all but one take, less the margin. So far ahead may `full` be when a call is sent.
    burst: Duration,
    full: Instant,
    /// Until when Azure does not want to be asked, or did not.
    closed: Option<Instant>,
}

impl Bucket {
    /// Takes the next call that there will be, and tells when.
    fn reserve(&mut self, now: Instant) -> Instant {
        let ahead = self.full.saturating_duration_since(now);
        self.full = self.full.max(now) + self.every;
        now + ahead.saturating_sub(self.burst)
    }

    /// Voids all turns that were not used. One call is there at `until`, and no more than grow from
    /// then on: who emptied the bucket, and how far, we do not know.
    fn close(&mut self, until: Instant) {
        if self.closed < Some(until) {
            self.closed = Some(until);
            self.full = until + self.burst;
        }
    }
}

/// Leave to send one call. Dropped before it is used, it is given back.
#[derive(Debug)]
pub(super) struct Turn {
    line: Line,
    at: Instant,
    /// As it was for the line when this was reserved.
    closed: Option<Instant>,
    used: bool,
}

impl Turn {
    /// Whether the call may still be sent now.
    fn holds(&self) -> bool {
        self.line.bucket().closed == self.closed
    }

    /// Uses it to send a call. False when Azure has closed the line meanwhile: stand in it again.
    pub(super) fn take(&mut self) -> bool {
        self.used = self.holds();
        self.used
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut bucket = self.line.bucket();
        if !self.used && bucket.closed == self.closed {
            let every = bucket.every;
            bucket.full -= every;
        }
    }
}

/// Lets the pipeline's own repetitions stand in line as well.
#[derive(Debug)]
pub(super) struct AgainInLine(pub(super) Arc<Pace>);

#[async_trait]
impl Policy for AgainInLine {
    async fn send(&self, ctx: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let again = ctx.value::<RetryPolicyCount>().is_some_and(|count| **count > 0);
        if again {
            let line = self.0.line(request.method(), request.url());
            let turn = line.turn(None).await;
            turn.map_err(|error| Error::new(ErrorKind::Other, error))?.take();
        }
        next[0].send(ctx, request, &next[1..]).await
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    async fn go(line: &Line) -> Duration {
        let begun = Instant::now();
        assert!(line.turn(None).await.unwrap().take());
        begun.elapsed()
    }

    async fn go_all(line: &Line, number: usize) -> Duration {
        let begun = Instant::now();
        join_all((0..number).map(|_| go(line))).await;
        begun.elapsed()
    }

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_goes_at_once_and_the_rest_as_the_bucket_grows() {
        for (budget, burst, every) in [
            (Budget::Reads, 225, ms(40)),
            (Budget::Writes, 190, ms(100)),
            (Budget::Deletes, 190, ms(100)),
        ] {
            let line = Line::to(budget);
            assert_eq!(go_all(&line, burst).await, ms(0));
            assert_eq!(go(&line).await, every, "{budget:?}");
            assert_eq!(go_all(&line, 10).await, every * 10);
            tokio::time::advance(every * 3).await;
            assert_eq!(go_all(&line, 3).await, ms(0));
            tokio::time::advance(Duration::from_secs(3600)).await;
            assert_eq!(go_all(&line, burst).await, ms(0), "no fuller than full");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_holds_everybody_until_exactly_then() {
        let line = Line::to(Budget::Writes);
        let mut in_line = line.turn(None).await.unwrap();
        line.close(ms(1500));
        line.close(ms(700));
        assert!(!in_line.take(), "reserved before");
        assert_eq!(go(&line).await, ms(1500), "the longest wait counts");
        assert_eq!(go_all(&line, 5).await, ms(500), "it was empty");
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_when_a_refusal_comes_wait_on_in_their_order() {
        let line = Line::to(Budget::Writes);
        go_all(&line, 190).await;
        let refusal = async {
            tokio::time::sleep(ms(150)).await;
            line.close(ms(1000));
        };
        let ((), times) = tokio::join!(refusal, join_all((0..4).map(|_| go(&line))));
        assert_eq!(times, [ms(100), ms(1150), ms(1250), ms(1350)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_refusal_is_told_to_those_who_come_later() {
        let line = Line::to(Budget::Writes);
        line.close(Duration::from_secs(300));
        tokio::time::advance(Duration::from_secs(100)).await;
        let retry_after = Duration::from_secs(200);
        assert_eq!(
            line.turn(None).await.unwrap_err().kind,
            Kind::Throttled { retry_after }
        );
        tokio::time::advance(retry_after).await;
        assert_eq!(go(&line).await, ms(0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_is_not_used_is_given_back() {
        let line = Line::to(Budget::Writes);
        go_all(&line, 190).await;
        let soon = tokio::time::timeout(ms(50), go_all(&line, 400)).await;
        assert!(soon.is_err());
        assert_eq!(go(&line).await, ms(50));
    }

    #[test]
    fn each_subscription_and_kind_of_call_has_its_own_line() {
        let pace = Pace::default();
        let line = |method, path: &str| {
            let url = Url::parse(&format!("https://management.azure.com{path}")).unwrap();
            Arc::as_ptr(&pace.line(method, &url).0)
        };
        let reads = line(Method::Get, "/subscriptions/A/resourceGroups/b");
        assert_eq!(reads, line(Method::Head, "/Subscriptions/a?c=d"));
        let others = [
            line(Method::Get, "/subscriptions/B"),
            line(Method::Get, "/tenants"),
            line(Method::Post, "/subscriptions/a"),
            line(Method::Delete, "/subscriptions/a"),
        ];
        assert!(!others.contains(&reads));
        assert_eq!(others[2], line(Method::Patch, "/subscriptions/a"));
    }
}
