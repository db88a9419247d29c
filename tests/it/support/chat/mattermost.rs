//! Mattermost: slash commands as forms, clicks as JSON, answers as messages with attachments.

use serde_json::{Value, json};
use url::form_urlencoded;

use crate::support::{reply::without_ids, signers::Headers};

/// The one of Mattermost's own documentation.
pub const TOKEN: &str = "okwexkjpe7ygb8eq1ww58t483w";
pub const HOOK_ID: &str = "xbrkb8p393gjpq5cawei7npije";
pub const ADA: &str = "ada00000000000000000000001";
pub const BOB: &str = "bob00000000000000000000001";
const TEAM: &str = "demoteam000000000000000001";
const CHANNEL: &str = "mlops000000000000000000001";

pub const CONFIG: &str = r#"
[tickets]
key = { env = "LAMPLIGHTER_TICKET_KEY" }

[sources.mattermost]
kind = "mattermost"
token = { env = "MATTERMOST_TOKEN" }
site_url = "INBOX"
url = "https://lamplighter.example/below/"

[[grants]]
to = ["mattermost:demoteam000000000000000001/ada00000000000000000000001"]
may = ["owner"]
on = ["research/*"]

[[grants]]
to = ["mattermost:demoteam000000000000000001/*"]
may = ["reader"]
on = ["research/*"]
"#;

/// A form as the server sends it, its fields in the order of their names.
pub fn command(user: &str, text: &str) -> String {
    let response_url = format!("https://chat.example.com/hooks/commands/{HOOK_ID}");
    let fields = [
        ("channel_id", CHANNEL),
        ("channel_name", "ml-ops"),
        ("command", "/ci"),
        ("response_url", &response_url),
        ("root_id", ""),
        ("team_domain", "demo"),
        ("team_id", TEAM),
        ("text", text),
        ("token", TOKEN),
        ("trigger_id", "dHJpZ2dlcg=="),
        ("user_id", user),
        ("user_name", "somebody"),
    ];
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// `user` presses the button that `context` was kept of.
pub fn click(user: &str, context: &Value) -> Value {
    json!({
        "user_id": user,
        "user_name": "somebody",
        "channel_id": CHANNEL,
        "channel_name": "ml-ops",
        "team_id": TEAM,
        "team_domain": "demo",
        "post_id": "post0000000000000000000001",
        "trigger_id": "dHJpZ2dlcg==",
        "type": "button",
        "data_source": "",
        "context": context,
    })
}

pub fn form() -> Headers {
    vec![("content-type", "application/x-www-form-urlencoded".to_owned())]
}

pub fn json() -> Headers {
    vec![("content-type", "application/json".to_owned())]
}

/// A command shows the token; a click does not.
pub fn headers(body: &str) -> Headers {
    if body.starts_with('{') {
        return json();
    }
    let mut headers = form();
    headers.push(("authorization", format!("Token {TOKEN}")));
    headers
}

/// Whom it is shown to, the text, the buttons.
pub fn shows(message: &Value) -> String {
    if *message == json!({}) {
        return "(empty)".to_owned();
    }
    assert_eq!(message["skip_slack_parsing"], true, "or <!channel> would notify everybody");
    let (audience, text) = match (&message["response_type"], &message["ephemeral_text"]) {
        (Value::String(kind), Value::Null) if kind == "in_channel" => ("to the channel", &message["text"]),
        (Value::String(kind), Value::Null) if kind == "ephemeral" => ("to the caller", &message["text"]),
        (Value::Null, text) => ("to the clicker", text),
        other => panic!("{other:?}"),
    };
    let text = text.as_str().expect("text");
    assert!((1..=16_383).contains(&text.chars().count()));
    let labels: String =
        buttons(message).map(|button| format!(" [{}]", button["name"].as_str().unwrap())).collect();
    format!("{audience}:\n{}{labels}", without_ids(text))
}

/// What the server keeps of a button, to send it along with a click.
pub fn button(message: &Value, label: &str) -> Option<Value> {
    let found = buttons(message).find(|button| button["name"] == label)?;
    let integration = &found["integration"];
    assert_eq!(integration["url"], "https://lamplighter.example/below/hooks/mattermost");
    Some(integration["context"].clone())
}

fn buttons(message: &Value) -> impl Iterator<Item = &Value> {
    let attachments = message["attachments"].as_array().into_iter().flatten();
    attachments.flat_map(|attachment| attachment["actions"].as_array().unwrap())
}
