//! Signature schemes described as data, and the checker for all of them.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::Mac;
use jiff::Timestamp;
use ring::signature::{ED25519, UnparsedPublicKey};

use super::{
    headers::{check_age, the_only, unix_seconds},
    rejection::Rejection,
    request::Request,
    seal::hmac,
    verified::Verified,
};

/// How a platform signs its requests.
#[derive(Debug)]
pub struct SignatureScheme {
    /// How the signed bytes and the secret make the signature.
    pub algorithm: Algorithm,
    /// The header that holds the signature, in lower case.
    pub signature: &'static str,
    /// The exact text before the signature in that header.
    pub prefix: &'static str,
    /// How the header writes the bytes of the signature.
    pub encoding: Encoding,
    /// Where the time is that limits the age of a request.
    pub timestamp: TimestampIn,
    /// What is signed, in order.
    pub signed: &'static [SignedPart],
}

/// How a signature is made, and with which key it is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// With a shared secret.
    HmacSha256,
    /// With a private key that only the platform holds, and a public key here (RFC 8032). *ring* checks it, which is
    /// linked for TLS already.
    Ed25519,
}

/// How a signature is written in its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// In lower case only, so that a signature has one spelling.
    Hex,
    /// The standard alphabet, padded.
    Base64,
    /// Several in base64, with blanks between and the prefix before each. One that fits is enough.
    Base64List,
}

/// Where the sender writes the time of signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampIn {
    /// A header, in Unix seconds. It is one of the signed parts.
    Header(&'static str),
    /// This key of the body, a JSON object, as in RFC 3339.
    Body(&'static str),
}

/// A part of the bytes that are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedPart {
    /// The same in every request, such as `v0:`.
    Text(&'static str),
    /// The text of this header, which identifies the message. It has no dot, since dots separate what is signed: the same
    /// signature would fit other headers.
    Id(&'static str),
    /// The timestamp header's own text, unchanged.
    Timestamp,
    /// The raw body.
    Body,
}

/// The most signatures of a list that are checked.
const MOST_SIGNATURES: usize = 8;

impl SignatureScheme {
    /// The request and its time of signing, if one of `keys` (secrets, or public keys) fits the signature, and not too
    /// long before or after `now`.
    pub fn verify<'k>(
        &self,
        request: Request,
        mut keys: impl Iterator<Item = &'k [u8]>,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        let header = |name| the_only(&request.headers, name);
        let id = self.id().map_or(Ok(""), header)?;
        let stamp = match self.timestamp {
            TimestampIn::Header(name) => header(name)?,
            TimestampIn::Body(_) => "",
        };
        let signatures = self.decode(header(self.signature)?)?;
        if let Some(name) = self.id().filter(|_| id.is_empty() || id.contains('.')) {
            return Err(Rejection::Malformed(name));
        }
        let message = self.message(id, stamp, &request.body);
        if !keys.any(|key| self.fits(key, &message, &signatures)) {
            return Err(Rejection::WrongSignature);
        }
        let signed_at = match self.timestamp {
            TimestampIn::Header(name) => unix_seconds(stamp).ok_or(Rejection::Malformed(name))?,
            TimestampIn::Body(key) => moment_in(&request.body, key).ok_or(Rejection::Undated)?,
        };
        check_age(signed_at, now)?;
        Ok((Verified(request), signed_at))
    }

    /// The headers that the platform sends with `body`. `secret` is the shared secret, or the 32 bytes of a private key.
    pub fn sign(&self, secret: &[u8], at: Timestamp, body: &[u8]) -> Vec<(&'static str, String)> {
        let (id, stamp) = (format!("msg_{}", at.as_microsecond()), at.as_second().to_string());
        let message = self.message(&id, &stamp, body);
        let signature = match self.algorithm {
            Algorithm::HmacSha256 => hmac(secret, message).finalize().into_bytes().to_vec(),
            Algorithm::Ed25519 => ring::signature::Ed25519KeyPair::from_seed_unchecked(secret)
                .expect("a private key has 32 bytes")
                .sign(&message.concat())
                .as_ref()
                .to_vec(),
        };
        let signature = match self.encoding {
            Encoding::Hex => hex::encode(signature),
            Encoding::Base64 | Encoding::Base64List => STANDARD.encode(signature),
        };
        let stamp = match self.timestamp {
            TimestampIn::Header(name) => Some((name, stamp)),
            TimestampIn::Body(_) => None,
        };
        let signature = (self.signature, format!("{}{signature}", self.prefix));
        self.id().map(|name| (name, id)).into_iter().chain(stamp).chain([signature]).collect()
    }

    fn fits(&self, key: &[u8], message: &[&[u8]], signatures: &[Vec<u8>]) -> bool {
        match self.algorithm {
            Algorithm::HmacSha256 => {
                let mac = hmac(key, message.iter().copied());
                signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
            }
            Algorithm::Ed25519 => {
                let (key, message) = (UnparsedPublicKey::new(&ED25519, key), message.concat());
                signatures.iter().any(|signature| key.verify(&message, signature).is_ok())
            }
        }
    }

    /// The header of the message's id, if there is one.
    fn id(&self) -> Option<&'static str> {
        self.signed.iter().find_map(|part| match part {
            SignedPart::Id(name) => Some(*name),
            _ => None,
        })
    }

    fn message<'a>(&self, id: &'a str, stamp: &'a str, body: &'a [u8]) -> Vec<&'a [u8]> {
        let part = |part: &SignedPart| match part {
            SignedPart::Text(text) => text.as_bytes(),
            SignedPart::Id(_) => id.as_bytes(),
            SignedPart::Timestamp => stamp.as_bytes(),
            SignedPart::Body => body,
        };
        self.signed.iter().map(part).collect()
    }

    fn decode(&self, header: &str) -> Result<Vec<Vec<u8>>, Rejection> {
        let malformed = Rejection::Malformed(self.signature);
        let text = || header.strip_prefix(self.prefix).ok_or(malformed);
        let bytes = match self.encoding {
            Encoding::Hex if text()?.contains(|c: char| c.is_ascii_uppercase()) => return Err(malformed),
            Encoding::Hex => hex::decode(text()?).map_err(|_| malformed)?,
            Encoding::Base64 => STANDARD.decode(text()?).map_err(|_| malformed)?,
            Encoding::Base64List => {
                let ours = header.split(' ').filter_map(|one| one.strip_prefix(self.prefix));
                let read = ours.filter_map(|one| STANDARD.decode(one).ok());
                let all: Vec<_> = read.take(MOST_SIGNATURES).collect();
                return if all.is_empty() { Err(malformed) } else { Ok(all) };
            }
        };
        let length = match self.algorithm {
            Algorithm::HmacSha256 => 32,
            Algorithm::Ed25519 => 64,
        };
        if bytes.len() == length { Ok(vec![bytes]) } else { Err(malformed) }
    }
}

