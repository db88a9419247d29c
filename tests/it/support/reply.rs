//! What comes back: an answer or a late message, as a person or a machine reads it.

use std::{cell::OnceCell, fmt, ops::Deref, time::Duration};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lamplighter_emulator::Message;
use serde_json::Value;

use super::{chat::Chat, schema::assert_documented};

/// As text, it is what the reader sees.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// In seconds.
    pub retry_after: Option<String>,
    pub body: Value,
    /// How long it took, on the test's clock.
    pub took: Duration,
    /// Who typed or pressed what it answers.
    pub user: String,
    reader: Reader,
    seen: OnceCell<String>,
}

#[derive(Debug)]
enum Reader {
    Person(Chat),
    Late(Chat, Box<Message>),
    Machine,
}

/// A button of a message.
#[derive(Clone, Debug)]
pub struct Button {
    /// What the platform sends when it is pressed.
    pub value: Value,
    pub label: String,
    /// Who made the request that the message answered.
    pub shown_to: String,
    /// Whether everybody sees the message.
    pub in_channel: bool,
}

impl Reply {
    /// The answer to a person's request.
    pub fn to_person(chat: Chat, status: u16, body: Value) -> Self {
        Self::new(Reader::Person(chat), status, body)
    }

    pub fn to_machine(status: u16, body: Value) -> Self {
        if !body.is_null() {
            assert_documented(&body);
        }
        Self::new(Reader::Machine, status, body)
    }

    /// A message that came to the inbox.
    pub fn late(chat: Chat, message: Message) -> Self {
        let body = message.body.clone();
        Self::new(Reader::Late(chat, Box::new(message)), 200, body)
    }

    fn new(reader: Reader, status: u16, body: Value) -> Self {
        Self {
            status,
            retry_after: None,
            body,
            took: Duration::ZERO,
            user: String::new(),
            reader,
            seen: OnceCell::new(),
        }
    }

    fn see(&self) -> String {
        match &self.reader {
            Reader::Machine => self.as_a_machine_reads_it(),
            _ if self.status != 200 => format!("HTTP {}", self.status),
            _ if self.body.is_null() => "(empty)".to_owned(),
            Reader::Person(chat) => chat.shows(&self.body),
            Reader::Late(chat, message) => chat.shows_late(message),
        }
    }

    /// The status, the message, and a line for each instance.
    fn as_a_machine_reads_it(&self) -> String {
        let mut text = format!(
            "HTTP {}: {}",
            self.status,
            without_ids(self.body["message"].as_str().unwrap_or_default())
        );
        for row in self.body["results"].as_array().into_iter().flatten() {
            let parts = ["target", "outcome", "state", "reason"].map(|key| row[key].as_str());
            let parts: Vec<_> = parts.into_iter().flatten().collect();
            text += &format!("\n  {}", parts.join(" "));
        }
        text
    }

    /// The button with this label.
    pub fn button(&self, label: &str) -> Button {
        match &self.reader {
            Reader::Person(chat) | Reader::Late(chat, _) => chat.button(self, label),
            Reader::Machine => panic!("machines press no buttons"),
        }
    }
}

impl Deref for Reply {
    type Target = str;

    fn deref(&self) -> &str {
        self.seen.get_or_init(|| self.see())
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl PartialEq<&str> for Reply {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Button {
    /// One that no message had.
    pub fn forged(value: &str) -> Self {
        Self { value: value.into(), label: value.to_owned(), shown_to: String::new(), in_channel: false }
    }

    /// The same button with another value, as a forger would send it.
    pub fn with_value(&self, value: &str) -> Self {
        Self { value: value.into(), ..self.clone() }
    }

    /// What can be typed in place of it, where its value is a confirmation: the code and the command.
    pub fn as_typed(&self) -> (String, &str) {
        let parts: Vec<_> = self.value().split('|').collect();
        let ["1", command, expires, seal] = parts[..] else {
            panic!("no confirmation: {}", self.value());
        };
        let seal = URL_SAFE_NO_PAD.decode(seal).expect("base64url");
        (format!("{expires}.{}", hex::encode(seal)), command)
    }

    /// Its value, where that is text.
    pub fn value(&self) -> &str {
        self.value.as_str().expect("text")
    }
}

/// `(id 1a2b3c)` differs from run to run.
pub fn without_ids(text: &str) -> String {
    let mut pieces = text.split("(id ");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + "(id ……" + &piece[6..])
}
