//! Checks, reads and answers Discord's interactions.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::{
    config::{AGENT, Discord, is_id},
    interaction::{EPHEMERAL, Interaction, kind, response},
    message,
};
use crate::{
    client::is_loopback,
    command_request::{Caller, CommandRequest},
    lenient_json,
    reply::{Audience, Locale, Reply},
    source::{
        Adapter, Answer, Choice, Delivery, Incoming, ReplyHandle, Source, Verification,
        incoming::{id_of, member_parts, pressed},
    },
    verify::{Algorithm, Encoding, Request, SignatureScheme, SignedPart, TimestampIn, Verified},
};

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
    fn verify(&self, _: &Source, request: Request, now: Timestamp) -> Verification {
        SIGNATURE.verify(request, [&self.public_key.0[..]].into_iter(), now)
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Option<Incoming> {
        let interaction: Interaction = lenient_json::from_slice(&request.body).ok()?;
        if !self.is_ours(&interaction) {
            let source = source.name.as_str();
            tracing::error!(source, "signed for us, but not for the configured application_id");
            return None;
        }
        if interaction.kind == kind::PING {
            return Some(Incoming::Nothing(Answer::json(&json!({"type": response::PONG}))));
        }
        let (id, caller) = (id_of(request), caller(&source.name, &interaction)?);
        let data = interaction.data.as_ref()?;
        let ask = match interaction.kind {
            kind::COMMAND => CommandRequest::new(id, caller, data.command(), at),
            kind::AUTOCOMPLETE => CommandRequest::new(id, caller, data.unfinished()?, at),
            kind::BUTTON => pressed(id, caller, data.custom_id.clone()?, at),
            _ => return None,
        };
        let replaces_message = interaction.is_own_message();
        let handle = self.reply_handle(interaction.token()?, replaces_message);
        let ask = CommandRequest { locale: locale(&interaction), replaces_message, ..ask };
        Some(match interaction.kind {
            kind::AUTOCOMPLETE => Incoming::Unfinished(ask, handle),
            _ => Incoming::Command(ask, handle),
        })
    }

    fn is_local(&self) -> bool {
        is_loopback(&self.api)
    }

    /// Checks `<guild>/<user>`, `@me/<user>` or `<guild>/#<channel>`, with globs.
    fn check_member(&self, member: &str) -> Result<(), &'static str> {
        const FORM: &str = "is not a caller: write <source>:<server>/<user>, @me for direct messages, or <source>:<server>/#<channel>";
        const NAME: &str = "does not go by ids: with Developer Mode on, Discord's menus have Copy ID";
        const ANYBODY: &str = "is anybody on Discord: name the server, or the user, without *";
        let ([guild, member], is_channel) = member_parts(member).ok_or(FORM)?;
        let direct = guild == "@me";
        if direct && is_channel {
            return Err(FORM);
        }
        let fits = |id: &str| is_id(&id.replace('*', "0"));
        if !fits(member) || !direct && !fits(guild) {
            return Err(NAME);
        }
        if (direct || guild.contains('*')) && member.contains('*') { Err(ANYBODY) } else { Ok(()) }
    }

    /// Only for the samples' key, since only Discord has the private half of any other.
    #[cfg(any(test, feature = "emulator"))]
    fn sign(&self, at: Timestamp, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        let private = hex::decode(super::config::INSECURE_TEST_KEY).ok()?;
        let private =
            Some(private).filter(|_| hex::encode(self.public_key.0) == super::config::SAMPLE_KEY)?;
        Some(SIGNATURE.sign(&private, at, body))
    }
}

impl Discord {
    /// Only a PING may come without the application's id.
    fn is_ours(&self, interaction: &Interaction) -> bool {
        let id = interaction.application_id.as_ref();
        id.map_or(interaction.kind == kind::PING, |id| *id == self.application_id)
    }

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
        channel: channel.map(|(guild, channel)| format!("{source}:{guild}/#{channel}")),
        name: interaction.user_name(),
        ..Caller::person(source, &format!("{}/{user}", guild.unwrap_or("@me")))
    })
}

/// The caller's own language if there are replies in it, else the guild's.
fn locale(interaction: &Interaction) -> Option<String> {
    let mut tags = [&interaction.locale, &interaction.guild_locale].into_iter().flatten();
    tags.find(|tag| Locale::from_tag(tag).is_some()).cloned()
}

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