fn moment_in(body: &[u8], key: &str) -> Option<Timestamp> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    body.get(key)?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{super::secrets::Secrets, *};
    use proptest::prelude::*;

    /// As Slack signs.
    const SCHEME: SignatureScheme = SignatureScheme {
        algorithm: Algorithm::HmacSha256,
        signature: "x-slack-signature",
        prefix: "v0=",
        encoding: Encoding::Hex,
        timestamp: TimestampIn::Header("x-slack-request-timestamp"),
        signed: &[SignedPart::Text("v0:"), SignedPart::Timestamp, SignedPart::Text(":"), SignedPart::Body],
    };

    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const STAMP: &str = "x-slack-request-timestamp";

    fn secrets(current: &str, previous: Option<&str>) -> Secrets {
        let texts = [current].into_iter().chain(previous);
        Secrets::several(texts.map(|text| text.as_bytes().to_vec().into())).unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn check(stamp: &str, signature: &str, body: &[u8], now: i64) -> Result<(), Rejection> {
        let request = Request::bare(&[(STAMP, stamp), (SCHEME.signature, signature)], body);
        SCHEME.verify(request, secrets(SECRET, None).all(), at(now)).map(|_| ())
    }

    fn signed(second: i64, body: &[u8]) -> String {
        let headers = SCHEME.sign(SECRET.as_bytes(), at(second), body);
        headers[1].1.clone()
    }

    #[test]
    fn every_vector_passes_and_no_changed_one_does() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../events/slack/vectors.json")).unwrap();
        let vectors = vectors.as_array().unwrap();
        assert_eq!(vectors.len(), 5);
        for vector in vectors {
            let text = |key: &str| vector[key].as_str().unwrap();
            let (stamp, signature, body) = (text("timestamp"), text("signature"), text("body"));
            let now = at(stamp.parse().unwrap());
            let verify = |signature: &str, body: &str| {
                let request =
                    Request::bare(&[(STAMP, stamp), (SCHEME.signature, signature)], body.as_bytes());
                SCHEME.verify(request, secrets(text("secret"), None).all(), now).map(|_| ())
            };
            assert_eq!(verify(signature, body), Ok(()), "{}", text("name"));
            assert_eq!(verify(signature, &format!("{body}------")), Err(Rejection::WrongSignature));
            assert_eq!(
                verify(&signature.replace("v0=", "v1="), body),
                Err(Rejection::Malformed(SCHEME.signature))
            );
            assert_eq!(verify(&signature[..20], body), Err(Rejection::Malformed(SCHEME.signature)));
            assert_eq!(verify("v0=", body), Err(Rejection::Malformed(SCHEME.signature)));
        }
    }

    #[test]
    fn the_window_is_five_minutes_either_way() {
        let signature = signed(1_700_000_000, b"x");
        let try_at = |now| check("1700000000", &signature, b"x", now);
        assert_eq!(try_at(1_700_000_300), Ok(()));
        assert_eq!(try_at(1_700_000_301), Err(Rejection::Old(301)));
        assert_eq!(try_at(1_699_999_700), Ok(()));
        assert_eq!(try_at(1_699_999_699), Err(Rejection::Ahead(301)));
    }

    #[test]
    fn a_timestamp_has_only_digits() {
        let huge = "9".repeat(400);
        let odd = [
            "",
            "-1",
            "+1700000000",
            " 1700000000",
            "1700000000.0",
            "0x65",
            "now",
            "9223372036854775807",
            "9223372036854775808",
            &huge,
        ];
        for stamp in odd {
            let message = SCHEME.message("", stamp, b"x");
            let mac = hmac(SECRET.as_bytes(), message).finalize().into_bytes();
            let signature = format!("v0={}", hex::encode(mac));
            assert_eq!(
                check(stamp, &signature, b"x", 1_700_000_000),
                Err(Rejection::Malformed(STAMP)),
                "{stamp:?}"
            );
        }
    }

    #[test]
    fn a_missing_or_doubled_header_is_refused() {
        let stamp = (STAMP, "1700000000");
        let signature_text = signed(1_700_000_000, b"x");
        let signature = (SCHEME.signature, signature_text.as_str());
        let verify = |headers: &[(&'static str, &str)]| {
            let verified =
                SCHEME.verify(Request::bare(headers, b"x"), secrets(SECRET, None).all(), at(1_700_000_000));
            verified.map(|_| ()).unwrap_err()
        };
        assert_eq!(verify(&[]), Rejection::Missing(STAMP));
        assert_eq!(verify(&[stamp]), Rejection::Missing(SCHEME.signature));
        assert_eq!(verify(&[signature]), Rejection::Missing(STAMP));
        assert_eq!(verify(&[stamp, signature, signature]), Rejection::Doubled(SCHEME.signature));
        assert_eq!(verify(&[stamp, stamp, signature]), Rejection::Doubled(STAMP));
    }

    #[test]
    fn the_previous_secret_still_counts_and_an_empty_one_never_does() {
        let signed = SCHEME.sign(b"old", at(1_700_000_000), b"x");
        let headers: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let request = Request::bare(&headers, b"x");
        assert!(SCHEME.verify(request, secrets("new", Some("old")).all(), at(1_700_000_000)).is_ok());
        for texts in [&[][..], &[""], &["new", ""]] {
            let texts = texts.iter().map(|text| text.as_bytes().to_vec().into());
            assert!(Secrets::several(texts).is_err());
        }
    }

    #[test]
    fn a_signature_has_one_spelling() {
        let signature = signed(1_700_000_000, b"text=stop");
        assert_eq!(check("1700000000", &signature, b"text=stop", 1_700_000_000), Ok(()));
        let upper = signature.to_uppercase().replace("V0=", "v0=");
        let refused = check("1700000000", &upper, b"text=stop", 1_700_000_000);
        assert_eq!(refused, Err(Rejection::Malformed(SCHEME.signature)));
    }

    #[test]
    fn the_time_may_stand_in_the_body() {
        let scheme = SignatureScheme {
            encoding: Encoding::Base64,
            timestamp: TimestampIn::Body("sent"),
            signed: &[SignedPart::Body],
            ..SCHEME
        };
        let check = |body: &str| {
            let signed = scheme.sign(SECRET.as_bytes(), at(0), body.as_bytes());
            let request = Request::bare(&[(SCHEME.signature, &signed[0].1)], body.as_bytes());
            let verified = scheme.verify(request, secrets(SECRET, None).all(), at(1_700_000_000));
            verified.map(|(_, signed_at)| signed_at.as_second())
        };
        assert_eq!(check(r#"{"sent":"2023-11-14T22:13:10Z"}"#), Ok(1_699_999_990));
        assert_eq!(check(r#"{"sent":"2023-11-14T22:03:20Z"}"#), Err(Rejection::Old(600)));
        for body in [r#"{"sent":1700000000}"#, "{}", "sent"] {
            assert_eq!(check(body), Err(Rejection::Undated), "{body}");
        }
    }

    /// A body with its signature alone, as each of Wycheproof's cases has it.
    fn accepts(algorithm: Algorithm, key: &[u8], body: &[u8], signature: &[u8]) -> bool {
        let scheme = SignatureScheme { algorithm, prefix: "", signed: &[SignedPart::Body], ..SCHEME };
        let (stamp, signature) = ("1700000000", hex::encode(signature));
        let request = Request::bare(&[(STAMP, stamp), (SCHEME.signature, &signature)], body);
        scheme.verify(request, [key].into_iter(), at(1_700_000_000)).is_ok()
    }

    /// Tags that are changed or cut, and keys of any length.
    #[test]
    fn hmacs_are_accepted_as_wycheproof_says() {
        use wycheproof::{
            TestResult,
            mac::{TestName, TestSet},
        };
        let mut tried = 0;
        for group in TestSet::load(TestName::HmacSha256).unwrap().test_groups {
            for test in group.tests {
                // We accept no part of a tag, which the algorithm would allow.
                let expected = test.result == TestResult::Valid && group.tag_size == 256;
                let accepted = accepts(Algorithm::HmacSha256, &test.key, &test.msg, &test.tag);
                assert_eq!(accepted, expected, "{}: {}", test.tc_id, test.comment);
                tried += 1;
            }
        }
        assert!(tried > 150, "only {tried} cases");
    }

    /// Signatures that are malleable, cut, padded, or of special points.
    #[test]
    fn ed25519_signatures_are_accepted_as_wycheproof_says() {
        use wycheproof::{
            TestResult,
            eddsa::{TestName, TestSet},
        };
        let mut tried = 0;
        for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
            for test in group.tests {
                let accepted = accepts(Algorithm::Ed25519, &group.key.pk, &test.msg, &test.sig);
                assert_eq!(accepted, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
                tried += 1;
            }
        }
        assert!(tried > 130, "only {tried} cases");
    }

    proptest! {
        #[test]
        fn a_changed_byte_or_time_is_refused(body in proptest::collection::vec(any::<u8>(), 1..200), at_byte: prop::sample::Index, flip in 1u8..) {
            let signature = signed(1_700_000_000, &body);
            prop_assert_eq!(check("1700000000", &signature, &body, 1_700_000_000), Ok(()));
            let mut changed = body.clone();
            changed[at_byte.index(body.len())] ^= flip;
            prop_assert_eq!(check("1700000000", &signature, &changed, 1_700_000_000), Err(Rejection::WrongSignature));
            prop_assert_eq!(check("1700000001", &signature, &body, 1_700_000_000), Err(Rejection::WrongSignature));
        }

        #[test]
        fn any_headers_are_refused_without_panic(stamp in "[ -~]{0,40}", signature in "[ -~]{0,90}") {
            prop_assert!(check(&stamp, &signature, b"x", 1_700_000_000).is_err());
        }
    }
}
