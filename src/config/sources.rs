//! `[sources.<name>]` and `[tickets]`: where requests come from, and how they are verified.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::{
    channels,
    values::{TERMINAL, example_kind, is_name, locale},
};
use crate::{
    azure::{Cloud, CredentialSettings, Settings},
    command::{self, Verb},
    command_request::CallerKind,
    lifecycle::later,
    source::{Adapter, Channel, PLATFORMS, Platform, Source, SourceContext},
    ticket,
    toml_document::{Purpose, Table, Value, chosen},
    verify::Secrets,
};

pub(super) const TICKET_KEYS: &[&str] = &["key", "previous_key"];

/// In bytes: as long as the digest of the seals.
const SHORTEST_TICKET_KEY: usize = 32;

/// The default for `max_age`. A timer that a platform delivers later could stop instances while people work on them.
const MAX_AGE: SignedDuration = SignedDuration::from_hours(1);

/// What sources refer to.
struct Shared<'a> {
    tickets: Option<Secrets>,
    /// Whether there is a `[tickets]`, even if it has faults or its key was not read.
    has_tickets: bool,
    channels: &'a [(&'a str, Option<Channel>)],
    /// `None` if it has faults.
    azure: Option<&'a Settings>,
}

/// The sources without faults. Only a server needs one. `platforms` gets the platform of each, even if its secrets
/// were not read.
pub(super) fn read(
    root: &Table<'_>,
    (channels, tickets): (&[(&str, Option<Channel>)], Option<Secrets>),
    azure: Option<&Settings>,
    platforms: &mut BTreeMap<String, &'static Platform>,
    credentials: &mut BTreeMap<String, (CredentialSettings, Cloud)>,
) -> Vec<Source> {
    let kind = PLATFORMS[0].kind;
    let example = format!("[sources.{kind}] and below it {}", example_kind());
    let table = match root.location.reader.purpose {
        Purpose::Serve => root.need("sources", &example),
        _ => root.get("sources"),
    };
    let Some(table) = table.and_then(|value| value.table()) else { return Vec::new() };
    table.not_empty("at least one [sources.NAME]");
    let shared = Shared { has_tickets: root.get("tickets").is_some(), tickets, channels, azure };
    let source = |(name, value): (&str, Value<'_>)| {
        value.location.accept(check_name(name));
        let table = value.table()?;
        let kind = table.need("kind", &example_kind())?;
        let platforms_by_kind = PLATFORMS.map(|platform| (platform.kind, platform));
        let platform = kind.parsed(|kind| chosen(kind, platforms_by_kind, "is not a kind of source"));
        platforms.extend(platform.map(|platform| (name.to_owned(), platform)));
        let source = source(name, &table, (&kind, platform), &shared)?;
        if let Some(app) = source.adapter.app() {
            let credential = super::azure::of_app(&table, app, azure)?;
            credentials.extend(credential.map(|credential| (name.to_owned(), credential)));
        }
        Some(source)
    };
    let sources: Vec<_> = table.iter().filter_map(source).collect();
    let is_local = azure.is_none_or(|azure| azure.cloud.is_local())
        && channels.iter().filter_map(|(_, channel)| channel.as_ref()).all(Channel::is_local)
        && sources.iter().all(|source| source.adapter.is_local());
    for source in sources.iter().filter(|source| source.adapter.is_for_tests() && !is_local) {
        table.get(&source.name).inspect(|value| value.location.fault(NOT_LOCAL));
    }
    sources
}

