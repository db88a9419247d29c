//! Traces for an OpenTelemetry collector, with the feature `otel`: a span for each request or event, for
//! the work after an answer, and for each call.
//!
//! A span has only what the log may have, and of an address the host alone. `traceparent` is neither
//! read, so that strangers choose no ids, nor sent.

#[cfg(feature = "otel")]
mod export;
mod span;

pub use span::{answered, failed, note};
#[cfg(feature = "otel")]
pub use {
    export::{begin, flush, layer},
    span::{operation, work},
};
