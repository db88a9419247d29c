//! Channels to notify: `[notify.<name>]`, each an incoming webhook of its platform, whose URL is never shown, since
//! anyone who knows it can post there; or a conversation that a source reaches with a token of its own.

use serde_json::Value;
use url::Url;

use super::delivery::Delivery;
use crate::{
    client::{is_loopback, is_private},
    locale::Locale,
    reply::{Mention, Reply, Text},
    toml_document::{self, Table},
    verify::Secrets,
};

/// How the channels of a platform take messages.
pub struct Webhook {
    /// Whether an https URL leads to the platform.
    pub accepts: fn(&Url) -> bool,
    /// The fault of any other URL, after the key's name.
    pub refusal: &'static str,
    /// The body of a message. `to` is named in it, and alerted if the platform can. The last is the channel itself.
    pub message: fn(&Reply, Option<&Mention>, &Channel) -> Value,
    /// The `User-Agent` that the platform requires, if it does.
    pub user_agent: Option<&'static str>,
    /// The URL of a `conversation`, where a source of this table posts with its own token. `None`: channels have a `url`.
    pub through: Option<fn(&Table<'_>, &toml_document::Value<'_>) -> Option<Url>>,
}

/// One `[notify.<name>]` table, ready to use.
#[derive(Clone)]
pub struct Channel {
    /// The key of its table, which `notify` lists and replies mention.
    pub name: String,
    webhook: &'static Webhook,
    url: Url,
    /// The source whose token opens the URL, the conversation there, and the keys that seal its buttons. `None`: the URL
    /// alone is enough.
    pub(super) poster: Option<([String; 2], Secrets)>,
    /// Whether a source verifies clicks on buttons there. Otherwise messages have no buttons.
    clicks: bool,
    /// The language of the people who read there, if configured.
    pub locale: Option<Locale>,
}

formatted!(Debug for Channel, |channel| "Channel({})", channel.name);

impl Channel {
    /// # Errors
    ///
    /// When the URL is not one of the platform's webhooks; the error says how those begin.
    pub fn new(name: &str, webhook: &'static Webhook, url: &str, clicks: bool) -> Result<Self, &'static str> {
        let fits = |url: &Url| {
            let safe = url.scheme() == "https" && (webhook.accepts)(url);
            let local = is_loopback(url) && is_private(url);
            url.username().is_empty() && url.password().is_none() && (safe || local)
        };
        let url = Url::parse(url.trim()).ok().filter(fits);
        Ok(Self::at(name, webhook, url.ok_or(webhook.refusal)?, (None, clicks)))
    }

    /// A channel whose URL was checked.
    pub fn at(
        name: &str,
        webhook: &'static Webhook,
        url: Url,
        (poster, clicks): (Option<([String; 2], Secrets)>, bool),
    ) -> Self {
        Self { name: name.to_owned(), webhook, url, poster, clicks, locale: None }
    }

    /// Whether its messages stay on this machine.
    pub fn is_local(&self) -> bool {
        is_loopback(&self.url)
    }

    /// The message on its way to the channel. `to` is named in it, and alerted if the platform can.
    pub fn tell(&self, reply: &Reply, to: Option<&Mention>) -> Delivery {
        let mut reply = reply.clone();
        if !self.clicks {
            reply.buttons.clear();
        }
        let delivery = Delivery::post(self.url.clone(), (self.webhook.message)(&reply, to, self));
        let user_agent = self.webhook.user_agent.unwrap_or(delivery.user_agent);
        Delivery {
            user_agent,
            bearer: self.poster.as_ref().map(|([source, _], _)| source.clone()),
            ..delivery
        }
    }
}

/// The reply with a line in front that names its addressee.
pub(super) fn named_first(reply: &Reply, to: Option<&Mention>) -> Reply {
    let mut reply = reply.clone();
    let name = to.map(|to| Text::read(&format!("*{}*:", to.plain_name())));
    reply.lines.splice(0..0, name);
    reply
}

#[cfg(test)]
mod tests;
