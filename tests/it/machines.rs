//! Timers, scripts and other senders that read a status and JSON.

pub mod hostile_requests;
pub mod incomplete_runs;
pub mod redelivery;
pub mod rejected_requests;
pub mod signed_requests;
