//! Which requests are the Bot Connector's: tokens, and the activities that come with them.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;
use lamplighter::verify::{BotConnector, KeySet, Origin, PATIENCE, Rejection, Request};
use serde_json::{Value, json};

use super::{world, world_of};
use crate::support::{
    chat::teams_bot::{ADA, APP, ISSUER, TENANT, claims, in_a_channel, signer},
    entra::{Directory, Signer, hostile, with, without},
    signers::bearer,
    world::{World, by_hand},
};

/// The status of the answer to `activity` with this token. Whatever it is, nothing else happened.
async fn answers(world: &World, token: &str, activity: &Value) -> u16 {
    let told = world.post_with(&bearer(token), &activity.to_string()).await;
    assert!(told.body.is_null(), "{told:?}");
    told.status
}

/// Nothing was called or sent.
async fn nothing_happened(world: World) {
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_invalid_token_gets_an_empty_401_and_nothing_happens() {
    let (key, world) = (signer(), world().await);
    let activity = in_a_channel(&world.scene(), ADA, "stop myci");
    let good = claims(world.now(), &world.scene().service);
    let now = world.now().as_second();
    let mut refused = Vec::new();
    for (name, value) in [
        ("iss", json!("https://api.botframework.com")),
        ("iss", json!(format!("{ISSUER}/"))),
        ("iss", json!([ISSUER])),
        ("aud", json!(format!("api://{APP}"))),
        ("aud", json!([APP])),
        ("aud", json!("https://api.botframework.com")),
        ("exp", json!(now - 300)),
        ("exp", json!(i64::MIN)),
        ("exp", json!(format!("{}", now + 60))),
        ("nbf", json!(now + 302)),
        ("nbf", json!(i64::MAX)),
        ("serviceurl", json!("https://smba.trafficmanager.net/br/")),
        ("serviceurl", json!(null)),
        ("serviceurl", json!([world.scene().service])),
        ("serviceurl", json!("")),
    ] {
        refused.push((format!("{name} = {value}"), key.token(&with(good.clone(), name, value))));
    }
    for name in ["iss", "aud", "exp", "nbf"] {
        refused.push((format!("no {name}"), key.token(&without(good.clone(), name))));
    }
    refused.extend(hostile(&key, &Signer::second(), &good));
    for (what, token) in refused {
        assert_eq!(answers(&world, &token, &activity).await, 401, "{what}");
    }
    nothing_happened(world).await;
}

/// The claims that a test's issuer may leave out, and the margins of the clocks.
#[tokio::test(start_paused = true)]
async fn a_valid_token_is_accepted() {
    let (key, world) = (signer(), world().await);
    let activity = in_a_channel(&world.scene(), ADA, "ping");
    let service = world.scene().service;
    let (good, now) = (claims(world.now(), &service), world.now().as_second());
    for claims in [
        good.clone(),
        without(good.clone(), "serviceurl"),
        with(good.clone(), "serviceurl", json!(service.trim_end_matches('/'))),
        with(good.clone(), "aud", json!(APP.to_uppercase())),
        with(good.clone(), "exp", json!(now - 298)),
        with(good.clone(), "nbf", json!(now + 300)),
    ] {
        assert_eq!(answers(&world, &key.token(&claims), &activity).await, 200, "{claims}");
        world.hears().await;
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn activities_from_elsewhere_get_an_empty_403_and_nothing_happens() {
    const OTHER: &str = "00000000-0000-0000-0000-0000000000dd";
    let (key, world) = (signer(), world().await);
    let good = in_a_channel(&world.scene(), ADA, "stop myci");
    let token = key.token(&claims(world.now(), &world.scene().service));
    let set = |pointer: &str, value: Value| {
        let mut activity = good.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        activity.pointer_mut(parent).unwrap()[key] = value;
        activity
    };
    let mut without_tenants = set("/conversation/tenantId", json!(null));
    without_tenants["channelData"] = json!(null);
    for activity in [
        set("/channelId", json!("webchat")),
        set("/channelId", json!("directline")),
        set("/channelId", json!(null)),
        set("/conversation/tenantId", json!(OTHER)),
        set("/channelData/tenant/id", json!(OTHER)),
        set("/from/tenantId", json!(OTHER)),
        set("/conversation/tenantId", json!(7)),
        set("/conversation/tenantId", json!(format!("{TENANT}/x"))),
        without_tenants,
    ] {
        assert_eq!(answers(&world, &token, &activity).await, 403, "{activity}");
    }
    nothing_happened(world).await;
}

#[tokio::test(start_paused = true)]
async fn our_token_leaves_for_no_foreign_host() {
    let (key, world) = (signer(), world().await);
    let log = world.captures_log();
    let ours = world.scene().service;
    let port = ours.split(':').nth(2).unwrap().split('/').next().unwrap().to_owned();
    for service in [
        "https://smba.trafficmanager.net.evil.example/br/".to_owned(),
        "https://evil.trafficmanager.net/br/".to_owned(),
        format!("http://evil.example:{port}/"),
        format!("http://me@127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}@evil.example/"),
        format!("http://127.0.0.1:{port}/?x"),
        format!("http://127.0.0.1:{port}/#x"),
        "http://169.254.169.254/metadata/".to_owned(),
        "ftp://127.0.0.1/".to_owned(),
        "not a URL".to_owned(),
        String::new(),
    ] {
        let mut activity = in_a_channel(&world.scene(), ADA, "stop myci");
        activity["serviceUrl"] = json!(service);
        let token = key.token(&claims(world.now(), &service));
        assert_eq!(answers(&world, &token, &activity).await, 403, "{service}");
    }
    let logged = log.take();
    let refused =
        logged.iter().filter(|(_, line)| line["message"].as_str().unwrap().contains("foreign host"));
    assert_eq!(refused.count(), 11);
    nothing_happened(world).await;
}

#[tokio::test(start_paused = true)]
async fn a_key_of_another_channel_is_refused() {
    let key = signer();
    let directory = Directory::with(&[&key]).await;
    let world = world_of(&directory, by_hand(), |config| config).await;
    let activity = in_a_channel(&world.scene(), ADA, "ping");
    for (endorsements, status) in
        [(json!(["webchat", "directline"]), 403), (json!([]), 403), (json!(["webchat", "msteams"]), 200)]
    {
        let endorsed = with(key.public(), "endorsements", endorsements);
        directory.answers(StatusCode::OK, &json!({"keys": [endorsed]}).to_string());
        tokio::time::advance(Duration::from_secs(24 * 3600)).await;
        let token = key.token(&claims(world.now(), &world.scene().service));
        assert_eq!(answers(&world, &token, &activity).await, status);
    }
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn junk_causes_no_more_than_one_search_for_keys() {
    let key = signer();
    let directory = Directory::with(&[&key]).await;
    let world = world_of(&directory, by_hand(), |config| config).await;
    let activity = in_a_channel(&world.scene(), ADA, "ping");
    let good = claims(world.now(), &world.scene().service);
    for token in ["", "x", "a.b.c", &"x".repeat(20_000)] {
        assert_eq!(answers(&world, token, &activity).await, 401);
    }
    assert_eq!(directory.asked(), 0, "for text that cannot be a token");
    for number in 0..20 {
        let header = with(key.header(), "kid", json!(format!("junk-{number}")));
        assert_eq!(answers(&world, &key.with_header(&header, &good), &activity).await, 401);
    }
    assert_eq!(directory.asked(), 2, "for the keys, and once more for one that is not there");
    nothing_happened(world).await;
}

#[tokio::test(start_paused = true)]
async fn a_long_body_is_refused_only_behind_a_valid_token() {
    let (key, world) = (signer(), world().await);
    let mut activity = in_a_channel(&world.scene(), ADA, "stop myci");
    activity["x"] = json!("x".repeat(300_000));
    let good = claims(world.now(), &world.scene().service);
    assert_eq!(answers(&world, "x", &activity).await, 401);
    assert_eq!(answers(&world, &Signer::second().token(&good), &activity).await, 401);
    assert_eq!(answers(&world, &key.token(&good), &activity).await, 413);
    nothing_happened(world).await;
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_no_activity_gets_an_empty_400() {
    let (key, world) = (signer(), world().await);
    let token = key.token(&claims(world.now(), &world.scene().service));
    let deep = "[".repeat(100_000);
    for body in ["", "{}", "null", "[]", "not JSON", &deep, "\u{0}", r#"{"serviceUrl": 7}"#] {
        let told = world.post_with(&bearer(&token), body).await;
        assert_eq!((told.status, told.body.is_null()), (400, true), "{body:.40}");
    }
    nothing_happened(world).await;
}

/// The Bot Connector of the public cloud, whose keys no test can have published.
fn verify(claims: &Value, key: &Value, activity: &Value) -> Result<(), Rejection> {
    let connector = BotConnector {
        app_id: APP.to_owned(),
        issuer: "https://api.botframework.com".to_owned(),
        channel: "msteams",
        tenants: vec![TENANT.to_owned()],
        is_test: false,
    };
    let keys = KeySet::read(json!({"keys": [key]}).to_string().as_bytes()).unwrap();
    let mut headers = HeaderMap::new();
    let token = format!("Bearer {}", signer().token(claims));
    headers.append("authorization", HeaderValue::try_from(token).unwrap());
    let request = Request {
        method: Method::POST,
        path: "/hooks/bot".to_owned(),
        query: None,
        headers,
        body: Bytes::from(activity.to_string()),
        origin: Origin::Public,
        arrived: Timestamp::UNIX_EPOCH,
        patience: PATIENCE,
    };
    connector.verify(request, &keys, Timestamp::UNIX_EPOCH).map(|_| ())
}

#[test]
fn the_connectors_own_tokens_need_serviceurl_and_endorsements() {
    let activity: Value =
        serde_json::from_str(include_str!("../../../../events/teams-bot/stop.json")).unwrap();
    let service = activity["serviceUrl"].as_str().unwrap();
    let good = with(claims(Timestamp::UNIX_EPOCH, service), "iss", json!("https://api.botframework.com"));
    let key = with(signer().public(), "endorsements", json!(["msteams"]));
    assert_eq!(verify(&good, &key, &activity), Ok(()));
    let without_claim = without(good.clone(), "serviceurl");
    assert_eq!(verify(&without_claim, &key, &activity), Err(Rejection::NoClaim("serviceurl")));
    for other in
        ["https://smba.trafficmanager.net/br", "https://evil.example/", "https://smba.trafficmanager.net"]
    {
        let claims = with(good.clone(), "serviceurl", json!(other));
        assert_eq!(verify(&claims, &key, &activity), Err(Rejection::WrongClaim("serviceurl")), "{other}");
    }
    assert_eq!(verify(&good, &signer().public(), &activity), Err(Rejection::NotEndorsed));
    let of_web_chat = with(key.clone(), "endorsements", json!(["webchat"]));
    assert_eq!(verify(&good, &of_web_chat, &activity), Err(Rejection::NotEndorsed));
    let in_web_chat = with(activity.clone(), "channelId", json!("webchat"));
    assert_eq!(verify(&good, &of_web_chat, &in_web_chat), Err(Rejection::WrongChannel));
    let playground = with(good.clone(), "iss", json!("https://login.microsoftonline.com/common/v2.0"));
    assert_eq!(verify(&playground, &key, &activity), Err(Rejection::WrongClaim("iss")));
}
