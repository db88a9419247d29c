//! Which requests came, without a word of what is secret in them.

use jiff::Timestamp;
use serde::Serialize;

use super::{call::Call, faults::Effect, request::Visit};

/// A request to Azure, to AWS or to the inbox. Requests to the controls are not recorded, and of none
/// its headers and body, where tokens and secrets travel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    pub method: String,
    pub path: String,
    /// As sent, but for the signed parts of a status address, which are a key to it, and AWS's signatures.
    pub query: String,
    pub operation: Call,
    /// The workspace it was about, as the caller spells it.
    pub workspace: Option<String>,
    /// The compute it was about, as the caller spells it.
    pub instance: Option<String>,
    /// The name of the secret that was asked for, as the caller spells it.
    pub secret: Option<String>,
    /// None while unanswered, and for ever when the connection was cut.
    pub status: Option<u16>,
    /// When it came.
    pub at: Timestamp,
    /// When it was carried out or, a read, what it shows was so.
    pub done: Option<Timestamp>,
    /// When its answer went out.
    pub answered: Option<Timestamp>,
    /// What befell it.
    pub fault: Option<Effect>,
    /// Of an operation on an instance: what it came upon.
    pub met: Option<Met>,
}

impl Recorded {
    /// What the ledger keeps of it.
    pub(crate) fn of(visit: &Visit, at: Timestamp) -> Self {
        let named = |name: &String| Some(name.clone()).filter(|name| !name.is_empty());
        Recorded {
            method: visit.method.to_string(),
            path: visit.path.clone(),
            query: without_signature(&visit.query),
            operation: visit.route.call,
            workspace: named(&visit.route.place.workspace),
            instance: named(&visit.route.place.compute),
            secret: visit.secret(),
            status: None,
            at,
            done: None,
            answered: None,
            fault: visit.fault.as_ref().map(|fault| fault.fault),
            met: None,
        }
    }
}

/// What an operation came upon when it was carried out, whatever became of its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Met {
    pub accepted: bool,
    /// That of the instance just before.
    pub state: Option<String>,
    /// The jobs that ran on it just before, by their names. They have ended if it was accepted.
    pub jobs: Vec<String>,
}

/// The requests so far.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Recorded>,
    /// Requests written down before those in `entries`.
    forgotten: usize,
}

impl Ledger {
    /// Writes a request down, and gives the number to complete the entry by.
    pub fn note(&mut self, request: Recorded) -> usize {
        self.entries.push(request);
        self.forgotten + self.entries.len() - 1
    }

    pub fn done(&mut self, number: usize, at: Timestamp, met: Option<Met>) {
        if let Some(entry) = self.entry(number) {
            (entry.done, entry.met) = (Some(at), met);
        }
    }

    pub fn answered(&mut self, number: usize, at: Timestamp, status: u16) {
        if let Some(entry) = self.entry(number) {
            (entry.answered, entry.status) = (Some(at), Some(status));
        }
    }

    fn entry(&mut self, number: usize) -> Option<&mut Recorded> {
        self.entries.get_mut(number.checked_sub(self.forgotten)?)
    }

    pub fn entries(&self) -> &[Recorded] {
        &self.entries
    }

    pub fn forget(&mut self) {
        self.forgotten += self.entries.len();
        self.entries.clear();
    }
}

/// Strikes out the signature of a status address, and what AWS's signatures consist of.
pub(crate) fn without_signature(query: &str) -> String {
    let parts = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key @ ("c" | "s" | "h"), _)) => format!("{key}=…"),
        Some((key, _)) if key.to_ascii_lowercase().starts_with("x-amz-") => format!("{key}=…"),
        _ => pair.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}
