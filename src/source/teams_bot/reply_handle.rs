//! Answers to one activity: messages in its conversation, which later ones replace; those for the caller alone in the
//! personal chat with the caller, if there is one.

use std::sync::{Arc, Mutex, PoisonError};

use http::{Method, StatusCode};
use serde_json::{Value, json};
use url::Url;

use super::{conversation, press};
use crate::{
    reply::{Audience, Reply, Text},
    source::{Answer, Delivery, ReplyHandle, Source, adaptive_card},
};

/// The most lines of an answer for one person that everybody in a thread sees.
const SHORT: usize = 10;

/// Asks for a message that only its recipient sees.
const TARGETED: &str = "isTargetedActivity=true";

/// A conversation of the Bot Connector, and a person in it.
pub(super) struct BotReply {
    /// Where answers go: a host of the list.
    pub service: Url,
    pub conversation: String,
    /// The message that is answered, if it is one, or the one whose button was pressed.
    pub activity: Option<String>,
    pub tenant: String,
    /// The Bot Connector's ids of the person and of the bot.
    pub person: String,
    pub bot: String,
    /// Whether only the person is in the conversation.
    pub is_personal: bool,
    /// Whether the direct answer to a press shows something to the person.
    pub is_invoke: bool,
    /// Whether the message with the pressed button stays as it is.
    pub stays: bool,
    /// Whether only the person is in the conversation, or everything is for all who are in it.
    pub is_whole: bool,
    /// Whether a group sees what is for the person as a message that only the person sees.
    pub is_targeted: bool,
    /// What the Bot Connector answered to the first messages, which later ones replace: for everybody; for the person alone;
    /// for the person, but in the thread.
    pub sent: [Arc<Mutex<Value>>; 3],
}

/// The Bot Connector's answer that names a message, if there is one.
fn named(sent: &Mutex<Value>) -> Option<Value> {
    let answer = sent.lock().unwrap_or_else(PoisonError::into_inner);
    (!answer.is_null()).then(|| answer.clone())
}

impl ReplyHandle for BotReply {
    fn answer_at_once(&self) -> Option<Answer> {
        (!self.is_invoke).then(|| Answer::empty(StatusCode::OK))
    }

    /// For the person who pressed a button: another card in its place, or a note.
    /// <https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model>
    fn render(&self, source: &Source, reply: &Reply) -> Answer {
        let (kind, value) = if self.stays || reply.refuses {
            let lines: Vec<_> = reply.lines.iter().map(Text::plain).collect();
            ("application/vnd.microsoft.activity.message", json!(lines.join("\n")))
        } else {
            let press = press::of(source, self.place(self.is_personal));
            ("application/vnd.microsoft.card.adaptive", adaptive_card::card(reply, None, Some(&press)))
        };
        Answer::json(&json!({"statusCode": 200, "type": kind, "value": value}))
    }

    fn is_message_too(&self, reply: &Reply) -> bool {
        // A note has no buttons: a question follows in a message of its own.
        let is_asked = self.stays && reply.buttons.iter().any(|button| button.danger);
        let goes = !self.stays && !reply.refuses;
        self.is_invoke && (reply.audience == Audience::Channel || self.is_personal && goes || is_asked)
    }

    fn deliveries(&self, source: &Source, reply: &Reply, _: bool) -> Vec<Delivery> {
        let delivery = if reply.audience == Audience::Channel || self.is_whole {
            self.delivery(source, reply, &self.sent[0], self.in_thread(source, reply))
        } else {
            let short = reply.within(SHORT, |_| 1);
            let short = self.delivery(source, &short, &self.sent[2], self.in_thread(source, &short));
            if named(&self.sent[2]).is_some() {
                short
            } else {
                let alone = if self.is_targeted {
                    self.targeted(source, reply)
                } else {
                    self.personal(source, reply)
                };
                let alone = self.delivery(source, reply, &self.sent[1], alone);
                alone.map(|alone| alone.or_else(short))
            }
        };
        delivery.into_iter().collect()
    }
}

impl BotReply {
    /// Where the buttons of answers count: in the conversation whatever the thread, or with the person in the personal chat,
    /// which may not exist yet. Those of reports always count in their conversation.
    pub(super) fn place(&self, is_personal: bool) -> &str {
        if is_personal { &self.person } else { conversation::root(&self.conversation) }
    }

    fn message(&self, source: &Source, reply: &Reply, is_personal: bool) -> Value {
        adaptive_card::message(reply, None, Some(&press::of(source, self.place(is_personal))))
    }

    /// An edit of the message in `sent` or, if there is none, or it is gone, the `first` one.
    fn delivery(
        &self,
        source: &Source,
        reply: &Reply,
        sent: &Arc<Mutex<Value>>,
        first: Option<(Url, Value)>,
    ) -> Option<Delivery> {
        let with_token =
            |url, body| Delivery { bearer: Some(source.name.clone()), ..Delivery::post(url, body) };
        let first = first.map(|(url, body)| Delivery { answer: Some(sent.clone()), ..with_token(url, body) });
        let is_alone = Arc::ptr_eq(sent, &self.sent[1]);
        // A refusal leaves the card whose button was pressed.
        let is_left = |answer: &Value| reply.refuses && answer["id"].as_str() == self.activity.as_deref();
        let edited =
            named(sent).filter(|answer| !is_left(answer)).and_then(|answer| self.edited(&answer, is_alone));
        let is_personal = self.is_personal || is_alone && !self.is_targeted;
        match edited {
            Some(url) => Some(Delivery {
                method: Method::PUT,
                instead: first.map(Box::new),
                ..with_token(url, self.message(source, reply, is_personal))
            }),
            None => first,
        }
    }

    /// A reply in the conversation.
    fn in_thread(&self, source: &Source, reply: &Reply) -> Option<(Url, Value)> {
        let parts: Vec<_> =
            [self.conversation.as_str(), "activities"].into_iter().chain(self.activity.as_deref()).collect();
        Some((conversation::url(&self.service, &parts)?, self.message(source, reply, self.is_personal)))
    }

    /// A message in the conversation that only the person sees.
    fn targeted(&self, source: &Source, reply: &Reply) -> Option<(Url, Value)> {
        let mut url = conversation::url(&self.service, &[&self.conversation, "activities"])?;
        url.set_query(Some(TARGETED));
        let mut body = self.message(source, reply, false);
        body["recipient"] = json!({"id": self.person});
        Some((url, body))
    }

    /// A message in the personal chat, which exists if the person has the app.
    fn personal(&self, source: &Source, reply: &Reply) -> Option<(Url, Value)> {
        let body = json!({
            "bot": {"id": self.bot},
            "members": [{"id": self.person}],
            "isGroup": false,
            "tenantId": self.tenant,
            "channelData": {"tenant": {"id": self.tenant}},
            "activity": self.message(source, reply, true),
        });
        Some((conversation::url(&self.service, &[])?, body))
    }

    /// The address of the message that the Bot Connector named in its `answer`: in a new conversation or in this one.
    fn edited(&self, answer: &Value, is_alone: bool) -> Option<Url> {
        let id = answer["id"].as_str()?;
        let (place, id) = match answer["activityId"].as_str() {
            Some(activity) => (id, activity),
            None => (self.conversation.as_str(), id),
        };
        let mut url = conversation::url(&self.service, &[place, "activities", id])?;
        url.set_query((is_alone && self.is_targeted).then_some(TARGETED));
        Some(url)
    }
}
