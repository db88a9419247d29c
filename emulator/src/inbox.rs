//! The inbox: where late replies and notifications go that would go to a chat.

use std::collections::VecDeque;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::request::Visit;

/// A message that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    pub method: String,
    /// The whole path, `/_emulator/inbox/…`.
    pub path: String,
    pub query: String,
    pub content_type: Option<String>,
    /// JSON where it is some, else the text.
    pub body: Value,
    /// 1, and one more for each time that this very message was refused before.
    pub attempt: u32,
    pub at: Timestamp,
}

impl Message {
    /// What the inbox keeps of it.
    pub(crate) fn of(visit: &Visit, at: Timestamp) -> Self {
        Self {
            method: visit.method.to_string(),
            path: visit.path.clone(),
            query: visit.query.clone(),
            content_type: visit.content_type.clone(),
            body: Self::body(&visit.body),
            attempt: 1,
            at,
        }
    }

    fn body(bytes: &Bytes) -> Value {
        serde_json::from_slice(bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()))
    }

    fn is_again(&self, refused: &Self) -> bool {
        (&self.method, &self.path, &self.body) == (&refused.method, &refused.path, &refused.body)
    }
}

/// The messages that came, and those turned away at the door.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    messages: Vec<Message>,
    /// Those nobody has looked at, oldest first.
    unread: VecDeque<Message>,
    refused: Vec<Message>,
}

impl Inbox {
    pub fn receive(&mut self, mut message: Message) {
        message.attempt = self.attempt(&message);
        self.refused.retain(|refused| !message.is_again(refused));
        self.unread.push_back(message.clone());
        self.messages.push(message);
    }

    /// Remembers a message that a fault kept out, to count the attempts.
    pub fn refuse(&mut self, message: Message) {
        self.refused.push(message);
    }

    fn attempt(&self, message: &Message) -> u32 {
        let before = self
            .refused
            .iter()
            .filter(|refused| message.is_again(refused))
            .count();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    pub fn read(&mut self) -> Option<Message> {
        self.unread.pop_front()
    }

    pub fn unread(&self) -> usize {
        self.unread.len()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
