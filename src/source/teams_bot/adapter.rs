//! Checks and reads the Bot Connector's requests.

use std::sync::{Arc, Mutex};

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::{config::TeamsBot, conversation, press, reply_handle::BotReply};
use crate::{
    command::{Command, Topic},
    command_request::{Caller, CommandRequest, RequestId},
    log_limit::excerpt,
    source::{
        Adapter, Answer, Incoming, Source, Verification,
        activity::{self, html},
        incoming::id_of,
        signing_keys::SigningKeys,
        timestamp::moment,
    },
    verify::{Rejection, Request, Verified},
};

/// In characters.
const LONGEST_HOST: usize = 255;

/// The Bot Connector sends what was not answered in time again, with a new id and a new time.
const RESENT_WITHIN: SignedDuration = SignedDuration::from_mins(1);

impl Adapter for TeamsBot {
    fn signing_keys(&self) -> Option<&SigningKeys> {
        Some(&self.keys)
    }

    /// Checks the token, then the activity, which has the time at which it was sent.
    fn verify(&self, source: &Source, request: Request, now: Timestamp) -> Verification {
        let keys = self.keys.of(&request, now)?;
        let (verified, activity) = self.connector.verify(request, &keys, now)?;
        let service = activity["serviceUrl"].as_str().unwrap_or_default();
        if self.service(service).is_none() {
            let (source, host) = (&source.name, Url::parse(service).ok());
            let host = host.as_ref().and_then(Url::host_str).map(|host| excerpt(host, LONGEST_HOST));
            tracing::error!(
                source,
                host,
                "an activity's serviceUrl is at a foreign host: nothing is sent there"
            );
            return Err(Rejection::ForeignHost);
        }
        let sent = moment(&activity["timestamp"]).ok().flatten().unwrap_or(verified.arrived);
        Ok((verified, sent))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        let activity: &Value = &serde_json::from_slice(&request.body).unwrap_or_default();
        let nothing = |status| Some(Incoming::Nothing(Answer::empty(status)));
        let data = press::data_of(activity);
        let is_message = match activity["type"].as_str()? {
            "message" => true,
            "invoke" if data.is_some() => true,
            "installationUpdate" if activity["action"] == "add" => false,
            // The platform asks for what this bot does not offer, such as a search or a form.
            "invoke" => return nothing(StatusCode::NOT_IMPLEMENTED),
            _ => return nothing(StatusCode::OK),
        };
        let handle = self.reply_handle(activity, data)?;
        let locale = activity::locale(activity);
        let Some(caller) = activity::person(&source.name, &handle.tenant, activity) else {
            // A policy or a program may have installed the app.
            if !is_message {
                return nothing(StatusCode::OK);
            }
            return Some(Incoming::Nameless(locale, Arc::new(handle)));
        };
        // Without the thread: reports begin threads of their own.
        let conversation = handle.conversation.split(';').next().map(str::to_owned);
        let caller = Caller { conversation, ..caller };
        let (ask, is_over) = match data {
            Some(data) => {
                let places = [handle.place(handle.is_personal), handle.place(false)];
                press::read(data, (source, places), caller, request)
            }
            None => (command(id_of(request), caller, is_message.then(|| said(activity)), at), false),
        };
        let ask = CommandRequest { locale, ..ask };
        Some(if !is_message {
            Incoming::Greeting(ask, Arc::new(BotReply { is_whole: true, activity: None, ..handle }))
        } else if is_over {
            Incoming::ExpiredButton(ask, Arc::new(handle))
        } else {
            Incoming::Command(ask, Arc::new(handle))
        })
    }

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        activity::check_member(member)
    }

    fn shows_token_to(&self, url: &Url) -> bool {
        self.is_ours(url)
    }

    fn is_local(&self) -> bool {
        self.connector.is_test
    }

    fn is_for_tests(&self) -> bool {
        self.connector.is_test
    }

    fn app(&self) -> Option<(&str, Option<&'static str>, &'static str)> {
        Some((&self.connector.app_id, self.authority, self.audience))
    }

    fn called(&self) -> Vec<Url> {
        let service = self.host.as_ref().and_then(|host| Url::parse(&format!("https://{host}/")).ok());
        [self.keys.url().clone()].into_iter().chain(service).collect()
    }
}

impl TeamsBot {
    /// The way back to the person and the conversation of an activity, or of a press of a button with these data.
    fn reply_handle(&self, activity: &Value, data: Option<&Value>) -> Option<BotReply> {
        let text = |pointer: &str| activity.pointer(pointer)?.as_str().map(str::to_owned);
        let service = self.service(activity["serviceUrl"].as_str()?)?;
        let is_name = |id: &String| conversation::url(&service, &[id]).is_some();
        let message = data.and_then(|_| text("/replyToId")).filter(is_name);
        let stays = data.is_some_and(press::stays);
        let card = message.clone().filter(|_| !stays);
        let card = card.map_or(Value::Null, |id| json!({ "id": id }));
        let is_personal = activity["conversation"]["conversationType"] == "personal";
        Some(BotReply {
            conversation: text("/conversation/id").filter(is_name)?,
            activity: message.or(text("/id").filter(is_name)),
            service,
            tenant: text("/conversation/tenantId").or(text("/channelData/tenant/id"))?,
            person: text("/from/id")?,
            bot: text("/recipient/id")?,
            is_personal,
            is_invoke: press::is_invoke(activity),
            stays,
            is_whole: is_personal,
            is_targeted: self.is_targeted,
            sent: [Arc::new(Mutex::new(card)), Arc::default(), Arc::default()],
        })
    }
}

/// The command that a person typed or, if the person typed none, the one that greets.
fn command(id: RequestId, caller: Caller, typed: Option<String>, at: Timestamp) -> CommandRequest {
    let text = typed.unwrap_or_else(|| Command::Help { topic: Topic::Overview }.to_string());
    CommandRequest { resent_within: RESENT_WITHIN, ..CommandRequest::new(id, caller, text, at) }
}

/// What the message says to us, without the mentions of us: a person may have the same name.
fn said(activity: &Value) -> String {
    let us = activity["recipient"]["id"].as_str().unwrap_or_default();
    let (mut text, mut others) = (activity["text"].as_str().unwrap_or_default().to_owned(), Vec::new());
    for (shown, names) in activity::mentions(activity, |id| id == us) {
        match text.find(shown).filter(|_| !shown.is_empty()) {
            Some(at) => text.replace_range(at..at + shown.len(), " "),
            None => others.extend(names),
        }
    }
    html::said(&text, &others, false)
}
