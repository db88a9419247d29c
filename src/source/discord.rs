//! Discord: the `/ci` command, its buttons, and the names it offers while somebody types.
//!
//! Wire formats: <https://docs.discord.com/developers/interactions/receiving-and-responding>.

mod interaction;
pub(super) mod message;
mod registration;

use std::{fmt, str::FromStr, time::Duration};

use http::StatusCode;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{
    deliver::Post,
    http_answer::Answer,
    incoming::{Heard, pressed},
};
use crate::{
    ask::{Ask, AskId, Caller, CallerKind, Confirmation, Mode, ReplyTo},
    lenient,
    reply::{Audience, Locale, Reply},
    verify::{self, Rejection, Request, Verified},
};

use interaction::{EPHEMERAL, Interaction};

pub use registration::registration;

/// After 3 s Discord shows "the application did not respond", and takes no late answer either;
/// this leaves one for the way.
pub const FIRST_ANSWER: Duration = Duration::from_secs(2);

/// An interaction's token, which late answers go by, lives for 15 minutes.
pub const LAST_ANSWER: Duration = Duration::from_secs(14 * 60);

/// Where late answers go.
pub const API: &str = "https://discord.com/api/v10";

/// The form Discord asks for; without it, its front may turn us away.
/// <https://docs.discord.com/developers/reference#user-agent>
pub(super) const AGENT: &str = concat!("DiscordBot (lamplighter, ", env!("CARGO_PKG_VERSION"), ")");

/// The key that samples are signed with: RFC 8032's first (§7.1), whose private half everybody knows.
pub const SAMPLE_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const SAMPLE_PRIVATE_KEY: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

/// The three kinds of interaction that we take, and PING.
mod kind {
    pub const PING: u8 = 1;
    pub const COMMAND: u8 = 2;
    pub const BUTTON: u8 = 3;
    pub const AUTOCOMPLETE: u8 = 4;
}

/// The kinds of response that we give.
mod response {
    pub const PONG: u8 = 1;
    pub const MESSAGE: u8 = 4;
    /// "Lamplighter is thinking…", until it is edited.
    pub const DEFERRED_MESSAGE: u8 = 5;
    /// For a button: its message will be edited.
    pub const DEFERRED_UPDATE: u8 = 6;
    pub const CHOICES: u8 = 8;
}

/// A source of kind `discord`.
#[derive(Debug)]
pub struct Discord {
    pub public_key: PublicKey,
    pub application_id: String,
    /// [`API`], or a loopback address in tests.
    pub api: Url,
}

/// The public half of an application's Ed25519 key; the other never leaves Discord.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl FromStr for PublicKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut key = [0; 32];
        hex::decode_to_slice(text, &mut key).map_err(
            |_| "is not a public key, which is 64 of 0-9 and a-f, and neither a token nor a secret",
        )?;
        if key[1..].iter().all(|byte| *byte == 0) {
            // A point of small order: anybody could make signatures that fit.
            Err("is nobody's key")
        } else {
            Ok(Self(key))
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl PublicKey {
    /// Whether anybody can sign for it.
    pub fn is_the_samples(&self) -> bool {
        hex::encode(self.0) == SAMPLE_KEY
    }
}

/// A name offered to somebody who types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub value: String,
}

impl Discord {
    pub(super) fn verify(
        &self,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        verify::DISCORD.verify_with(request, [&self.public_key.0[..]].into_iter(), now)
    }

