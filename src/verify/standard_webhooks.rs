//! Standard Webhooks, symmetric (`v1`): an HMAC-SHA256, in base64, over `<id>.<timestamp>.<body>`.
//! During a rotation of the secret, a sender may show several signatures, separated by spaces.
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use super::{
    headers::{check_age, the_only, unix_seconds},
    hmac::hmac,
    rejection::Rejection,
    request::Request,
    secrets::Secrets,
    verified::Verified,
};

const ID: &str = "webhook-id";
const STAMP: &str = "webhook-timestamp";
const SIGNATURE: &str = "webhook-signature";

/// The number of signatures that are checked; each costs a digest of the body.
const MOST_SIGNATURES: usize = 8;

/// The request and its time of signing, if one of `secrets` made one of its signatures.
pub fn verify(
    request: Request,
    secrets: &Secrets,
    now: Timestamp,
) -> Result<(Verified<Request>, Timestamp), Rejection> {
    let id = the_only(&request.headers, ID)?;
    let stamp = the_only(&request.headers, STAMP)?;
    let shown = the_only(&request.headers, SIGNATURE)?;
    let signatures: Vec<_> = shown
        .split(' ')
        .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
        .take(MOST_SIGNATURES)
        .collect();
    if signatures.is_empty() {
        return Err(Rejection::Malformed(SIGNATURE));
    }
    // Dots separate what is signed: an id with a dot would let the same signature fit other headers.
    if id.is_empty() || id.contains('.') {
        return Err(Rejection::Malformed(ID));
    }
    let fits = |key| {
        let mac = mac(key, id, stamp, &request.body);
        signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
    };
    if !secrets.all().any(fits) {
        return Err(Rejection::WrongSignature);
    }
    let signed_at = unix_seconds(stamp).ok_or(Rejection::Malformed(STAMP))?;
    check_age(signed_at, now)?;
    Ok((Verified(request), signed_at))
}

/// The headers that a sender shows with `body`, for `send`, samples and tests.
pub fn sign(key: &[u8], id: &str, at: Timestamp, body: &[u8]) -> Vec<(&'static str, String)> {
    let stamp = at.as_second().to_string();
    let signature = mac(key, id, &stamp, body).finalize().into_bytes();
    vec![(ID, id.to_owned()), (STAMP, stamp), (SIGNATURE, format!("v1,{}", STANDARD.encode(signature)))]
}

fn mac(key: &[u8], id: &str, stamp: &str, body: &[u8]) -> Hmac<Sha256> {
    hmac(key, [id.as_bytes(), b".", stamp.as_bytes(), b".", body])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The vector in the tests of the specification's libraries.
    const KEY: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const PUBLISHED: [(&str, &str); 3] = [
        (ID, "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        (STAMP, "1614265330"),
        (SIGNATURE, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ];
    const BODY: &[u8] = b"{\"test\": 2432232314}";

    fn check(headers: &[(&'static str, &str)], body: &[u8], now: i64) -> Result<i64, Rejection> {
        let request = Request::bare(headers, body);
        let keys = [b"an older one".to_vec(), STANDARD.decode(KEY).unwrap()];
        let secrets = Secrets::several(keys.map(Into::into)).unwrap();
        let now = Timestamp::from_second(now).unwrap();
        verify(request, &secrets, now).map(|(_, at)| at.as_second())
    }

    #[test]
    fn the_published_vector_passes_and_no_changed_one_does() {
        let now = 1_614_265_330;
        assert_eq!(check(&PUBLISHED, BODY, now), Ok(now));
        assert_eq!(check(&PUBLISHED, b"{\"test\": 2432232315}", now), Err(Rejection::WrongSignature));
        for (at, with, expected) in [
            (0, "msg_other", Rejection::WrongSignature),
            (0, "", Rejection::Malformed(ID)),
            (1, "1614265331", Rejection::WrongSignature),
            (2, "", Rejection::Malformed(SIGNATURE)),
            (2, "v1,", Rejection::WrongSignature),
            (2, "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Rejection::Malformed(SIGNATURE)),
            (2, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Rejection::Malformed(SIGNATURE)),
        ] {
            let mut headers = PUBLISHED;
            headers[at].1 = with;
            assert_eq!(check(&headers, BODY, now), Err(expected), "{with:?}");
        }
        for header in PUBLISHED {
            let (name, _) = header;
            let others: Vec<_> = PUBLISHED.into_iter().filter(|other| *other != header).collect();
            assert_eq!(check(&others, BODY, now), Err(Rejection::Missing(name)));
            let doubled = [PUBLISHED.as_slice(), &[header]].concat();
            assert_eq!(check(&doubled, BODY, now), Err(Rejection::Doubled(name)));
        }
    }

    #[test]
    fn one_valid_signature_of_several_is_enough_within_five_minutes() {
        let several = format!("v1a,AAAA v1,AAAA {}", PUBLISHED[2].1);
        let mut headers = PUBLISHED;
        headers[2].1 = &several;
        let at = |now: i64| check(&headers, BODY, 1_614_265_330 + now).map(drop);
        assert_eq!(at(0), Ok(()));
        assert_eq!(at(300), Ok(()));
        assert_eq!(at(301), Err(Rejection::Old(301)));
        assert_eq!(at(-301), Err(Rejection::Ahead(301)));
    }

    #[test]
    fn a_signature_cannot_be_moved_to_another_time() {
        let (then, now) = (1_600_000_000, 1_700_000_000);
        let at = Timestamp::from_second(then).unwrap();
        let id = format!("run.{now}.x");
        let signed = sign(&STANDARD.decode(KEY).unwrap(), &id, at, b"{}");
        let (stamp, body) = (now.to_string(), format!("x.{then}.{{}}"));
        let moved = [(ID, "run"), (STAMP, &*stamp), (SIGNATURE, &*signed[2].1)];
        // The signed bytes are the same, so this passes. Therefore such an id must not be accepted at its own time.
        assert!(check(&moved, body.as_bytes(), now).is_ok());
        let headers: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(check(&headers, b"{}", then), Err(Rejection::Malformed(ID)));
    }

    proptest! {
        #[test]
        fn signed_bodies_pass_and_changed_ones_do_not(body in proptest::collection::vec(any::<u8>(), 0..200), flip in any::<prop::sample::Index>()) {
            let at = Timestamp::from_second(1_700_000_000).unwrap();
            let signed = sign(&STANDARD.decode(KEY).unwrap(), "msg_1", at, &body);
            let headers: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            prop_assert!(check(&headers, &body, 1_700_000_000).is_ok());
            let mut changed = body.clone();
            changed.insert(flip.index(body.len() + 1), b'x');
            prop_assert_eq!(check(&headers, &changed, 1_700_000_000), Err(Rejection::WrongSignature));
        }
    }
}
