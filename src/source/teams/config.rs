//! `[sources.<name>]` of kind `teams`.

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretSlice};

use crate::{
    source::{Adapter, SourceContext},
    toml_document::{Table, Value},
    verify::Secrets,
};

pub(super) const KEYS: &[&str] = &["kind", "tokens", "notify", "locale"];

/// In bytes: the length that Teams makes.
const SHORTEST_TOKEN: usize = 32;

/// A source of kind `teams`.
#[derive(Debug)]
pub struct Teams {
    /// Teams makes one for each team that the webhook is added to.
    pub tokens: Secrets,
}

pub(super) fn read(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let example = "tokens = { TEAM = { env = \"TEAMS_TOKEN\" } }, one for each team";
    let tokens = table.need("tokens", example)?.table()?;
    if tokens.iter().next().is_none() {
        return tokens.location.refuse(format!("is empty: write {example}"));
    }
    let keys: Vec<_> = tokens.iter().map(|(_, value)| token(&value)).collect();
    let keys: Option<Vec<_>> = keys.into_iter().collect();
    Some(Box::new(Teams { tokens: table.location.accept(Secrets::several(keys?))? }))
}

/// A security token, as Teams shows it when the webhook is made: the key in base64.
fn token(value: &Value<'_>) -> Option<SecretSlice<u8>> {
    let key = STANDARD.decode(value.secret()?.expose_secret().trim()).ok();
    let key = key.filter(|key| key.len() >= SHORTEST_TOKEN).map(Into::into);
    key.or_else(|| {
        value.refuse("leads to no security token: it is what Teams shows once, 44 characters of base64")
    })
}
