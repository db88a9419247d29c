//! Limits calls to ARM's budgets, so that it refuses none.
//!
//! A principal has a bucket of calls per subscription and kind of call, filled at a steady rate
//! (Microsoft's page on request limits and throttling; since 2024). Others, including our other
//! processes, take from the same bucket unseen: a 429 shows that.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use azure_core::http::{Method, StatusCode, Url, headers::Headers};
use tokio::{sync::Notify, time::Instant};

use super::{
    error::{AzureError, AzureErrorKind, Result},
    throttle_wait::ThrottleWait,
};

/// A call waits out a 429 of another call for at most this. A longer one fails the call too, so that
/// the user is told and the instance is read again afterwards.
const SITS_OUT: Duration = Duration::from_secs(2);

/// The part of a full bucket that we leave in it, as the time in which it fills. A call counts for us
/// when it gets its slot and for Azure when it arrives; the first call, with a token to fetch and a
/// connection to make, takes up to this much longer than later ones. Without the margin, a burst of 400
/// against the emulator gets up to eight 429s, and each stops all calls for a second.
const MARGIN: Duration = Duration::from_secs(1);

/// Concurrent calls in one limiter: one command may mean hundreds of instances, and sockets are shared.
/// A write with its slot waits for a read before it is sent; reads have a limiter of their own, so
/// neither blocks the other.
const PLACES: usize = 16;

/// Of these, the ones reserved for power commands and their reads, so that slow lists delay no stop.
const FOR_THE_URGENT: usize = 4;

/// The class that ARM counts a call in, the calls in its full bucket, and those added each second.
fn budget(method: Method) -> (&'static str, u32, u32) {
    match method {
        Method::Get | Method::Head => ("reads", 250, 25),
        Method::Delete => ("deletes", 200, 10),
        _ => ("writes", 200, 10),
    }
}

/// The subscription that ARM counts a call for. Empty for the tenant, which has budgets of its own.
fn subscription(url: &Url) -> String {
    let mut path = url.path_segments().into_iter().flatten();
    let named = path.next().is_some_and(|word| word.eq_ignore_ascii_case("subscriptions"));
    path.next().filter(|_| named).unwrap_or_default().to_ascii_lowercase()
}

/// The limiter of one budget; clones share it.
///
/// Power commands and their reads go first. Within both groups callers take turns, so that a caller
/// with many calls does not delay a caller with few.
#[derive(Clone, Debug)]
pub(super) struct RateLimiter(Arc<Mutex<Queue>>);

