//! The bodies of requests, received into a budget: whoever sends them is not known yet.

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

/// How long a client may take to send its body and, when we are stopping, to take its answer.
pub(super) const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// A body's first bytes may use the part of the budget that is closed to long ones.
const SHORT: usize = 16 * 1024;

/// What is allocated for a body at first.
const FIRST: usize = 1024;

/// After an answer that came before the whole body, so much more is read and thrown away.
const DISCARDED: usize = 16 * 1024 * 1024;

/// Memory for the bodies in flight. One permit is one byte, taken before it is allocated.
pub(super) struct BodyBudget {
    bytes: Arc<Semaphore>,
    /// Kept free for the first bytes of bodies, so that a few long ones do not keep out short commands.
    for_short: usize,
}

impl BodyBudget {
    pub fn of_mib(mib: usize) -> Self {
        let bytes = mib * 1024 * 1024;
        Self {
            bytes: Arc::new(Semaphore::new(bytes)),
            for_short: bytes / 4,
        }
    }

    /// Whether a body that is `total` bytes long then may take `more`.
    fn has_room(&self, total: usize, more: usize) -> bool {
        let closed = if total <= SHORT { 0 } else { self.for_short };
        self.bytes.available_permits() >= more + closed
    }

    fn take(&self, total: usize, more: usize) -> Result<OwnedSemaphorePermit, NotRead> {
        let permits = u32::try_from(more).ok().filter(|_| self.has_room(total, more));
        permits
            .and_then(|permits| self.bytes.clone().try_acquire_many_owned(permits).ok())
            .ok_or(NotRead::NoMemory)
    }
}

/// A body so far. Its share of the budget is given back with its memory.
struct Received {
    bytes: Vec<u8>,
    share: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Received {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Received {
    /// Takes in one more chunk. The chunk itself is a view into a whole buffer of hyper's, which a copy frees.
    fn take_in(&mut self, chunk: &[u8], longest: usize, budget: &BodyBudget) -> Result<(), NotRead> {
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

/// The whole body, `longest` bytes at most. Its memory grows with what has come, not with what is announced.
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
        let mut received = Received {
            bytes: Vec::new(),
            share: budget.take(0, 0)?,
        };
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| NotRead::BrokenOff)?;
            if let Some(chunk) = frame.data_ref() {
                received.take_in(chunk, longest, budget)?;
            }
        }
        Ok(Bytes::from_owner(received))
    };
    timeout(CLIENT_PATIENCE, receive)
        .await
        .unwrap_or(Err(NotRead::TooSlow))
}

/// Reads on after an early answer, for a bounded time and size. Were the connection closed with something unread,
/// the sender would get a reset, and mostly no answer: proxies make a 502 of it.
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
    // Whether it ended or not, nothing more is read.
    let _ended: Result<(), _> = timeout(LINGER, all).await;
}

/// How long [`discard`] takes at most.
const LINGER: Duration = Duration::from_secs(5);
