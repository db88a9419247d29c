//! ARM's request limits: one token bucket for each kind of call.
//!
//! Since 2024 a principal may make, per subscription and region, so many calls at once and so many more each
//! second. The numbers are from Microsoft's page on request limits and throttling.

use std::{collections::BTreeMap, time::Duration};

use http::{Method, StatusCode};
use jiff::Timestamp;

use super::problem::ArmProblem;
use crate::{
    ids::{CALLER, TENANT},
    request::EmulatedRequest,
};

/// What a call is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Read,
    Write,
    Delete,
}

/// What calls are counted for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Counted {
    /// The calls about no subscription.
    Tenant,
    /// The calls about the subscription with this id, in lower case.
    Subscription(String),
}

/// The budget that a call is taken from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Budget {
    counted: Counted,
    kind: Kind,
}

/// The budgets of the only caller. A budget that was never used is full.
#[derive(Debug, Default)]
pub(crate) struct Budgets(BTreeMap<Budget, TokenBucket>);

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

impl Budget {
    /// `POST` counts as a write.
    pub fn of(request: &EmulatedRequest) -> Self {
        let kind = match request.method {
            Method::GET | Method::HEAD => Kind::Read,
            Method::DELETE => Kind::Delete,
            _ => Kind::Write,
        };
        let counted = match request.route.target.subscription.as_str() {
            "" => Counted::Tenant,
            id => Counted::Subscription(id.to_ascii_lowercase()),
        };
        Self { counted, kind }
    }

    /// The header with the number of calls left.
    pub fn header(&self) -> &'static str {
        match (&self.counted, self.kind) {
            (Counted::Tenant, Kind::Read) => "x-ms-ratelimit-remaining-tenant-reads",
            (Counted::Tenant, Kind::Write) => "x-ms-ratelimit-remaining-tenant-writes",
            (Counted::Tenant, Kind::Delete) => "x-ms-ratelimit-remaining-tenant-deletes",
            (Counted::Subscription(_), Kind::Read) => "x-ms-ratelimit-remaining-subscription-reads",
            (Counted::Subscription(_), Kind::Write) => "x-ms-ratelimit-remaining-subscription-writes",
            (Counted::Subscription(_), Kind::Delete) => "x-ms-ratelimit-remaining-subscription-deletes",
        }
    }

    /// ARM's error for a call that exceeds the budget.
    pub fn exceeded(&self, retry_after: u64) -> ArmProblem {
        let kind = match self.kind {
            Kind::Read => "read",
            Kind::Write => "write",
            Kind::Delete => "delete",
        };
        let (code, scope) = match &self.counted {
            Counted::Tenant => ("TenantRequestsThrottled", format!("tenant '{TENANT}'")),
            Counted::Subscription(id) => ("SubscriptionRequestsThrottled", format!("subscription '{id}'")),
        };
        let message = format!(
            "Number of '{kind}' requests for {scope} actor '{CALLER}' exceeded. Please try again after \
             '{retry_after}' seconds after additional tokens are available. Refer to \
             https://aka.ms/arm-throttling for additional information.",
        );
        let problem = ArmProblem::gateway(StatusCode::TOO_MANY_REQUESTS, code, message);
        ArmProblem { retry_after: Some(retry_after), ..problem }
    }
}

impl Budgets {
    fn bucket(&mut self, budget: &Budget) -> &mut TokenBucket {
        self.0.entry(budget.clone()).or_insert_with(|| TokenBucket::full(budget.kind))
    }

    /// Takes one call from a budget. Refuses it if none is left, or if the caller did not wait as long as it
    /// was told; then the wait starts again.
    pub fn take(&mut self, budget: &Budget, now: Timestamp) -> Result<(), ArmProblem> {
        let bucket = self.bucket(budget);
        bucket.fill(now);
        if bucket.left >= CALL && bucket.closed <= now {
            bucket.left -= CALL;
            return Ok(());
        }
        bucket.closed = now + Duration::from_secs(RETRY_AFTER);
        Err(budget.exceeded(RETRY_AFTER))
    }

    /// The number of calls left in a budget.
    pub fn left(&mut self, budget: &Budget) -> u64 {
        self.bucket(budget).left / CALL
    }
}

impl TokenBucket {
    fn full(kind: Kind) -> Self {
        let (size, per_second) = match kind {
            Kind::Read => (250, 25),
            Kind::Write | Kind::Delete => (200, 10),
        };
        Self { size, per_second, left: size * CALL, counted: Timestamp::MIN, closed: Timestamp::MIN }
    }

    fn fill(&mut self, now: Timestamp) {
        let since = now.duration_since(self.counted).as_nanos();
        let since = u64::try_from(since.max(0)).unwrap_or(u64::MAX);
        let grown = since.saturating_mul(self.per_second);
        self.left = self.left.saturating_add(grown).min(self.size * CALL);
        self.counted = self.counted.max(now);
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn budget(kind: Kind) -> Budget {
        Budget { counted: Counted::Tenant, kind }
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let mut budgets = Budgets::default();
        let now = Timestamp::UNIX_EPOCH;
        for _ in 0..200 {
            assert!(budgets.take(&budget(Kind::Write), now).is_ok());
        }
        let refused = budgets.take(&budget(Kind::Write), now).unwrap_err();
        assert_eq!((refused.status.as_u16(), refused.retry_after), (429, Some(1)));
        assert!(budgets.take(&budget(Kind::Read), now).is_ok(), "each kind has its own");
        let other = Budget { counted: Counted::Subscription("one".into()), kind: Kind::Write };
        assert!(budgets.take(&other, now).is_ok(), "each subscription has its own");

        let later = now + SignedDuration::from_secs(2);
        assert!(budgets.take(&budget(Kind::Write), later).is_ok());
        assert_eq!(budgets.left(&budget(Kind::Write)), 19);
    }

    #[test]
    fn a_caller_that_waits_too_short_has_to_wait_again() {
        let at = |milliseconds| Timestamp::UNIX_EPOCH + SignedDuration::from_millis(milliseconds);
        let mut budgets = Budgets::default();
        // The steps do not add up to a whole call.
        (0..200).for_each(|n| budgets.take(&budget(Kind::Delete), at(n / 67)).unwrap());
        assert!(budgets.take(&budget(Kind::Delete), at(7)).is_err());
        assert!(budgets.take(&budget(Kind::Delete), at(1006)).is_err(), "a millisecond early");
        assert!(budgets.take(&budget(Kind::Delete), at(2005)).is_err(), "and again");
        assert!(budgets.take(&budget(Kind::Delete), at(3005)).is_ok());
    }

    #[test]
    fn a_steady_caller_is_never_refused() {
        let mut budgets = Budgets::default();
        (0..200).for_each(|_| budgets.take(&budget(Kind::Write), Timestamp::UNIX_EPOCH).unwrap());
        for tenth in 1..2000 {
            let now = Timestamp::UNIX_EPOCH + SignedDuration::from_millis(tenth * 100);
            budgets.take(&budget(Kind::Write), now).unwrap();
        }
    }
}
