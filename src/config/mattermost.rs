//! `[sources.<name>]` of kind `mattermost`, and what callers from there are called.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::secrets::secrets;
use crate::{
    client::is_loopback,
    source::mattermost::{Mattermost, is_id},
    toml_document::{Table, Value},
};

pub(super) const KEYS: &[&str] = &["kind", "token", "previous_token", "site_url", "url", "locale"];

pub(super) fn read(name: &str, table: &Table<'_>) -> Option<Mattermost> {
    table.only(KEYS);
    let token = table.need("token", "token = { env = \"MATTERMOST_TOKEN\" }");
    let token = token.and_then(|value| made_there(value.secret()?, &value));
    let previous = table.get("previous_token");
    let previous = previous.and_then(|value| made_there(value.secret_if_there()?, &value));
    let site = table.need(
        "site_url",
        "site_url = \"https://chat.example.com\", the server's own Site URL",
    );
    let site = site.and_then(|value| base(&value));
    let ours = table.need(
        "url",
        "url = \"https://HOST\", where Lamplighter answers from outside",
    );
    let ours = ours.and_then(|value| base(&value));
    Some(Mattermost {
        tokens: secrets(&table.place, token?, previous)?,
        site: site?,
        hook: format!("{}/hooks/{name}", ours?),
    })
}

/// A token as Mattermost makes it. One that a form had to escape would never be found in one.
fn made_there(token: SecretString, value: &Value<'_>) -> Option<SecretString> {
    if is_id(token.expose_secret()) {
        Some(token)
    } else {
        value.refuse("leads to no token of a slash command: those are 26 of a-z and 0-9")
    }
}

/// A URL that paths can be put behind, without a slash at its end.
fn base(value: &Value<'_>) -> Option<String> {
    value.parsed(|text| {
        let url = Url::parse(text).map_err(|_| "is not a URL of the form https://host")?;
        let loopback = url.host().is_some_and(|host| is_loopback(&host));
        let bare = url.query().is_none() && url.fragment().is_none();
        let nameless = url.username().is_empty() && url.password().is_none();
        match url.scheme() {
            _ if !bare || !nameless => {
                Err("is more than a base: write https://host, and a path if it has one")
            }
            "https" => Ok(url.as_str().trim_end_matches('/').to_owned()),
            "http" if loopback => Ok(url.as_str().trim_end_matches('/').to_owned()),
            _ => Err("must be https; http is for 127.0.0.0/8, ::1 and localhost only"),
        }
    })
}

/// Checks `<team>/<user>` or `<team>/#<channel>`, with globs.
pub(super) fn member(member: &str) -> Result<(), &'static str> {
    const FORM: &str =
        "is not a caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any";
    const NAME: &str = "does not go by ids: write Mattermost's, 26 of a-z and 0-9; `whoami` tells yours";
    let (team, member) = member.split_once('/').ok_or(FORM)?;
    let member = member.strip_prefix('#').unwrap_or(member);
    let fits = |id: &str| {
        is_id(id)
            || id.contains('*')
                && id
                    .bytes()
                    .all(|b| b == b'*' || b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    match [team, member] {
        [team, member] if team.is_empty() || member.is_empty() => Err(FORM),
        ids if ids.into_iter().all(fits) => Ok(()),
        _ => Err(NAME),
    }
}
