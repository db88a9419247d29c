//! Which requests of Discord are accepted, and who their caller is.

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::world;
use crate::support::chat::{
    Chat,
    discord::{ADA, APPLICATION, BOB, command, interaction},
};

#[tokio::test(start_paused = true)]
async fn a_direct_message_belongs_to_no_server() {
    let world = world().await;
    let direct = |user: &str, line: &str| {
        let mut said = interaction(2, user, command(line));
        let fields = said.as_object_mut().unwrap();
        fields.retain(|key, _| !["guild_id", "guild_locale", "member"].contains(&key.as_str()));
        fields.insert("user".to_owned(), json!({"id": user}));
        fields.insert("context".to_owned(), json!(1));
        said
    };
    assert_snapshot!(world.post(&direct(ADA, "whoami")).await, @"
    to the caller:
    You are `discord:@me/1290000000000000003`.
    You can use `status`, `list`, `start`, `stop`, `restart`, `delete`, `idle`, `schedule`, `announce`, `keep`, `audit`, `outdated`, `cost`, `check` and `--force` in research.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    assert_snapshot!(world.post(&direct(BOB, "status")).await, @"
    to the caller:
    You don't have permission for anything here yet. The Lamplighter administrator can grant it to you; you are `discord:@me/1290000000000000004`.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unsupported_locale_falls_back_to_the_servers() {
    let world = world().await;
    let spoken = async |own: &str, servers: &str| {
        let mut said = interaction(2, ADA, command("ping"));
        (said["locale"], said["guild_locale"]) = (json!(own), json!(servers));
        let answer = world.post(&said).await;
        if answer.contains("Estou aqui") { "pt-BR" } else { "en" }
    };
    assert_eq!(spoken("pt-BR", "en-US").await, "pt-BR");
    assert_eq!(spoken("en-GB", "pt-BR").await, "en");
    assert_eq!(spoken("de", "pt-BR").await, "pt-BR");
    assert_eq!(spoken("de", "ja").await, "en");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn ping_is_answered_and_probes_are_not() {
    let world = world().await;
    let body =
        json!({"id": "1", "token": "t", "type": 1, "version": 1, "application_id": APPLICATION}).to_string();
    let now = world.now();
    let signed = Chat::Discord.signed(now, &body);
    let pong = world.post_with(&signed, &body).await;
    assert_eq!((pong.status, pong.body), (200, json!({"type": 1})));
    let [stamp, signature] = &signed[..] else {
        panic!("{signed:?}");
    };
    let with = |text: String| vec![stamp.clone(), (signature.0, text)];
    let at = |seconds| Chat::Discord.signed(now + SignedDuration::from_secs(seconds), &body);
    for (what, headers) in [
        ("unsigned", vec![]),
        ("no timestamp", vec![signature.clone()]),
        ("no signature", vec![stamp.clone()]),
        ("two signatures", vec![stamp.clone(), signature.clone(), signature.clone()]),
        ("two timestamps", vec![stamp.clone(), stamp.clone(), signature.clone()]),
        ("another body's", Chat::Discord.signed(now, "{}")),
        ("of zeros", with("0".repeat(128))),
        ("too short", with(signature.1[2..].to_owned())),
        ("too long", with(format!("{}00", signature.1))),
        ("not hex", with("z".repeat(128))),
        ("shouted", with(signature.1.to_uppercase())),
        ("empty", with(String::new())),
        ("old", at(-301)),
        ("in the future", at(301)),
        ("at no time", vec![(stamp.0, "now".to_owned()), signature.clone()]),
    ] {
        let answer = world.post_with(&headers, &body).await;
        assert_eq!((answer.status, answer.body), (401, Value::Null), "{what}");
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_signed_request_in_another_form_gets_400() {
    let world = world().await;
    let said = || interaction(2, ADA, command("stop name:myci"));
    let but = |key: &str, value: Value| {
        let mut said = said();
        said[key] = value;
        said
    };
    for body in [
        json!(null),
        json!([]),
        json!({}),
        json!({"type": 2}),
        json!({"type": 1, "application_id": "1"}),
        but("application_id", json!("1290000000000000009")),
        but("application_id", json!(null)),
        but("token", json!("../../applications/1/commands")),
        but("token", json!("..")),
        but("token", json!("")),
        but("token", json!("t".repeat(301))),
        but("token", json!(null)),
        but("guild_id", json!("@me")),
        but("guild_id", json!("*")),
        but("channel_id", json!("C/1")),
        but("member", json!({"user": {"id": "U0ADA"}})),
        but("member", json!(null)),
        but("type", json!(5)),
        but("type", json!(99)),
        but("data", json!(null)),
    ] {
        let answer = world.post(&body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
    }
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}
