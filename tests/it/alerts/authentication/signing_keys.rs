//! When the directory's keys are fetched, and what happens to tokens while they cannot be.

use std::time::Duration;

use futures::future::join_all;
use http::StatusCode;
use serde_json::json;

use super::{AUDIENCE, Receiver, bearer, with};
use crate::support::entra::{Directory, Signer, unsigned};

#[tokio::test(start_paused = true)]
async fn no_keys_are_fetched_for_text_that_cannot_be_a_token() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let receiver = Receiver::with(&directory).await;
    let good = receiver.claims();
    let none = with(key.header(), "alg", json!("none"));
    for token in ["", "x", "a.b.c", &format!("{}.", unsigned(&none, &good)), &"x".repeat(20_000)] {
        assert_eq!(receiver.answers(token).await, 401);
    }
    assert_eq!(directory.asked(), 0);
    let unknown = key.with_header(&with(key.header(), "kid", json!("third-key")), &good);
    for _ in 0..5 {
        assert_eq!(receiver.answers(&unknown).await, 401);
    }
    assert_eq!(
        directory.asked(),
        2,
        "for the keys, and once more for the one that is not there: anybody can name one"
    );
    receiver.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unknown_key_triggers_one_more_fetch() {
    let (old, new) = (Signer::first(), Signer::second());
    let directory = Directory::with(&[&old]).await;
    let receiver = Receiver::with(&directory).await;
    assert_eq!(receiver.answers(&old.token(&receiver.claims())).await, 400);
    directory.publishes(&[&new]);
    assert_eq!(receiver.answers(&new.token(&receiver.claims())).await, 400);
    assert_eq!(receiver.answers(&old.token(&receiver.claims())).await, 401, "it is withdrawn");
    assert_eq!(directory.asked(), 2);

    // An unknown key triggers no second fetch for five minutes.
    directory.publishes(&[&old]);
    tokio::time::advance(Duration::from_secs(299)).await;
    assert_eq!(receiver.answers(&old.token(&receiver.claims())).await, 401);
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(receiver.answers(&old.token(&receiver.claims())).await, 400);
    assert_eq!(directory.asked(), 3);
    receiver.finish_after_reports(1).await;
}

#[tokio::test(start_paused = true)]
async fn concurrent_requests_fetch_the_keys_once() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let receiver = Receiver::with(&directory).await;
    let token = key.token(&receiver.claims());
    let all = join_all((0..10).map(|_| receiver.answers(&token))).await;
    assert_eq!(all, [400; 10]);
    assert_eq!(directory.asked(), 1);
    receiver.finish_after_reports(1).await;
}

#[tokio::test(start_paused = true)]
async fn senders_get_503_and_retry_after_while_keys_cannot_be_fetched() {
    let receiver = Receiver::of_the_emulator().await;
    let token = receiver.world.token_for(AUDIENCE).await;
    for fault in ["503", "429", "404", "reset", "garbage", "truncated"] {
        receiver.world.fault("keys", fault, json!({}));
        let told = receiver.post("budget", &bearer(&token), "{}").await;
        assert_eq!(
            (told.status, told.retry_after.as_deref(), told.body.is_null()),
            (503, Some("30"), true),
            "{fault}"
        );
        let asked = receiver.world.asked("keys");
        assert_eq!(receiver.answers(&token).await, 503);
        assert_eq!(receiver.world.asked("keys"), asked, "not within 30 s");
        tokio::time::advance(Duration::from_secs(31)).await;
    }
    receiver.world.fault("keys", "slow", json!({"delay_ms": 6000}));
    assert_eq!(receiver.answers(&token).await, 503);
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(receiver.answers(&token).await, 400);
    receiver.finish_after_reports(1).await;
}

#[tokio::test(start_paused = true)]
async fn malformed_key_sets_are_not_used() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let good = json!({"keys": [key.public()]}).to_string();
    let receiver = Receiver::with(&directory).await;
    let small = json!({"keys": [with(key.public(), "kty", json!("EC"))]}).to_string();
    let encrypts = json!({"keys": [with(key.public(), "use", json!("enc"))]}).to_string();
    let bloated = json!({"keys": [key.public()], "x": "x".repeat(300_000)}).to_string();
    for (status, body) in [
        (StatusCode::FOUND, good.as_str()),
        (StatusCode::OK, ""),
        (StatusCode::OK, "{}"),
        (StatusCode::OK, r#"{"keys": []}"#),
        (
            StatusCode::OK,
            r#"{"keys": [1, {"kty": "RSA"}, {"kty": "RSA", "kid": "first-key", "n": "?", "e": "AQAB"}]}"#,
        ),
        (StatusCode::OK, &"[".repeat(100_000)),
        (StatusCode::OK, &small),
        (StatusCode::OK, &encrypts),
        (StatusCode::OK, &bloated),
    ] {
        directory.answers(status, body);
        assert_eq!(receiver.answers(&key.token(&receiver.claims())).await, 503, "{status} {body:.40}");
        tokio::time::advance(Duration::from_secs(31)).await;
    }
    directory.answers(StatusCode::OK, &good);
    assert_eq!(receiver.answers(&key.token(&receiver.claims())).await, 400);
    receiver.finish_after_reports(1).await;
}

#[tokio::test(start_paused = true)]
async fn old_keys_stay_valid_for_a_day_while_none_can_be_fetched() {
    let (old, new) = (Signer::first(), Signer::second());
    let directory = Directory::with(&[&old]).await;
    let receiver = Receiver::with(&directory).await;
    assert_eq!(receiver.answers(&old.token(&receiver.claims())).await, 400);
    receiver.hears_report().await;
    directory.answers(StatusCode::BAD_GATEWAY, "");
    let day = Duration::from_secs(24 * 3600);
    tokio::time::advance(day).await;
    assert_eq!(receiver.answers(&old.token(&receiver.claims())).await, 400);
    receiver.hears_report().await;
    assert_eq!(directory.asked(), 2);
    assert_eq!(receiver.answers(&new.token(&receiver.claims())).await, 503, "who knows whether it is theirs");
    tokio::time::advance(day).await;
    assert_eq!(receiver.answers(&old.token(&receiver.claims())).await, 503);
    directory.publishes(&[&new]);
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(receiver.answers(&new.token(&receiver.claims())).await, 400);
    receiver.finish_after_reports(1).await;
}
