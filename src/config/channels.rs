//! `[notify.<name>]`: channels for news that nobody there has asked for.

use secrecy::ExposeSecret;

use super::values::{example_kind, is_name, locale};
use crate::{
    locale::Locale,
    source::{Channel, PLATFORMS},
    ticket,
    toml_document::{Table, Value, chosen},
    verify::Secrets,
};

pub(super) const KEYS: &[&str] = &["kind", "url", "conversation", "source", "locale"];

/// The channels by name; `None` for a channel with faults.
pub(super) fn read<'a>(root: &Table<'a>, tickets: Option<&Secrets>) -> Vec<(&'a str, Option<Channel>)> {
    let entries = root.entries("notify").into_iter();
    entries.map(|(name, value)| (name, channel(name, &value, (root, tickets)))).collect()
}

/// Those of `channels` that a source's `notify` names.
pub(super) fn named(channels: &[(&str, Option<Channel>)], source: &Table<'_>) -> Vec<Channel> {
    const NO_CHANNEL: &str = "names no [notify.NAME] of this file";
    let find = |name: &str| match channels {
        [] => Err(format!("{NO_CHANNEL}: write one, with kind and url")),
        _ => chosen(name, channels.iter().cloned(), NO_CHANNEL),
    };
    let channel = |value: &Value<'_>| value.parsed(find)?;
    source.get("notify").map(|names| names.each(channel)).unwrap_or_default()
}

fn channel(
    name: &str,
    value: &Value<'_>,
    (root, tickets): (&Table<'_>, Option<&Secrets>),
) -> Option<Channel> {
    // Replies contain the name, so it must not be markup.
    if !is_name(name) {
        value.location.fault("cannot name a channel: 1 to 40 of a-z, 0-9, - and _");
    }
    let table = value.table()?;
    let kind = table.need("kind", &example_kind());
    let webhooks = PLATFORMS.iter().filter_map(|platform| {
        let webhook = platform.webhook.as_ref()?;
        Some((platform.kind, (platform.kind, webhook)))
    });
    let webhook =
        kind.and_then(|kind| kind.parsed(|kind| chosen(kind, webhooks, "is not a kind of channel")));
    let through = webhook.and_then(|(_, webhook)| webhook.through);
    let unused = if through.is_some() { "url" } else { "conversation" };
    let keys: Vec<_> = KEYS.iter().copied().filter(|key| *key != unused).collect();
    table.only(&keys);
    let source = table.get("source").and_then(|source| {
        let sources = root.get("sources").and_then(|value| value.if_table());
        let sources = sources.iter().flat_map(Table::iter);
        source.parsed(|name| chosen(name, sources, "names no source of this file"))?.if_table()
    });
    let own = table.get("locale").and_then(|tag| locale(&tag));
    // People there read the answers of the source as well.
    let of_source = source.as_ref().and_then(|source| source.get("locale")?.text());
    let mut channel = if let Some(address) = through {
        let named = table.need("source", "source = \"NAME\", the source that posts there");
        let conversation = table.need("conversation", "conversation = \"19:…\", as `whoami` shows it there");
        let ((kind, webhook), named, conversation, source) = (webhook?, named?, conversation?, source?);
        if source.get("kind")?.text()? != kind {
            return named.refuse("names a source of another kind: name one of the channel's own");
        }
        let place = [named.text()?.to_owned(), conversation.text()?.to_owned()];
        let poster = (place, ticket::keys(tickets?.all().take(2)));
        Channel::at(name, webhook, address(&source, &conversation)?, (Some(poster), true))
    } else {
        let reference = table.need("url", "url = { env = \"OPS_WEBHOOK\" }")?;
        let url = reference.secret()?;
        let channel = Channel::new(name, webhook?.1, url.expose_secret(), source.is_some());
        reference.location.accept(channel)?
    };
    channel.locale = own.or_else(|| Locale::from_tag(of_source?));
    Some(channel)
}
