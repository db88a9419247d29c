//! `[sources.<name>]` of kind `mattermost`.

use insta::assert_snapshot;

use super::*;
use crate::source::mattermost::config::Mattermost;

const TICKETS: &str = "\n[tickets]\nkey = { env = \"LAMPLIGHTER_TICKET_KEY\" }\n";

/// The minimal configuration with a Mattermost in Slack's place, and with these lines changed.
fn read_with(changes: &[(&str, &str)]) -> Result<Config, Faults> {
    let mattermost = r#"
kind = "mattermost"
token = { env = "MATTERMOST_TOKEN" }
site_url = "https://chat.example.com"
url = "https://lamplighter.example.com"
"#;
    let mut text = MINIMAL
        .replace("kind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n", mattermost)
        + TICKETS;
    text = text.replace("sources.slack", "sources.mm").replace("slack:T1/*", "mm:*/*");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    read(&text)
}

fn mattermost(config: &Config) -> &Mattermost {
    config.sources[0].adapter_as().expect("a Mattermost")
}

fn faults(changes: &[(&str, &str)]) -> String {
    read_with(changes).expect_err("it has faults").to_string()
}

#[test]
fn the_least_that_works() {
    let config = read_with(&[]).unwrap();
    let mattermost = mattermost(&config);
    assert_eq!(mattermost.site, "https://chat.example.com");
    assert_eq!(mattermost.hook, "https://lamplighter.example.com/hooks/mm");
    assert_eq!(mattermost.tokens.all().count(), 1);
}

#[test]
fn bases_may_have_a_path_and_a_slash_at_the_end() {
    let config = read_with(&[
        ("https://chat.example.com", "http://127.0.0.1:8065/chat/"),
        ("https://lamplighter.example.com", "https://x.azurewebsites.net/api/"),
    ]);
    let config = config.unwrap();
    assert_eq!(mattermost(&config).site, "http://127.0.0.1:8065/chat");
    assert_eq!(mattermost(&config).hook, "https://x.azurewebsites.net/api/hooks/mm");
}

#[test]
fn while_a_token_is_being_changed_there_are_two() {
    let with = |previous: &str| {
        let line = format!("previous_token = {previous}\nsite_url");
        let config = read_with(&[("site_url", &line)]).unwrap();
        mattermost(&config).tokens.all().count()
    };
    assert_eq!(with("{ env = \"MATTERMOST_TOKEN_PREVIOUS\" }"), 2);
    assert_eq!(with("{ env = \"NOT_SET\" }"), 1);
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    assert_snapshot!(faults(&[(TICKETS, "")]), @r#"lamplighter.toml:12: sources.mm.kind: has no secret to seal its buttons with: write [tickets] and below it key = { env = "LAMPLIGHTER_TICKET_KEY" }"#);
    assert_snapshot!(faults(&[
        ("token = { env = \"MATTERMOST_TOKEN\" }\n", ""),
        ("site_url = \"https://chat.example.com\"\n", ""),
        ("url = \"https://lamplighter.example.com\"\n", "reply_hosts = []\n"),
    ]), @r#"
    lamplighter.toml:10: sources.mm.token: is missing: write token = { env = "MATTERMOST_TOKEN" }
    lamplighter.toml:10: sources.mm.site_url: is missing: write site_url = "https://chat.example.com", the server's own Site URL
    lamplighter.toml:10: sources.mm.url: is missing: write url = "https://HOST", where Lamplighter answers from outside
    lamplighter.toml:13: sources.mm.reply_hosts: is unknown: write one of kind, token, previous_token, site_url, url, locale
    "#);
    assert_snapshot!(faults(&[
        ("MATTERMOST_TOKEN", "SHORT"),
        ("https://chat.example.com", "http://chat.example.com"),
        ("https://lamplighter.example.com", "https://lamplighter.example.com/?x"),
    ]), @"
    lamplighter.toml:13: sources.mm.token: leads to no token of a slash command: those are 26 of a-z and 0-9
    lamplighter.toml:14: sources.mm.site_url: must be https; http is for 127.0.0.0/8, ::1 and localhost only
    lamplighter.toml:15: sources.mm.url: is more than a base: write https://host, and a path if it has one
    ");
    assert_snapshot!(faults(&[
        ("https://chat.example.com", "https://me:pw@chat.example.com"),
        ("https://lamplighter.example.com", "lamplighter.example.com"),
    ]), @"
    lamplighter.toml:14: sources.mm.site_url: is more than a base: write https://host, and a path if it has one
    lamplighter.toml:15: sources.mm.url: is not a URL of the form https://host
    ");
}

#[test]
fn callers_go_by_mattermosts_ids() {
    let grant = |to: &str| read_with(&[("mm:*/*", to)]).map(|_| ()).map_err(|faults| faults.to_string());
    for to in [
        "mm:carya1qs77bemjup96ff538snh/aoa1agao6t8fmx3ikt1j9w5ybw",
        "mm:carya1qs77bemjup96ff538snh/#jux16pkewjrkfj3ehep1psxyxc",
        "mm:carya*/*",
        "mm:*/#jux16pkewjrkfj3ehep1psxyxc",
    ] {
        assert_eq!(grant(to), Ok(()), "{to}");
    }
    assert_snapshot!(grant("mm:demo/ada").unwrap_err(), @"lamplighter.toml:18: grants[0].to[0]: does not go by ids: write Mattermost's, 26 of a-z and 0-9; `whoami` tells yours");
    assert_snapshot!(grant("mm:*/#town-*").unwrap_err(), @"lamplighter.toml:18: grants[0].to[0]: does not go by ids: write Mattermost's, 26 of a-z and 0-9; `whoami` tells yours");
    assert_snapshot!(grant("mm:*").unwrap_err(), @"lamplighter.toml:18: grants[0].to[0]: is not a caller: write <source>:<team>/<user> or <source>:<team>/#<channel>, * for any");
    assert_snapshot!(grant("mm").unwrap_err(), @"lamplighter.toml:18: grants[0].to[0]: is a chat: write mm:<team>/<user>, or mm:<team>/* for a whole team");
}
