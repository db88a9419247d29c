//! `[sources.<name>]` of kind `teams-bot`.

use url::Url;

use super::conversation;
use crate::{
    client::{is_bare, is_loopback, is_private, place, url_on_this_machine},
    source::{Adapter, SourceContext, signing_keys::SigningKeys},
    toml_document::{Table, Value, chosen},
    verify::BotConnector,
};

#[rustfmt::skip]
pub(super) const KEYS: &[&str] = &[
    "kind", "app_id", "tenants", "cloud", "host", "credential", "tenant", "secret", "targeted", "test_issuer", "locale",
];

/// The Bot Connector's channel for Teams.
const CHANNEL: &str = "msteams";

/// By cloud: the issuer of the Bot Connector's tokens, which is also the audience of ours; where it publishes its keys;
/// Entra's address; and the one host that our answers go to. China's host is not documented.
#[rustfmt::skip]
const CLOUDS: [(&str, [&str; 4]); 5] = [
    ("public", [PUBLIC, PUBLIC_KEYS, "https://login.microsoftonline.com", "smba.trafficmanager.net"]),
    ("gcc", [PUBLIC, PUBLIC_KEYS, "https://login.microsoftonline.com", "smba.infra.gcc.teams.microsoft.com"]),
    ("gcc-high", [US, US_KEYS, "https://login.microsoftonline.us", "smba.infra.gov.teams.microsoft.us"]),
    ("dod", [US, US_KEYS, "https://login.microsoftonline.us", "smba.infra.dod.teams.microsoft.us"]),
    ("china", [
        "https://api.botframework.azure.cn",
        "https://login.botframework.azure.cn/v1/.well-known/keys",
        "https://login.partner.microsoftonline.cn",
        "",
    ]),
];
const PUBLIC: &str = "https://api.botframework.com";
const PUBLIC_KEYS: &str = "https://login.botframework.com/v1/.well-known/keys";
const US: &str = "https://api.botframework.us";
const US_KEYS: &str = "https://login.botframework.azure.us/v1/.well-known/keys";

/// A source of kind `teams-bot`.
#[derive(Debug)]
pub struct TeamsBot {
    /// Whose tokens are accepted, for which bot, and with which activities.
    pub(super) connector: BotConnector,
    /// The Bot Connector's keys, fetched when a token needs them.
    pub(super) keys: SigningKeys,
    /// The one host that answers go to, with our token. `None`: this machine, in tests.
    pub(super) host: Option<String>,
    /// Entra's address for our token. `None`: that of `[azure]`, in tests.
    pub(super) authority: Option<&'static str>,
    /// The audience of our token.
    pub(super) audience: &'static str,
    /// Whether groups see answers for the caller as messages that only the caller sees.
    pub(super) is_targeted: bool,
}

pub(super) fn read(table: &Table<'_>, _: &SourceContext<'_>) -> Option<Box<dyn Adapter>> {
    let id = |value: &Value<'_>| Some(value.guid()?.to_ascii_lowercase());
    let app_id = table.needed("app_id", "app_id = \"00000000-…\", the Microsoft App ID of the bot", id);
    let tenants = table.need("tenants", "tenants = [\"00000000-…\"], the ids of your Entra directories");
    let tenants = tenants.map(|value| value.each(id));
    let is_targeted = table.is_true("targeted");
    let [audience, keys, authority, _] = cloud(table)?;
    let host = host(table)?;
    let test = table.or("test_issuer", None, |value| Some(Some(test_issuer(&value.table()?)?)))?;
    let is_test = test.is_some();
    let (issuer, keys) = match test {
        Some(test) => test,
        None => (audience.to_owned(), Url::parse(keys).ok()?),
    };
    let (app_id, tenants) = (app_id?, tenants?);
    Some(Box::new(TeamsBot {
        connector: BotConnector { app_id, issuer, channel: CHANNEL, tenants, is_test },
        keys: SigningKeys::at(keys),
        host,
        authority: (!is_test).then_some(authority),
        audience,
        is_targeted,
    }))
}

fn cloud(table: &Table<'_>) -> Option<[&'static str; 4]> {
    table.or("cloud", CLOUDS[0].1, |value| {
        value.parsed(|name| chosen(name, CLOUDS, "is not a cloud of Teams"))
    })
}

/// The host of the cloud, or that of the setting; `None` within for a test that may use all of this machine.
fn host(table: &Table<'_>) -> Option<Option<String>> {
    let [.., known] = cloud(table)?;
    match (table.get("host"), known) {
        (None, _) if is_test(table) => Some(None),
        (Some(value), _) if is_test(table) => value.parsed(local_host).map(Some),
        (None, "") => {
            table.need("host", "host = \"HOST\", that of the `serviceUrl` in activities of this cloud")?;
            None
        }
        (Some(value), "") => value.trusted_host()?.parsed(bare_host).map(Some),
        (Some(value), _) => value.refuse("is known for this cloud: leave it out"),
        (None, known) => Some(Some(known.to_owned())),
    }
}

fn is_test(table: &Table<'_>) -> bool {
    table.get("test_issuer").is_some()
}

