//! Seals on buttons: a platform that does not sign clicks returns a button's parts with our seal over them, and a click
//! counts only with that seal.

use super::{rejection::Rejection, request::Request, seal, verified::Verified};

/// The request that brought `parts` back, if `seal` was made over them with one of `keys`.
pub fn brought_back<'a>(
    request: Request,
    keys: impl IntoIterator<Item = &'a [u8]>,
    parts: &[impl AsRef<[u8]>],
    seal: &str,
) -> Result<Verified<Request>, Rejection> {
    let seal = seal::decode(seal).ok_or(Rejection::BrokenSeal)?;
    if keys.into_iter().any(|key| seal::fits(&seal, key, parts)) {
        Ok(Verified(request))
    } else {
        Err(Rejection::BrokenSeal)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::seal::seal, *};
    use proptest::prelude::*;

    fn check(keys: &[&[u8]], parts: &[&str], seal: &str) -> Result<(), Rejection> {
        let request = Request::bare(&[], b"");
        brought_back(request, keys.iter().copied(), parts, seal).map(|_| ())
    }

    #[test]
    fn unchanged_parts_fit_their_seal_also_with_the_previous_key() {
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
            assert_eq!(check(keys, parts, &sealed), Err(Rejection::BrokenSeal), "{parts:?}");
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
