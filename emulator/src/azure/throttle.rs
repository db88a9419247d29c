//! ARM's request limits: one token bucket for each kind of call.
//!
//! Since 2024 a principal may make, per subscription and region, so many calls at once and so many more each
//! second. The numbers are from Microsoft's page on request limits and throttling.

use std::time::Duration;

use http::{Method, StatusCode};
use jiff::Timestamp;

use super::problem::ArmProblem;
use crate::ids::{CALLER, SUBSCRIPTION};

/// The budgets of the only caller.
#[derive(Debug)]
pub(crate) struct Budgets {
    reads: TokenBucket,
    writes: TokenBucket,
    deletes: TokenBucket,
}

#[derive(Debug)]
struct TokenBucket {
    size: u64,
    per_second: u64,
    /// In units of [`CALL`].
    left: u64,
    counted: Timestamp,
    /// Until then every call is refused.
    closed: Timestamp,
}

/// One call. In each nanosecond a bucket gains as many units as it gains calls in a second. Whole numbers,
/// because a caller that waits exactly as long as told must not fail by a rounding error.
const CALL: u64 = 1_000_000_000;

/// The seconds in `Retry-After`: long enough for every bucket to gain a call.
const RETRY_AFTER: u64 = 1;

impl Default for Budgets {
    fn default() -> Self {
        let bucket = |size, per_second| TokenBucket {
            size,
            per_second,
            left: size * CALL,
            counted: Timestamp::MIN,
            closed: Timestamp::MIN,
        };
        Self { reads: bucket(250, 25), writes: bucket(200, 10), deletes: bucket(200, 10) }
    }
}

/// The budget that a call is taken from, as headers name it. `POST` counts as a write.
pub(crate) fn budget_of(method: &Method) -> &'static str {
    match *method {
        Method::GET | Method::HEAD => "reads",
        Method::DELETE => "deletes",
        _ => "writes",
    }
}

impl Budgets {
    fn bucket(&mut self, budget: &str) -> &mut TokenBucket {
        match budget {
            "reads" => &mut self.reads,
            "deletes" => &mut self.deletes,
            _ => &mut self.writes,
        }
    }

    /// Takes one call from a budget. Refuses it if none is left, or if the caller did not wait as long as it
    /// was told; then the wait starts again.
    pub fn take(&mut self, budget: &str, now: Timestamp) -> Result<(), ArmProblem> {
        let bucket = self.bucket(budget);
        bucket.fill(now);
        if bucket.left >= CALL && bucket.closed <= now {
            bucket.left -= CALL;
            return Ok(());
        }
        bucket.closed = now + Duration::from_secs(RETRY_AFTER);
        Err(throttled(budget, RETRY_AFTER))
    }

    /// The number of calls left in a budget.
    pub fn left(&mut self, budget: &str) -> u64 {
        self.bucket(budget).left / CALL
    }
}

impl TokenBucket {
    fn fill(&mut self, now: Timestamp) {
        let since = now.duration_since(self.counted).as_nanos();
        let since = u64::try_from(since.max(0)).unwrap_or(u64::MAX);
        let grown = since.saturating_mul(self.per_second);
        self.left = self.left.saturating_add(grown).min(self.size * CALL);
        self.counted = self.counted.max(now);
    }
}

/// ARM's error for a throttled call.
pub(crate) fn throttled(budget: &str, retry_after: u64) -> ArmProblem {
    let kind = budget.trim_end_matches('s');
    let message = format!(
        "Number of '{kind}' requests for subscription '{SUBSCRIPTION}' actor '{CALLER}' exceeded. Please try again \
         after '{retry_after}' seconds after additional tokens are available. Refer to \
         https://aka.ms/arm-throttling for additional information.",
    );
    let code = "SubscriptionRequestsThrottled";
    let problem = ArmProblem::gateway(StatusCode::TOO_MANY_REQUESTS, code, message);
    ArmProblem { retry_after: Some(retry_after), ..problem }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let mut budgets = Budgets::default();
        let now = Timestamp::UNIX_EPOCH;
        for _ in 0..200 {
            assert!(budgets.take("writes", now).is_ok());
        }
        let refused = budgets.take("writes", now).unwrap_err();
        assert_eq!((refused.status.as_u16(), refused.retry_after), (429, Some(1)));
        assert!(budgets.take("reads", now).is_ok(), "each kind has its own");

        let later = now + SignedDuration::from_secs(2);
        assert!(budgets.take("writes", later).is_ok());
        assert_eq!(budgets.left("writes"), 19);
    }

    #[test]
    fn a_caller_that_waits_too_short_has_to_wait_again() {
        let at = |milliseconds| Timestamp::UNIX_EPOCH + SignedDuration::from_millis(milliseconds);
        let mut budgets = Budgets::default();
        // The steps do not add up to a whole call.
        (0..200).for_each(|n| budgets.take("deletes", at(n / 67)).unwrap());
        assert!(budgets.take("deletes", at(7)).is_err());
        assert!(budgets.take("deletes", at(1006)).is_err(), "a millisecond early");
        assert!(budgets.take("deletes", at(2005)).is_err(), "and again");
        assert!(budgets.take("deletes", at(3005)).is_ok());
    }

    #[test]
    fn a_steady_caller_is_never_refused() {
        let mut budgets = Budgets::default();
        (0..200).for_each(|_| budgets.take("writes", Timestamp::UNIX_EPOCH).unwrap());
        for tenth in 1..2000 {
            let now = Timestamp::UNIX_EPOCH + SignedDuration::from_millis(tenth * 100);
            budgets.take("writes", now).unwrap();
        }
    }
}