impl RateLimiter {
    /// The limiter of `all` that a call waits in: there is one per subscription and class of call.
    pub(super) fn of(all: &Mutex<HashMap<(String, &'static str), Self>>, method: Method, url: &Url) -> Self {
        let (class, size, per_second) = budget(method);
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry((subscription(url), class)).or_insert_with(|| Self::to(size, per_second)).clone()
    }

    fn to(size: u32, per_second: u32) -> Self {
        let (now, every) = (Instant::now(), Duration::from_secs(1) / per_second);
        Self(Arc::new(Mutex::new(Queue {
            every,
            burst: every * (size - 1) - MARGIN,
            full: now,
            closed: now,
            places: PLACES,
            waiters: Vec::new(),
            served: HashMap::new(),
            entered: 0,
        })))
    }

    /// Waits for a slot; `waiting` shows that it does. A `repetition` counts among the concurrent calls already.
    ///
    /// # Errors
    ///
    /// `Throttled`, at once, while the limiter is closed for more than two seconds.
    pub(super) async fn slot(&self, waiting: &ThrottleWait, repetition: bool) -> Result<CallSlot> {
        let slot = self.enter(waiting, repetition);
        let mut queued = None;
        loop {
            let next = self.queue().serve(&slot.waiter)?;
            if slot.waiter.granted.get().is_some() {
                self.queue().wake();
                return Ok(slot);
            }
            queued.get_or_insert_with(|| waiting.queue());
            let changed = slot.waiter.changed.notified();
            match next {
                Some(next) => tokio::select! {
                    () = tokio::time::sleep_until(next) => {}
                    () = changed => {}
                },
                None => changed.await,
            }
        }
    }

    fn enter(&self, waiting: &ThrottleWait, repetition: bool) -> CallSlot {
        let mut queue = self.queue();
        queue.entered += 1;
        let waiter = Arc::new(Waiter {
            number: queue.entered,
            caller: waiting.caller.clone(),
            urgent: waiting.is_urgent(),
            wants_place: !repetition,
            granted: OnceLock::new(),
            changed: Notify::new(),
        });
        queue.waiters.push(waiter.clone());
        CallSlot { limiter: self.clone(), waiter, used: false }
    }

    /// Waits for a slot and uses it, however often Azure closes the limiter in between.
    pub(super) async fn leave(&self, waiting: &ThrottleWait, repetition: bool) -> Result<CallSlot> {
        loop {
            let mut slot = self.slot(waiting, repetition).await?;
            if slot.take() {
                return Ok(slot);
            }
        }
    }

    /// The error of an answer that is not a success. A 429 closes the limiter for all calls.
    pub(super) fn refused(&self, status: StatusCode, headers: &Headers, body: &[u8]) -> AzureError {
        let error = AzureError::from_answer(status, headers, body);
        if let (Some(429), AzureErrorKind::Throttled { retry_after }) = (error.status, &error.kind) {
            self.close(*retry_after);
        }
        error
    }

    /// Sends nothing through this limiter for as long as Azure's 429 says: an earlier call would make
    /// Azure restart the wait.
    pub(super) fn close(&self, wait: Duration) {
        let mut queue = self.queue();
        queue.close(Instant::now() + wait);
        queue.waiters.iter().for_each(|waiter| waiter.changed.notify_one());
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The state of a limiter: its bucket as the time when it is full again, which each call moves by the time in which one
/// call is added (the generic cell rate algorithm), and the calls that wait.
#[derive(Debug)]
struct Queue {
    /// The time in which one call is added.
    every: Duration,
    /// The time for all calls but one, less the margin: how far ahead `full` may be when a call is sent.
    burst: Duration,
    full: Instant,
    /// The end of the last closing, even if it has passed; at first, the beginning.
    closed: Instant,
    /// How many more calls may be in progress.
    places: usize,
    waiters: Vec<Arc<Waiter>>,
    /// The position of each caller's last slot in the order of all slots.
    served: HashMap<Arc<str>, u64>,
    entered: u64,
}

#[derive(Debug)]
struct Waiter {
    number: u64,
    caller: Arc<str>,
    urgent: bool,
    wants_place: bool,
    /// Set when the slot is granted: the end of the last closing before that.
    granted: OnceLock<Instant>,
    changed: Notify,
}

impl Queue {
    /// Grants the slots that are available. Returns when `me` should try again if it is next; the others
    /// are woken when they become next.
    fn serve(&mut self, me: &Arc<Waiter>) -> Result<Option<Instant>> {
        let now = Instant::now();
        let closed = self.closed;
        let left = closed.saturating_duration_since(now);
        if left > SITS_OUT {
            return Err(AzureError::of(AzureErrorKind::throttled(Some(left))));
        }
        while self.next(now) <= now {
            let Some(at) = self.first() else { break };
            let waiter = self.waiters.remove(at);
            self.full = self.full.max(now) + self.every;
            self.places -= usize::from(waiter.wants_place);
            self.served.insert(waiter.caller.clone(), self.entered);
            self.entered += 1;
            let _ = waiter.granted.set(closed); // once: the waiter has just left the queue
            waiter.changed.notify_one();
        }
        if self.waiters.is_empty() {
            self.served.clear();
        }
        let next = self.first().map(|at| &self.waiters[at]);
        let mine = next.filter(|next| Arc::ptr_eq(next, me));
        Ok(mine.map(|_| self.next(now)))
    }

    /// The next waiter, of those that may start a call now.
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

    /// When the next call is available.
    fn next(&self, now: Instant) -> Instant {
        now + self.full.saturating_duration_since(now).saturating_sub(self.burst)
    }

    /// Voids all unused slots. At `until` one call is available, then only those added since: how far
    /// the bucket was emptied is unknown.
    fn close(&mut self, until: Instant) {
        if self.closed < until {
            self.closed = until;
            self.full = until + self.burst;
        }
    }

    /// Wakes the next waiter after something was given back.
    fn wake(&self) {
        if let Some(at) = self.first() {
            self.waiters[at].changed.notify_one();
        }
    }
}

/// A place in the queue, and once granted the permission to send one call, which counts among the concurrent
/// ones until dropped. Given back if it is dropped unused.
#[derive(Debug)]
pub(super) struct CallSlot {
    limiter: RateLimiter,
    waiter: Arc<Waiter>,
    used: bool,
}

impl CallSlot {
    /// Uses the slot. False if Azure has closed the limiter since: get another slot.
    pub(super) fn take(&mut self) -> bool {
        self.used = self.waiter.granted.get() == Some(&self.limiter.queue().closed);
        self.used
    }
}

impl Drop for CallSlot {
    fn drop(&mut self) {
        let mut queue = self.limiter.queue();
        match self.waiter.granted.get() {
            Some(closed) => {
                if !self.used && queue.closed == *closed {
                    let every = queue.every;
                    queue.full -= every;
                }
                queue.places += usize::from(self.waiter.wants_place);
            }
            None => queue.waiters.retain(|waiter| !Arc::ptr_eq(waiter, &self.waiter)),
        }
        queue.wake();
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    fn limiter(method: Method) -> RateLimiter {
        let url = Url::parse("https://management.azure.com/subscriptions/a").unwrap();
        RateLimiter::of(&Mutex::default(), method, &url)
    }

    async fn go(limiter: &RateLimiter) -> Duration {
        let begun = Instant::now();
        limiter.leave(&ThrottleWait::new(), false).await.unwrap();
        begun.elapsed()
    }

    async fn go_all(limiter: &RateLimiter, number: usize) -> Duration {
        let begun = Instant::now();
        join_all((0..number).map(|_| go(limiter))).await;
        begun.elapsed()
    }

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_sent_at_once_and_the_rest_as_the_bucket_refills() {
        for (method, burst, every) in
            [(Method::Get, 225, ms(40)), (Method::Post, 190, ms(100)), (Method::Delete, 190, ms(100))]
        {
            let limiter = limiter(method);
            assert_eq!(go_all(&limiter, burst).await, ms(0));
            assert_eq!(go(&limiter).await, every, "{method:?}");
            assert_eq!(go_all(&limiter, 10).await, every * 10);
            tokio::time::advance(every * 3).await;
            assert_eq!(go_all(&limiter, 3).await, ms(0));
            tokio::time::advance(Duration::from_secs(3600)).await;
            assert_eq!(go_all(&limiter, burst).await, ms(0), "no fuller than full");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_throttle_delays_all_calls_until_its_end() {
        let limiter = limiter(Method::Post);
        let mut reserved = limiter.slot(&ThrottleWait::new(), false).await.unwrap();
        limiter.close(ms(1500));
        limiter.close(ms(700));
        assert!(!reserved.take(), "reserved before");
        assert_eq!(go(&limiter).await, ms(1500), "the longest wait counts");
        assert_eq!(go_all(&limiter, 5).await, ms(500), "it was empty");
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_wait_during_a_throttle_keep_their_order() {
        let limiter = limiter(Method::Post);
        go_all(&limiter, 190).await;
        let refusal = async {
            tokio::time::sleep(ms(150)).await;
            limiter.close(ms(1000));
        };
        let ((), times) = tokio::join!(refusal, join_all((0..4).map(|_| go(&limiter))));
        assert_eq!(times, [ms(100), ms(1150), ms(1250), ms(1350)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_throttle_fails_later_calls_with_the_remaining_wait() {
        let limiter = limiter(Method::Post);
        limiter.close(Duration::from_secs(300));
        tokio::time::advance(Duration::from_secs(100)).await;
        let retry_after = Duration::from_secs(200);
        assert_eq!(
            limiter.slot(&ThrottleWait::new(), false).await.unwrap_err().kind,
            AzureErrorKind::Throttled { retry_after }
        );
        tokio::time::advance(retry_after).await;
        assert_eq!(go(&limiter).await, ms(0));
    }

    #[tokio::test(start_paused = true)]
    async fn an_unused_slot_is_given_back() {
        let limiter = limiter(Method::Post);
        go_all(&limiter, 190).await;
        let soon = tokio::time::timeout(ms(50), go_all(&limiter, 400)).await;
        assert!(soon.is_err());
        assert_eq!(go(&limiter).await, ms(50));
    }

    /// The order in which waiting calls get their slots from an empty bucket.
    async fn order(limiter: &RateLimiter, waiting: &[&ThrottleWait]) -> Vec<usize> {
        let came = Mutex::new(Vec::new());
        join_all(waiting.iter().enumerate().map(async |(number, waiting)| {
            limiter.leave(waiting, false).await.unwrap();
            came.lock().unwrap().push(number);
        }))
        .await;
        came.into_inner().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn callers_take_turns_and_power_goes_first() {
        let limiter = limiter(Method::Post);
        go_all(&limiter, 190).await;
        let (ada, bob, eve) = (ThrottleWait::of("ada"), ThrottleWait::of("bob"), ThrottleWait::of("eve"));
        eve.make_urgent();
        let waiting = [&ada, &ada, &ada, &ada, &bob, &bob, &eve];
        assert_eq!(order(&limiter, &waiting).await, [6, 0, 4, 1, 5, 2, 3]);
    }

    #[tokio::test(start_paused = true)]
    async fn slow_reads_leave_places_for_the_reads_of_commands() {
        let limiter = limiter(Method::Get);
        let (reader, command) = (ThrottleWait::of("reader"), ThrottleWait::of("command"));
        command.make_urgent();
        let mut slow = Vec::new();
        while let Ok(slot) = tokio::time::timeout(ms(10), limiter.slot(&reader, false)).await {
            slow.push(slot.unwrap());
        }
        assert_eq!(slow.len(), PLACES - FOR_THE_URGENT);
        let urgent = tokio::time::timeout(ms(10), limiter.slot(&command, false)).await;
        assert!(urgent.is_ok());
        let again = tokio::time::timeout(ms(10), limiter.slot(&reader, true)).await;
        assert!(again.is_ok(), "a repetition has its place already");
        drop((urgent, slow.pop()));
        let next = tokio::time::timeout(ms(10), limiter.slot(&reader, false)).await;
        assert!(next.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_commands_read_gets_the_first_slot_after_a_throttle() {
        let limiter = limiter(Method::Get);
        let (reader, command) = (ThrottleWait::new(), ThrottleWait::new());
        command.make_urgent();
        let slow = (0..PLACES - FOR_THE_URGENT).map(|_| limiter.slot(&reader, false));
        let _slow = join_all(slow).await;
        let mut no_place = std::pin::pin!(limiter.slot(&reader, false));
        assert!(futures::poll!(&mut no_place).is_pending());
        limiter.close(ms(1000));
        let begun = Instant::now();
        let urgent = tokio::time::timeout(Duration::from_secs(60), limiter.slot(&command, false));
        tokio::select! {
            slot = urgent => assert!(slot.is_ok(), "it waits for what it does not need"),
            _ = no_place => panic!("there is no place for it"),
        }
        assert_eq!(begun.elapsed(), ms(1000));
    }

    #[test]
    fn each_subscription_and_class_of_call_has_its_own_limiter() {
        let all = Mutex::default();
        let limiter = |method, path: &str| {
            let url = Url::parse(&format!("https://management.azure.com{path}")).unwrap();
            Arc::as_ptr(&RateLimiter::of(&all, method, &url).0)
        };
        let reads = limiter(Method::Get, "/subscriptions/A/resourceGroups/b");
        assert_eq!(reads, limiter(Method::Head, "/Subscriptions/a?c=d"));
        let others = [
            limiter(Method::Get, "/subscriptions/B"),
            limiter(Method::Get, "/tenants"),
            limiter(Method::Post, "/subscriptions/a"),
            limiter(Method::Delete, "/subscriptions/a"),
        ];
        assert!(!others.contains(&reads));
        assert_eq!(others[2], limiter(Method::Patch, "/subscriptions/a"));
    }
}
