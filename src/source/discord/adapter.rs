//! Checks and reads Discord's interactions.

use jiff::Timestamp;
#[cfg(any(test, feature = "emulator"))]
use serde_json::Value;
use serde_json::json;

use super::{
    config::{Discord, is_id},
    interaction::{Interaction, kind, response},
};
use crate::{
    client::is_loopback,
    command_request::{Caller, CommandRequest},
    lenient_json,
    reply::Locale,
    source::{
        Adapter, Answer, Incoming, Source, Verification,
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

const MALFORMED: &str = "This is signed, but it is no interaction of this application.";

impl Adapter for Discord {
    fn verify(&self, _: &Source, request: Request, now: Timestamp) -> Verification {
        SIGNATURE.verify(request, [&self.public_key.0[..]].into_iter(), now)
    }

    fn read(&self, source: &Source, request: &Verified<Request>, at: Timestamp) -> Incoming {
        let Ok(interaction) = lenient_json::from_slice::<Interaction>(&request.body) else {
            return Incoming::malformed(MALFORMED);
        };
        if !self.is_ours(&interaction) {
            let source = source.name.as_str();
            tracing::error!(source, "signed for us, but not for the configured application_id");
            return Incoming::malformed(MALFORMED);
        }
        if interaction.kind == kind::PING {
            return Incoming::Nothing(Answer::json(&json!({"type": response::PONG})));
        }
        self.incoming(source, request, &interaction, at).unwrap_or_else(|| Incoming::malformed(MALFORMED))
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

    #[cfg(any(test, feature = "emulator"))]
    fn shown(&self, answer: &Value) -> Option<String> {
        super::message::shown(answer)
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

    fn incoming(
        &self,
        source: &Source,
        request: &Request,
        interaction: &Interaction,
        at: Timestamp,
    ) -> Option<Incoming> {
        let (id, caller) = (id_of(request), caller(&source.name, interaction)?);
        let data = interaction.data.as_ref()?;
        let ask = match interaction.kind {
            kind::COMMAND => CommandRequest::new(id, caller, data.command(), at),
            kind::AUTOCOMPLETE => CommandRequest::new(id, caller, data.unfinished()?, at),
            kind::BUTTON => pressed(id, caller, data.custom_id.clone()?, at),
            _ => return None,
        };
        let replaces_message = interaction.is_own_message();
        let handle = self.reply_handle(interaction.token()?, replaces_message);
        let ask = CommandRequest { locale: locale(interaction), replaces_message, ..ask };
        Some(match interaction.kind {
            kind::AUTOCOMPLETE => Incoming::Unfinished(ask, handle),
            _ => Incoming::Command(ask, handle),
        })
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
