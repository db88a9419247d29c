//! Signed tokens: those of Microsoft Entra ID, which the secure webhooks of action groups send, and what they have in
//! common with the Bot Connector's.
//!
//! A token has three parts in base64url (RFC 7515): header, claims, signature. Only RS256 is accepted, whatever the
//! header says. *ring* checks the signature, as it does for TLS. The crates for JWT bring their own RSA, which is slower
//! and has a known timing leak.
//!
//! Claims: <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>.
//! Secure webhooks: <https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups>.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    headers::{shown_under, the_only},
    rejection::Rejection,
    request::Request,
    verified::Verified,
};

/// The app id of "AzNS AAD Webhook", which calls secure webhooks in every tenant.
pub const ACTION_GROUPS: &str = "461e8683-5575-4561-ac7f-899cc907d62a";

/// The app role that this app must have on our app registration.
pub const ROLE: &str = "ActionGroupsSecureWebhook";

/// The longest token that is read, in bytes. Entra's have about 1500.
const LONGEST: usize = 16 * 1024;

/// How far Entra's clock may be from ours, in seconds.
const LEEWAY: i64 = 60;

const HEADER: &str = "authorization";
const ALGORITHM: &str = "RS256";

/// What a token must claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecureWebhook {
    /// The id of the directory, in lower case.
    pub tenant: String,
    /// The names of our app registration, of which the token must have one: `api://…` in version 1.0, the app id in
    /// version 2.0.
    pub audiences: Vec<String>,
    /// The accepted issuers. Versions 1.0 and 2.0 have different ones.
    pub issuers: Vec<String>,
}

impl SecureWebhook {
    /// The request, if its token was signed with one of `keys`, is valid now, and was issued to the action groups of our
    /// tenant for our app.
    pub fn verify(
        &self,
        request: Request,
        keys: &KeySet,
        now: Timestamp,
    ) -> Result<Verified<Request>, Rejection> {
        let (claims, _) = keys.claims(&Token::shown(&request)?)?;
        claims.hold_at(now.as_second(), LEEWAY, &["nbf", "iat"])?;
        claims.are_for(self)?;
        claims.are_of_action_groups()?;
        Ok(Verified(request))
    }
}

/// A well-formed token. Nothing in it is verified.
#[derive(Debug)]
pub struct Token<'a> {
    key_id: String,
    /// Header and claims, in the form that is signed.
    signed: &'a str,
    claims: &'a str,
    signature: Vec<u8>,
}

impl<'a> Token<'a> {
    /// The token that a request shows.
    pub fn shown(request: &'a Request) -> Result<Self, Rejection> {
        #[derive(Deserialize)]
        struct Header {
            alg: String,
            kid: Option<String>,
            crit: Option<Value>,
        }
        let header = the_only(&request.headers, HEADER)?;
        let token = shown_under(header, "Bearer").ok_or(Rejection::NoToken)?;
        if token.len() > LONGEST {
            return Err(Rejection::LongToken);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Rejection::BrokenToken)?;
        let (header, claims) = signed.split_once('.').ok_or(Rejection::BrokenToken)?;
        let header: Header = part(header).ok_or(Rejection::BrokenToken)?;
        // `crit` lists extensions that must be understood. Entra uses none.
        if header.alg != ALGORITHM || header.crit.is_some() {
            return Err(Rejection::WrongAlgorithm);
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).ok();
        Ok(Self {
            key_id: header.kid.ok_or(Rejection::UnknownKey)?,
            signed,
            claims,
            signature: signature.ok_or(Rejection::BrokenToken)?,
        })
    }

    /// The id of the key that it claims to be signed with.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }
}

/// The public keys of a sender (RFC 7517). Several are valid at a time.
#[derive(Debug)]
pub struct KeySet(Vec<SigningKey>);

#[derive(Debug)]
struct SigningKey {
    id: String,
    public: RsaPublicKeyComponents<Vec<u8>>,
    /// The channels that the Bot Connector endorses it for. Other senders name none.
    endorsements: Option<Vec<String>>,
}

