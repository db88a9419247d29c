//! `[sources.<name>]` and `[tickets]`: who is listened to, and how they prove themselves.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{
    alerts,
    channels::Channels,
    discord,
    locale::locale,
    machine, mattermost,
    name::{TERMINAL, is_name},
    secrets::secrets,
    teams,
};
use crate::{
    azure::Settings,
    client::is_loopback,
    source::{
        Kind, Source,
        slack::{REPLY_HOST, Slack},
    },
    ticket,
    toml_document::{Table, Value, instead_of},
    verify::Secrets,
};

pub(super) const SLACK_KEYS: &[&str] = &[
    "kind",
    "secret",
    "previous_secret",
    "reply_hosts",
    "teams",
    "locale",
];
pub(super) const TICKET_KEYS: &[&str] = &["key", "previous_key"];

const KINDS: &[&str] = &[
    "slack",
    "teams",
    "discord",
    "mattermost",
    "signed",
    "azure-monitor",
    "grafana",
    "alertmanager",
    "event",
];

/// Those without a secret that could seal their tickets: it travels with each request, or there is
/// none.
const WITHOUT_SECRET: &[&str] = &["discord", "mattermost"];

/// In bytes. Slack's own have 32.
const SHORTEST_SIGNING_SECRET: usize = 16;

/// In bytes: as long as the seals' own digest.
const SHORTEST_TICKET_KEY: usize = 32;

/// What sources refer to.
pub(super) struct Around<'a> {
    tickets: Option<Secrets>,
    /// Whether there is a `[tickets]`, be it a faulty one, or one whose key was not looked for.
    has_tickets: bool,
    pub(super) notify: &'a Channels<'a>,
    /// `None` where it has faults of its own.
    pub(super) azure: Option<&'a Settings>,
}

/// The sources that can be used. What is wrong with the others has been noted.
pub(super) fn read(root: &Table<'_>, notify: &Channels<'_>, azure: Option<&Settings>) -> Vec<Source> {
    let tickets = root.get("tickets").and_then(|value| tickets(&value.table()?));
    let example = "[sources.slack] and below it kind = \"slack\"";
    let Some(table) = root.need("sources", example).and_then(|value| value.table()) else {
        return Vec::new();
    };
    if table.iter().next().is_none() {
        table.place.fault("is empty: write at least one [sources.NAME]");
    }
    let around = Around {
        has_tickets: root.get("tickets").is_some(),
        tickets,
        notify,
        azure,
    };
    let source = |(name, value): (&str, Value<'_>)| source(name, &value, &around);
    table.iter().filter_map(source).collect()
}

fn source(name: &str, value: &Value<'_>, around: &Around<'_>) -> Option<Source> {
    value.place.accept(check_name(name));
    let table = value.table()?;
    let kind = table.need("kind", "kind = \"slack\"")?;
    let text = kind.text()?;
    let read = match text {
        "slack" => slack(&table).map(Kind::Slack),
        "teams" => teams::read(&table).map(Kind::Teams),
        "discord" => discord::read(&table).map(Kind::Discord),
        "mattermost" => mattermost::read(name, &table).map(Kind::Mattermost),
        "azure-monitor" => alerts::azure_monitor(&table, around).map(Kind::AzureMonitor),
        "grafana" => alerts::grafana(&table, around).map(Kind::Grafana),
        "alertmanager" => alerts::alertmanager(&table, around).map(Kind::Alertmanager),
        "signed" => machine::signed(&table).map(Kind::Signed),
        "event" => machine::event(&table).map(Kind::Event),
        other => kind.refuse(format!("is not a kind of source: {}", instead_of(other, KINDS))),
    };
    let tickets = around.tickets.as_ref();
    let tickets = tickets.or(read.as_ref().and_then(own_secrets)).map(keys);
    let without = read.as_ref().is_some_and(is_without_buttons);
    if !around.has_tickets && WITHOUT_SECRET.contains(&text) {
        kind.place.fault(NO_TICKET_KEY);
    }
    let ages = matches!(text, "event" | "azure-monitor");
    let max_age = ages.then(|| machine::max_age(&table)).flatten();
    let alerts = matches!(text, "azure-monitor" | "grafana" | "alertmanager");
    let notify = match table.get("notify") {
        // An alert asks people, and somebody has to hear of it.
        None if alerts => around.notify.all(),
        _ => around.notify.named(&table),
    };
    let locale = table.get("locale").and_then(|tag| locale(&tag));
    Some(Source {
        closed: table.place.reading.is_closed(name),
        name: name.to_owned(),
        tickets: tickets.or_else(|| without.then(|| ticket::Keys::derived_from(&[], None)))?,
        notify,
        quiet: machine::quiet(&table),
        kind: read?,
        locale,
        max_age,
    })
}

/// Machines confirm nothing, so some have no key for it.
fn is_without_buttons(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Event(_) | Kind::AzureMonitor(_) | Kind::Grafana(_) | Kind::Alertmanager(_)
    )
}

