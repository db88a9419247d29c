//! When the directory's keys are fetched, and what becomes of tokens when they cannot be.

use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use http::StatusCode;
use serde_json::json;

use super::{Door, Told, bearer, emulated_token, with};
use crate::support::entra::{Directory, Signer, unsigned};

#[tokio::test(start_paused = true)]
async fn nothing_is_fetched_for_what_cannot_be_a_token() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let door = Door::with(&directory).await;
    let good = door.claims();
    let none = with(key.header(), "alg", json!("none"));
    for token in [
        "",
        "x",
        "a.b.c",
        &format!("{}.", unsigned(&none, &good)),
        &"x".repeat(20_000),
    ] {
        assert_eq!(door.shows(token).await, 401);
    }
    assert_eq!(directory.asked(), 0);
    let unknown = key.with_header(&with(key.header(), "kid", json!("third-key")), &good);
    for _ in 0..5 {
        assert_eq!(door.shows(&unknown).await, 401);
    }
    assert_eq!(
        directory.asked(),
        2,
        "for the keys, and once more for the one that is not there: anybody can name one"
    );
    door.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_new_key_is_found_by_looking_once_more() {
    let (old, new) = (Signer::first(), Signer::second());
    let directory = Directory::with(&[&old]).await;
    let door = Door::with(&directory).await;
    assert_eq!(door.shows(&old.token(&door.claims())).await, 400);
    directory.publishes(&[&new]);
    assert_eq!(door.shows(&new.token(&door.claims())).await, 400);
    assert_eq!(
        door.shows(&old.token(&door.claims())).await,
        401,
        "it is withdrawn"
    );
    assert_eq!(directory.asked(), 2);

    // Looking is not repeated at once, whatever anybody names.
    directory.publishes(&[&old]);
    tokio::time::advance(Duration::from_secs(299)).await;
    assert_eq!(door.shows(&old.token(&door.claims())).await, 401);
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(door.shows(&old.token(&door.claims())).await, 400);
    assert_eq!(directory.asked(), 3);
    door.finish_told(1).await;
}

#[tokio::test(start_paused = true)]
async fn many_at_once_fetch_the_keys_once() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let door = Door::with(&directory).await;
    let token = key.token(&door.claims());
    let all = join_all((0..10).map(|_| door.shows(&token))).await;
    assert_eq!(all, [400; 10]);
    assert_eq!(directory.asked(), 1);
    door.finish_told(1).await;
}

#[tokio::test(start_paused = true)]
async fn without_keys_the_sender_is_asked_to_come_again() {
    let door = Door::of_the_emulator().await;
    let token = emulated_token(&door).await;
    for fault in ["503", "429", "404", "reset", "garbage", "truncated"] {
        door.world.fault("keys", fault, json!({}));
        let told = door.post("budget", &bearer(&token), "{}").await;
        let expected = Told {
            status: 503,
            retry_after: Some("30".to_owned()),
            body: Bytes::new(),
        };
        assert_eq!(told, expected, "{fault}");
        let asked = door.world.asked("keys");
        assert_eq!(door.shows(&token).await, 503);
        assert_eq!(door.world.asked("keys"), asked, "not within 30 s");
        tokio::time::advance(Duration::from_secs(31)).await;
    }
    door.world.fault("keys", "slow", json!({"delay_ms": 6000}));
    assert_eq!(door.shows(&token).await, 503);
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(door.shows(&token).await, 400);
    door.finish_told(1).await;
}

#[tokio::test(start_paused = true)]
async fn odd_answers_are_no_keys() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let good = json!({"keys": [key.public()]}).to_string();
    let door = Door::with(&directory).await;
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
        assert_eq!(
            door.shows(&key.token(&door.claims())).await,
            503,
            "{status} {body:.40}"
        );
        tokio::time::advance(Duration::from_secs(31)).await;
    }
    directory.answers(StatusCode::OK, &good);
    assert_eq!(door.shows(&key.token(&door.claims())).await, 400);
    door.finish_told(1).await;
}

#[tokio::test(start_paused = true)]
async fn old_keys_count_for_a_day_while_there_are_no_new_ones() {
    let (old, new) = (Signer::first(), Signer::second());
    let directory = Directory::with(&[&old]).await;
    let door = Door::with(&directory).await;
    assert_eq!(door.shows(&old.token(&door.claims())).await, 400);
    directory.answers(StatusCode::BAD_GATEWAY, "");
    let day = Duration::from_secs(24 * 3600);
    tokio::time::advance(day).await;
    assert_eq!(door.shows(&old.token(&door.claims())).await, 400);
    assert_eq!(directory.asked(), 2);
    assert_eq!(
        door.shows(&new.token(&door.claims())).await,
        503,
        "who knows whether it is theirs"
    );
    tokio::time::advance(day).await;
    assert_eq!(door.shows(&old.token(&door.claims())).await, 503);
    directory.publishes(&[&new]);
    tokio::time::advance(Duration::from_secs(31)).await;
    assert_eq!(door.shows(&new.token(&door.claims())).await, 400);
    door.finish_told(3).await;
}