impl KeySet {
    /// The RSA keys for signatures in a JSON document, by their ids. `None` if there are none.
    pub fn read(document: &[u8]) -> Option<Self> {
        let mut document: Value = serde_json::from_slice(document).ok()?;
        let keys = document.get_mut("keys")?.as_array_mut()?.drain(..);
        let keys: Vec<_> = keys.filter_map(signing_key).collect();
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// Whether it contains the key of this id. If not, the directory may have published new keys since.
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|key| key.id == id)
    }

    /// The claims of a token that one of these keys signed, and what that key is endorsed for.
    pub(super) fn claims(&self, token: &Token<'_>) -> Result<(Claims, Option<&[String]>), Rejection> {
        if !self.has(&token.key_id) {
            return Err(Rejection::UnknownKey);
        }
        let fits = |key: &&SigningKey| {
            let message = token.signed.as_bytes();
            let verified = key.public.verify(&RSA_PKCS1_2048_8192_SHA256, message, &token.signature);
            key.id == token.key_id && verified.is_ok()
        };
        let signer = self.0.iter().find(fits).ok_or(Rejection::WrongSignature)?;
        let claims = part(token.claims).ok_or(Rejection::BrokenToken)?;
        Ok((claims, signer.endorsements.as_deref()))
    }
}

/// `None` if it is not an RSA key for signatures by RS256.
fn signing_key(key: Value) -> Option<SigningKey> {
    #[derive(Deserialize)]
    struct Jwk {
        kty: String,
        kid: Option<String>,
        #[serde(rename = "use")]
        usage: Option<String>,
        alg: Option<String>,
        n: Option<String>,
        e: Option<String>,
        endorsements: Option<Vec<String>>,
    }
    let key: Jwk = serde_json::from_value(key).ok()?;
    let signs = key.usage.is_none_or(|usage| usage == "sig");
    let ours = key.alg.is_none_or(|alg| alg == ALGORITHM);
    if key.kty != "RSA" || !signs || !ours {
        return None;
    }
    let decoded = |number: String| URL_SAFE_NO_PAD.decode(number).ok();
    let public = RsaPublicKeyComponents { n: decoded(key.n?)?, e: decoded(key.e?)? };
    Some(SigningKey { id: key.kid?, public, endorsements: key.endorsements })
}

/// Parses one part of a token. JSON that is nested too deeply gives `None`, too.
fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    let json = URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&json).ok()
}

/// The claims, a JSON object. They are read one by one, so that a rejection can name the claim.
#[derive(Deserialize)]
pub(super) struct Claims(serde_json::Map<String, Value>);

impl Claims {
    pub(super) fn text(&self, name: &'static str) -> Result<&str, Rejection> {
        let value = self.0.get(name).and_then(Value::as_str);
        value.ok_or(Rejection::NoClaim(name))
    }

