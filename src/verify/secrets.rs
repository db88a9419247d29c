//! The secrets that requests are checked with.

use secrecy::{ExposeSecret, SecretSlice};

/// The secrets that requests are checked with, never empty: the current one and, during a rotation, the previous one; or
/// the keys of several senders.
#[derive(Clone)]
pub struct Secrets(Vec<SecretSlice<u8>>);

impl Secrets {
    /// Refuses an empty list, and an empty secret, with which anybody could sign.
    pub fn several(keys: impl IntoIterator<Item = SecretSlice<u8>>) -> Result<Self, &'static str> {
        let keys: Vec<_> = keys.into_iter().collect();
        if keys.is_empty() || keys.iter().any(|key| key.expose_secret().is_empty()) {
            Err("the secret is empty")
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

formatted!(Debug for Secrets, |_| "Secrets([redacted])");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_shown() {
        assert_eq!(format!("{:?}", Secrets::derived([[7; 32]].into_iter())), "Secrets([redacted])");
    }
}
