//! Which requests came, without a word of what is secret in them.

use jiff::Timestamp;
use serde::Serialize;

use super::route::Call;

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
    pub at: Timestamp,
}

/// The requests so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
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

    pub fn answered(&mut self, number: usize, status: u16) {
        let index = number.checked_sub(self.forgotten);
        if let Some(entry) = index.and_then(|index| self.entries.get_mut(index)) {
            entry.status = Some(status);
        }
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
pub(super) fn without_signature(query: &str) -> String {
    let parts = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key @ ("c" | "s" | "h"), _)) => format!("{key}=…"),
        Some((key, _)) if key.to_ascii_lowercase().starts_with("x-amz-") => format!("{key}=…"),
        _ => pair.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}