/// What a source's tickets can be sealed with, for want of a key: a secret that never travels.
fn own_secrets(kind: &Kind) -> Option<&Secrets> {
    match kind {
        Kind::Slack(slack) => Some(&slack.secrets),
        Kind::Teams(teams) => Some(&teams.tokens),
        Kind::Signed(signed) => Some(&signed.secrets),
        Kind::Grafana(grafana) => Some(&grafana.secrets),
        Kind::Discord(_) | Kind::Mattermost(_) => None,
        Kind::Event(_) | Kind::AzureMonitor(_) | Kind::Alertmanager(_) => None,
    }
}

fn check_name(name: &str) -> Result<(), &'static str> {
    match name {
        TERMINAL => Err("is what callers at the terminal are called: name the source otherwise"),
        _ if is_name(name) => Ok(()),
        _ => Err("cannot name a source: 1 to 40 of a-z, 0-9, - and _"),
    }
}

fn slack(table: &Table<'_>) -> Option<Slack> {
    table.only(SLACK_KEYS);
    let secret = table.need("secret", "secret = { env = \"SLACK_SIGNING_SECRET\" }");
    let secret = secret.and_then(|value| Some((value.secret()?, value)));
    let previous = table.get("previous_secret");
    let previous = previous.and_then(|value| Some((value.secret_if_there()?, value)));
    let reply_hosts = match table.get("reply_hosts") {
        Some(hosts) => hosts.each(|host| host.parsed(reply_host)),
        None => vec![REPLY_HOST.to_owned()],
    };
    let for_tests = !reply_hosts.is_empty() && reply_hosts.iter().all(|host| is_on_this_machine(host));
    let checked = |(secret, value)| signing_secret(secret, &value, for_tests);
    let (secret, previous) = (secret.and_then(checked), previous.and_then(checked));
    let teams = table
        .get("teams")
        .map(|teams| teams.each(team))
        .unwrap_or_default();
    Some(Slack {
        secrets: secrets(&table.place, secret?, previous)?,
        reply_hosts,
        teams,
    })
}

/// As Slack shows it. Where no answer leaves this machine, any will do, to try things out.
fn signing_secret(secret: SecretString, value: &Value<'_>, for_tests: bool) -> Option<SecretString> {
    if for_tests || secret.expose_secret().len() >= SHORTEST_SIGNING_SECRET {
        return Some(secret);
    }
    value.refuse("leads to no signing secret: the app's page shows it, 32 letters and digits")
}

fn is_on_this_machine(host: &str) -> bool {
    let url = Url::parse(&format!("https://{host}/")).ok();
    url.is_some_and(|url| url.host().is_some_and(|host| is_loopback(&host)))
}

/// `host` or `host:port`, as a URL spells it: only so can it be compared with one.
fn reply_host(text: &str) -> Result<String, &'static str> {
    const NO_HOST: &str =
        "is not a host: write it without scheme or path, such as \"hooks.slack.com\" or \"127.0.0.1:8181\"";
    let url = Url::parse(&format!("https://{text}/")).map_err(|_| NO_HOST)?;
    let bare = !text.contains(['/', '\\', '?', '#', '@']) && !text.contains(char::is_whitespace);
    match (url.host_str(), url.port()) {
        (Some(host), None) if bare => Ok(host.to_owned()),
        (Some(host), Some(port)) if bare => Ok(format!("{host}:{port}")),
        _ => Err(NO_HOST),
    }
}

fn team(value: &Value<'_>) -> Option<String> {
    // T for a workspace, E for an organization of them.
    let is_id = |text: &str| text.starts_with(['T', 'E']) && is_slack_id(text);
    value.fitting(
        is_id,
        "is not a Slack workspace: write its id, such as \"T012AB3CD\", never its name",
    )
}

/// Whether this could be an id of Slack's: capital letters and digits.
pub(super) fn is_slack_id(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn tickets(table: &Table<'_>) -> Option<Secrets> {
    table.only(TICKET_KEYS);
    let key = table.need(
        "key",
        "key = { env = \"LAMPLIGHTER_TICKET_KEY\" }, or leave [tickets] out",
    );
    let key = key.and_then(|value| long_enough(value.secret()?, &value));
    let previous = table.get("previous_key");
    let previous = previous.and_then(|value| long_enough(value.secret_if_there()?, &value));
    secrets(&table.place, key?, previous)
}

fn long_enough(key: SecretString, value: &Value<'_>) -> Option<SecretString> {
    if key.expose_secret().len() < SHORTEST_TICKET_KEY {
        return value.refuse(format!(
            "leads to a key of less than {SHORTEST_TICKET_KEY} characters: make a longer one"
        ));
    }
    Some(key)
}

const NO_TICKET_KEY: &str = "has no secret to seal its buttons with: write [tickets] and below it \
                             key = { env = \"LAMPLIGHTER_TICKET_KEY\" }";

fn keys(secrets: &Secrets) -> ticket::Keys {
    ticket::Keys::derived_from(secrets.current(), secrets.all().nth(1))
}
