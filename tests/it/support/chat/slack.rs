//! Slack: slash commands and clicks as forms, answers as Block Kit.

use serde_json::{Value, json};
use url::form_urlencoded;

use crate::support::reply::{Button, without_ids};

/// The one of Slack's own documentation.
pub const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

pub const ADA: &str = "U0ADA";
pub const BOB: &str = "U0BOB";

/// `user` of team T0DEMO types `/ci text`.
pub fn command(inbox: &str, user: &str, text: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("team_id", "T0DEMO"),
            ("channel_id", "C0OPS"),
            ("user_id", user),
            ("user_name", &user.to_lowercase()),
            ("command", "/ci"),
            ("text", text),
            ("response_url", inbox),
            ("trigger_id", "1.2.abc"),
        ])
        .finish()
}

pub fn click(inbox: &str, user: &str, button: &Button) -> String {
    form(&json!({
        "type": "block_actions",
        "user": {"id": user, "team_id": "T0DEMO", "username": user.to_lowercase()},
        "container": {"type": "message", "is_ephemeral": !button.in_channel},
        "team": {"id": "T0DEMO"},
        "channel": {"id": "C0OPS"},
        "response_url": inbox,
        "actions": [{"action_id": "lamplighter:0", "type": "button", "value": button.value}],
    }))
}

/// What is clicked, as the form that it comes in.
pub fn form(payload: &Value) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish()
}

/// Whom it is shown to, the text, the buttons.
pub fn shows(message: &Value) -> String {
    let replaces = message["replace_original"] == true;
    let audience = match message["response_type"].as_str() {
        // What a webhook brings has no such type.
        Some("in_channel") | None if !replaces => "to the channel",
        _ => "to the caller",
    };
    let place = if replaces { ", in place" } else { "" };
    let text = message["text"].as_str().expect("a text");
    let labels: String =
        buttons(message).map(|button| format!(" [{}]", button["text"]["text"].as_str().unwrap())).collect();
    format!("{audience}{place}:\n{}{labels}", without_ids(text))
}

pub fn button(message: &Value, label: &str) -> Option<Value> {
    let found = buttons(message).find(|button| button["text"]["text"] == label);
    Some(found?["value"].clone())
}

fn buttons(message: &Value) -> impl Iterator<Item = &Value> {
    let blocks = message["blocks"].as_array().expect("blocks").iter();
    blocks.filter_map(|block| block["elements"].as_array()).flatten()
}
