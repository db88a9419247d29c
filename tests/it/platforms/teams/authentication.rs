//! Which requests of Teams are accepted, and for how long.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::{SignedDuration, Timestamp};
use lamplighter::{
    source::teams::SIGNATURE,
    verify::{Origin, Rejection, Request, Secrets},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{with, world};
use crate::support::{
    chat::teams::{self, ADA, TOKEN, TOKEN_2, activity},
    signers,
};

const VECTORS: &str = include_str!("../../../../events/teams/vectors.json");

fn key(token: &str) -> Vec<u8> {
    STANDARD.decode(token).unwrap()
}

/// The verification of `body`, which is dated now, with this `Authorization`.
fn verify(key: Vec<u8>, authorization: &[u8], body: &[u8]) -> Result<(), Rejection> {
    let mut headers = HeaderMap::new();
    if let Ok(value) = http::HeaderValue::from_bytes(authorization) {
        headers.append("authorization", value);
    }
    let request = Request {
        method: Method::POST,
        path: "/hooks/teams".to_owned(),
        query: None,
        headers,
        body: Bytes::copy_from_slice(body),
        origin: Origin::Public,
        arrived: Timestamp::UNIX_EPOCH,
        patience: lamplighter::verify::PATIENCE,
    };
    let secrets = Secrets::several([key.into()]).unwrap();
    let now = "2026-11-23T18:00:00Z".parse().unwrap();
    SIGNATURE.verify(request, secrets.all(), now).map(|_| ())
}

/// Signed as Microsoft's own samples sign: token, authorization, body.
fn vectors() -> Vec<[String; 3]> {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let text = |vector: &Value, key: &str| vector[key].as_str().unwrap().to_owned();
    let fields = |vector| ["token", "authorization", "body"].map(|key| text(vector, key));
    vectors.iter().map(fields).collect()
}

#[test]
fn requests_signed_like_microsofts_samples_are_accepted() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 2);
    for [token, authorization, body] in vectors {
        assert_eq!(verify(key(&token), authorization.as_bytes(), body.as_bytes()), Ok(()));
    }
}

proptest! {
    #[test]
    fn any_changed_byte_is_refused(vector in 0..2_usize, at: prop::sample::Index, flip in 1u8..) {
        let [token, authorization, body] = &vectors()[vector];
        let changed = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            bytes
        };
        let (authorization, body) = (authorization.as_bytes(), body.as_bytes());
        prop_assert!(verify(changed(&key(token)), authorization, body).is_err());
        prop_assert!(verify(key(token), &changed(authorization), body).is_err());
        prop_assert!(verify(key(token), authorization, &changed(body)).is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn a_forged_or_odd_signature_gets_an_empty_401() {
    let world = world().await;
    let body = activity(world.now(), ADA, "stop myci").to_string();
    let [(name, signed)] = &signers::teams(TOKEN, &body)[..] else {
        panic!("one header");
    };
    let forged = signers::teams_with_key(&[7; 32], &body);
    let text_as_key = signers::teams_with_key(TOKEN.as_bytes(), &body);
    let with = |value: String| vec![(*name, value)];
    let bare = signed.trim_start_matches("HMAC ");
    let refused = [
        ("unsigned", vec![]),
        ("forged", forged),
        ("the token's text as the key", text_as_key),
        ("two", [with(signed.clone()), with(signed.clone())].concat()),
        ("scheme in lower case", with(signed.replace("HMAC", "hmac"))),
        ("another scheme", with(format!("Bearer {bare}"))),
        ("no scheme", with(bare.to_owned())),
        ("two blanks", with(signed.replace(' ', "  "))),
        ("unpadded", with(signed.trim_end_matches('=').to_owned())),
        ("url-safe, or cut", with(format!("HMAC {}", bare.replace('+', "-").replace(['/', 'A'], "_")))),
        ("hex", with(format!("HMAC {}", "ab".repeat(32)))),
        ("short", with("HMAC AAAA".to_owned())),
        ("empty", with("HMAC ".to_owned())),
    ];
    for (what, headers) in refused {
        let answer = world.post_with(&headers, &body).await;
        assert_eq!((answer.status, answer.body.is_null()), (401, true), "{what}");
    }
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_message_is_valid_for_five_minutes_from_its_timestamp() {
    let world = world().await;
    let sent = |seconds| {
        let at = world.now() + SignedDuration::from_secs(seconds);
        activity(at, ADA, "ping")
    };
    assert_eq!(world.post(&sent(-299)).await.status, 200);
    assert_eq!(world.post(&sent(299)).await.status, 200);
    let now = world.now();
    let stamps = [
        json!(format!("{}", now.as_second())),
        json!(now.as_second()),
        json!("2026-11-23T18:00:00"),
        json!("2026-11-23"),
        json!("yesterday"),
        json!(""),
        json!(null),
        json!([format!("{now}")]),
    ];
    let dated = |stamp: &Value| {
        let mut activity = sent(0);
        activity["timestamp"] = stamp.clone();
        activity
    };
    let mut refused: Vec<Value> = stamps.iter().map(dated).collect();
    refused.extend([sent(-302), sent(302)]);
    refused.push(sent(0));
    refused.last_mut().unwrap().as_object_mut().unwrap().remove("timestamp");
    for activity in refused {
        let answer = world.post(&activity).await;
        let stamp = &activity["timestamp"];
        assert_eq!((answer.status, answer.body.is_null()), (401, true), "{stamp}");
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_signed_request_without_a_message_gets_400_or_401() {
    let world = world().await;
    for body in ["", "hello", "[]", "{}", "null", "\u{0}"] {
        assert_eq!(
            world.post_with(&signers::teams(TOKEN, body), body).await.status,
            401,
            "{body:?}: undated"
        );
    }
    let now = world.now();
    for odd in [json!({}), json!({"from": "Ada"}), json!({"from": {}, "text": 3})] {
        let mut odd = odd;
        odd["timestamp"] = json!(format!("{now}"));
        assert_eq!(world.post(&odd).await.status, 400, "{odd}");
    }
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn every_team_has_its_own_token() {
    let two = teams::CONFIG.replace(
        "tokens = { research = { env = \"TEAMS_TOKEN\" } }",
        "tokens = { ops = { env = \"TEAMS_TOKEN_2\" }, research = { env = \"TEAMS_TOKEN\" } }",
    );
    let world = with(lamplighter_emulator::Options::default(), &two).await;
    let body = activity(world.now(), ADA, "ping").to_string();
    for token in [TOKEN, TOKEN_2] {
        let headers = signers::teams(token, &body);
        assert_eq!(world.post_with(&headers, &body).await.status, 200);
    }
    world.finish().await;
}
