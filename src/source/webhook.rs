//! Channels that are told what nobody there has just asked: `[notify.<name>]`, each of them an
//! incoming webhook of its platform. Its URL is all it takes to post there, and never shown.

use std::fmt;

use serde_json::Value;
use url::Url;

use super::{
    deliver::Post,
    discord::{self, AGENT},
    mattermost, slack, teams,
};
use crate::{
    ask::Addressee,
    client::is_loopback,
    reply::{Reply, Text},
};

/// One `[notify.<name>]` table, ready to use.
#[derive(Clone)]
pub struct Notify {
    pub name: String,
    platform: Platform,
    url: Url,
    /// Whether a source verifies what is clicked there; else there are no buttons.
    clicks: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>
    Slack,
    /// A workflow that begins "When a Teams webhook request is received".
    Teams,
    /// <https://docs.discord.com/developers/resources/webhook#execute-webhook>
    Discord,
    /// <https://developers.mattermost.com/integrate/webhooks/incoming/>
    Mattermost,
}

impl fmt::Debug for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Notify({} on {:?})", self.name, self.platform)
    }
}

impl Notify {
    /// Refuses a URL that is not one of the platform's webhooks, saying how those begin.
    pub fn new(name: &str, platform: Platform, url: &str, clicks: bool) -> Result<Self, &'static str> {
        let fits = |url: &Url| {
            let safe = url.scheme() == "https" && platform.receives(url);
            let local =
                url.host().is_some_and(|host| is_loopback(&host)) && matches!(url.scheme(), "http" | "https");
            url.username().is_empty() && url.password().is_none() && (safe || local)
        };
        let url = Url::parse(url.trim()).ok().filter(fits);
        Ok(Self {
            name: name.to_owned(),
            platform,
            url: url.ok_or(platform.begins())?,
            clicks,
        })
    }

    /// The message on its way to the channel. `to` is named in it, and alerted where we can.
    pub fn tell(&self, reply: &Reply, to: Option<&Addressee>) -> Post {
        let post = Post::new(self.url.clone(), self.message(reply, to));
        match self.platform {
            Platform::Discord => post.from_agent(AGENT),
            _ => post,
        }
    }

    fn message(&self, reply: &Reply, to: Option<&Addressee>) -> Value {
        let mut reply = reply.clone();
        // Discord gives no buttons to a webhook that is not an application's own.
        if !self.clicks || self.platform == Platform::Discord {
            reply.buttons.clear();
        }
        if self.platform != Platform::Teams {
            let name = to.map(|to| Text::read(&format!("*{}*:", to.plain_name())));
            reply.lines.splice(0..0, name);
        }
        match self.platform {
            Platform::Slack => slack::message::webhook(&reply),
            Platform::Teams => teams::message::message(&reply, to),
            Platform::Discord => discord::message::render(&reply),
            Platform::Mattermost => mattermost::message::webhook(&reply),
        }
    }
}

impl Platform {
    /// Whether a URL, known to be https, leads to the platform.
    fn receives(self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let usual_port = url.port().is_none();
        match self {
            Self::Slack => usual_port && matches!(host, "hooks.slack.com" | "hooks.slack-gov.com"),
            Self::Teams => {
                let suffixes = [".logic.azure.com", ".environment.api.powerplatform.com"];
                usual_port && suffixes.iter().any(|suffix| host.ends_with(suffix))
            }
            Self::Discord => {
                let hosts = ["discord.com", "ptb.discord.com", "canary.discord.com"];
                usual_port && hosts.contains(&host) && url.path().starts_with("/api/webhooks/")
            }
            // Wherever they run it.
            Self::Mattermost => url.path().contains("/hooks/"),
        }
    }

