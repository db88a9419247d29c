//! What was read of Azure, and when: nothing is done on an old look.

use std::{ops::Deref, sync::Arc, time::Duration};

use tokio::time::Instant;

/// A look may always be this old when a command is sent.
const FRESH: Duration = Duration::from_secs(3);

/// A slow read may be older: as long as it took, and this.
const MARGIN: Duration = Duration::from_secs(1);

/// No look may be older when a command is sent.
pub const OLDEST_LOOK: Duration = Duration::from_secs(10);

/// A value read of Azure, dated by the moment its request was sent: the last attempt, after token
/// and retries. What happened since then, it does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen<T> {
    value: T,
    sent_at: Instant,
    /// From sending the request to having read the answer.
    took: Duration,
}

impl<T> Seen<T> {
    /// What was just read, by a request that was sent at `sent_at`.
    pub(super) fn since(sent_at: Instant, value: T) -> Self {
        Self {
            value,
            sent_at,
            took: sent_at.elapsed(),
        }
    }

    /// What a test pretends to have just read.
    #[cfg(test)]
    pub fn just_read(value: T) -> Self {
        Self::since(Instant::now(), value)
    }

    /// What was made of it, with the same date.
    pub fn with<U>(&self, value: U) -> Seen<U> {
        Seen {
            value,
            sent_at: self.sent_at,
            took: self.took,
        }
    }

    /// The same, to be had by many.
    pub fn shared(self) -> Seen<Arc<T>> {
        Seen {
            value: Arc::new(self.value),
            sent_at: self.sent_at,
            took: self.took,
        }
    }

    pub fn into_inner(self) -> T {
        self.value
    }

    pub fn sent_at(&self) -> Instant {
        self.sent_at
    }

    /// Until when a command may be sent that was judged by this.
    pub fn good_until(&self) -> Instant {
        self.sent_at + (self.took + MARGIN).clamp(FRESH, OLDEST_LOOK)
    }

    /// Whether a command that is judged by this may be sent now.
    pub fn is_fresh(&self) -> bool {
        Instant::now() <= self.good_until()
    }
}

impl<T> Deref for Seen<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
