//! Receives request bodies within a memory budget, since the senders are unverified.

use std::{sync::Arc, time::Duration};

use axum::body::HttpBody;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::verify::NotRead;

/// How long a client may take to send its body and, at shutdown, to receive its answer.
pub(super) const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// Bodies up to this size may use the part of the budget that is closed to longer ones.
const SHORT: usize = 16 * 1024;

/// The first allocation for a body, in bytes.
const FIRST: usize = 1024;

/// The most bytes to read and discard after an answer that was sent before the whole body was read.
const DISCARDED: usize = 16 * 1024 * 1024;

/// The memory for bodies being received. One permit is one byte, and is acquired before the allocation.
pub(super) struct BodyBudget {
    bytes: Arc<Semaphore>,
    /// Reserved for short bodies, so that a few long ones do not keep out short commands.
    for_short: usize,
}

impl BodyBudget {
    pub fn of_mib(mib: usize) -> Self {
        let bytes = mib * 1024 * 1024;
        Self { bytes: Arc::new(Semaphore::new(bytes)), for_short: bytes / 4 }
    }

    /// Whether a body may take `more` bytes, and is `total` bytes long then.
    fn has_room(&self, total: usize, more: usize) -> bool {
        let closed = if total <= SHORT { 0 } else { self.for_short };
        self.bytes.available_permits() >= more + closed
    }

    fn take(&self, total: usize, more: usize) -> Result<OwnedSemaphorePermit, NotRead> {
        let permits = u32::try_from(more).ok().filter(|_| self.has_room(total, more));
        let share = permits.and_then(|permits| self.bytes.clone().try_acquire_many_owned(permits).ok());
        share.ok_or(NotRead::NoMemory)
    }
}

/// The part of a body received so far. Dropping it returns its share of the budget.
struct PartialBody {
    bytes: Vec<u8>,
    share: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for PartialBody {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl PartialBody {
    /// Appends a chunk. Copying lets hyper free the buffer that the chunk points into.
    fn push(&mut self, chunk: &[u8], longest: usize, budget: &BodyBudget) -> Result<(), NotRead> {
        let length = self.bytes.len() + chunk.len();
        if length > longest {
            return Err(NotRead::TooLarge);
        }
        let capacity = self.share.num_permits();
        if length > capacity {
            let wanted = length.max(2 * capacity).max(FIRST).min(longest);
            self.share.merge(budget.take(wanted, wanted - capacity)?);
            self.bytes.reserve_exact(wanted - self.bytes.len());
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }
}

/// Receives a body of at most `longest` bytes. The memory grows with the bytes received, not with the announced
/// length.
pub(super) async fn receive(
    body: &mut Incoming,
    longest: usize,
    budget: &BodyBudget,
) -> Result<Bytes, NotRead> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > longest {
        return Err(NotRead::TooLarge);
    }
    if !budget.has_room(announced, announced) {
        return Err(NotRead::NoMemory);
    }
    let receive = async {
        let mut received = PartialBody { bytes: Vec::new(), share: budget.take(0, 0)? };
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| NotRead::BrokenOff)?;
            if let Some(chunk) = frame.data_ref() {
                received.push(chunk, longest, budget)?;
            }
        }
        Ok(Bytes::from_owner(received))
    };
    timeout(CLIENT_PATIENCE, receive).await.unwrap_or(Err(NotRead::TooSlow))
}

/// Reads on after an early answer, for a limited time and size. Closing a connection with unread data resets
/// it, and the sender mostly gets no answer; proxies turn that into 502.
pub(super) async fn discard(mut body: Incoming) {
    let all = async {
        let mut left = DISCARDED;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(length) {
                Some(rest) => left = rest,
                None => break,
            }
        }
    };
    // Afterwards nothing more is read, whether the body has ended or not.
    let _ended: Result<(), _> = timeout(LINGER, all).await;
}

/// The longest time that [`discard`] takes.
const LINGER: Duration = Duration::from_secs(5);
