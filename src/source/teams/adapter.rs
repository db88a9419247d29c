//! Checks, reads and answers Teams' requests: with cards without buttons, since none could post back.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::config::Teams;
use crate::{
    command_request::CommandRequest,
    reply::{Mention, Reply},
    source::{
        Adapter, Answer, Delivery, Incoming, ReplyHandle, Source,
        activity::{self, html},
        adaptive_card,
        incoming::id_of,
    },
    verify::{Algorithm, Encoding, Request, Secrets, SignatureScheme, SignedPart, TimestampIn, Verified},
};

/// The prefix of bots' ids in mentions. Those of people begin with `29:`.
const BOT: &str = "28:";

/// Teams signs the raw body with the bytes of the security token. The body has the time of signing.
/// <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook>
pub const SIGNATURE: SignatureScheme = SignatureScheme {
    algorithm: Algorithm::HmacSha256,
    signature: "authorization",
    prefix: "HMAC ",
    encoding: Encoding::Base64,
    timestamp: TimestampIn::Body("timestamp"),
    signed: &[SignedPart::Body],
};

impl Adapter for Teams {
    fn signature(&self) -> Option<(&SignatureScheme, &Secrets)> {
        Some((&SIGNATURE, &self.tokens))
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        let activity: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let (from, html) = (&activity["from"], &activity["text"]);
        if !from.is_object() || !(html.is_string() || html.is_null()) {
            return None;
        }
        let locale = activity::locale(&activity);
        // The team's owner chooses the webhook's name.
        let us = activity::mentions(&activity, |id| id.starts_with(BOT));
        let us: Vec<_> = us.flat_map(|(_, names)| names).collect();
        let text = html::said(html.as_str().unwrap_or_default(), &us, true);
        let tenant = activity["channelData"]["tenant"]["id"].as_str();
        let caller = tenant.and_then(|tenant| activity::person(&source.name, tenant, &activity));
        let Some(caller) = caller else {
            return Some(Incoming::Nameless(locale, Arc::new(TeamsReply { asker: None })));
        };
        let name = caller.name.clone();
        let asker = caller.entra.clone().map(|entra| Mention { entra, name, ..Mention::default() });
        let ask = CommandRequest { locale, ..CommandRequest::new(id_of(request), caller, text, at) };
        Some(Incoming::Command(ask, Arc::new(TeamsReply { asker })))
    }

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        activity::check_member(member)
    }
}

/// Teams takes no late answers. They go to the channels that the source notifies, and mention the person.
pub(super) struct TeamsReply {
    pub asker: Option<Mention>,
}

impl ReplyHandle for TeamsReply {
    fn render(&self, _: &Source, reply: &Reply) -> Answer {
        Answer::json(&adaptive_card::message(reply, None, None))
    }

    fn deliveries(&self, source: &Source, reply: &Reply, _: bool) -> Vec<Delivery> {
        source.tell(reply, self.asker.as_ref())
    }
}
