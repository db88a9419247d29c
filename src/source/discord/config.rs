//! `[sources.<name>]` of kind `discord`.

use url::Url;

use crate::{
    client::url_on_this_machine,
    source::{Adapter, SourceContext},
    toml_document::{Table, Value},
};

/// Where late answers go: <https://docs.discord.com/developers/reference#api-versioning>.
pub const API: &str = "https://discord.com/api/v10";

/// The form that Discord requires; without it, its proxy may refuse requests.
/// <https://docs.discord.com/developers/reference#user-agent>
pub(super) const AGENT: &str = concat!("DiscordBot (lamplighter, ", env!("CARGO_PKG_VERSION"), ")");

/// The key that samples are signed with: the first of RFC 8032 (§7.1), whose private half is public.
pub const SAMPLE_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
#[cfg(any(test, feature = "emulator"))]
pub(super) const INSECURE_TEST_KEY: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

pub(super) const KEYS: &[&str] = &["kind", "public_key", "application_id", "api", "locale"];

/// The public half of an application's Ed25519 key; the other half never leaves Discord.
#[derive(Clone, Copy)]
pub struct PublicKey(pub(super) [u8; 32]);

formatted!(Debug for PublicKey, |key| "{}", hex::encode(key.0));

/// A source of kind `discord`.
#[derive(Debug)]
pub struct Discord {
    /// Checks the signatures of interactions.
    pub public_key: PublicKey,
    /// Names us in the URLs of late answers.
    pub application_id: String,
    /// [`API`], or a loopback address in tests.
    pub api: Url,
}

pub(super) fn read(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let api = table.get("api").map_or_else(|| Url::parse(API).ok(), |value| value.parsed(loopback));
    let rule = "is not an id: copy Application ID from General Information in the Developer Portal";
    let example = "application_id = \"1234567890\", all digits";
    let application = table.needed("application_id", example, |value| value.fitting(is_id, rule));
    let in_public = table.get("api").is_none();
    let example = "public_key = \"64 digits and letters\"";
    let key = table.needed("public_key", example, |value| public_key(value, in_public));
    Some(Box::new(Discord { public_key: key?, application_id: application?, api: api? }))
}

/// A key that only Discord can sign for.
fn public_key(value: &Value<'_>, in_public: bool) -> Option<PublicKey> {
    let copy = |reason| format!("{reason}: copy Public Key from General Information in the Developer Portal");
    let key = value.parsed(|text| read_key(text).map_err(copy))?;
    if in_public && hex::encode(key.0) == SAMPLE_KEY {
        value.refuse("is the samples' key, for which anybody can sign: it needs an `api` on this machine")
    } else {
        Some(key)
    }
}

pub(super) fn read_key(text: &str) -> Result<PublicKey, &'static str> {
    let mut key = [0; 32];
    hex::decode_to_slice(text, &mut key)
        .map_err(|_| "is not a public key, which is 64 of 0-9 and a-f, and neither a token nor a secret")?;
    // A point of small order: anybody could make signatures that fit.
    if key[1..].iter().all(|byte| *byte == 0) { Err("is nobody's key") } else { Ok(PublicKey(key)) }
}

/// Where late answers go in tests.
fn loopback(text: &str) -> Result<Url, &'static str> {
    url_on_this_machine(text).ok_or("is not on this machine: leave it out, it is for tests")
}

/// Whether this could be an id in Discord: a number of at most 64 bits.
pub(super) fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}
