//! The application's parts, and what a request to a source is received with.

use std::{
    collections::HashMap,
    fmt::Display,
    sync::{Arc, Mutex, atomic::AtomicBool},
};

use jiff::Timestamp;

use super::admission::Admission;
use crate::{
    background::Background,
    engine::Engine,
    log_limit::LogLimit,
    notify::Notifier,
    registry::SourceRegistry,
    reply::{Localizer, Reply},
    source::Source,
};

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
    /// By digest, when requests that were stamped ahead of our clock first arrived.
    pub(super) first_arrivals: Mutex<HashMap<[u8; 32], Timestamp>>,
    /// Whether Entra has refused the credential, and not accepted it since. A host that does not probe never asks.
    pub(super) credential_refused: AtomicBool,
}

/// A source with a request to it, and the host's background for the work after the answer.
#[derive(Clone, Copy)]
pub(super) struct Reception<'a> {
    pub app: &'a Arc<App>,
    pub source: &'a Source,
    pub later: &'a Background,
}

impl Reception<'_> {
    /// The language of the source, for what answers no person.
    pub fn localizer(&self) -> Localizer {
        self.app.engine.localizer_for(Some(self.source), None, None)
    }

    /// Notifies the source's channels in the background.
    pub fn notify(&self, reply: Reply) {
        let (notifier, name) = (self.app.notifier.clone(), self.source.name.clone());
        self.later.spawn(async move { notifier.notify(&name, &reply).await });
    }

    /// Notifies the source's channels, unless they were notified of `what` within a day.
    pub fn notify_once(&self, what: impl Display, reply: Reply) {
        if self.app.notifier.dedup.first(&format!("{}|{what}", self.source.name)) {
            self.notify(reply);
        }
    }
}
