//! Where channels are, and what they are told.

use super::*;
use crate::source::PLATFORMS;

fn channel(kind: &str, url: &str) -> Result<Channel, &'static str> {
    let platform = PLATFORMS.iter().find(|platform| platform.kind == kind).unwrap();
    Channel::new("ops", platform.webhook.as_ref().expect(kind), url, false)
}

#[test]
fn each_platform_has_its_own_hosts() {
    for (platform, url) in [
        ("slack", "https://hooks.slack.com/services/T1/B2/x"),
        ("slack", "https://HOOKS.slack.com:443/services/T1/B2/x\n"),
        (
            "teams",
            "https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y",
        ),
        (
            "teams",
            "https://d.e4.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x?sig=y",
        ),
        ("discord", "https://discord.com/api/webhooks/1/x"),
        ("discord", "https://canary.discord.com/api/webhooks/1/x"),
        ("mattermost", "https://chat.example.org/hooks/x"),
        ("mattermost", "https://example.org:8443/mattermost/hooks/x"),
        ("slack", "http://127.0.0.1:8181/_emulator/inbox/ops"),
        ("teams", "http://localhost:8181/_emulator/inbox/ops"),
    ] {
        assert!(channel(platform, url).is_ok(), "{platform} {url}");
    }
    for (platform, url) in [
        ("slack", "http://hooks.slack.com/services/T1/B2/x"),
        ("slack", "https://hooks.slack.com.evil.test/services"),
        ("slack", "https://hooks.slack.com:8443/services"),
        ("slack", "https://hooks.slack.com@evil.test/services"),
        ("slack", "https://me:pw@hooks.slack.com/services"),
        ("slack", "https://hooks.slack.com./services"),
        ("slack", "https://prod-12.westeurope.logic.azure.com/x"),
        ("teams", "https://outlook.office.com/webhook/x"),
        ("teams", "https://logic.azure.com.evil.test/workflows"),
        ("teams", "https://evillogic.azure.com/workflows"),
        ("teams", "https://evil.test/.logic.azure.com"),
        ("teams", "https://prod-12.westeurope.logic.azure.com:444/x"),
        ("teams", "https://169.254.169.254/latest"),
        ("discord", "https://discord.com/api/v10/channels/1/messages"),
        ("discord", "https://evil.discord.com/api/webhooks/1/x"),
        ("mattermost", "http://chat.example.org/hooks/x"),
        ("mattermost", "https://chat.example.org/"),
        ("slack", "ftp://127.0.0.1/x"),
        ("slack", "hooks.slack.com"),
        ("slack", ""),
    ] {
        assert!(channel(platform, url).is_err(), "{platform} {url}");
    }
}

#[test]
fn whoever_asked_is_named_on_each_platform() {
    let ada = Mention { name: Some("Ada".to_owned()), entra: "00aa".to_owned(), ..Mention::default() };
    let reply = Reply::to_channel([Text::read("⚪ *myci* is stopped.")]);
    for (platform, at, said) in [
        ("slack", "/text", "*Ada*:\n⚪ *myci* is stopped."),
        ("teams", "/attachments/0/content/body/0/text", "<at>Ada</at>"),
        ("discord", "/content", "**Ada**:\n⚪ **myci** is stopped."),
        ("mattermost", "/text", "**Ada**:\n⚪ **myci** is stopped."),
    ] {
        let channel = channel(platform, "http://127.0.0.1/hooks/x").unwrap();
        let message = (channel.webhook.message)(&reply, Some(&ada), &channel);
        assert_eq!(message.pointer(at).unwrap(), said, "{platform}");
    }
}

#[test]
fn its_address_is_not_shown() {
    let url = "https://hooks.slack.com/services/T1/B2/very-secret";
    let channel = channel("slack", url).unwrap();
    assert_eq!(format!("{channel:?}"), "Channel(ops)");
}