fn source(
    name: &str,
    table: &Table<'_>,
    (kind, platform): (&Value<'_>, Option<&'static Platform>),
    shared: &Shared<'_>,
) -> Option<Source> {
    let adapter = platform.and_then(|platform| {
        table.only(platform.keys);
        let context = SourceContext {
            name,
            has_channels: !shared.channels.is_empty(),
            workspaces: shared.azure.map(|azure| &azure.workspaces),
            directory: &|tenant| {
                let cloud = &shared.azure?.cloud;
                Some((cloud.issuers(tenant), cloud.signing_keys(tenant)))
            },
        };
        (platform.read_config)(table, &context)
    });
    let needs_key = platform.is_some_and(|platform| platform.capabilities.needs_ticket_key);
    if !shared.has_tickets && needs_key {
        kind.location.fault(NO_TICKET_KEY);
    }
    let fixed = adapter.as_ref().and_then(|adapter| adapter.fixed_commands());
    if !shared.has_tickets && fixed.is_some_and(|verbs| verbs.contains(&Verb::Due)) {
        kind.location.fault(NO_LATER_KEY);
    }
    let max_age = match table.get("max_age") {
        _ if !platform.is_some_and(|platform| platform.keys.contains(&"max_age")) => None,
        Some(value) => value.parsed(duration),
        None => Some(MAX_AGE),
    };
    let notify = match table.get("notify") {
        // An alert proposes actions to people, so it needs a channel.
        None if platform.is_some_and(|platform| platform.keys.contains(&"rules")) => {
            shared.channels.iter().filter_map(|(_, channel)| channel.clone()).collect()
        }
        _ => channels::named(shared.channels, table),
    };
    let quiet = table.is_true("quiet");
    let own = table.get("locale").and_then(|tag| locale(&tag));
    let (platform, adapter) = (platform?, adapter?);
    // Nobody reads a machine's answers, but the people in its channels read its reports.
    let channels = notify.iter().find_map(|channel| channel.locale);
    let locale = if platform.capabilities.caller == CallerKind::Machine { channels.or(own) } else { own };
    Some(Source {
        closed: table.location.reader.closed.borrow().contains(name),
        name: name.to_owned(),
        tickets: ticket_keys(platform, &*adapter, shared.tickets.as_ref())?,
        later: shared.tickets.as_ref().map(|secrets| later::keys(secrets.all())),
        notify,
        quiet,
        platform,
        adapter,
        locale,
        max_age,
    })
}

/// The keys that seal a source's tickets: from `[tickets]`, or else from a secret of the source that never travels.
fn ticket_keys(platform: &Platform, adapter: &dyn Adapter, given: Option<&Secrets>) -> Option<Secrets> {
    match given.or(adapter.ticket_secret()) {
        Some(secrets) => Some(ticket::keys(secrets.all().take(2))),
        // Machines confirm nothing, so some of them have no key.
        None if platform.capabilities.caller == CallerKind::Machine => Some(ticket::keys([&[][..]])),
        None => None,
    }
}

fn duration(text: &str) -> Result<SignedDuration, &'static str> {
    let words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
    command::duration(&words).ok_or("is not a duration: write one such as \"1h\" or \"30m\"")
}

fn check_name(name: &str) -> Result<(), &'static str> {
    match name {
        TERMINAL => Err("is what callers at the terminal are called: name the source otherwise"),
        _ if is_name(name) => Ok(()),
        _ => Err("cannot name a source: 1 to 40 of a-z, 0-9, - and _"),
    }
}

/// The keys of `[tickets]`.
pub(super) fn tickets(root: &Table<'_>) -> Option<Secrets> {
    let table = root.get("tickets")?.table()?;
    table.only(TICKET_KEYS);
    let example = "key = { env = \"LAMPLIGHTER_TICKET_KEY\" }, or leave [tickets] out";
    let short = || format!("leads to a key of less than {SHORTEST_TICKET_KEY} characters: make a longer one");
    table.secrets("key", example, |key| {
        (key.len() >= SHORTEST_TICKET_KEY).then(|| key.into()).ok_or_else(short)
    })
}

const NO_LATER_KEY: &str = "carries out what is pending, and nothing seals that: write [tickets] and below it \
                            key = { env = \"LAMPLIGHTER_TICKET_KEY\" }";

const NOT_LOCAL: &str = "accepts what a test signs, and not every host of this file is on this machine: leave \
                         `test_issuer` out";

const NO_TICKET_KEY: &str = "has no secret to seal its buttons with: write [tickets] and below it \
                             key = { env = \"LAMPLIGHTER_TICKET_KEY\" }";
