//! How far clocks may disagree, and how long Azure takes to show what it accepted.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// How far Azure's clock and the clock of a signer may disagree.
pub(super) const SKEW: SignedDuration = SignedDuration::from_secs(2);

/// How long Azure takes, at most, to show what it accepted.
pub(super) const UNTIL_VISIBLE: Duration = Duration::from_secs(2);

/// Whether `one` is not earlier than `other`, within [`SKEW`]. Subtracts the two, because adding to a time
/// from outside could overflow.
pub fn not_before(one: Timestamp, other: Timestamp) -> bool {
    one.duration_since(other) >= -SKEW
}
