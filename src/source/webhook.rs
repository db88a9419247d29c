//! Channels to notify: `[notify.<name>]`, each an incoming webhook of its platform. A webhook's URL is
//! never shown, since anyone who knows it can post there.

use std::fmt;

use serde_json::Value;
use url::Url;

use super::delivery::Delivery;
use crate::{
    client::{is_loopback, is_private},
    command_request::Addressee,
    locale::Locale,
    reply::{Reply, Text},
};

/// How the channels of a platform take messages: by incoming webhooks.
pub struct Webhook {
    /// Whether an https URL leads to the platform.
    pub accepts: fn(&Url) -> bool,
    /// The fault of any other URL, after the key's name.
    pub refusal: &'static str,
    /// The body of a message. `to` is named in it, and alerted if the platform can.
    pub message: fn(&Reply, Option<&Addressee>) -> Value,
    /// The `User-Agent` that the platform requires, if it does.
    pub user_agent: Option<&'static str>,
}

/// One `[notify.<name>]` table, ready to use.
#[derive(Clone)]
pub struct Channel {
    /// The key of its table, which `notify` lists and replies mention.
    pub name: String,
    webhook: &'static Webhook,
    url: Url,
    /// Whether a source verifies clicks on buttons there. Otherwise messages have no buttons.
    clicks: bool,
    /// The language of the people who read there, if configured.
    pub locale: Option<Locale>,
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Channel({})", self.name)
    }
}

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
        Ok(Self { name: name.to_owned(), webhook, url: url.ok_or(webhook.refusal)?, clicks, locale: None })
    }

    /// The message on its way to the channel. `to` is named in it, and alerted if the platform can.
    pub fn tell(&self, reply: &Reply, to: Option<&Addressee>) -> Delivery {
        let mut reply = reply.clone();
        if !self.clicks {
            reply.buttons.clear();
        }
        let delivery = Delivery::post(self.url.clone(), (self.webhook.message)(&reply, to));
        Delivery { user_agent: self.webhook.user_agent.unwrap_or(delivery.user_agent), ..delivery }
    }
}

/// The reply with a line in front that names its addressee.
pub(super) fn named_first(reply: &Reply, to: Option<&Addressee>) -> Reply {
    let mut reply = reply.clone();
    let name = to.map(|to| Text::read(&format!("*{}*:", to.plain_name())));
    reply.lines.splice(0..0, name);
    reply
}

#[cfg(test)]
mod tests;
