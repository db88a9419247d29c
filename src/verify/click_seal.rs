//! What we gave away and get back: where a platform signs no clicks, its buttons carry a seal of
//! ours, and nothing that comes back is obeyed without it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{rejection::Rejection, request::Request, verified::Verified};

/// Half a digest: nobody has time to guess 128 bits.
const SEAL_BYTES: usize = 16;

/// Told apart from whatever else is sealed with the same key.
const LABEL: &[u8] = b"lamplighter click 1";

/// A seal over `parts`, in order: base64url of the first 128 bits of an HMAC-SHA256.
pub fn seal(key: &[u8], parts: &[impl AsRef<str>]) -> String {
    let seal = over(key, parts).finalize().into_bytes();
    URL_SAFE_NO_PAD.encode(&seal[..SEAL_BYTES])
}

/// The request that brought `parts` back, if `seal` was made over them with one of `keys`.
pub fn brought_back<'a>(
    request: Request,
    keys: impl IntoIterator<Item = &'a [u8]>,
    parts: &[impl AsRef<str>],
    seal: &str,
) -> Result<Verified<Request>, Rejection> {
    let seal = URL_SAFE_NO_PAD
        .decode(seal)
        .ok()
        .filter(|seal| seal.len() == SEAL_BYTES)
        .ok_or(Rejection::BrokenSeal)?;
    let fits = |key| over(key, parts).verify_truncated_left(&seal).is_ok();
    if keys.into_iter().any(fits) {
        Ok(Verified(request))
    } else {
        Err(Rejection::BrokenSeal)
    }
}

fn over(key: &[u8], parts: &[impl AsRef<str>]) -> Hmac<Sha256> {
    let parts: Vec<_> = [LABEL]
        .into_iter()
        .chain(parts.iter().map(|part| part.as_ref().as_bytes()))
        .collect();
    mac(key, &parts)
}

/// Each part goes in behind its length, so that no two lists of parts look alike.
pub(crate) fn mac(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::request::Origin;
    use proptest::prelude::*;

    fn check(keys: &[&[u8]], parts: &[&str], seal: &str) -> Result<(), Rejection> {
        let request = Request {
            method: http::Method::POST,
            path: "/hooks/x".into(),
            query: None,
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::new(),
            origin: Origin::Public,
            arrived: jiff::Timestamp::UNIX_EPOCH,
            patience: crate::verify::PATIENCE,
        };
        brought_back(request, keys.iter().copied(), parts, seal).map(|_| ())
    }

    #[test]
    fn what_comes_back_unchanged_is_ours_also_by_the_previous_key() {
        let sealed = seal(b"old", &["stop myci", "ada"]);
        assert_eq!(check(&[b"old"], &["stop myci", "ada"], &sealed), Ok(()));
        assert_eq!(check(&[b"new", b"old"], &["stop myci", "ada"], &sealed), Ok(()));
        for (keys, parts) in [
            (&[b"new".as_slice()][..], &["stop myci", "ada"][..]),
            (&[], &["stop myci", "ada"]),
            (&[b"old"], &["stop myci", "bob"]),
            (&[b"old"], &["stop mycia", "da"]),
            (&[b"old"], &["stop myci"]),
            (&[b"old"], &["stop myci", "ada", ""]),
        ] {
            assert_eq!(
                check(keys, parts, &sealed),
                Err(Rejection::BrokenSeal),
                "{parts:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_other_seal_fits(at: prop::sample::Index, with in "[a-zA-Z0-9_-]?") {
            let sealed = seal(b"key", &["stop myci"]);
            let mut changed = sealed.clone();
            let at = at.index(sealed.len());
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != sealed);
            prop_assert_eq!(check(&[b"key"], &["stop myci"], &changed), Err(Rejection::BrokenSeal));
        }
    }
}
