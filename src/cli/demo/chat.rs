//! The demo's Slack: its users, the requests that it sends, and its messages as users read them.

use jiff::Timestamp;
pub use lamplighter::source::slack::{KIND as SOURCE, NAME, buttons};
use lamplighter::source::slack::{SIGNATURE, shown};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::super::{
    output::{self, OutputError},
    send,
};

/// A user of the demo's Slack.
#[derive(Clone, Copy)]
pub struct DemoUser {
    pub name: &'static str,
    id: &'static str,
    /// As Slack shows it.
    user: &'static str,
}

pub const ADA: DemoUser = DemoUser { name: "Ada", id: "U0ADA", user: "ada" };
pub const BOB: DemoUser = DemoUser { name: "Bob", id: "U0BOB", user: "bob" };

/// The form of `/ci text`: the sample with another caller and text. Later answers go to `response_url`.
pub fn command(who: DemoUser, text: &str, response_url: &str) -> Result<String, String> {
    let sample = send::sample(&format!("{SOURCE}/stop")).ok_or("the sample is missing")?;
    let known =
        [("user_id", who.id), ("user_name", who.user), ("text", text), ("response_url", response_url)];
    Ok(send::with_fields(sample, &known))
}

/// The form of a click on the button `value` below a message that everybody in the channel sees, or `who` alone.
pub fn click(who: DemoUser, value: &str, is_ephemeral: bool, response_url: &str) -> String {
    let payload = json!({
        "type": "block_actions",
        "user": {"id": who.id, "username": who.user, "team_id": "T0DEMO"},
        "container": {"type": "message", "is_ephemeral": is_ephemeral},
        "channel": {"id": "C0OPS"},
        "response_url": response_url,
        "actions": [{"type": "button", "value": value}],
    });
    form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish()
}

/// The headers of somebody who does not know the signing secret.
pub fn forged_signature(form: &str, now: Timestamp) -> Vec<(&'static str, String)> {
    SIGNATURE.sign(b"not-the-secret", now, form.as_bytes())
}

/// Users whom messages mention: their ids and names.
pub const PEOPLE: [(&str, &str); 3] = [("U0ADA", "Ada"), ("U0DAN", "Dan"), ("U0CLEO", "Cleo")];

/// Prints the text and the buttons of a message. `how` says where and when it arrived.
pub fn tell(message: &Value, how: &str) -> Result<(), OutputError> {
    let text = shown(message).unwrap_or_default();
    let text =
        PEOPLE.iter().fold(text, |text, (id, name)| text.replace(&format!("<@{id}>"), &format!("@{name}")));
    let lines: String = text.lines().map(|line| format!("    {line}\n")).collect();
    output::line(format_args!("  Lamplighter ({how}):\n{lines}"))
}
