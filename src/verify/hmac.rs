//! HMAC-SHA256 over several parts.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub(super) fn hmac<'a>(key: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac
}
