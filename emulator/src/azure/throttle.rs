//! ARM's request budgets: token buckets, one per kind of call.
//!
//! Since 2024 a principal has, per subscription and region, so many calls at once and so many more
//! each second; the numbers are from Microsoft's page on request limits and throttling.

use std::time::Duration;

use http::{Method, StatusCode};
use jiff::Timestamp;

use super::problem::Problem;
use crate::ids::{CALLER, SUBSCRIPTION};

/// The three budgets of the one caller.
#[derive(Debug)]
pub(crate) struct Budgets {
    reads: Bucket,
    writes: Bucket,
    deletes: Bucket,
}

#[derive(Debug)]
struct Bucket {
    size: u64,
    per_second: u64,
    /// In [`CALL`]s.
    left: u64,
    counted: Timestamp,
    /// Until when every call is refused.
    closed: Timestamp,
}

/// One call. A budget grows by so many of these in each nanosecond as it does by calls in a second:
/// whole numbers, since somebody who waits exactly as long as told must not be a rounding short.
const CALL: u64 = 1_000_000_000;

/// What `Retry-After` tells, in seconds. No budget needs as long for its next call.
const RETRY_AFTER: u64 = 1;

impl Default for Budgets {
    fn default() -> Self {
        let bucket = |size, per_second| Bucket {
            size,
            per_second,
            left: size * CALL,
            counted: Timestamp::MIN,
            closed: Timestamp::MIN,
        };
        Self {
            reads: bucket(250, 25),
            writes: bucket(200, 10),
            deletes: bucket(200, 10),
        }
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
    fn bucket(&mut self, budget: &str) -> &mut Bucket {
        match budget {
            "reads" => &mut self.reads,
            "deletes" => &mut self.deletes,
            _ => &mut self.writes,
        }
    }

    /// Takes one call from a budget; refuses it when there is none left, and those that do not wait
    /// as they were told: they are told anew.
    pub fn take(&mut self, budget: &str, now: Timestamp) -> Result<(), Problem> {
        let bucket = self.bucket(budget);
        bucket.fill(now);
        if bucket.left >= CALL && bucket.closed <= now {
            bucket.left -= CALL;
            return Ok(());
        }
        bucket.closed = now + Duration::from_secs(RETRY_AFTER);
        Err(throttled(budget, RETRY_AFTER))
    }

    /// How many calls are left in a budget.
    pub fn left(&mut self, budget: &str) -> u64 {
        self.bucket(budget).left / CALL
    }
}

impl Bucket {
    fn fill(&mut self, now: Timestamp) {
        let since = now.duration_since(self.counted).as_nanos();
        let since = u64::try_from(since.max(0)).unwrap_or(u64::MAX);
        let grown = since.saturating_mul(self.per_second);
        self.left = self.left.saturating_add(grown).min(self.size * CALL);
        self.counted = self.counted.max(now);
    }
}

/// ARM's refusal of a call too many.
pub(crate) fn throttled(budget: &str, retry_after: u64) -> Problem {
    let kind = budget.trim_end_matches('s');
    let message = format!(
        "Number of '{kind}' requests for subscription '{}' actor '{}' exceeded. Please try again \
         after '{retry_after}' seconds after additional tokens are available. Refer to \
         https://aka.ms/arm-throttling for additional information.",
        SUBSCRIPTION, CALLER,
    );
    let code = "SubscriptionRequestsThrottled";
    let problem = Problem::gateway(StatusCode::TOO_MANY_REQUESTS, code, message);
    Problem {
        retry_after: Some(retry_after),
        ..problem
    }
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
    fn who_waits_as_told_gets_through_and_who_does_not_is_told_anew() {
        let at = |milliseconds| Timestamp::UNIX_EPOCH + SignedDuration::from_millis(milliseconds);
        let mut budgets = Budgets::default();
        // In odd steps, which no fraction of a call adds up to.
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
