//! Slack as the demo plays it.

use serde_json::json;
use url::form_urlencoded;

pub use super::{
    adapter::SIGNATURE,
    config::KIND,
    message::{buttons, shown},
};

/// As the platform calls itself.
pub const NAME: &str = "Slack";

/// The body of `/ci text`, typed by the user of this id and name. Later answers go to the URL.
pub fn command([id, name]: [&str; 2], text: &str, response_url: &str) -> String {
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

/// The body of a click on the button of this value, below a message that everybody in the channel sees, or the user
/// alone.
pub fn click([id, name]: [&str; 2], value: &str, is_ephemeral: bool, response_url: &str) -> String {
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
