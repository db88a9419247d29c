//! Teams by its bot: activities of the Bot Connector, answers as Adaptive Cards in the conversation.

use lamplighter_emulator::Message;
use serde_json::{Value, json};

use super::{Scene, teams};
use crate::support::{
    entra::Signer,
    reply::{Button, without_ids},
    signers::{self, Headers},
};

const IN_A_CHANNEL: &str = include_str!("../../../../events/teams-bot/stop.json");
const IN_PERSON: &str = include_str!("../../../../events/teams-bot/status.json");
const ADDED: &str = include_str!("../../../../events/teams-bot/installed.json");

pub const APP: &str = "c9e8c047-2a34-40a1-b28a-b162d5f5327c";
pub const TENANT: &str = "00000000-0000-0000-0000-0000000000cc";
/// The message with the button that is pressed.
const CARD: &str = "1763920800001";
pub const ISSUER: &str = "https://connector.test";
pub use super::teams::{ADA, BOB};

/// `KEYS` stands for the address of the test issuer's keys, `HOST` for the emulator's. Everybody in the tenant may read, and do anything with their
/// own instances.
pub const CONFIG: &str = r#"
[tickets]
key = { env = "LAMPLIGHTER_TICKET_KEY" }

[sources.bot]
kind = "teams-bot"
app_id = "c9e8c047-2a34-40a1-b28a-b162d5f5327c"
tenants = ["00000000-0000-0000-0000-0000000000cc"]
credential = "client-secret"
tenant = "00000000-0000-0000-0000-0000000000cc"
secret = { env = "TEAMS_BOT_SECRET" }
host = "HOST"
test_issuer = { issuer = "https://connector.test", keys = "KEYS" }

[[grants]]
to = ["bot:00000000-0000-0000-0000-0000000000cc/*"]
may = ["reader"]
on = ["research/*"]

[[grants]]
to = ["bot:00000000-0000-0000-0000-0000000000cc/*"]
may = ["owner"]
on = ["mine"]
"#;

/// The tables of [`CONFIG`] before its grants, with keys at this address and the emulator at `host`.
pub fn source(keys: &str, host: &str) -> String {
    let (tables, _) = CONFIG.split_once("[[grants]]").expect("grants");
    tables.replace("KEYS", keys).replace("HOST", host)
}

/// What the Bot Connector signs with.
pub fn signer() -> Signer {
    Signer::first()
}

/// The claims of a token that comes with `activity` and is valid now.
pub fn claims(at: jiff::Timestamp, service: &str) -> Value {
    let now = at.as_second();
    json!({"iss": ISSUER, "aud": APP, "nbf": now, "exp": now + 3600, "serviceurl": service})
}

/// The headers that prove where `body` comes from.
pub fn signed(at: jiff::Timestamp, body: &str) -> Headers {
    let activity: Value = serde_json::from_str(body).unwrap_or_default();
    let service = activity["serviceUrl"].as_str().unwrap_or_default();
    signers::bearer(&signer().token(&claims(at, service)))
}

/// Somebody writes `@Lamplighter text` in a thread of a channel.
pub fn in_a_channel(scene: &Scene, user: &str, text: &str) -> Value {
    let text = format!("<at>Lamplighter</at>&nbsp;{text}\n");
    activity(IN_A_CHANNEL, scene, user, &text)
}

/// Somebody writes to the bot alone.
pub fn in_person(scene: &Scene, user: &str, text: &str) -> Value {
    activity(IN_PERSON, scene, user, text)
}

/// Somebody adds the bot to a personal chat.
pub fn added(scene: &Scene, user: &str) -> Value {
    let mut activity = activity(ADDED, scene, user, "");
    activity.as_object_mut().unwrap().remove("text");
    activity
}

/// Somebody presses a button of a card in the thread.
pub fn pressed(scene: &Scene, user: &str, button: &Button) -> Value {
    as_press(in_a_channel(scene, user, ""), button)
}

/// Somebody presses a button of a card that only they see.
pub fn pressed_in_person(scene: &Scene, user: &str, button: &Button) -> Value {
    as_press(in_person(scene, user, ""), button)
}

/// As [`pressed`], by a client that does not know `Action.Execute`.
pub fn submitted(scene: &Scene, user: &str, button: &Button) -> Value {
    let mut activity = in_a_channel(scene, user, "");
    activity.as_object_mut().unwrap().remove("text");
    activity["replyToId"] = json!(CARD);
    activity["value"] = button.value.clone();
    activity
}

fn as_press(mut activity: Value, button: &Button) -> Value {
    activity.as_object_mut().unwrap().remove("text");
    activity["type"] = json!("invoke");
    activity["name"] = json!("adaptiveCard/action");
    activity["id"] = json!(format!("f:{}", activity["timestamp"].as_str().unwrap()));
    activity["replyToId"] = json!(CARD);
    let action = json!({"type": "Action.Execute", "verb": "press", "data": button.value});
    activity["value"] = json!({"action": action, "trigger": "manual"});
    activity
}

/// The direct answer to a press, for whoever pressed.
pub fn shows_answer(answer: &Value) -> String {
    assert_eq!(answer["statusCode"], 200);
    match answer["type"].as_str().expect("a type") {
        "application/vnd.microsoft.card.adaptive" => {
            format!("for them:\n{}", teams::shows_card(&answer["value"]))
        }
        "application/vnd.microsoft.activity.message" => {
            format!("as a note:\n{}", without_ids(answer["value"].as_str().expect("text")))
        }
        unknown => panic!("{unknown}"),
    }
}

/// The data of a button of a message, or of the answer to a press.
pub fn button(body: &Value, label: &str) -> Option<Value> {
    let cards = ["/value", "/attachments/0/content", "/activity/attachments/0/content"];
    let card = cards.iter().find_map(|place| body.pointer(place)).expect("a card");
    let button = teams::buttons(card).find(|button| button["title"] == label)?;
    assert_eq!((&button["type"], &button["data"]), (&json!("Action.Execute"), &button["fallback"]["data"]));
    Some(button["data"].clone())
}

fn activity(sample: &str, scene: &Scene, user: &str, text: &str) -> Value {
    let mut activity: Value = serde_json::from_str(sample).unwrap();
    activity["timestamp"] = json!(format!("{:.7}", scene.now));
    activity["serviceUrl"] = json!(scene.service);
    activity["from"]["aadObjectId"] = json!(user);
    activity["from"]["id"] = json!(format!("29:{user}"));
    activity["text"] = json!(text);
    activity["locale"] = json!(scene.locale);
    for entity in activity["entities"].as_array_mut().unwrap() {
        if entity["type"] == "clientInfo" {
            entity["locale"] = json!(scene.locale);
        }
    }
    activity
}

/// Where the message went, and whether it replaced another.
pub fn shows_late(message: &Message) -> String {
    let parts: Vec<_> = message.path.split('/').collect();
    let after = parts.iter().position(|part| *part == "conversations").expect("a conversation");
    let place = match parts.get(after + 1) {
        None => format!("to {} alone", message.body["members"][0]["id"].as_str().expect("a member")),
        Some(conversation) if conversation.starts_with("a%3A") => "in person".to_owned(),
        Some(conversation) if conversation.contains("messageid") => "in the thread".to_owned(),
        Some(_) => "in the channel".to_owned(),
    };
    let how = if message.method == "PUT" { ", in place" } else { "" };
    let body = if parts.len() == after + 1 { &message.body["activity"] } else { &message.body };
    format!("{place}{how}:\n{}", teams::shows(body))
}
