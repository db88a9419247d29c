//! What was read of Azure, and when: nothing is done on an old look.

use std::time::Duration;

use tokio::time::Instant;

/// As old as this a look may be when a request is sent, at least.
const FRESH: Duration = Duration::from_secs(3);

/// How much longer than its own read took.
const MARGIN: Duration = Duration::from_secs(1);

/// And at most.
pub(super) const OLDEST: Duration = Duration::from_secs(10);

/// A value read of Azure, dated by the moment its read began.
#[derive(Clone, Debug)]
pub struct Seen<T> {
    pub value: T,
    sent_at: Instant,
    took: Duration,
}

impl<T> Seen<T> {
    /// Carries out a read and dates what it gives.
    pub async fn by<E>(read: impl Future<Output = Result<T, E>>) -> Result<Self, E> {
        let sent_at = Instant::now();
        let value = read.await?;
        Ok(Self {
            value,
            sent_at,
            took: sent_at.elapsed(),
        })
    }

    /// The same date for a part of it, or for what was made of it.
    pub fn with<U>(&self, value: U) -> Seen<U> {
        Seen {
            value,
            sent_at: self.sent_at,
            took: self.took,
        }
    }

    /// Until when a request may be sent that was judged by this.
    pub fn good_until(&self) -> Instant {
        self.sent_at + (self.took + MARGIN).clamp(FRESH, OLDEST)
    }

    /// Whether the read began after `moment`, if there is one.
    pub fn is_since(&self, moment: Option<Instant>) -> bool {
        moment.is_none_or(|moment| self.sent_at > moment)
    }

    /// Whether a request that is judged by this may be sent now.
    pub fn is_fresh(&self) -> bool {
        Instant::now() <= self.good_until()
    }
}
