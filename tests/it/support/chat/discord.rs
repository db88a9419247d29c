//! Discord: interactions, answers and edits as messages with components.

use std::time::Duration;

use lamplighter_emulator::Message;
use serde_json::{Value, json};

use super::Scene;
use crate::support::reply::{Button, without_ids};

/// Insecure test key: RFC 8032 §7.1, TEST 1: the private half of `public_key` below.
pub const INSECURE_TEST_KEY: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

pub const APPLICATION: &str = "1290000000000000001";
pub const GUILD: &str = "1290000000000000002";
pub const ADA: &str = "1290000000000000003";
pub const BOB: &str = "1290000000000000004";
pub const TOKEN: &str = "aW50ZXJhY3Rpb246MTI5.a_token-that.is_very-long";

/// Discord's own limit for the first answer.
pub const THREE_SECONDS: Duration = Duration::from_secs(3);

pub const CONFIG: &str = r#"
[tickets]
key = { env = "LAMPLIGHTER_TICKET_KEY" }

[sources.discord]
kind = "discord"
public_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
application_id = "1290000000000000001"
api = "INBOX"

[[grants]]
to = ["discord:*/1290000000000000003"]      # Ada, in any server and in direct messages
may = ["owner"]
on = ["research/*"]

[[grants]]
to = ["discord:1290000000000000002/*"]
may = ["reader"]
on = ["research/*"]
"#;

/// `/ci line`, where a line is `stop name:myci force:true`, as Discord shows it.
pub fn typed(scene: &Scene, user: &str, line: &str) -> Value {
    in_locale(scene, interaction(2, user, command(line)))
}

/// `user` has typed `/ci line` so far, and is at its last option.
pub fn typing(user: &str, line: &str) -> Value {
    let mut data = command(line);
    let options = data["options"][0]["options"].as_array_mut().expect("options");
    options.last_mut().expect("an option")["focused"] = true.into();
    interaction(4, user, data)
}

pub fn pressed(scene: &Scene, user: &str, button: &Button) -> Value {
    let data = json!({"component_type": 2, "custom_id": button.value});
    let mut pressed = interaction(3, user, data);
    pressed["message"] = json!({
        "id": "1290000000000000077", "flags": if user == button.shown_to { 64 } else { 0 },
        "interaction_metadata": {"id": "1290000000000000078", "type": 2, "user": {"id": button.shown_to}},
    });
    in_locale(scene, pressed)
}

fn in_locale(scene: &Scene, mut interaction: Value) -> Value {
    interaction["locale"] = scene.locale.into();
    interaction
}

/// In the guild, unless the test changes that.
pub fn interaction(kind: u8, user: &str, data: Value) -> Value {
    json!({
        "id": "1290000000000000070", "application_id": APPLICATION, "type": kind, "version": 1,
        "token": TOKEN, "data": data,
        "guild_id": GUILD, "channel_id": "1290000000000000005",
        "member": {"user": {"id": user, "username": "someone"}, "roles": [], "permissions": "0"},
        "locale": "en-US", "guild_locale": "en-US", "context": 0,
    })
}

/// `stop name:myci except:a b force:true`, as the fields that Discord makes of it.
pub fn command(line: &str) -> Value {
    let mut words = line.split(' ');
    let subcommand = words.next().expect("a subcommand");
    let mut options: Vec<(String, String)> = Vec::new();
    for word in words {
        match (word.split_once(':'), options.last_mut()) {
            (Some((name, value)), _) => options.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) => *value = format!("{value} {word}"),
            (None, None) => panic!("{word:?} stands before any option"),
        }
    }
    let options: Vec<_> = options
        .iter()
        .map(|(name, value)| match value.as_str() {
            "true" | "false" => json!({"name": name, "type": 5, "value": value == "true"}),
            text => json!({"name": name, "type": 3, "value": text}),
        })
        .collect();
    json!({
        "id": "1290000000000000071", "name": "ci", "type": 1,
        "options": [{"name": subcommand, "type": 1, "options": options}],
    })
}

/// What becomes of it, whom it is shown to, the text, the buttons.
pub fn shows_answer(answer: &Value) -> String {
    let data = &answer["data"];
    match answer["type"].as_u64() {
        Some(4) => shows(data),
        Some(5) => format!("thinking, {}", audience(data)),
        Some(6) => "holding still".to_owned(),
        kind => format!("type {kind:?}"),
    }
}

/// An edit of the first message, or another one.
pub fn shows_late(message: &Message) -> String {
    let webhook = format!("/_emulator/inbox/webhooks/{APPLICATION}/{TOKEN}");
    match (message.method.as_str(), message.path.strip_prefix(&webhook)) {
        // An edit cannot change who sees a message.
        ("PATCH", Some("/messages/@original")) => {
            shows(&message.body).replacen("to the channel", "edited", 1)
        }
        ("POST", Some("")) => shows(&message.body),
        other => panic!("{other:?}"),
    }
}

fn shows(message: &Value) -> String {
    assert_eq!(message["allowed_mentions"], json!({"parse": []}), "nobody is notified");
    let content = message["content"].as_str().expect("content");
    assert!((1..=2000).contains(&content.encode_utf16().count()));
    let labels: String =
        buttons(message).map(|button| format!(" [{}]", button["label"].as_str().expect("a label"))).collect();
    format!("{}:\n{}{labels}", audience(message), without_ids(content))
}

fn audience(message: &Value) -> &'static str {
    match message["flags"].as_u64() {
        Some(64) => "to the caller",
        None => "to the channel",
        other => panic!("flags {other:?}"),
    }
}

pub fn button(answer: &Value, label: &str) -> Option<Value> {
    let message = answer.get("data").unwrap_or(answer);
    let found = buttons(message).find(|button| button["label"] == label);
    Some(found?["custom_id"].clone())
}

fn buttons(message: &Value) -> impl Iterator<Item = &Value> {
    let rows = message["components"].as_array().expect("components");
    rows.iter().flat_map(|row| row["components"].as_array().expect("a row of buttons"))
}

/// What is offered to somebody who types: as it is shown, and as it is filled in.
pub fn choices(answer: &Value) -> Vec<(String, String)> {
    assert_eq!(answer["type"], 8);
    let choices = answer["data"]["choices"].as_array().expect("choices");
    let text = |choice: &Value, key: &str| choice[key].as_str().expect("text").to_owned();
    choices.iter().map(|choice| (text(choice, "name"), text(choice, "value"))).collect()
}
