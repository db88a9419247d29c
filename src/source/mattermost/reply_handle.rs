//! Answers to one of Mattermost's requests.

use std::sync::Arc;

use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{config::Mattermost, message, thread::MattermostThread};
use crate::{
    reply::Reply,
    source::{Answer, Delivery, ReplyHandle, Source},
};

/// A command's `response_url`, which takes posts for 30 minutes. It cannot change messages.
struct MattermostReply {
    thread: MattermostThread,
    is_click: bool,
    site: String,
    hook: String,
}

impl Mattermost {
    /// The way back to the person who typed a command or clicked a button.
    pub(super) fn reply_handle(&self, thread: MattermostThread, is_click: bool) -> Arc<dyn ReplyHandle> {
        Arc::new(MattermostReply { thread, is_click, site: self.site.clone(), hook: self.hook.clone() })
    }
}

impl MattermostReply {
    fn message(&self, source: &Source, reply: &Reply) -> Value {
        message::message(reply, |button| {
            let context = self.thread.context(source, &button.value);
            json!({"url": self.hook, "context": context})
        })
    }
}

impl ReplyHandle for MattermostReply {
    fn render(&self, source: &Source, reply: &Reply) -> Answer {
        Answer::json(&if self.is_message_too(reply) {
            json!({})
        } else if self.is_click {
            message::click_answer(reply)
        } else {
            self.message(source, reply)
        })
    }

    fn is_answered_aside(&self) -> bool {
        self.is_click
    }

    fn is_message_too(&self, reply: &Reply) -> bool {
        let asks = reply.buttons.iter().any(|button| button.danger);
        self.is_click && asks && !self.thread.late.expose_secret().is_empty()
    }

    fn deliveries(&self, source: &Source, reply: &Reply, _: bool) -> Vec<Delivery> {
        let late = self.thread.late.expose_secret();
        let url = format!("{}/hooks/commands/{late}", self.site).parse();
        match url.ok().filter(|_| !late.is_empty()) {
            Some(url) => vec![Delivery::post(url, self.message(source, reply))],
            None => {
                let source = source.name.as_str();
                tracing::error!(source, "no response_url that we can use; the answer is lost");
                Vec::new()
            }
        }
    }
}
