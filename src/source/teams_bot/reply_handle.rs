//! Answers to one activity: messages in its conversation, which later ones replace.

use std::sync::{Arc, OnceLock};

use http::{Method, StatusCode};
use serde_json::Value;
use url::Url;

use super::{conversation, message};
use crate::{
    reply::Reply,
    source::{Answer, Delivery, ReplyHandle, Source},
};

/// A conversation of the Bot Connector.
pub(super) struct BotReply {
    /// Where answers go, checked against the list of hosts.
    pub service: Url,
    pub conversation: String,
    /// The activity that is answered.
    pub activity: String,
    /// What the Bot Connector said to the first answer: later ones replace the message.
    pub sent: Arc<OnceLock<Value>>,
}

impl ReplyHandle for BotReply {
    fn answer_at_once(&self) -> Option<Answer> {
        Some(Answer::empty(StatusCode::OK))
    }

    fn render(&self, _: &Source, reply: &Reply) -> Answer {
        Answer::json(&message(reply, None))
    }

    fn deliveries(&self, source: &Source, reply: &Reply, _: bool) -> Vec<Delivery> {
        let sent = self.sent.get().and_then(|answer| answer["id"].as_str());
        let method = if sent.is_some() { Method::PUT } else { Method::POST };
        let parts = [&self.conversation, "activities", sent.unwrap_or(&self.activity)];
        let url = conversation::url(&self.service, &parts);
        let delivery = url.map(|url| Delivery {
            method,
            bearer: Some(source.name.clone()),
            answer: Some(self.sent.clone()),
            ..Delivery::post(url, message(reply, None))
        });
        delivery.into_iter().collect()
    }
}
