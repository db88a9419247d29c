//! The secrets that requests are checked with.

use std::fmt;

use secrecy::{ExposeSecret, SecretSlice, SecretString};

const EMPTY: &str = "the secret is empty";

/// The secrets that requests are checked with, never empty: the current one and, during a rotation, the previous one; or
/// the keys of several senders.
pub struct Secrets(Vec<SecretSlice<u8>>);

impl Secrets {
    /// Refuses an empty secret, with which anybody could sign.
    pub fn new(current: SecretString, previous: Option<SecretString>) -> Result<Self, &'static str> {
        let blank = |secret: &SecretString| secret.expose_secret().trim().is_empty();
        if blank(&current) || previous.as_ref().is_some_and(blank) {
            return Err(EMPTY);
        }
        let texts = [Some(current), previous].into_iter().flatten();
        Self::several(texts.map(|secret| secret.expose_secret().as_bytes().to_vec().into()))
    }

    /// Secrets that are not text. Refuses an empty list and an empty secret.
    pub fn several(keys: impl IntoIterator<Item = SecretSlice<u8>>) -> Result<Self, &'static str> {
        let keys: Vec<_> = keys.into_iter().collect();
        if keys.is_empty() || keys.iter().any(|key| key.expose_secret().is_empty()) {
            Err(EMPTY)
        } else {
            Ok(Self(keys))
        }
    }

    /// Keys that were derived from secrets, at least one.
    pub(crate) fn derived(keys: impl Iterator<Item = [u8; 32]>) -> Self {
        Self(keys.map(|key| key.to_vec().into()).collect())
    }

    /// The current secret, for signing and for deriving keys of tickets.
    pub fn current(&self) -> &[u8] {
        self.0[0].expose_secret()
    }

    /// All secrets to check with, the current one first.
    pub fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets([redacted])")
    }
}
