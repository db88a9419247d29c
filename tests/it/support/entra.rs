//! A directory of Entra that signs tokens, with its own signer, so that the emulator and the product cannot share a
//! mistake.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Router, extract::State, response::IntoResponse, routing::any};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64},
};
use http::StatusCode;
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{
        RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair, RsaPublicKeyComponents,
    },
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A key of the directory's.
pub struct Signer {
    pair: RsaKeyPair,
    pub id: &'static str,
}

impl Signer {
    pub fn first() -> Self {
        Self::of("first-key", include_str!("entra/insecure-test-key-first.b64"))
    }

    pub fn second() -> Self {
        Self::of("second-key", include_str!("entra/insecure-test-key-second.b64"))
    }

    /// `pkcs8` in base64, in lines, after a line that begins with `#`.
    fn of(id: &'static str, pkcs8: &str) -> Self {
        let pkcs8: String = pkcs8.lines().filter(|line| !line.starts_with('#')).collect();
        let pkcs8 = STANDARD.decode(pkcs8).unwrap();
        let pair = RsaKeyPair::from_pkcs8(&pkcs8).unwrap();
        Self { pair, id }
    }

    /// As the directory publishes it.
    pub fn public(&self) -> Value {
        let public = RsaPublicKeyComponents::<Vec<u8>>::from(self.pair.public());
        json!({
            "kty": "RSA", "use": "sig", "kid": self.id,
            "n": BASE64.encode(&public.n), "e": BASE64.encode(&public.e),
        })
    }

    /// The modulus, as bytes.
    pub fn modulus(&self) -> Vec<u8> {
        RsaPublicKeyComponents::<Vec<u8>>::from(self.pair.public()).n
    }

    pub fn header(&self) -> Value {
        json!({"typ": "JWT", "alg": "RS256", "kid": self.id})
    }

    pub fn token(&self, claims: &Value) -> String {
        self.signed(&self.header(), claims, &RSA_PKCS1_SHA256)
    }

    /// Signed by RS256, whatever the header says.
    pub fn with_header(&self, header: &Value, claims: &Value) -> String {
        self.signed(header, claims, &RSA_PKCS1_SHA256)
    }

    /// What the header says, and what signs: `RS512`, `PS256`.
    pub fn by(&self, algorithm: &str, claims: &Value) -> String {
        let header = json!({"typ": "JWT", "alg": algorithm, "kid": self.id});
        match algorithm {
            "RS512" => self.signed(&header, claims, &RSA_PKCS1_SHA512),
            "PS256" => self.signed(&header, claims, &RSA_PSS_SHA256),
            other => panic!("{other}"),
        }
    }

    fn signed(&self, header: &Value, claims: &Value, by: &'static dyn RsaEncoding) -> String {
        let signed = unsigned(header, claims);
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair.sign(by, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
        format!("{signed}.{}", BASE64.encode(signature))
    }
}

/// Signed with HMAC and a key that is public.
pub fn with_hmac(key: &[u8], header: &Value, claims: &Value) -> String {
    let signed = unsigned(header, claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    format!("{signed}.{}", BASE64.encode(hmac::sign(&key, signed.as_bytes())))
}

pub fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// `claims` with another value of `name`.
pub fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

/// `claims` without `name`.
pub fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

/// Tokens with `good` claims that no door may accept if only `key` is published, and what is wrong with each.
pub fn hostile(key: &Signer, other: &Signer, good: &Value) -> Vec<(String, String)> {
    let good_token = key.token(good);
    let (signed, signature) = good_token.rsplit_once('.').unwrap();
    let header = |name: &str, value: Value| key.with_header(&with(key.header(), name, value), good);
    let none = with(key.header(), "alg", json!("none"));
    let hs256 = with(key.header(), "alg", json!("HS256"));
    let public = key.public().to_string();
    let tokens = [
        ("alg none", format!("{}.", unsigned(&none, good))),
        ("alg none, signed", key.with_header(&none, good)),
        ("HS256 with the modulus", with_hmac(&key.modulus(), &hs256, good)),
        ("HS256 with the public key", with_hmac(public.as_bytes(), &hs256, good)),
        ("RS256 by HMAC", with_hmac(&key.modulus(), &key.header(), good)),
        ("RS512", key.by("RS512", good)),
        ("PS256", key.by("PS256", good)),
        ("alg in lower case", header("alg", json!("rs256"))),
        ("alg of another type", header("alg", json!(["RS256"]))),
        ("an extension", header("crit", json!(["exp"]))),
        ("an unknown key", header("kid", json!("third-key"))),
        ("no kid", key.with_header(&without(key.header(), "kid"), good)),
        ("kid of another type", header("kid", json!({"x": 1}))),
        ("another's signature", other.with_header(&key.header(), good)),
        ("no signature", format!("{signed}.")),
        ("two parts", signed.to_owned()),
        ("four parts", format!("{good_token}.x")),
        ("padded", format!("{good_token}==")),
        ("claims that are no object", key.token(&json!([1]))),
        ("empty", String::new()),
        ("huge", key.token(&with(good.clone(), "x", json!("x".repeat(20_000))))),
        ("huge, of dots", ".".repeat(20_000)),
        (
            "other claims",
            format!("{}.{signature}", unsigned(&key.header(), &with(good.clone(), "x", json!(1)))),
        ),
    ];
    tokens.map(|(what, token)| (what.to_owned(), token)).into()
}

/// Where the directory publishes its keys; what is answered there can be changed.
#[derive(Clone)]
pub struct Directory {
    pub address: SocketAddr,
    answer: Arc<Mutex<(StatusCode, String)>>,
    asked: Arc<Mutex<usize>>,
}

impl Directory {
    pub async fn with(keys: &[&Signer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let directory =
            Self { address: listener.local_addr().unwrap(), answer: Arc::default(), asked: Arc::default() };
        directory.publishes(keys);
        let router =
            Router::new().route("/{tenant}/discovery/v2.0/keys", any(answer)).with_state(directory.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        directory
    }

    pub fn publishes(&self, keys: &[&Signer]) {
        let keys: Vec<_> = keys.iter().map(|key| key.public()).collect();
        self.answers(StatusCode::OK, &json!({ "keys": keys }).to_string());
    }

    pub fn answers(&self, status: StatusCode, body: &str) {
        *self.answer.lock().unwrap() = (status, body.to_owned());
    }

    /// How often it was asked for its keys.
    pub fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }
}

async fn answer(State(directory): State<Directory>) -> impl IntoResponse {
    *directory.asked.lock().unwrap() += 1;
    let (status, body) = directory.answer.lock().unwrap().clone();
    (status, [("location", "/elsewhere/discovery/v2.0/keys")], body)
}
