//! Which tokens are valid.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use lamplighter::verify::{KeySet, Origin, PATIENCE, Rejection, Request, SecureWebhook};
use proptest::prelude::*;
use serde_json::json;

use super::{ACTION_GROUPS, AUDIENCE, CLIENT, Receiver, TENANT, bearer, version_1, version_2, with, without};
use crate::support::entra::{Directory, Signer, hostile};

#[tokio::test(start_paused = true)]
async fn a_token_of_action_groups_is_accepted() {
    let key = Signer::first();
    let directory = Directory::with(&[&key, &Signer::second()]).await;
    let receiver = Receiver::with(&directory).await;
    let (good, now) = (receiver.claims(), receiver.world.now().as_second());
    for claims in [
        good.clone(),
        version_2(receiver.world.now()),
        with(good.clone(), "aud", json!(["api://other", AUDIENCE])),
        with(good.clone(), "roles", json!(["Other", "ActionGroupsSecureWebhook"])),
        with(good.clone(), "exp", json!(now - 58)),
        with(good.clone(), "nbf", json!(now + 60)),
        with(good.clone(), "iss", json!(format!("http://{}/{TENANT}/v2.0", directory.address))),
    ] {
        assert_eq!(receiver.answers(&key.token(&claims)).await, 400, "{claims}");
    }
    assert_eq!(receiver.answers(&Signer::second().token(&good)).await, 400);
    assert_eq!(directory.asked(), 1, "keys are kept");
    receiver.finish_after_reports(1).await;
}

#[tokio::test(start_paused = true)]
async fn an_invalid_token_gets_an_empty_401() {
    let (key, other) = (Signer::first(), Signer::second());
    let directory = Directory::with(&[&key]).await;
    let receiver = Receiver::with(&directory).await;
    let (good, now) = (receiver.claims(), receiver.world.now().as_second());
    let mut refused = Vec::new();
    for (name, value) in [
        ("iss", json!("https://sts.windows.net/00000000-0000-0000-0000-0000000000ff/")),
        ("iss", json!(format!("https://sts.windows.net/{TENANT}"))),
        ("iss", json!([format!("https://sts.windows.net/{TENANT}/")])),
        ("aud", json!("api://other")),
        ("aud", json!([])),
        ("aud", json!("API://LAMPLIGHTER")),
        ("tid", json!("00000000-0000-0000-0000-0000000000ff")),
        ("exp", json!(now - 60)),
        ("exp", json!(i64::MIN)),
        ("exp", json!(format!("{}", now + 60))),
        ("nbf", json!(now + 62)),
        ("nbf", json!(i64::MAX)),
        ("iat", json!(now + 3600)),
        ("iat", json!(1e300)),
        ("ver", json!("3.0")),
    ] {
        refused.push((format!("{name} = {value}"), key.token(&with(good.clone(), name, value))));
    }
    for name in ["iss", "aud", "tid", "exp", "nbf", "iat", "ver", "appid"] {
        refused.push((format!("no {name}"), key.token(&without(good.clone(), name))));
    }
    refused.extend(hostile(&key, &other, &good));
    for (what, token) in refused {
        assert_eq!(receiver.answers(&token).await, 401, "{what}");
    }
    receiver.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_header_must_occur_once_with_the_bearer_scheme() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let receiver = Receiver::with(&directory).await;
    let token = key.token(&receiver.claims());
    let one = |value: String| vec![("authorization", value)];
    for headers in [
        Vec::new(),
        [bearer(&token), bearer(&token)].concat(),
        [bearer(&token), one("Basic eDp5".into())].concat(),
        one(token.clone()),
        one(format!("Bearer{token}")),
        one(format!("Bearer {token} {token}")),
        one(format!("Bearer {token}, Bearer {token}")),
        one(format!("Token {token}")),
        vec![("x-authorization", format!("Bearer {token}"))],
    ] {
        let told = receiver.post("budget", &headers, "{}").await;
        assert_eq!((told.status, told.body.is_null(), told.retry_after), (401, true, None), "{headers:?}");
    }
    receiver.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_valid_token_of_another_application_gets_an_empty_403() {
    let key = Signer::first();
    let directory = Directory::with(&[&key]).await;
    let receiver = Receiver::with(&directory).await;
    let good = receiver.claims();
    for claims in [
        with(good.clone(), "appid", json!(CLIENT)),
        with(version_2(receiver.world.now()), "azp", json!(CLIENT)),
        without(good.clone(), "roles"),
        with(good.clone(), "roles", json!([])),
        with(good.clone(), "roles", json!(["actiongroupssecurewebhook"])),
        with(good.clone(), "scp", json!("user_impersonation")),
    ] {
        assert_eq!(receiver.answers(&key.token(&claims)).await, 403, "{claims}");
    }
    // `appid` counts only in a token of version 1.0.
    let both = with(version_2(receiver.world.now()), "appid", json!(ACTION_GROUPS));
    assert_eq!(receiver.answers(&key.token(&with(both.clone(), "azp", json!(CLIENT)))).await, 403);
    assert_eq!(receiver.answers(&key.token(&without(both, "azp"))).await, 401);
    receiver.world.finish().await;
}

/// The verification of a request with this header; nothing is fetched.
fn verify(authorization: &[u8]) -> Result<(), Rejection> {
    let key = Signer::first();
    let keys = KeySet::read(json!({"keys": [key.public()]}).to_string().as_bytes()).unwrap();
    let webhook = SecureWebhook {
        tenant: TENANT.to_owned(),
        audiences: vec![AUDIENCE.to_owned()],
        issuers: vec![format!("https://sts.windows.net/{TENANT}/")],
    };
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(authorization) {
        headers.append("authorization", value);
    }
    let request = Request {
        method: Method::POST,
        path: "/hooks/budget".to_owned(),
        query: None,
        headers,
        body: Bytes::new(),
        origin: Origin::Public,
        arrived: Timestamp::UNIX_EPOCH,
        patience: PATIENCE,
    };
    webhook.verify(request, &keys, Timestamp::UNIX_EPOCH).map(|_| ())
}

fn good_token() -> String {
    Signer::first().token(&version_1(Timestamp::UNIX_EPOCH))
}

#[test]
fn deeply_nested_json_is_not_a_token() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
    let good = good_token();
    let deep = BASE64.encode("[".repeat(5000));
    let parts: Vec<_> = good.split('.').collect();
    assert_eq!(verify(format!("Bearer {good}").as_bytes()), Ok(()));
    for token in [
        format!("{deep}.{}.{}", parts[1], parts[2]),
        Signer::first().token(&json!({"x": 1})).replace(parts[1], &deep),
    ] {
        assert!(verify(format!("Bearer {token}").as_bytes()).is_err());
    }
}

proptest! {
    #[test]
    fn random_headers_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[A-Za-z0-9_.=-]{0,80}") {
        for header in [bytes.clone(), [b"Bearer ".as_slice(), &bytes].concat(), format!("Bearer {text}").into_bytes()] {
            prop_assert!(verify(&header).is_err_and(|rejection| rejection.status() == 401));
        }
    }

    #[test]
    fn any_changed_byte_is_refused(at: prop::sample::Index, to in "[A-Za-z0-9_.-]") {
        let good = good_token();
        let mut changed = good.clone();
        let at = at.index(good.len());
        changed.replace_range(at..=at, &to);
        // The last character of a part may hold unused bits; those must be zero.
        prop_assume!(changed != good);
        let header = format!("Bearer {changed}");
        prop_assert!(verify(header.as_bytes()).is_err());
    }
}
