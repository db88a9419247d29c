//! Standard Webhooks, symmetric (`v1`): an HMAC-SHA256, in base64, over `<id>.<timestamp>.<body>`.
//! During a rotation of the secret, a sender may show several signatures, separated by spaces.
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use super::request_signature::{Algorithm, Encoding, SignatureScheme, SignedPart, TimestampIn};

/// It signs `<id>.<timestamp>.<body>`. With several signatures, one that fits is enough.
pub const STANDARD_WEBHOOKS: SignatureScheme = SignatureScheme {
    algorithm: Algorithm::HmacSha256,
    signature: "webhook-signature",
    prefix: "v1,",
    encoding: Encoding::Base64List,
    timestamp: TimestampIn::Header("webhook-timestamp"),
    signed: &[
        SignedPart::Id("webhook-id"),
        SignedPart::Text("."),
        SignedPart::Timestamp,
        SignedPart::Text("."),
        SignedPart::Body,
    ],
};

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use hmac::Mac;
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::verify::{Rejection, Request, Secrets, seal::hmac};

    const ID: &str = "webhook-id";
    const STAMP: &str = "webhook-timestamp";
    const SIGNATURE: &str = "webhook-signature";

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
        STANDARD_WEBHOOKS.verify(request, secrets.all(), now).map(|(_, at)| at.as_second())
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
        let (id, first) = (format!("run.{now}.x"), then.to_string());
        let parts = [&*id, ".", &*first, ".", "{}"].map(str::as_bytes);
        let mac = hmac(&STANDARD.decode(KEY).unwrap(), parts).finalize().into_bytes();
        let signature = format!("v1,{}", STANDARD.encode(mac));
        let (stamp, body) = (now.to_string(), format!("x.{then}.{{}}"));
        let moved = [(ID, "run"), (STAMP, &*stamp), (SIGNATURE, &*signature)];
        // The signed bytes are the same, so this passes. Therefore such an id must not be accepted at its own time.
        assert!(check(&moved, body.as_bytes(), now).is_ok());
        let headers = [(ID, &*id), (STAMP, &*first), (SIGNATURE, &*signature)];
        assert_eq!(check(&headers, b"{}", then), Err(Rejection::Malformed(ID)));
    }

    proptest! {
        #[test]
        fn signed_bodies_pass_and_changed_ones_do_not(body in proptest::collection::vec(any::<u8>(), 0..200), flip in any::<prop::sample::Index>()) {
            let at = Timestamp::from_second(1_700_000_000).unwrap();
            let signed = STANDARD_WEBHOOKS.sign(&STANDARD.decode(KEY).unwrap(), at, &body);
            let headers: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            prop_assert!(check(&headers, &body, 1_700_000_000).is_ok());
            let mut changed = body.clone();
            changed.insert(flip.index(body.len() + 1), b'x');
            prop_assert_eq!(check(&headers, &changed, 1_700_000_000), Err(Rejection::WrongSignature));
        }
    }
}
