//! `[notify.<name>]`: channels that are told what nobody there has just asked.

use secrecy::ExposeSecret;

use super::name::{example_kind, is_name};
use crate::{
    source::{Channel, PLATFORMS, Webhook},
    toml_document::{Table, Value, instead_of},
};

pub(super) const KEYS: &[&str] = &["kind", "url", "source"];

/// The channels of the document.
pub(super) struct Channels<'a> {
    /// Names of all of them, also of those that have a fault of their own.
    names: Vec<&'a str>,
    /// Those without.
    ready: Vec<Channel>,
}

pub(super) fn read<'a>(root: &Table<'a>) -> Channels<'a> {
    let sources = root.names("sources");
    let table = root.get("notify").and_then(|value| value.table());
    let entries = table.iter().flat_map(Table::iter);
    Channels {
        names: root.names("notify"),
        ready: entries.filter_map(|(name, value)| channel(name, &value, &sources)).collect(),
    }
}

impl Channels<'_> {
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Every one that there is.
    pub fn all(&self) -> Vec<Channel> {
        self.ready.clone()
    }

    /// Those that a source's `notify` names.
    pub fn named(&self, source: &Table<'_>) -> Vec<Channel> {
        let names = source.get("notify");
        let channel = |value: &Value<'_>| {
            let name = value.parsed(|name| self.known(name))?;
            // One that has a fault of its own is not there, and was noted there.
            self.ready.iter().find(|ready| ready.name == name).cloned()
        };
        names.map(|names| names.each(channel)).unwrap_or_default()
    }

    fn known<'n>(&self, name: &'n str) -> Result<&'n str, String> {
        match self.names.as_slice() {
            names if names.contains(&name) => Ok(name),
            [] => Err("names no [notify.NAME] of this file: write one, with kind and url".to_owned()),
            names => Err(format!("names no [notify.NAME] of this file: {}", instead_of(name, names))),
        }
    }
}

fn channel(name: &str, value: &Value<'_>, sources: &[&str]) -> Option<Channel> {
    // Replies say it, and nothing in it may be markup.
    let named = is_name(name).then_some(()).ok_or("cannot name a channel: 1 to 40 of a-z, 0-9, - and _");
    value.location.accept(named);
    let table = value.table()?;
    table.only(KEYS);
    let kind = table.need("kind", &example_kind());
    let webhook = kind.and_then(|kind| kind.parsed(webhook));
    let clicks = table.get("source").and_then(|source| {
        let known = |name: &str| sources.contains(&name);
        source.parsed(|name| known(name).then_some(()).ok_or(instead_of_source(name, sources)))
    });
    let reference = table.need("url", "url = { env = \"OPS_WEBHOOK\" }")?;
    let url = reference.secret()?;
    let notify = Channel::new(name, webhook?, url.expose_secret(), clicks.is_some());
    reference.location.accept(notify)
}

fn instead_of_source(name: &str, sources: &[&str]) -> String {
    format!("names no source of this file: {}", instead_of(name, sources))
}

fn webhook(kind: &str) -> Result<&'static Webhook, String> {
    let webhooks = PLATFORMS.iter().filter_map(|platform| Some((platform.kind, platform.webhook.as_ref()?)));
    let found = webhooks.clone().find(|(known, _)| *known == kind);
    found.map(|(_, webhook)| webhook).ok_or_else(|| {
        let kinds: Vec<_> = webhooks.map(|(kind, _)| kind).collect();
        format!("is not a kind of channel: {}", instead_of(kind, &kinds))
    })
}
