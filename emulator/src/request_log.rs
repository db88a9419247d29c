//! The log of requests, without secrets.

use jiff::Timestamp;
use serde::Serialize;

use super::{call::Call, faults::Effect, request::EmulatedRequest};

/// A request to Azure, AWS or the inbox. Requests to the controls are not recorded; neither are headers and
/// bodies, since they carry tokens and secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedRequest {
    /// In upper case: `POST`.
    pub method: String,
    /// As sent, without the query.
    pub path: String,
    /// As sent, except for the signed parts of a status address, which grant access to it, and AWS's
    /// signatures.
    pub query: String,
    /// What the emulator took it for.
    pub operation: Call,
    /// The workspace in the address, in the caller's spelling.
    pub workspace: Option<String>,
    /// The compute in the address, in the caller's spelling.
    pub instance: Option<String>,
    /// The name of the requested secret, in the caller's spelling.
    pub secret: Option<String>,
    /// `None` while unanswered; stays `None` if the connection was cut.
    pub status: Option<u16>,
    /// When the request arrived.
    pub at: Timestamp,
    /// When the request was carried out. For a read: the time of the state that it shows.
    pub done: Option<Timestamp>,
    /// When the answer was sent.
    pub answered: Option<Timestamp>,
    /// The fault that applied.
    pub fault: Option<Effect>,
    /// For an operation on an instance: the instance as the operation found it.
    #[serde(rename = "met")]
    pub found: Option<FoundInstance>,
}

impl RecordedRequest {
    pub(crate) fn of(request: &EmulatedRequest, at: Timestamp) -> Self {
        let named = |name: &String| Some(name.clone()).filter(|name| !name.is_empty());
        RecordedRequest {
            method: request.method.to_string(),
            path: request.path.clone(),
            query: without_signature(&request.query),
            operation: request.route.call,
            workspace: named(&request.route.target.workspace),
            instance: named(&request.route.target.compute),
            secret: request.secret(),
            status: None,
            at,
            done: None,
            answered: None,
            fault: request.fault.as_ref().map(|fault| fault.fault),
            found: None,
        }
    }
}

/// An instance just before an operation was carried out on it, whether or not the operation was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundInstance {
    /// Whether the operation was begun. A refusal leaves the instance and its jobs alone.
    pub accepted: bool,
    /// The instance's state.
    pub state: Option<String>,
    /// The names of the jobs that ran on the instance. If the operation was accepted, they have ended.
    pub jobs: Vec<String>,
}

/// The requests so far.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    entries: Vec<RecordedRequest>,
    /// The number of requests that were removed from `entries`.
    forgotten: usize,
}

impl RequestLog {
    /// Adds a request, and returns its number in the log.
    pub fn add(&mut self, request: RecordedRequest) -> usize {
        self.entries.push(request);
        self.forgotten + self.entries.len() - 1
    }

    pub fn done(&mut self, number: usize, at: Timestamp, found: Option<FoundInstance>) {
        if let Some(entry) = self.entry(number) {
            (entry.done, entry.found) = (Some(at), found);
        }
    }

    pub fn answered(&mut self, number: usize, at: Timestamp, status: u16) {
        if let Some(entry) = self.entry(number) {
            (entry.answered, entry.status) = (Some(at), Some(status));
        }
    }

    fn entry(&mut self, number: usize) -> Option<&mut RecordedRequest> {
        self.entries.get_mut(number.checked_sub(self.forgotten)?)
    }

    pub fn entries(&self) -> &[RecordedRequest] {
        &self.entries
    }

    pub fn forget(&mut self) {
        self.forgotten += self.entries.len();
        self.entries.clear();
    }
}

/// Replaces the signature of a status address and the parts of AWS's signatures by `…`.
pub(crate) fn without_signature(query: &str) -> String {
    let parts = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key @ ("c" | "s" | "h"), _)) => format!("{key}=…"),
        Some((key, _)) if key.to_ascii_lowercase().starts_with("x-amz-") => format!("{key}=…"),
        _ => pair.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}
