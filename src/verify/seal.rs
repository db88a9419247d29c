//! HMAC-SHA256 over several parts, and the seals over what we give away and get back: 128 bits of one, in base64url.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Half a digest: 128 bits cannot be guessed.
const SEAL_BYTES: usize = 16;

/// A seal over `parts`, in order.
pub(crate) fn seal(key: &[u8], parts: &[impl AsRef<[u8]>]) -> String {
    let seal = framed(key, parts).finalize().into_bytes();
    encode(&seal[..SEAL_BYTES])
}

/// The text of a seal's bytes.
pub(crate) fn encode(seal: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(seal)
}

/// The bytes of a seal. `None` if it is not base64url; whether it fits is not checked.
pub(crate) fn decode(seal: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(seal).ok()
}

/// Whether `seal` was made over `parts` with this key.
pub(crate) fn fits(seal: &[u8], key: &[u8], parts: &[impl AsRef<[u8]>]) -> bool {
    seal.len() == SEAL_BYTES && framed(key, parts).verify_truncated_left(seal).is_ok()
}

/// A key that is derived from `secret` for one purpose.
pub(crate) fn derive_key(secret: &[u8], purpose: &str) -> [u8; 32] {
    framed(secret, &[purpose]).finalize().into_bytes().into()
}

/// An HMAC over `parts`, each after its length, so that no two lists of parts give the same bytes.
fn framed(key: &[u8], parts: &[impl AsRef<[u8]>]) -> Hmac<Sha256> {
    let lengths: Vec<_> = parts.iter().map(|part| (part.as_ref().len() as u64).to_be_bytes()).collect();
    let framed = lengths.iter().zip(parts);
    hmac(key, framed.flat_map(|(length, part)| [length.as_slice(), part.as_ref()]))
}

pub(super) fn hmac<'a>(key: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_derived_of_its_secret_for_one_purpose() {
        let keys = [("one", "a"), ("one", "b"), ("two", "a")]
            .map(|(secret, purpose)| derive_key(secret.as_bytes(), purpose));
        assert!(keys[0] != keys[1] && keys[0] != keys[2] && keys[1] != keys[2]);
        assert_eq!(keys[0], derive_key(b"one", "a"));
    }
}
