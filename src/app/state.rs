//! The application's parts.

use std::sync::Arc;

use super::{admission::Admission, clock_skew::FirstArrivals, readiness::Readiness};
use crate::{engine::Engine, log_limit::LogLimit, notify::Notifier, registry::SourceRegistry};

/// The application.
pub struct App {
    pub(super) registry: Arc<SourceRegistry>,
    pub(super) notifier: Arc<Notifier>,
    pub(crate) engine: Engine,
    pub(super) admission: Arc<Admission>,
    /// Limits the log lines that unverified requests can cause.
    pub log_limit: LogLimit,
    /// The memory for bodies of unverified requests, in MiB.
    pub unverified_mib: usize,
    pub(super) client: reqwest::Client,
    pub(super) first_arrivals: FirstArrivals,
    pub(super) readiness: Readiness,
}
