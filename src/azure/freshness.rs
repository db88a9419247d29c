//! Values read from Azure with the time of the read, so that no command relies on an old one.

use std::{ops::Deref, sync::Arc, time::Duration};

use tokio::time::Instant;

use crate::client::CONNECTION_PATIENCE;

/// A read may always be this old when a command is sent.
const FRESH: Duration = Duration::from_secs(3);

/// A slow read may be older: as old as the time it took plus this margin.
const MARGIN: Duration = Duration::from_secs(1);

/// No read may be older than this when a command is sent.
pub const OLDEST_READ: Duration = Duration::from_secs(10);

/// The latest time to send a command that was decided by a read that was sent then and took so long. The command may
/// still wait for a connection.
pub fn good_until(sent_at: Instant, took: Duration) -> Instant {
    sent_at + (took + MARGIN).clamp(FRESH, OLDEST_READ) - CONNECTION_PATIENCE
}

/// A value read from Azure. `sent_at` is when the last attempt of the request left, after token and
/// retries: the value shows nothing that happened later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen<T> {
    value: T,
    sent_at: Instant,
    /// From sending the request to having read the answer.
    took: Duration,
}

impl<T> Seen<T> {
    /// A value that has just been read by a request sent at `sent_at`.
    pub(super) fn since(sent_at: Instant, value: T) -> Self {
        Self { value, sent_at, took: sent_at.elapsed() }
    }

    /// A value that a test pretends to have read just now.
    #[cfg(test)]
    pub fn just_read(value: T) -> Self {
        Self::since(Instant::now(), value)
    }

    /// A value derived from this one, with the same time.
    pub fn with<U>(&self, value: U) -> Seen<U> {
        Seen { value, sent_at: self.sent_at, took: self.took }
    }

    /// The same value, shared by several owners.
    pub fn shared(self) -> Seen<Arc<T>> {
        Seen { value: Arc::new(self.value), sent_at: self.sent_at, took: self.took }
    }

    /// The value alone, once its age is of no interest.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// When its read was sent: what changed later may be missing from it.
    pub fn sent_at(&self) -> Instant {
        self.sent_at
    }

    /// The latest time to send a command that was decided by this value.
    pub fn good_until(&self) -> Instant {
        good_until(self.sent_at, self.took)
    }

    /// Whether a command that was decided by this value may be sent now.
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
