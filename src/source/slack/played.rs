//! Slack as the demo plays it.

use serde_json::json;
use url::form_urlencoded;

use super::{adapter::SIGNATURE, config::KIND, message};
use crate::source::PlayedChat;

/// The chat of the demo.
pub const PLAYED: PlayedChat = PlayedChat {
    kind: KIND,
    name: "Slack",
    signature: &SIGNATURE,
    command,
    click,
    buttons: |message| message::buttons(message).collect(),
    shown: message::shown,
};

fn command([id, name]: [&str; 2], text: &str, response_url: &str) -> String {
    let fields = [
        ("team_id", "T0DEMO"),
        ("channel_id", "C0OPS"),
        ("user_id", id),
        ("user_name", name),
        ("command", "/ci"),
        ("text", text),
        ("response_url", response_url),
    ];
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn click([id, name]: [&str; 2], value: &str, is_ephemeral: bool, response_url: &str) -> String {
    let payload = json!({
        "type": "block_actions",
        "user": {"id": id, "username": name, "team_id": "T0DEMO"},
        "container": {"type": "message", "is_ephemeral": is_ephemeral},
        "channel": {"id": "C0OPS"},
        "response_url": response_url,
        "actions": [{"type": "button", "value": value}],
    });
    form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish()
}
