//! What Azure does to a command: failures, throttling, changes in between, and large numbers.

pub mod failures;
pub mod jobs;
pub mod large_fleet;
pub mod refusals;
pub mod rejected_token;
pub mod repeated_requests;
pub mod stale_reads;
