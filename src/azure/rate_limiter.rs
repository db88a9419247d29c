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
use tokio::{sync::Notify, time::Instant};

use super::{
    error::{AzureError, Kind},
    throttle_wait::Waiting,
};

/// As long as this a call sits out in line what Azure told another call. Longer, it fails as that
/// one did: whoever waits for it should hear of it, and look again afterwards.
const SITS_OUT: Duration = Duration::from_secs(2);

/// So much of a full bucket is left in it, told by how long it takes to grow. A call counts for us
/// when it is let go and for Azure when it comes; the first, which has a token to fetch and a
/// connection to make, takes up to this much longer than those after it. Without, a burst of 400
/// against the emulator is refused up to eight times, and each refusal costs everybody a second.
const MARGIN: Duration = Duration::from_secs(1);

/// Calls under way at once in one line. One command may mean hundreds of instances; Azure's budget
/// is for everybody, and so are our sockets. A command that has its place among the writes looks
/// before it is sent: reads have places of their own, so neither waits for the other.
const PLACES: usize = 16;

/// Of these, those that only power commands and their looks take: slow overviews hold up no stop.
const FOR_THE_URGENT: usize = 4;

/// The lines to all budgets, one per subscription and kind of call.
#[derive(Debug, Default)]
pub(super) struct RateLimiters(Mutex<HashMap<(String, CallClass), RateLimiter>>);

/// What a call is counted as. `POST` is a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum CallClass {
    Reads,
    Writes,
    Deletes,
}