/// A host in the spelling of a URL, so that it can be compared with one.
fn bare_host(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(&format!("https://{text}/")).ok();
    let url = url.filter(|url| url.host_str().is_some_and(|host| host.eq_ignore_ascii_case(text)));
    url.map(|url| place(&url).to_owned()).ok_or("is not a host: write it without scheme, port or path")
}

/// A host of this machine, with its port.
fn local_host(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(&format!("http://{text}/")).ok();
    let url = url.filter(|url| is_loopback(url) && is_bare(url) && place(url) == text);
    url.map(|url| place(&url).to_owned()).ok_or("is not on this machine: write it as 127.0.0.1:8181")
}

/// An issuer with keys of its own, on this machine.
fn test_issuer(table: &Table<'_>) -> Option<(String, Url)> {
    table.only(&["issuer", "keys"]);
    let issuer = table.needed("issuer", "issuer = \"https://…\", as in its tokens", Value::text);
    let rule = "is not on this machine: leave test_issuer out, it is for tests";
    let local = |value: &Value<'_>| value.parsed(|text| url_on_this_machine(text).ok_or(rule));
    let keys = table.needed("keys", "keys = \"http://127.0.0.1:8181/…\", where it publishes its keys", local);
    Some((issuer?.to_owned(), keys?))
}

/// The URL of a conversation's messages, for a channel that the source of this table posts to.
pub(super) fn channel(source: &Table<'_>, conversation: &Value<'_>) -> Option<Url> {
    let base = match host(source)? {
        Some(host) if is_test(source) => Url::parse(&format!("http://{host}/teams/")).ok()?,
        Some(host) => Url::parse(&format!("https://{host}/teams/")).ok()?,
        None => test_issuer(&source.get("test_issuer")?.table()?)?.1.join("/").ok()?,
    };
    conversation
        .parsed(|id| conversation::url(&base, &[id, "activities"]).ok_or("is not a conversation's id"))
}

impl TeamsBot {
    /// The base of the URLs that answers go to, if it is at the one host of the cloud.
    pub(super) fn service(&self, url: &str) -> Option<Url> {
        Url::parse(url).ok().filter(|url| is_bare(url) && self.is_ours(url))
    }

    /// Whether `url` is at the one host of the cloud: https, no user, no other port.
    pub(super) fn is_ours(&self, url: &Url) -> bool {
        let is_host = match &self.host {
            Some(host) => place(url) == host,
            None => is_loopback(url),
        };
        is_host && is_private(url) && url.username().is_empty() && url.password().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bot(host: Option<&str>) -> TeamsBot {
        let host = host.map(str::to_owned);
        let (app_id, issuer) = ("00aa".to_owned(), PUBLIC.to_owned());
        let connector =
            BotConnector { app_id, issuer, channel: CHANNEL, tenants: Vec::new(), is_test: host.is_none() };
        let keys = SigningKeys::at(Url::parse(PUBLIC_KEYS).unwrap());
        TeamsBot { connector, keys, host, authority: None, audience: PUBLIC, is_targeted: false }
    }

    #[test]
    fn our_token_goes_to_the_one_host_of_the_cloud() {
        for (_, [issuer, keys, authority, host]) in CLOUDS {
            assert!([issuer, keys, authority].iter().all(|url| url.starts_with("https://")));
            if !host.is_empty() {
                assert!(bot(Some(host)).service(&format!("https://{host}/teams/")).is_some());
            }
        }
        let bot = bot(Some("smba.trafficmanager.net"));
        for url in ["https://smba.trafficmanager.net/br/", "https://SMBA.trafficmanager.net:443/amer/00aa"] {
            assert!(bot.service(url).is_some(), "{url}");
        }
        for url in [
            "http://smba.trafficmanager.net/br/",
            "https://smba.trafficmanager.net:8443/br/",
            "https://smba.trafficmanager.net.evil.example/br/",
            "https://smba.trafficmanager.net@evil.example/br/",
            "https://me@smba.trafficmanager.net/br/",
            "https://me:secret@smba.trafficmanager.net/br/",
            "https://evil.trafficmanager.net/br/",
            "https://x.smba.trafficmanager.net/br/",
            "https://smba.trafficmanager.net./br/",
            "https://smba.infra.gcc.teams.microsoft.com/teams/",
            "https://smba.trafficmanager.net/br/?x",
            "https://smba.trafficmanager.net/br/#x",
            "https://evil.example/smba.trafficmanager.net/",
            "https://evil.example\\@smba.trafficmanager.net.evil.example/",
            "https://127.0.0.1/",
            "http://127.0.0.1:8181/",
            "ftp://smba.trafficmanager.net/",
            "//smba.trafficmanager.net/br/",
            "smba.trafficmanager.net",
            "",
        ] {
            assert!(bot.service(url).is_none(), "{url}");
        }
    }

    #[test]
    fn a_test_stays_on_this_machine() {
        let bot = bot(None);
        for url in ["http://127.0.0.1:8181/br/", "http://localhost:56150/_connector", "http://[::1]/"] {
            assert!(bot.service(url).is_some(), "{url}");
        }
        for url in
            ["https://smba.trafficmanager.net/br/", "http://127.0.0.1.evil.example/", "http://10.0.0.1/"]
        {
            assert!(bot.service(url).is_none(), "{url}");
        }
    }
}
