//! The inbox receives late replies and notifications in place of a chat platform.

use std::collections::VecDeque;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::request::EmulatedRequest;

/// A received message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// `POST` for a new message, `PATCH` for a change of one.
    pub method: String,
    /// The whole path, `/_emulator/inbox/…`.
    pub path: String,
    /// Behind the `?`; empty without one.
    pub query: String,
    /// `None` if the header is missing.
    pub content_type: Option<String>,
    /// JSON if the body is JSON; otherwise a string.
    pub body: Value,
    /// 1 plus the number of times that this message was refused before.
    pub attempt: u32,
    /// When it arrived, by [`Options::clock`](crate::Options::clock).
    pub at: Timestamp,
}

impl Message {
    pub(crate) fn of(request: &EmulatedRequest, at: Timestamp) -> Self {
        Self {
            method: request.method.to_string(),
            path: request.path.clone(),
            query: request.query.clone(),
            content_type: request.content_type.clone(),
            body: Self::body(&request.body),
            attempt: 1,
            at,
        }
    }

    fn body(bytes: &Bytes) -> Value {
        serde_json::from_slice(bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()))
    }

    fn is_retry_of(&self, refused: &Self) -> bool {
        (&self.method, &self.path, &self.body) == (&refused.method, &refused.path, &refused.body)
    }
}

/// The received messages, and those that a fault refused.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    messages: Vec<Message>,
    /// Messages that no test has read yet, oldest first.
    unread: VecDeque<Message>,
    refused: Vec<Message>,
}

impl Inbox {
    pub fn receive(&mut self, mut message: Message) {
        message.attempt = self.attempt(&message);
        self.refused.retain(|refused| !message.is_retry_of(refused));
        self.unread.push_back(message.clone());
        self.messages.push(message);
    }

    /// Remembers a message that a fault refused, to count the attempts.
    pub fn refuse(&mut self, message: Message) {
        self.refused.push(message);
    }

    fn attempt(&self, message: &Message) -> u32 {
        let before = self.refused.iter().filter(|refused| message.is_retry_of(refused)).count();
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
