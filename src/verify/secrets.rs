//! What signatures are checked with.

use std::fmt;

use secrecy::{ExposeSecret, SecretSlice, SecretString};

/// What requests are checked against: a shared secret and, while it is being rotated, the one
/// before it; or the keys of several senders. Never empty.
pub struct Secrets(Vec<SecretSlice<u8>>);

impl Secrets {
    /// Refuses an empty secret: with one, anybody can sign.
    pub fn new(current: SecretString, previous: Option<SecretString>) -> Result<Self, EmptySecret> {
        let blank = |secret: &SecretString| secret.expose_secret().trim().is_empty();
        if blank(&current) || previous.as_ref().is_some_and(blank) {
            return Err(EmptySecret);
        }
        let texts = [Some(current), previous].into_iter().flatten();
        Self::several(texts.map(|secret| secret.expose_secret().as_bytes().to_vec().into()))
    }

    /// Secrets that are not text. Refuses none at all, and an empty one.
    pub fn several(keys: impl IntoIterator<Item = SecretSlice<u8>>) -> Result<Self, EmptySecret> {
        let keys: Vec<_> = keys.into_iter().collect();
        if keys.is_empty() || keys.iter().any(|key| key.expose_secret().is_empty()) {
            Err(EmptySecret)
        } else {
            Ok(Self(keys))
        }
    }

    /// The current secret, for signing; and for sealing tickets.
    pub fn current(&self) -> &[u8] {
        self.0[0].expose_secret()
    }

    /// What to check against, the current one first.
    pub fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets([redacted])")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret is empty")]
pub struct EmptySecret;
