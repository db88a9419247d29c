//! Requests that are stamped ahead of our clock count as made when they first arrived.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::verify::Request;

/// No signature is accepted after this time.
const KEPT: SignedDuration = SignedDuration::from_mins(15);

/// When a verified request counts as made: when it was signed, but not after it arrived. `first` has when requests that were
/// stamped ahead of our clock first arrived. A later copy counts as made at the same time: with its own arrival time, it
/// would seem newer than the effect of the first one, and act again.
pub(super) fn asked_at(
    first: &Mutex<HashMap<[u8; 32], Timestamp>>,
    source: &str,
    (request, signed_at): (&Request, Timestamp),
    now: Timestamp,
) -> Timestamp {
    let mut first = first.lock().unwrap_or_else(PoisonError::into_inner);
    first.retain(|_, at| now.duration_since(*at) < KEPT);
    if signed_at <= now && first.is_empty() {
        return signed_at;
    }
    let digest = Sha256::new().chain_update(source).chain_update(signed_at.as_nanosecond().to_be_bytes());
    let digest = digest.chain_update(&request.body).finalize().into();
    if signed_at > now {
        *first.entry(digest).or_insert(now)
    } else {
        // A copy may have arrived before the time of its signature.
        first.get(&digest).copied().unwrap_or(signed_at)
    }
}
