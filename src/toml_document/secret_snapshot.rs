//! What was taken for secrets in one reading.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// What was taken for secrets in one reading, in order, so that two readings can be compared.
#[derive(Clone, Default)]
pub struct SecretSnapshot {
    digest: Sha256,
    pub may_change: bool,
}

impl SecretSnapshot {
    pub fn add(&mut self, secret: Option<&SecretString>, may_change: bool) {
        let text = secret.map_or("", |secret| secret.expose_secret());
        self.digest.update(text.len().to_be_bytes());
        self.digest.update(text);
        self.may_change |= may_change;
    }

    pub fn equals(&self, other: &Self) -> bool {
        self.digest.clone().finalize() == other.digest.clone().finalize()
    }
}
