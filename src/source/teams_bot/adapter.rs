//! Checks and reads the Bot Connector's requests.

use std::sync::Arc;

use futures::future::BoxFuture;
use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::{config::TeamsBot, reply_handle::BotReply};
use crate::{
    command_request::CommandRequest,
    source::{
        Adapter, Answer, Incoming, Source, Verification,
        activity::{self, html},
        incoming::id_of,
        timestamp::moment,
    },
    verify::{Rejection, Request, Token, Verified},
};

impl Adapter for TeamsBot {
    /// Fetches nothing for a request without a well-formed token.
    fn prepare<'a>(
        &'a self,
        request: &'a Request,
        client: &'a reqwest::Client,
        now: Timestamp,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if let Ok(token) = Token::shown(request) {
                self.keys.look_for(token.key_id(), client, now).await;
            }
        })
    }

    /// Checks the token, then the activity, which has the time at which it was sent.
    fn verify(&self, source: &Source, request: Request, now: Timestamp) -> Verification {
        let token = Token::shown(&request)?;
        let keys = self.keys.known(token.key_id(), now)?;
        let verified = self.connector.verify(request, &keys, now)?;
        let activity: Value = serde_json::from_slice(&verified.body).map_err(|_| Rejection::NoActivity)?;
        let service = activity["serviceUrl"].as_str().unwrap_or_default();
        if self.service(service).is_none() {
            tracing::error!(
                source = source.name,
                "an activity's serviceUrl is at a foreign host: nothing is sent there"
            );
            return Err(Rejection::ForeignHost);
        }
        let sent = moment(&activity["timestamp"]).ok().flatten().unwrap_or(verified.arrived);
        Ok((verified, sent))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Incoming {
        let activity: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        self.incoming(source, request, &activity, at).unwrap_or_else(|| {
            Incoming::malformed(
                "This is from the Bot Connector, but it is not an activity of a conversation.",
            )
        })
    }

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        activity::check_member(member)
    }

    fn app(&self) -> Option<(&str, Option<&'static str>, &'static str)> {
        Some((&self.connector.app_id, self.authority, self.audience))
    }

    #[cfg(any(test, feature = "emulator"))]
    fn shown(&self, answer: &Value) -> Option<String> {
        crate::source::teams::message::shown(answer)
    }
}

impl TeamsBot {
    /// `None` if the activity lacks what every activity has.
    fn incoming(
        &self,
        source: &Source,
        request: &Request,
        activity: &Value,
        at: Timestamp,
    ) -> Option<Incoming> {
        let handle = || {
            Some(Arc::new(BotReply {
                service: self.service(activity["serviceUrl"].as_str()?)?,
                conversation: activity["conversation"]["id"].as_str()?.to_owned(),
                activity: activity["id"].as_str()?.to_owned(),
                sent: Arc::default(),
            }))
        };
        let nothing = |status| Some(Incoming::Nothing(Answer::empty(status)));
        match activity["type"].as_str()? {
            "message" => {
                let places = ["/conversation/tenantId", "/channelData/tenant/id"];
                let tenant = places.into_iter().find_map(|place| activity.pointer(place)?.as_str());
                let locale = activity::locale(activity);
                let Some(caller) = activity::person(&source.name, tenant?, activity) else {
                    return Some(Incoming::Nameless(locale, handle()?));
                };
                let text = said(activity);
                let ask = CommandRequest { locale, ..CommandRequest::new(id_of(request), caller, text, at) };
                Some(Incoming::Command(ask, handle()?))
            }
            // The platform asks for what this bot does not offer, such as a search or a form.
            "invoke" => nothing(StatusCode::NOT_IMPLEMENTED),
            _ => nothing(StatusCode::OK),
        }
    }
}

/// What the message says to us, without the mention of us.
fn said(activity: &Value) -> String {
    let us = activity["recipient"]["id"].as_str().unwrap_or_default();
    let names = activity::names(activity, |id| id == us);
    html::said(activity["text"].as_str().unwrap_or_default(), &names, false)
}
