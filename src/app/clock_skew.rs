//! Requests that are stamped ahead of our clock count as made when they first arrived.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::verify::Request;

/// No signature is accepted for longer.
const KEPT: SignedDuration = SignedDuration::from_mins(15);

/// When requests from the future first came. A copy that comes later counts as the first one did:
/// with its own arrival, it would be younger than what the first one did, and do it again.
#[derive(Debug, Default)]
pub(super) struct FirstArrivals(Mutex<HashMap<[u8; 32], Timestamp>>);

impl FirstArrivals {
    /// When a verified request was made, as far as anybody can have known then: when it was signed,
    /// and not after it came.
    pub(super) fn asked_at(
        &self,
        source: &str,
        request: &Request,
        signed_at: Timestamp,
        now: Timestamp,
    ) -> Timestamp {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.retain(|_, at| now.duration_since(*at) < KEPT);
        if signed_at <= now && first.is_empty() {
            return signed_at;
        }
        let mut digest = Sha256::new();
        digest.update(source);
        digest.update(signed_at.as_nanosecond().to_be_bytes());
        digest.update(&request.body);
        let digest = digest.finalize().into();
        if signed_at > now {
            *first.entry(digest).or_insert(now)
        } else {
            // It may have come before it was signed.
            first.get(&digest).copied().unwrap_or(signed_at)
        }
    }
}
