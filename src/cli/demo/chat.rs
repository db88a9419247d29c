//! The demo's chat: its users, and its messages as they read them.

use jiff::Timestamp;
use lamplighter::source::played;
use serde_json::Value;

use super::super::output::{self, OutputError};

/// A user of the demo's chat.
#[derive(Clone, Copy)]
pub struct DemoUser {
    pub name: &'static str,
    /// The id, and the name as the chat writes it.
    pub account: [&'static str; 2],
}

pub const ADA: DemoUser = DemoUser { name: "Ada", account: ["U0ADA", "ada"] };
pub const BOB: DemoUser = DemoUser { name: "Bob", account: ["U0BOB", "bob"] };

/// The headers of somebody who does not know the signing secret.
pub fn forged_signature(form: &str, now: Timestamp) -> Vec<(&'static str, String)> {
    played::SIGNATURE.sign(b"not-the-secret", now, form.as_bytes())
}

/// Users whom messages mention: their ids and names.
pub const PEOPLE: [(&str, &str); 3] = [("U0ADA", "Ada"), ("U0DAN", "Dan"), ("U0CLEO", "Cleo")];

/// Prints the text and the buttons of a message. `how` says where and when it arrived.
pub fn tell(message: &Value, how: &str) -> Result<(), OutputError> {
    let text = played::shown(message).unwrap_or_default();
    let text =
        PEOPLE.iter().fold(text, |text, (id, name)| text.replace(&format!("<@{id}>"), &format!("@{name}")));
    let lines: String = text.lines().map(|line| format!("    {line}\n")).collect();
    output::line(format_args!("  Lamplighter ({how}):\n{lines}"))
}
