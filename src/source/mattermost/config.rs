//! `[sources.<name>]` of kind `mattermost`.

use url::Url;

use crate::{
    client::{is_bare, is_private},
    source::{Adapter, SourceContext},
    toml_document::{Table, Value},
    verify::Secrets,
};

pub(super) const KEYS: &[&str] = &["kind", "token", "previous_token", "site_url", "url", "locale"];

/// A source of kind `mattermost`.
#[derive(Debug)]
pub struct Mattermost {
    /// Each is accepted as the token of the slash command.
    pub tokens: Secrets,
    /// The base of the URLs for late answers, without a slash at the end.
    pub site: String,
    /// The source's own URL as the server reaches it, for clicks.
    pub hook: String,
}

pub(super) fn read(table: &Table<'_>, context: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let tokens = table.secrets("token", "token = { env = \"MATTERMOST_TOKEN\" }", |token| {
        // A token that a form has to escape would not be found in it; Mattermost makes none.
        let rule = "leads to no token of a slash command: those are 26 of a-z and 0-9";
        is_id(token).then(|| token.into()).ok_or(rule)
    });
    let example = "site_url = \"https://chat.example.com\", the server's own Site URL";
    let site = table.needed("site_url", example, base);
    let ours = table.needed("url", "url = \"https://HOST\", where Lamplighter answers from outside", base);
    let hook = format!("{}/hooks/{}", ours?, context.name);
    Some(Box::new(Mattermost { tokens: tokens?, site: site?, hook }))
}

/// A URL to append paths to, without a slash at its end.
fn base(value: &Value<'_>) -> Option<String> {
    value.parsed(|text| {
        let url = Url::parse(text).map_err(|_| "is not a URL of the form https://host")?;
        match url.scheme() {
            _ if !is_bare(&url) => Err("is more than a base: write https://host, and a path if it has one"),
            _ if is_private(&url) => Ok(url.as_str().trim_end_matches('/').to_owned()),
            _ => Err("must be https; http is for 127.0.0.0/8, ::1 and localhost only"),
        }
    })
}

/// Whether this could be an id or a token of Mattermost.
pub(super) fn is_id(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    text.len() == 26 && text.bytes().all(fits)
}
