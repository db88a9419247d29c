//! The demo's Slack: its users, the requests that it sends, and its messages as users read them.

use jiff::Timestamp;
use lamplighter::source::slack::SIGNATURE;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::super::send;

pub const NAME: &str = "Slack";
/// The source of the demo's configuration, and the path of the inbox where answers to its commands arrive.
pub const SOURCE: &str = "slack";
/// The sample for `lamplighter send` after the demo.
pub const SAMPLE: &str = "slack/start";

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
    let sample = send::sample("slack/stop").ok_or("the sample is missing")?;
    let fields = form_urlencoded::parse(sample.as_bytes()).map(|(key, value)| match key.as_ref() {
        "user_id" => (key, who.id.into()),
        "user_name" => (key, who.user.into()),
        "text" => (key, text.into()),
        "response_url" => (key, response_url.into()),
        _ => (key, value),
    });
    Ok(form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

/// The form of a click on the button `value` below a message in the channel.
pub fn click(who: DemoUser, value: &str, response_url: &str) -> String {
    let payload = json!({
        "type": "block_actions",
        "user": {"id": who.id, "username": who.user, "team_id": "T0DEMO"},
        "container": {"type": "message", "is_ephemeral": false},
        "channel": {"id": "C0OPS"},
        "response_url": response_url,
        "actions": [{"type": "button", "value": value}],
    });
    form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish()
}

/// The headers of somebody who does not know the signing secret.
pub fn forged_signature(form: &str) -> Vec<(&'static str, String)> {
    SIGNATURE.sign(b"not-the-secret", Timestamp::now(), form.as_bytes())
}

/// Users whom messages mention, as Slack shows them.
const PEOPLE: [(&str, &str); 3] = [("<@U0ADA>", "@Ada"), ("<@U0DAN>", "@Dan"), ("<@U0CLEO>", "@Cleo")];

/// Prints the text and the buttons of a message. `how` says where and when it arrived.
pub fn tell(message: &Value, how: &str) {
    let text = message["text"].as_str().unwrap_or_default();
    println!("  Lamplighter ({how}):");
    for line in text.lines() {
        println!("    {}", readable(line));
    }
    let labels: Vec<_> = buttons(message).map(|(label, _)| format!("[{label}]")).collect();
    if !labels.is_empty() {
        println!("    {}", labels.join(" "));
    }
    println!();
}

/// The buttons of a message: label and value.
pub fn buttons(message: &Value) -> impl Iterator<Item = (&str, &str)> {
    let blocks = message["blocks"].as_array().into_iter().flatten();
    let elements = blocks.filter_map(|block| block["elements"].as_array()).flatten();
    elements.filter_map(|button| Some((button["text"]["text"].as_str()?, button["value"].as_str()?)))
}

/// Slack shows `<!date^1790000000^{time}|18:02>` as a time, `<https://…|Jupyter>` as a link, `<@U0ADA>`
/// as a name, and its escapes as what they stand for.
fn readable(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        let (marked, tail) = after.split_once('>').unwrap_or((after, ""));
        shown.push_str(before);
        match marked.rsplit_once('|') {
            Some((_, read)) => shown.push_str(read),
            None => shown.push_str(&format!("<{marked}>")),
        }
        rest = tail;
    }
    shown.push_str(rest);
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    PEOPLE.into_iter().chain(escapes).fold(shown, |shown, (sent, read)| shown.replace(sent, read))
}
