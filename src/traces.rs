//! What an operator's OpenTelemetry collector is told, by the feature `otel`: one span for each request
//! or event, for each piece of work, for each call. Without the feature nothing of it is there.
//!
//! A span holds what the log may say, and of an address its host alone. No trace begins elsewhere:
//! a `traceparent` is not read, so that no stranger chooses an id, and none is sent.

#[cfg(feature = "otel")]
mod export;
mod span;

pub use span::{answered, failed, note};
#[cfg(feature = "otel")]
pub use {
    export::{begin, flush, layer},
    span::{SPANS, operation, work},
};
