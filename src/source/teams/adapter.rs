//! Checks and reads Teams' requests.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::{config::Teams, html, reply_handle::TeamsReply};
use crate::{
    command_request::{Addressee, Caller, CommandRequest},
    lenient_json::elements,
    source::{Adapter, Incoming, Source, incoming::id_of},
    toml_document::is_guid,
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

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Incoming {
        let activity: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let (from, html) = (&activity["from"], &activity["text"]);
        if !from.is_object() || !(html.is_string() || html.is_null()) {
            return Incoming::malformed("This is signed, but it is not a message from a Teams channel.");
        }
        let locale = locale(&activity);
        let text = html::said(html.as_str().unwrap_or_default(), &our_names(&activity));
        let tenant = activity["channelData"]["tenant"]["id"].as_str();
        let person = from["aadObjectId"].as_str().filter(|id| !id.is_empty());
        let (Some(tenant), Some(person)) = (tenant, person) else {
            return Incoming::Nameless(locale, Arc::new(TeamsReply { asker: None }));
        };
        // Entra ignores the case of ids, grants do not.
        let (tenant, person) = (tenant.to_ascii_lowercase(), person.to_ascii_lowercase());
        let name = from["name"].as_str().unwrap_or_default().to_owned();
        let caller = Caller {
            entra: Some(person.clone()),
            name: Some(name.clone()).filter(|name| !name.is_empty()),
            ..Caller::person(&source.name, &format!("{tenant}/{person}"))
        };
        let ask = CommandRequest { locale, ..CommandRequest::new(id_of(request), caller, text, at) };
        let asker = Some(Addressee { name, entra: person });
        Incoming::Command(ask, Arc::new(TeamsReply { asker }))
    }

    /// Checks `<tenant>/<user>`, with globs: ids of Entra, in lower case.
    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        let (tenant, user) =
            member.split_once('/').ok_or("is not a caller: write <source>:<tenant>/<user>, * for any")?;
        let id = |text: &str| {
            if text.contains('*') {
                text.bytes().all(|b| b"0123456789abcdef-*".contains(&b))
            } else {
                is_guid(text) && !text.contains(char::is_uppercase)
            }
        };
        if id(tenant) && id(user) {
            Ok(())
        } else {
            Err("does not go by ids: write those of Entra, 00000000-0000-… in lower case")
        }
    }

    #[cfg(any(test, feature = "emulator"))]
    fn shown(&self, answer: &Value) -> Option<String> {
        super::message::shown(answer)
    }
}

/// The language of the client, or else of the message.
fn locale(activity: &Value) -> Option<String> {
    let mut client = elements(&activity["entities"]).filter_map(|entity| entity["locale"].as_str());
    let locale = client.next().or(activity["locale"].as_str());
    locale.map(str::to_owned)
}

/// The names that this message mentions us by: the team's owner chooses the webhook's name.
fn our_names(activity: &Value) -> Vec<String> {
    let names = elements(&activity["entities"]).filter_map(|entity| {
        let mentioned = &entity["mentioned"];
        mentioned["id"].as_str().filter(|id| id.starts_with(BOT))?;
        let name = mentioned["name"].as_str().unwrap_or_default();
        let shown = entity["text"].as_str().unwrap_or_default(); // `<at>Name</at>`
        // Escaped or not: clients differ.
        Some([html::in_one_line(name), html::text(name), html::text(shown)])
    });
    names.flatten().collect()
}
