//! `[sources.<name>]` of kind `discord`, and what callers from there are called.

use url::Url;

use super::{api::API, public_key::PublicKey};
use crate::{
    client::is_loopback,
    source::{adapter::Input, context::SourceContext},
    toml_document::{Table, Value},
};

pub(super) const KEYS: &[&str] = &["kind", "public_key", "application_id", "api", "locale"];

/// A source of kind `discord`.
#[derive(Debug)]
pub struct Discord {
    pub public_key: PublicKey,
    pub application_id: String,
    /// [`API`], or a loopback address in tests.
    pub api: Url,
}

pub(super) fn read(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Input> {
    let api = match table.get("api") {
        Some(value) => value.parsed(loopback),
        None => Url::parse(API).ok(),
    };
    let application = table.need("application_id", "application_id = \"1234567890\", all digits");
    let application = application.and_then(|value| {
        value.fitting(
            is_id,
            "is not an id: copy Application ID from General Information in the Developer Portal",
        )
    });
    let key = table.need("public_key", "public_key = \"64 digits and letters\"");
    let in_public = table.get("api").is_none();
    let key = key.and_then(|value| public_key(&value, in_public));
    Some(Input::Requests(Box::new(Discord { public_key: key?, application_id: application?, api: api? })))
}

/// A key that only Discord can sign for.
fn public_key(value: &Value<'_>, in_public: bool) -> Option<PublicKey> {
    let copy = |reason| format!("{reason}: copy Public Key from General Information in the Developer Portal");
    let key = value.parsed(|text| text.parse::<PublicKey>().map_err(copy))?;
    if in_public && key.is_the_samples() {
        value.refuse("is the samples' key, for which anybody can sign: it needs an `api` on this machine")
    } else {
        Some(key)
    }
}

/// Where late answers go instead, in tests.
fn loopback(text: &str) -> Result<Url, &'static str> {
    const NOT_HERE: &str = "is not on this machine: leave it out, it is for tests";
    let url = Url::parse(text).map_err(|_| NOT_HERE)?;
    let here = url.host().is_some_and(|host| is_loopback(&host));
    let web = matches!(url.scheme(), "http" | "https");
    (here && web).then_some(url).ok_or(NOT_HERE)
}

/// Whether this could be an id of Discord's: a number of at most 64 bits.
pub(super) fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Checks `<guild>/<user>`, `@me/<user>` or `<guild>/#<channel>`, with globs.
pub(super) fn check_member(member: &str) -> Result<(), &'static str> {
    const FORM: &str = "is not a caller: write <source>:<server>/<user>, @me for direct messages, or <source>:<server>/#<channel>";
    const NAME: &str = "does not go by ids: with Developer Mode on, Discord's menus have Copy ID";
    const ANYBODY: &str = "is anybody on Discord: name the server, or the user, without *";
    let (guild, member) = member.split_once('/').ok_or(FORM)?;
    let channel = member.strip_prefix('#');
    let direct = guild == "@me";
    if guild.is_empty() || channel.unwrap_or(member).is_empty() || direct && channel.is_some() {
        return Err(FORM);
    }
    let fits = |id: &str| is_id(&id.replace('*', "0"));
    if !fits(channel.unwrap_or(member)) || !direct && !fits(guild) {
        return Err(NAME);
    }
    if (direct || guild.contains('*')) && member.contains('*') { Err(ANYBODY) } else { Ok(()) }
}
