//! Checks, reads and answers Discord's interactions.

use http::StatusCode;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{
    api::AGENT,
    config::{Discord, check_member, is_id},
    interaction::{EPHEMERAL, Interaction},
    message,
};
use crate::{
    ask::{Ask, AskId, Caller, CallerKind, Confirmation, Mode, ReplyTo},
    lenient,
    reply::{Audience, Locale, Reply},
    source::{
        adapter::{Adapter, Choice, Source},
        deliver::Post,
        http_answer::Answer,
        incoming::{Heard, pressed},
    },
    verify::{Algorithm, Encoding, Rejection, Request, SignatureScheme, SignedPart, TimestampIn, Verified},
};

/// The most choices that Discord shows.
const MOST_CHOICES: usize = 25;

/// The longest label and value of a choice, in characters.
const LONGEST_CHOICE: usize = 100;

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

/// Discord signs `<timestamp><body>` with the application's key.
/// <https://docs.discord.com/developers/interactions/overview>
pub(super) const SIGNATURE: SignatureScheme = SignatureScheme {
    algorithm: Algorithm::Ed25519,
    signature: "x-signature-ed25519",
    prefix: "",
    encoding: Encoding::Hex,
    timestamp: TimestampIn::Header("x-signature-timestamp"),
    signed: &[SignedPart::Timestamp, SignedPart::Body],
};

impl Adapter for Discord {
    fn verify(
        &self,
        _: &Source,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        SIGNATURE.verify_with(request, [&self.public_key.0[..]].into_iter(), now)
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Heard {
        let source = source.name.as_str();
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

    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        check_member(member)
    }

    /// Only with the samples' key, since Discord alone has the private half of any other.
    #[cfg(any(test, feature = "emulator"))]
    fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        let private = hex::decode(super::public_key::SAMPLE_PRIVATE_KEY).ok()?;
        let private = Some(private).filter(|_| self.public_key.is_the_samples())?;
        Some(SIGNATURE.sign(&private, at, body))
    }

    fn answers_at_once(&self, reply_to: &ReplyTo) -> Option<Answer> {
        let click = matches!(reply_to, ReplyTo::Discord { click: true, .. });
        click.then(hold_still)
    }

    fn render(&self, _: &Source, _: &ReplyTo, reply: &Reply) -> Answer {
        let data = visible_to(reply.audience, message::render(reply));
        respond(response::MESSAGE, data)
    }

    /// A placeholder: the next answer takes its place, and can be seen by no more people.
    fn acknowledge(&self, _: &Source, _: &ReplyTo, reply: &Reply) -> Answer {
        respond(response::DEFERRED_MESSAGE, visible_to(reply.audience, json!({})))
    }

    /// What a name that is being typed may become.
    fn offer(&self, choices: &[Choice]) -> Answer {
        let fits = |choice: &&Choice| choice.label.chars().count() <= LONGEST_CHOICE;
        let choices: Vec<_> = choices
            .iter()
            .filter(fits)
            .take(MOST_CHOICES)
            .map(|choice| json!({"name": choice.label, "value": choice.value}))
            .collect();
        respond(response::CHOICES, json!({"choices": choices}))
    }

    fn later(&self, _: &Source, reply_to: &ReplyTo, reply: &Reply, in_place: bool) -> Vec<Post> {
        match reply_to {
            ReplyTo::Discord { token, .. } => self.posts(token, reply, in_place),
            _ => Vec::new(),
        }
    }
}

impl Discord {
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
    fn posts(&self, token: &SecretString, reply: &Reply, in_place: bool) -> Vec<Post> {
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
    pub(super) fn address(&self, token: &SecretString, in_place: bool) -> Url {
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

/// The response to a button of one's own message, which is edited next.
fn hold_still() -> Answer {
    Answer::json(&json!({"type": response::DEFERRED_UPDATE}))
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
