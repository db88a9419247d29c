//! ARM's request budgets: token buckets, one per kind of call.
//!
//! Since 2024 a principal has, per subscription and region, so many calls at once and so many more
//! each second; the numbers are from Microsoft's page on request limits and throttling.

use http::{Method, StatusCode};
use jiff::Timestamp;

use super::problem::Problem;

/// The three budgets of the one caller.
#[derive(Debug)]
pub(super) struct Budgets {
    reads: Bucket,
    writes: Bucket,
    deletes: Bucket,
}

#[derive(Debug)]
struct Bucket {
    size: f64,
    per_second: f64,
    left: f64,
    counted: Option<Timestamp>,
}

impl Default for Budgets {
    fn default() -> Self {
        let bucket = |size, per_second| Bucket {
            size,
            per_second,
            left: size,
            counted: None,
        };
        Self {
            reads: bucket(250.0, 25.0),
            writes: bucket(200.0, 10.0),
            deletes: bucket(200.0, 10.0),
        }
    }
}

/// The budget that a call is taken from, as headers name it. `POST` counts as a write.
pub(super) fn budget_of(method: &Method) -> &'static str {
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

    /// Takes one call from a budget; refuses it when there is none left.
    pub fn take(&mut self, budget: &str, now: Timestamp) -> Result<(), Problem> {
        let bucket = self.bucket(budget);
        let since = bucket
            .counted
            .map_or(0.0, |counted| now.duration_since(counted).as_secs_f64());
        bucket.left = (bucket.left + since.max(0.0) * bucket.per_second).min(bucket.size);
        bucket.counted = Some(now);
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        Err(throttled(budget, 1))
    }

    /// How many calls are left in a budget.
    pub fn left(&mut self, budget: &str) -> u32 {
        // Between 0 and 250 by construction.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let left = self.bucket(budget).left as u32;
        left
    }
}

/// ARM's refusal of a call too many.
pub(super) fn throttled(budget: &str, retry_after: u64) -> Problem {
    let kind = budget.trim_end_matches('s');
    let message = format!(
        "Number of '{kind}' requests for subscription '{}' actor '{}' exceeded. Please try again \
         after '{retry_after}' seconds after additional tokens are available. Refer to \
         https://aka.ms/arm-throttling for additional information.",
        super::world::SUBSCRIPTION,
        super::world::CALLER,
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
}
