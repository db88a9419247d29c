//! Answers to one of Discord's interactions.

use std::sync::Arc;

use serde_json::{Value, json};
use url::Url;

use super::{
    config::{AGENT, Discord},
    interaction::{EPHEMERAL, response},
    message,
};
use crate::{
    reply::{Audience, Reply},
    source::{Answer, Choice, Delivery, ReplyHandle, Source},
};

/// The most choices that Discord shows.
const MOST_CHOICES: usize = 25;

/// The longest label and value of a choice, in characters.
const LONGEST_CHOICE: usize = 100;

/// An interaction's token, which takes edits and posts without limit for 15 minutes.
struct DiscordReply {
    /// With the token in it.
    webhook: Url,
    /// Whether the request is a click in a message that the caller may replace.
    is_click: bool,
}

impl Discord {
    /// The way back to the person who typed a command or clicked a button. Its URL is built from the
    /// checked token, never taken from the request.
    pub(super) fn reply_handle(&self, token: &str, is_click: bool) -> Arc<dyn ReplyHandle> {
        let mut webhook = self.api.clone();
        if let Ok(mut path) = webhook.path_segments_mut() {
            path.extend(["webhooks", &self.application_id, token]);
        }
        Arc::new(DiscordReply { webhook, is_click })
    }
}

impl ReplyHandle for DiscordReply {
    fn answer_at_once(&self) -> Option<Answer> {
        self.is_click.then(|| Answer::json(&json!({"type": response::DEFERRED_UPDATE})))
    }

    fn render(&self, _: &Source, reply: &Reply) -> Answer {
        let data = visible_to(reply.audience, message::render(reply));
        respond(response::MESSAGE, data)
    }

    /// A placeholder: the next answer replaces it, and has the same audience.
    fn acknowledge(&self, _: &Source, reply: &Reply) -> Answer {
        respond(response::DEFERRED_MESSAGE, visible_to(reply.audience, json!({})))
    }

    fn offer(&self, choices: &[Choice]) -> Answer {
        let fits = |choice: &&Choice| choice.label.chars().count() <= LONGEST_CHOICE;
        let choice = |choice: &Choice| json!({"name": choice.label, "value": choice.value});
        let choices: Vec<_> = choices.iter().filter(fits).take(MOST_CHOICES).map(choice).collect();
        respond(response::CHOICES, json!({"choices": choices}))
    }

    /// An edit of the first message, or another message. Discord may take a moment to accept either.
    fn deliveries(&self, _: &Source, reply: &Reply, in_place: bool) -> Vec<Delivery> {
        let (mut url, body) = (self.webhook.clone(), message::render(reply));
        let (method, body) = if in_place {
            if let Ok(mut path) = url.path_segments_mut() {
                path.extend(["messages", "@original"]);
            }
            (http::Method::PATCH, body)
        } else {
            (http::Method::POST, visible_to(reply.audience, body))
        };
        vec![Delivery { method, may_be_early: true, user_agent: AGENT, ..Delivery::post(url, body) }]
    }
}

fn respond(kind: u8, data: Value) -> Answer {
    Answer::json(&json!({"type": kind, "data": data}))
}

fn visible_to(audience: Audience, mut data: Value) -> Value {
    if audience == Audience::Caller {
        data["flags"] = EPHEMERAL.into();
    }
    data
}
