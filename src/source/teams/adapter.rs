//! Checks, reads and answers the requests of Teams.

use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    config::{Teams, check_member},
    html, message,
};
use crate::{
    ask::{Addressee, Ask, AskId, Caller, CallerKind, Confirmation, Mode, ReplyTo},
    lenient,
    reply::Reply,
    source::{
        adapter::{Adapter, Source},
        deliver::Post,
        http_answer::Answer,
        incoming::Heard,
    },
    verify::{
        Algorithm, Encoding, Rejection, Request, Secrets, SignatureScheme, SignedPart, TimestampIn, Verified,
    },
};

/// What the ids of bots begin with, in mentions; those of people begin with `29:`.
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
    fn verify(
        &self,
        _: &Source,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        SIGNATURE.verify(request, &self.tokens, now)
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Heard {
        read(&source.name, request, at)
    }

    fn ticket_secret(&self) -> Option<&Secrets> {
        Some(&self.tokens)
    }

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        check_member(member)
    }

    #[cfg(any(test, feature = "emulator"))]
    fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        Some(SIGNATURE.sign(self.tokens.current(), at, body))
    }

    fn render(&self, _: &Source, _: &ReplyTo, reply: &Reply) -> Answer {
        Answer::json(&message::message(reply, None))
    }

    fn later(&self, source: &Source, reply_to: &ReplyTo, reply: &Reply, _: bool) -> Vec<Post> {
        match reply_to {
            ReplyTo::Teams { asker } => source.tell(reply, Some(asker)),
            _ => Vec::new(),
        }
    }
}

fn read(source: &str, request: &Verified<Request>, at: Timestamp) -> Heard {
    let Ok(activity) = lenient::from_slice::<Activity>(&request.body) else {
        return malformed();
    };
    let locale = activity.locale();
    let text = html::said(&activity.text, &activity.our_names());
    let tenant = activity.channel_data.tenant.and_then(|tenant| tenant.id);
    let person = activity.from.aad_object_id.filter(|id| !id.is_empty());
    let (Some(tenant), Some(person)) = (tenant, person) else {
        return Heard::Nameless { locale };
    };
    // Ids in Entra have no case; grants do.
    let person = person.to_ascii_lowercase();
    let caller = Caller {
        id: format!("{source}:{}/{person}", tenant.to_ascii_lowercase()),
        kind: CallerKind::Person,
        channel: None,
        entra: Some(person.clone()),
        source: source.to_owned(),
        name: Some(activity.from.name.clone()).filter(|name| !name.is_empty()),
    };
    let asker = Addressee {
        name: activity.from.name,
        entra: person,
    };
    Heard::Ask(Ask {
        id: AskId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()]),
        caller,
        text,
        at,
        confirmation: Confirmation::None,
        locale,
        reply_to: ReplyTo::Teams { asker },
        mode: Mode::Act,
        cause: None,
        alerts: Vec::new(),
    })
}

fn malformed() -> Heard {
    Heard::Nothing(Answer::problem(
        StatusCode::BAD_REQUEST,
        "This is signed, but it is not a message from a Teams channel.",
    ))
}

/// A message, as far as we read it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Activity {
    #[serde(default)]
    text: String,
    from: From,
    #[serde(default)]
    entities: Vec<Entity>,
    locale: Option<String>,
    #[serde(default)]
    channel_data: ChannelData,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct From {
    #[serde(default)]
    name: String,
    aad_object_id: Option<String>,
}

#[derive(Default, Deserialize)]
struct ChannelData {
    tenant: Option<Tenant>,
}

#[derive(Deserialize)]
struct Tenant {
    id: Option<String>,
}

/// `mention`, `clientInfo`, and whatever comes to be.
#[derive(Deserialize)]
struct Entity {
    mentioned: Option<Mentioned>,
    /// Of a mention: as it stands in the message, `<at>Name</at>`.
    text: Option<String>,
    locale: Option<String>,
}

#[derive(Deserialize)]
struct Mentioned {
    #[serde(default)]
    id: String,
    #[serde(default)]
    name: String,
}

impl Activity {
    fn locale(&self) -> Option<String> {
        let client = self.entities.iter().find_map(|entity| entity.locale.clone());
        client.or_else(|| self.locale.clone())
    }

    /// What we go by in this message: whoever makes the webhook names it.
    fn our_names(&self) -> Vec<String> {
        let names = self.entities.iter().filter_map(|entity| {
            let us = entity.mentioned.as_ref().filter(|who| who.id.starts_with(BOT))?;
            let shown = entity.text.as_deref().unwrap_or_default();
            // Escaped or not: clients differ.
            Some([
                html::in_one_line(&us.name),
                html::text(&us.name),
                html::text(shown),
            ])
        });
        names.flatten().collect()
    }
}