    fn begins(self) -> &'static str {
        match self {
            Self::Slack => "leads to no webhook of Slack: those begin with https://hooks.slack.com/",
            Self::Teams => {
                "leads to no workflow: its URL begins with https:// and a host that ends in \
                 .logic.azure.com or .environment.api.powerplatform.com"
            }
            Self::Discord => {
                "leads to no webhook of Discord: those begin with https://discord.com/api/webhooks/"
            }
            Self::Mattermost => "leads to no webhook of Mattermost: those are https://YOUR-HOST/hooks/…",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(platform: Platform, url: &str) -> bool {
        Notify::new("ops", platform, url, false).is_ok()
    }

    #[test]
    fn each_platform_has_its_own_hosts() {
        use Platform::{Discord, Mattermost, Slack, Teams};
        for (platform, url) in [
            (Slack, "https://hooks.slack.com/services/T1/B2/x"),
            (Slack, "https://HOOKS.slack.com:443/services/T1/B2/x\n"),
            (
                Teams,
                "https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y",
            ),
            (
                Teams,
                "https://d.e4.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x?sig=y",
            ),
            (Discord, "https://discord.com/api/webhooks/1/x"),
            (Discord, "https://canary.discord.com/api/webhooks/1/x"),
            (Mattermost, "https://chat.example.org/hooks/x"),
            (Mattermost, "https://example.org:8443/mattermost/hooks/x"),
            (Slack, "http://127.0.0.1:8181/_emulator/inbox/ops"),
            (Teams, "http://localhost:8181/_emulator/inbox/ops"),
        ] {
            assert!(takes(platform, url), "{platform:?} {url}");
        }
        for (platform, url) in [
            (Slack, "http://hooks.slack.com/services/T1/B2/x"),
            (Slack, "https://hooks.slack.com.evil.test/services"),
            (Slack, "https://hooks.slack.com:8443/services"),
            (Slack, "https://hooks.slack.com@evil.test/services"),
            (Slack, "https://me:pw@hooks.slack.com/services"),
            (Slack, "https://hooks.slack.com./services"),
            (Slack, "https://prod-12.westeurope.logic.azure.com/x"),
            (Teams, "https://outlook.office.com/webhook/x"),
            (Teams, "https://logic.azure.com.evil.test/workflows"),
            (Teams, "https://evillogic.azure.com/workflows"),
            (Teams, "https://evil.test/.logic.azure.com"),
            (Teams, "https://prod-12.westeurope.logic.azure.com:444/x"),
            (Teams, "https://169.254.169.254/latest"),
            (Discord, "https://discord.com/api/v10/channels/1/messages"),
            (Discord, "https://evil.discord.com/api/webhooks/1/x"),
            (Mattermost, "http://chat.example.org/hooks/x"),
            (Mattermost, "https://chat.example.org/"),
            (Slack, "ftp://127.0.0.1/x"),
            (Slack, "hooks.slack.com"),
            (Slack, ""),
        ] {
            assert!(!takes(platform, url), "{platform:?} {url}");
        }
    }

    #[test]
    fn whoever_asked_is_named_on_each_platform() {
        let ada = Addressee {
            name: "Ada".to_owned(),
            entra: "00aa".to_owned(),
        };
        let reply = Reply::to_channel([Text::read("⚪ *myci* is stopped.")]);
        for (platform, at, said) in [
            (Platform::Slack, "/text", "*Ada*:\n⚪ *myci* is stopped."),
            (
                Platform::Teams,
                "/attachments/0/content/body/0/text",
                "<at>Ada</at>",
            ),
            (Platform::Discord, "/content", "**Ada**:\n⚪ **myci** is stopped."),
            (Platform::Mattermost, "/text", "**Ada**:\n⚪ **myci** is stopped."),
        ] {
            let notify = Notify::new("ops", platform, "http://127.0.0.1/hooks/x", false).unwrap();
            let message = notify.message(&reply, Some(&ada));
            assert_eq!(message.pointer(at).unwrap(), said, "{platform:?}");
        }
    }

    #[test]
    fn its_address_is_not_shown() {
        let url = "https://hooks.slack.com/services/T1/B2/very-secret";
        let notify = Notify::new("ops", Platform::Slack, url, false).unwrap();
        assert_eq!(format!("{notify:?}"), "Notify(ops on Slack)");
    }
}
