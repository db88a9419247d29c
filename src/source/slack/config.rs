//! `[sources.<name>]` of kind `slack`.

use std::cell::LazyCell;

use url::Url;

use crate::{
    client::{is_loopback, place},
    source::{Adapter, SourceContext},
    toml_document::{Table, Value},
    verify::Secrets,
};

/// The name of the platform in the configuration.
pub const KIND: &str = "slack";
pub(super) const KEYS: &[&str] = &["kind", "secret", "previous_secret", "reply_hosts", "teams", "locale"];

/// Why a grant to a channel never holds.
pub(super) const NO_WORKSPACES: &str =
    "would never hold: channels count for the source's own `teams` alone; write those there";
pub(super) const NOT_OURS: &str =
    "would never hold: this team is not among the source's `teams`; add it there";

/// Where Slack's own `response_url`s point.
const REPLY_HOST: &str = "hooks.slack.com";

/// The shortest signing secret, in bytes. Slack's own have 32.
const SHORTEST_SIGNING_SECRET: usize = 16;

/// A source of kind `slack`.
#[derive(Debug)]
pub struct Slack {
    /// The app's signing secret, and the previous one while it is renewed.
    pub secrets: Secrets,
    /// `host` or `host:port`. A `response_url` elsewhere is never posted to.
    pub reply_hosts: Vec<String>,
    /// The workspaces whose members' channels may carry grants; Slack Connect lets others in.
    pub team_ids: Vec<String>,
}

pub(super) fn read(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let reply_hosts = LazyCell::new(|| match table.get("reply_hosts") {
        Some(hosts) => hosts.each(|host| host.parsed(reply_host)),
        None => vec![REPLY_HOST.to_owned()],
    });
    // If no answer leaves this machine, any secret is accepted, for tests.
    let for_tests = || !reply_hosts.is_empty() && reply_hosts.iter().all(|host| is_on_this_machine(host));
    let example = "secret = { env = \"SLACK_SIGNING_SECRET\" }";
    let rule = "leads to no signing secret: the app's page shows it, 32 letters and digits";
    let secrets = table.secrets("secret", example, |secret| {
        let fits = for_tests() || secret.len() >= SHORTEST_SIGNING_SECRET;
        fits.then(|| secret.into()).ok_or(rule)
    });
    let reply_hosts = reply_hosts.clone();
    let team_ids = table.get("teams").map(|ids| ids.each(team)).unwrap_or_default();
    Some(Box::new(Slack { secrets: secrets?, reply_hosts, team_ids }))
}

pub(super) fn is_on_this_machine(host: &str) -> bool {
    Url::parse(&format!("https://{host}/")).is_ok_and(|url| is_loopback(&url))
}

/// `host` or `host:port` in the spelling of a URL, so that it can be compared with one.
fn reply_host(text: &str) -> Result<String, &'static str> {
    const NO_HOST: &str =
        "is not a host: write it without scheme or path, such as \"hooks.slack.com\" or \"127.0.0.1:8181\"";
    let bare = !text.contains(['/', '\\', '?', '#', '@']) && !text.contains(char::is_whitespace);
    let url = Url::parse(&format!("https://{text}/")).ok().filter(|_| bare).ok_or(NO_HOST)?;
    Ok(place(&url).to_owned())
}

fn team(value: &Value<'_>) -> Option<String> {
    // T for a workspace, E for an organization of them.
    let is_id = |text: &str| text.starts_with(['T', 'E']) && is_slack_id(text);
    value.fitting(is_id, "is not a Slack workspace: write its id, such as \"T012AB3CD\", never its name")
}

/// Whether this could be an id in Slack: capital letters and digits.
pub(super) fn is_slack_id(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
