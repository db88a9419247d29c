//! `[notify.<name>]`: channels for news that nobody there has asked for.

use secrecy::ExposeSecret;

use super::values::{example_kind, is_name, locale};
use crate::{
    locale::Locale,
    source::{Channel, PLATFORMS, Webhook},
    toml_document::{Table, Value, instead_of},
};

pub(super) const KEYS: &[&str] = &["kind", "url", "source", "locale"];

/// The channels by name; `None` for a channel with faults.
pub(super) fn read<'a>(root: &Table<'a>) -> Vec<(&'a str, Option<Channel>)> {
    let table = root.get("notify").and_then(|value| value.table());
    let entries = table.iter().flat_map(Table::iter);
    entries.map(|(name, value)| (name, channel(name, &value, root))).collect()
}

/// Those of `channels` that a source's `notify` names.
pub(super) fn named(channels: &[(&str, Option<Channel>)], source: &Table<'_>) -> Vec<Channel> {
    let names: Vec<_> = channels.iter().map(|(name, _)| *name).collect();
    let find = |name: &str| match channels.iter().find(|(known, _)| *known == name) {
        Some((_, channel)) => Ok(channel.clone()),
        None if names.is_empty() => {
            Err("names no [notify.NAME] of this file: write one, with kind and url".to_owned())
        }
        None => Err(format!("names no [notify.NAME] of this file: {}", instead_of(name, &names))),
    };
    let channel = |value: &Value<'_>| value.parsed(find)?;
    source.get("notify").map(|names| names.each(channel)).unwrap_or_default()
}

fn channel(name: &str, value: &Value<'_>, root: &Table<'_>) -> Option<Channel> {
    // Replies contain the name, so it must not be markup.
    if !is_name(name) {
        value.location.fault("cannot name a channel: 1 to 40 of a-z, 0-9, - and _");
    }
    let table = value.table()?;
    table.only(KEYS);
    let kind = table.need("kind", &example_kind());
    let webhook = kind.and_then(|kind| kind.parsed(webhook));
    let clicks = table.get("source").and_then(|source| {
        let sources = root.get("sources").and_then(|value| value.if_table());
        let fault =
            |name| format!("names no source of this file: {}", instead_of(name, &root.names("sources")));
        source.parsed(|name| sources.and_then(|sources| sources.get(name)).ok_or_else(|| fault(name)))
    });
    let own = table.get("locale").and_then(|tag| locale(&tag));
    // People there read the answers of the source as well.
    let of_source = clicks.as_ref().and_then(|source| source.if_table()?.get("locale")?.text());
    let reference = table.need("url", "url = { env = \"OPS_WEBHOOK\" }")?;
    let url = reference.secret()?;
    let notify = Channel::new(name, webhook?, url.expose_secret(), clicks.is_some());
    let notify = notify.map(|mut channel| {
        channel.locale = own.or_else(|| Locale::from_tag(of_source?));
        channel
    });
    reference.location.accept(notify)
}

fn webhook(kind: &str) -> Result<&'static Webhook, String> {
    let webhooks = PLATFORMS.iter().filter_map(|platform| Some((platform.kind, platform.webhook.as_ref()?)));
    let found = webhooks.clone().find(|(known, _)| *known == kind).map(|(_, webhook)| webhook);
    found.ok_or_else(|| {
        let kinds: Vec<_> = webhooks.map(|(kind, _)| kind).collect();
        format!("is not a kind of channel: {}", instead_of(kind, &kinds))
    })
}