    /// Only with the samples' key: any other one's private half is Discord's alone.
    pub(super) fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        let private = hex::decode(SAMPLE_PRIVATE_KEY).ok()?;
        let private = Some(private).filter(|_| self.public_key.is_the_samples())?;
        Some(verify::DISCORD.sign(&private, at, body))
    }

    pub(super) fn read(&self, source: &str, request: &Verified<Request>, at: Timestamp) -> Heard {
        let id = AskId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()]);
        let Ok(interaction) = lenient::from_slice::<Interaction>(&request.body) else {
            return malformed();
        };
        if !self.is_ours(&interaction) {
            tracing::error!(source, "signed for us, but not for the configured application_id");
            return malformed();
        }
        if interaction.kind == kind::PING {
            return Heard::Nothing(Answer::json(&json!({"type": response::PONG})));
        }
        self.ask(source, id, &interaction, at).unwrap_or_else(malformed)
    }

    /// A PING may come without the application's id; nothing else does.
    fn is_ours(&self, interaction: &Interaction) -> bool {
        match &interaction.application_id {
            Some(id) => *id == self.application_id,
            None => interaction.kind == kind::PING,
        }
    }

    fn ask(&self, source: &str, id: AskId, interaction: &Interaction, at: Timestamp) -> Option<Heard> {
        let token = interaction.token()?;
        let data = interaction.data.as_ref()?;
        let typed = |text| (text, at, Confirmation::None);
        let (text, at, confirmation) = match interaction.kind {
            kind::COMMAND => typed(data.command()),
            kind::AUTOCOMPLETE => typed(data.unfinished()?),
            kind::BUTTON => pressed(data.custom_id.clone()?, at),
            _ => return None,
        };
        let ask = Ask {
            id,
            caller: caller(source, interaction)?,
            text,
            at,
            confirmation,
            locale: locale(interaction),
            reply_to: ReplyTo::Discord {
                token: token.to_owned().into(),
                click: interaction.is_own_message(),
            },
            mode: Mode::Act,
            cause: None,
            alerts: Vec::new(),
        };
        Some(match interaction.kind {
            kind::AUTOCOMPLETE => Heard::Unfinished(ask),
            _ => Heard::Ask(ask),
        })
    }

    /// An edit of the first message, or another one.
    pub(super) fn posts(&self, token: &SecretString, reply: &Reply, in_place: bool) -> Vec<Post> {
        let url = self.address(token, in_place);
        let body = message::render(reply);
        let post = if in_place {
            Post::edit(url, body)
        } else {
            Post::new(url, visible_to(reply.audience, body)).known_soon()
        };
        vec![post.from_agent(AGENT)]
    }

    /// Built here, never taken from the request, whose token was read as one.
    fn address(&self, token: &SecretString, in_place: bool) -> Url {
        let mut url = self.api.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(["webhooks", &self.application_id, token.expose_secret()]);
            if in_place {
                path.extend(["messages", "@original"]);
            }
        }
        url
    }
}

/// The reply, as the response to a command.
pub(super) fn render(reply: &Reply) -> Answer {
    let data = visible_to(reply.audience, message::render(reply));
    respond(response::MESSAGE, data)
}

/// A placeholder: the next answer takes its place, and can be seen by no more people.
pub(super) fn hold_a_place(reply: &Reply) -> Answer {
    respond(response::DEFERRED_MESSAGE, visible_to(reply.audience, json!({})))
}

/// The response to a button of one's own message, which is edited next.
pub(super) fn hold_still() -> Answer {
    Answer::json(&json!({"type": response::DEFERRED_UPDATE}))
}

/// What a name that is being typed may become.
pub(super) fn offer(choices: &[Choice]) -> Answer {
    let choices: Vec<_> = choices
        .iter()
        .map(|choice| json!({"name": choice.label, "value": choice.value}))
        .collect();
    respond(response::CHOICES, json!({"choices": choices}))
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

/// `<source>:<guild or @me>/<user>`. Both ids are signed, so a channel counts wherever it is.
fn caller(source: &str, interaction: &Interaction) -> Option<Caller> {
    let user = interaction.user_id()?;
    let guild = interaction.guild_id.as_deref();
    let channel = guild.zip(interaction.channel_id.as_deref());
    let all = [Some(user), guild, interaction.channel_id.as_deref()];
    if !all.into_iter().flatten().all(is_id) {
        return None;
    }
    Some(Caller {
        id: format!("{source}:{}/{user}", guild.unwrap_or("@me")),
        kind: CallerKind::Person,
        channel: channel.map(|(guild, channel)| format!("{source}:{guild}/#{channel}")),
        entra: None,
        source: source.to_owned(),
        name: interaction.user_name(),
    })
}

/// Whether this could be an id of Discord's: a number of at most 64 bits.
pub fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The caller's own language if there are words in it, else the guild's.
fn locale(interaction: &Interaction) -> Option<String> {
    [&interaction.locale, &interaction.guild_locale]
        .into_iter()
        .flatten()
        .find(|tag| Locale::from_tag(tag).is_some())
        .cloned()
}

fn malformed() -> Heard {
    Heard::Nothing(Answer::problem(
        StatusCode::BAD_REQUEST,
        "This is signed, but it is no interaction of this application.",
    ))
}

#[cfg(test)]
mod tests;