    /// A time in Unix seconds.
    fn second(&self, name: &'static str) -> Result<i64, Rejection> {
        let value = self.0.get(name).and_then(Value::as_i64);
        value.ok_or(Rejection::NoClaim(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether a claim, which may be a text or a list of texts, has one that `fits`.
    fn any(&self, name: &str, fits: impl Fn(&str) -> bool) -> bool {
        match self.0.get(name) {
            Some(Value::String(text)) => fits(text),
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).any(fits),
            _ => false,
        }
    }

    /// Whether they hold at `now`, in Unix seconds, if the clocks are `leeway` seconds apart at most. `begins`: the claims
    /// with a time before which they do not.
    pub(super) fn hold_at(&self, now: i64, leeway: i64, begins: &[&'static str]) -> Result<(), Rejection> {
        let expired = now.saturating_sub(self.second("exp")?);
        if expired >= leeway {
            return Err(Rejection::Expired(expired));
        }
        for begins in begins {
            let ahead = self.second(begins)?.saturating_sub(now);
            if ahead > leeway {
                return Err(Rejection::Ahead(ahead));
            }
        }
        Ok(())
    }

    fn are_for(&self, us: &SecureWebhook) -> Result<(), Rejection> {
        let issuer = self.text("iss")?;
        if !us.issuers.iter().any(|known| known == issuer) {
            return Err(Rejection::WrongClaim("iss"));
        }
        if !self.any("aud", |audience| us.audiences.iter().any(|own| own == audience)) {
            return Err(Rejection::WrongClaim("aud"));
        }
        if self.text("tid")? == us.tenant { Ok(()) } else { Err(Rejection::WrongClaim("tid")) }
    }

    fn are_of_action_groups(&self) -> Result<(), Rejection> {
        let app = match self.text("ver")? {
            "1.0" => self.text("appid")?,
            "2.0" => self.text("azp")?,
            _ => return Err(Rejection::WrongClaim("ver")),
        };
        if app != ACTION_GROUPS {
            return Err(Rejection::WrongApp);
        }
        // A token with scopes acts for a person.
        if self.has("scp") {
            return Err(Rejection::ForAPerson);
        }
        if self.any("roles", |role| role == ROLE) { Ok(()) } else { Err(Rejection::NoRole) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(authorization: &[u8]) -> Result<String, Rejection> {
        let mut headers = http::HeaderMap::new();
        if let Ok(value) = http::HeaderValue::from_bytes(authorization) {
            headers.append(HEADER, value);
        }
        let request = Request { headers, ..Request::bare(&[], b"") };
        Token::shown(&request).map(|token| token.key_id().to_owned())
    }

    fn encoded(json: &str) -> String {
        URL_SAFE_NO_PAD.encode(json)
    }

    #[test]
    fn a_header_with_a_repeated_field_is_refused() {
        let token = |header: &str| shown(format!("Bearer {}.e30.AAAA", encoded(header)).as_bytes());
        let good = encoded(r#"{"alg":"RS256","kid":"a"}"#) + ".e30.AAAA";
        for scheme in ["bearer ", "BEARER  ", "Bearer \t"] {
            assert_eq!(shown(format!("{scheme}{good}").as_bytes()), Ok("a".to_owned()));
        }
        assert_eq!(token(r#"{"alg":"RS256","kid":"a"}"#), Ok("a".to_owned()));
        for header in [
            r#"{"alg":"none","alg":"RS256","kid":"a"}"#,
            r#"{"alg":"RS256","kid":"a","kid":"b"}"#,
            r#"{"alg":["RS256"],"kid":"a"}"#,
        ] {
            assert_eq!(token(header), Err(Rejection::BrokenToken), "{header}");
        }
        let critical = r#"{"alg":"RS256","kid":"a","crit":["x"]}"#;
        assert_eq!(token(critical), Err(Rejection::WrongAlgorithm));
        assert_eq!(token(r#"{"alg":"RS256"}"#), Err(Rejection::UnknownKey));
        let deep = "[".repeat(9_000);
        assert_eq!(token(&deep), Err(Rejection::BrokenToken));
    }

    /// What is wrong with good claims of which one is changed, at the second 950.
    fn judged(claim: &str, value: Value) -> Result<(), Rejection> {
        let us = SecureWebhook {
            tenant: "t".to_owned(),
            audiences: vec!["us".to_owned(), "api://us".to_owned()],
            issuers: vec!["https://i/".to_owned()],
        };
        let mut good = serde_json::json!({
            "iss": "https://i/", "aud": "us", "tid": "t", "ver": "2.0", "azp": ACTION_GROUPS, "roles": ["x", ROLE],
            "exp": 1000, "nbf": 900, "iat": 900,
        });
        good[claim] = value;
        let claims: Claims = serde_json::from_value(good).unwrap();
        claims.hold_at(950, LEEWAY, &["nbf", "iat"])?;
        claims.are_for(&us)?;
        claims.are_of_action_groups()
    }

    #[test]
    fn every_claim_counts() {
        use serde_json::json;
        assert_eq!(judged("any", json!(1)), Ok(()));
        for (claim, value) in [
            ("aud", json!(["other", "api://us"])),
            ("roles", json!(ROLE)),
            ("exp", json!(891)),
            ("nbf", json!(1010)),
            ("iat", json!(1010)),
        ] {
            assert_eq!(judged(claim, value.clone()), Ok(()), "{claim}: {value}");
        }
        for (claim, value, why) in [
            ("iss", json!("https://j/"), Rejection::WrongClaim("iss")),
            ("iss", Value::Null, Rejection::NoClaim("iss")),
            ("aud", json!("other"), Rejection::WrongClaim("aud")),
            ("aud", json!(["other"]), Rejection::WrongClaim("aud")),
            ("aud", json!(7), Rejection::WrongClaim("aud")),
            ("tid", json!("other"), Rejection::WrongClaim("tid")),
            ("ver", json!("3.0"), Rejection::WrongClaim("ver")),
            ("ver", json!("1.0"), Rejection::NoClaim("appid")),
            ("azp", json!("other"), Rejection::WrongApp),
            ("scp", json!("user_impersonation"), Rejection::ForAPerson),
            ("roles", json!(["other"]), Rejection::NoRole),
            ("roles", Value::Null, Rejection::NoRole),
            ("exp", json!(890), Rejection::Expired(60)),
            ("exp", json!("1000"), Rejection::NoClaim("exp")),
            ("nbf", json!(1011), Rejection::Ahead(61)),
            ("iat", json!(1011), Rejection::Ahead(61)),
        ] {
            assert_eq!(judged(claim, value.clone()), Err(why), "{claim}: {value}");
        }
    }

    #[test]
    fn version_1_names_the_app_by_another_claim() {
        let claims = |app: &str| -> Claims {
            serde_json::from_value(serde_json::json!({"ver": "1.0", "appid": app, "roles": [ROLE]})).unwrap()
        };
        assert_eq!(claims(ACTION_GROUPS).are_of_action_groups(), Ok(()));
        assert_eq!(claims("other").are_of_action_groups(), Err(Rejection::WrongApp));
    }

    #[test]
    fn only_rsa_keys_for_our_signatures_are_read() {
        let read = |field: &str, value: Option<&str>| {
            let mut key = serde_json::json!({"kty": "RSA", "kid": "a", "use": "sig", "alg": ALGORITHM, "n": "AQ", "e": "AQAB"});
            key[field] = serde_json::json!(value);
            KeySet::read(serde_json::json!({ "keys": [key] }).to_string().as_bytes())
        };
        let keys = read("use", None).unwrap();
        assert!(keys.has("a") && !keys.has("b"));
        assert!(read("alg", None).is_some());
        for (field, value) in [("kty", "EC"), ("use", "enc"), ("alg", "RS512")] {
            assert!(read(field, Some(value)).is_none(), "{field}");
        }
    }

    #[test]
    fn a_token_has_a_length_at_most() {
        let long = |length: usize| shown(format!("Bearer {}", "x".repeat(length)).as_bytes());
        assert_eq!(long(LONGEST), Err(Rejection::BrokenToken));
        assert_eq!(long(LONGEST + 1), Err(Rejection::LongToken));
        assert_eq!(long(LONGEST + 2), Err(Rejection::LongToken));
    }

    /// Wycheproof's cases for RSA: paddings, hashes, lengths and encodings that other implementations accepted.
    #[test]
    fn signatures_are_accepted_as_wycheproof_says() {
        use wycheproof::{
            TestResult,
            rsa_pkcs1_verify::{TestName, TestSet},
        };
        let mut tried = 0;
        for name in [
            TestName::Rsa2048Sha256,
            TestName::Rsa3072Sha256,
            TestName::Rsa4096Sha256,
            TestName::Rsa8192Sha256,
        ] {
            for group in TestSet::load(name).unwrap().test_groups {
                // As RFC 7518 writes numbers: without a zero in front.
                let digits =
                    |number: &[u8]| number.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<_>>();
                let number = |number: &[u8]| URL_SAFE_NO_PAD.encode(digits(number));
                let key = serde_json::json!({
                    "kty": "RSA", "kid": "a", "n": number(&group.key.n), "e": number(&group.key.e),
                });
                let keys = KeySet::read(serde_json::json!({"keys": [key]}).to_string().as_bytes()).unwrap();
                for test in group.tests {
                    // Only text can stand in a token.
                    let Ok(signed) = str::from_utf8(&test.msg) else { continue };
                    let (key_id, signature) = ("a".to_owned(), test.sig.to_vec());
                    let accepted = keys.claims(&Token { key_id, signed, claims: "e30", signature }).is_ok();
                    let expected = match test.result {
                        TestResult::Acceptable => accepted,
                        result => result == TestResult::Valid,
                    };
                    assert_eq!(accepted, expected, "{name:?} {}: {}", test.tc_id, test.comment);
                    tried += 1;
                }
            }
        }
        assert!(tried > 800, "only {tried} cases");
    }

    proptest! {
        #[test]
        fn no_token_and_no_keys_cause_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            header in any::<String>(),
            number in any::<i64>(),
            fraction in any::<f64>(),
        ) {
            prop_assert!(shown(&bytes).is_err());
            let _ = shown(format!("Bearer {}.{}.AAAA", encoded(&header), encoded(&header)).as_bytes());
            let _ = KeySet::read(&bytes);
            let _ = KeySet::read(format!(r#"{{"keys":[{{"kty":"RSA","kid":"a","n":"{header}","e":"AQAB"}}]}}"#).as_bytes());
            for claims in [
                serde_json::json!({"exp": number, "nbf": number, "iat": number}),
                serde_json::json!({"exp": fraction, "nbf": number, "iat": 0}),
            ] {
                let claims: Claims = serde_json::from_value(claims).unwrap();
                for now in [i64::MIN, 0, i64::MAX, number] {
                    let _ = claims.hold_at(now, LEEWAY, &["nbf", "iat"]);
                }
            }
        }
    }
}