impl CallClass {
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

impl RateLimiters {
    /// Where a call stands in line.
    pub(super) fn line(&self, method: Method, url: &Url) -> RateLimiter {
        let budget = CallClass::of(method);
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines
            .entry((subscription(url), budget))
            .or_insert_with(|| RateLimiter::to(budget))
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
///
/// Power commands and their looks go first. Among the others, and among those, callers take turns,
/// so that nobody who asks for much holds up somebody who asks for little.
#[derive(Clone, Debug)]
pub(super) struct RateLimiter(Arc<Mutex<Queue>>);

impl RateLimiter {
    fn to(budget: CallClass) -> Self {
        let (size, per_second) = budget.limits();
        let every = Duration::from_secs(1) / per_second;
        Self(Arc::new(Mutex::new(Queue {
            bucket: Bucket {
                every,
                burst: every * (size - 1) - MARGIN,
                full: Instant::now(),
                closed: None,
            },
            places: PLACES,
            waiters: Vec::new(),
            served: HashMap::new(),
            entered: 0,
        })))
    }

    /// Waits for a turn, and lets `waiting` know that it does. A `repetition` has a place already.
    ///
    /// # Errors
    ///
    /// `Throttled`, at once, while Azure does not want to be asked for more than two seconds.
    pub(super) async fn turn(&self, waiting: &Waiting, repetition: bool) -> Result<Slot, AzureError> {
        let waiter = self.queue().enter(waiting, repetition);
        let entered = Entered {
            line: self.clone(),
            waiter: waiter.clone(),
        };
        let mut queued = None;
        loop {
            let next = self.queue().serve(&waiter)?;
            if let Some(turn) = entered.turn() {
                return Ok(turn);
            }
            queued.get_or_insert_with(|| waiting.queue());
            let changed = waiter.changed.notified();
            match next {
                Some(next) => tokio::select! {
                    () = tokio::time::sleep_until(next) => {}
                    () = changed => {}
                },
                None => changed.await,
            }
        }
    }

    /// Waits for a turn and uses it, however often Azure closes the line in between.
    pub(super) async fn leave(&self, waiting: &Waiting, repetition: bool) -> Result<Slot, AzureError> {
        loop {
            let mut turn = self.turn(waiting, repetition).await?;
            if turn.take() {
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
        let mut queue = self.queue();
        queue.bucket.close(Instant::now() + told);
        queue
            .waiters
            .iter()
            .for_each(|waiter| waiter.changed.notify_one());
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those who stand in a line.
#[derive(Debug)]
struct Queue {
    bucket: Bucket,
    /// How many more calls may be under way.
    places: usize,
    waiters: Vec<Arc<Waiter>>,
    /// When callers had their last turn, by the number of turns before it.
    served: HashMap<Arc<str>, u64>,
    entered: u64,
}

#[derive(Debug)]
struct Waiter {
    number: u64,
    caller: Arc<str>,
    urgent: bool,
    wants_place: bool,
    granted: Mutex<Option<Grant>>,
    changed: Notify,
}

/// What a turn was given on.
#[derive(Clone, Copy, Debug)]
struct Grant {
    /// Until when the line was closed then.
    closed: Option<Instant>,
    place: bool,
}

impl Queue {
    fn enter(&mut self, waiting: &Waiting, repetition: bool) -> Arc<Waiter> {
        self.entered += 1;
        let waiter = Arc::new(Waiter {
            number: self.entered,
            caller: waiting.caller(),
            urgent: waiting.is_urgent(),
            wants_place: !repetition,
            granted: Mutex::default(),
            changed: Notify::new(),
        });
        self.waiters.push(waiter.clone());
        waiter
    }

    /// Gives out the turns that there are. Tells whoever is next when theirs is there; the others are
    /// woken when they are next.
    fn serve(&mut self, me: &Arc<Waiter>) -> Result<Option<Instant>, AzureError> {
        let now = Instant::now();
        let closed = self.bucket.closed;
        let left = closed.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        if left > SITS_OUT {
            return Err(AzureError::of(Kind::throttled(Some(left))));
        }
        while self.bucket.next(now) <= now {
            let Some(at) = self.first() else { break };
            let waiter = self.waiters.remove(at);
            self.bucket.take(now);
            self.places -= usize::from(waiter.wants_place);
            self.served.insert(waiter.caller.clone(), self.entered);
            self.entered += 1;
            *waiter.granted.lock().unwrap_or_else(PoisonError::into_inner) = Some(Grant {
                closed,
                place: waiter.wants_place,
            });
            waiter.changed.notify_one();
        }
        if self.waiters.is_empty() {
            self.served.clear();
        }
        let next = self.first().map(|at| &self.waiters[at]);
        let mine = next.filter(|next| Arc::ptr_eq(next, me));
        Ok(mine.map(|_| self.bucket.next(now)))
    }

    /// Whose turn is next, of those that there is a place for.
    fn first(&self) -> Option<usize> {
        let may = |waiter: &Waiter| {
            let kept_free = if waiter.urgent { 0 } else { FOR_THE_URGENT };
            !waiter.wants_place || self.places > kept_free
        };
        let waiters = self.waiters.iter().enumerate().filter(|(_, waiter)| may(waiter));
        let rank = |waiter: &Waiter| {
            let served = self.served.get(&waiter.caller).copied();
            (!waiter.urgent, served, waiter.number)
        };
        waiters.min_by_key(|(_, waiter)| rank(waiter)).map(|(at, _)| at)
    }

    /// Something was given back: whoever is next looks again whether there is a turn now.
    fn wake(&self) {
        if let Some(at) = self.first() {
            self.waiters[at].changed.notify_one();
        }
    }
}

/// Stands in line for as long as it lives.
struct Entered {
    line: RateLimiter,
    waiter: Arc<Waiter>,
}

impl Entered {
    /// The turn, if it has come.
    fn turn(&self) -> Option<Slot> {
        let grant = self
            .waiter
            .granted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()?;
        Some(Slot {
            line: self.line.clone(),
            grant,
            used: false,
        })
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let unused = self.turn(); // it came, and nobody waits for it any more: it is given back
        let mut queue = self.line.queue();
        queue.waiters.retain(|waiter| !Arc::ptr_eq(waiter, &self.waiter));
        queue.wake();
        drop(queue);
        drop(unused);
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
    /// When there is a call to take.
    fn next(&self, now: Instant) -> Instant {
        now + self
            .full
            .saturating_duration_since(now)
            .saturating_sub(self.burst)
    }

    fn take(&mut self, now: Instant) {
        self.full = self.full.max(now) + self.every;
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

/// Leave to send one call, and its place among those under way. Dropped before it is used, it is given
/// back.
#[derive(Debug)]
pub(super) struct Slot {
    line: RateLimiter,
    grant: Grant,
    used: bool,
}

impl Slot {
    /// Uses it to send a call. False when Azure has closed the line meanwhile: stand in it again.
    pub(super) fn take(&mut self) -> bool {
        self.used = self.line.queue().bucket.closed == self.grant.closed;
        self.used
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut queue = self.line.queue();
        if !self.used && queue.bucket.closed == self.grant.closed {
            let every = queue.bucket.every;
            queue.bucket.full -= every;
        }
        queue.places += usize::from(self.grant.place);
        queue.wake();
    }
}

/// Lets the pipeline's own repetitions stand in line as well.
#[derive(Debug)]
pub(super) struct LimitRetries(pub(super) Arc<RateLimiters>);

#[async_trait]
impl Policy for LimitRetries {
    async fn send(&self, ctx: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        let again = ctx.value::<RetryPolicyCount>().is_some_and(|count| **count > 0);
        if again {
            let line = self.0.line(request.method(), request.url());
            let waiting = ctx.value::<Waiting>().cloned().unwrap_or_default();
            let turn = line.leave(&waiting, true).await;
            turn.map_err(|error| Error::new(ErrorKind::Other, error))?;
        }
        next[0].send(ctx, request, &next[1..]).await
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    async fn go(line: &RateLimiter) -> Duration {
        let begun = Instant::now();
        line.leave(&Waiting::new(), false).await.unwrap();
        begun.elapsed()
    }

    async fn go_all(line: &RateLimiter, number: usize) -> Duration {
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
            (CallClass::Reads, 225, ms(40)),
            (CallClass::Writes, 190, ms(100)),
            (CallClass::Deletes, 190, ms(100)),
        ] {
            let line = RateLimiter::to(budget);
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
        let line = RateLimiter::to(CallClass::Writes);
        let mut in_line = line.turn(&Waiting::new(), false).await.unwrap();
        line.close(ms(1500));
        line.close(ms(700));
        assert!(!in_line.take(), "reserved before");
        assert_eq!(go(&line).await, ms(1500), "the longest wait counts");
        assert_eq!(go_all(&line, 5).await, ms(500), "it was empty");
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_when_a_refusal_comes_wait_on_in_their_order() {
        let line = RateLimiter::to(CallClass::Writes);
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
        let line = RateLimiter::to(CallClass::Writes);
        line.close(Duration::from_secs(300));
        tokio::time::advance(Duration::from_secs(100)).await;
        let retry_after = Duration::from_secs(200);
        assert_eq!(
            line.turn(&Waiting::new(), false).await.unwrap_err().kind,
            Kind::Throttled { retry_after }
        );
        tokio::time::advance(retry_after).await;
        assert_eq!(go(&line).await, ms(0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_is_not_used_is_given_back() {
        let line = RateLimiter::to(CallClass::Writes);
        go_all(&line, 190).await;
        let soon = tokio::time::timeout(ms(50), go_all(&line, 400)).await;
        assert!(soon.is_err());
        assert_eq!(go(&line).await, ms(50));
    }

    /// In which order turns come to those who stand in a line that was used up.
    async fn order(line: &RateLimiter, waiting: &[&Waiting]) -> Vec<usize> {
        let came = Mutex::new(Vec::new());
        join_all(waiting.iter().enumerate().map(async |(number, waiting)| {
            line.leave(waiting, false).await.unwrap();
            came.lock().unwrap().push(number);
        }))
        .await;
        came.into_inner().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn callers_take_turns_and_power_goes_first() {
        let line = RateLimiter::to(CallClass::Writes);
        go_all(&line, 190).await;
        let (ada, bob, eve) = (Waiting::of("ada"), Waiting::of("bob"), Waiting::of("eve"));
        eve.make_urgent();
        let waiting = [&ada, &ada, &ada, &ada, &bob, &bob, &eve];
        assert_eq!(order(&line, &waiting).await, [6, 0, 4, 1, 5, 2, 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn slow_reads_leave_room_for_the_looks_of_commands() {
        let line = RateLimiter::to(CallClass::Reads);
        let (reader, command) = (Waiting::of("reader"), Waiting::of("command"));
        command.make_urgent();
        let mut slow = Vec::new();
        while let Ok(turn) = tokio::time::timeout(ms(10), line.turn(&reader, false)).await {
            slow.push(turn.unwrap());
        }
        assert_eq!(slow.len(), PLACES - FOR_THE_URGENT);
        let urgent = tokio::time::timeout(ms(10), line.turn(&command, false)).await;
        assert!(urgent.is_ok());
        let again = tokio::time::timeout(ms(10), line.turn(&reader, true)).await;
        assert!(again.is_ok(), "a repetition has its place already");
        drop((urgent, slow.pop()));
        let next = tokio::time::timeout(ms(10), line.turn(&reader, false)).await;
        assert!(next.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_look_of_a_command_comes_when_the_line_opens_whoever_stands_before_it() {
        let line = RateLimiter::to(CallClass::Reads);
        let (reader, command) = (Waiting::new(), Waiting::new());
        command.make_urgent();
        let slow = (0..PLACES - FOR_THE_URGENT).map(|_| line.turn(&reader, false));
        let _slow = join_all(slow).await;
        let mut no_place = std::pin::pin!(line.turn(&reader, false));
        assert!(futures::poll!(&mut no_place).is_pending());
        line.close(ms(1000));
        let begun = Instant::now();
        let urgent = tokio::time::timeout(Duration::from_secs(60), line.turn(&command, false));
        tokio::select! {
            turn = urgent => assert!(turn.is_ok(), "it waits for what it does not need"),
            _ = no_place => panic!("there is no place for it"),
        }
        assert_eq!(begun.elapsed(), ms(1000));
    }

    #[test]
    fn each_subscription_and_kind_of_call_has_its_own_line() {
        let pace = RateLimiters::default();
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
