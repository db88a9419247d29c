//! The key that Discord's signatures are checked with.

use std::{fmt, str::FromStr};

/// The key that samples are signed with: RFC 8032's first (§7.1), whose private half everybody knows.
pub const SAMPLE_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
#[cfg(any(test, feature = "emulator"))]
pub(super) const INSECURE_TEST_KEY: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

/// The public half of an application's Ed25519 key; the other never leaves Discord.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub(super) [u8; 32]);

impl FromStr for PublicKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut key = [0; 32];
        hex::decode_to_slice(text, &mut key).map_err(
            |_| "is not a public key, which is 64 of 0-9 and a-f, and neither a token nor a secret",
        )?;
        if key[1..].iter().all(|byte| *byte == 0) {
            // A point of small order: anybody could make signatures that fit.
            Err("is nobody's key")
        } else {
            Ok(Self(key))
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl PublicKey {
    /// Whether anybody can sign for it.
    pub fn is_the_samples(&self) -> bool {
        hex::encode(self.0) == SAMPLE_KEY
    }
}
