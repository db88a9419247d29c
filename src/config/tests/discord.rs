//! Sources of kind `discord`, and who speaks there.

use insta::assert_snapshot;

use super::*;
use crate::source::discord::config::Discord;

const KEY: &str = "9e8b53eed42d88f0bf1b6005f305108df673775688d33f63a38663ea8d406525";
const TICKETS: &str = "[tickets]\nkey = { env = \"LAMPLIGHTER_TICKET_KEY\" }\n";

/// The minimal configuration, and a source with these lines.
fn read_with_discord(lines: &str, more: &str) -> Result<Config, String> {
    let text = format!("{more}\n[sources.discord]\nkind = \"discord\"\n{lines}\n{MINIMAL}");
    read(&text).map_err(|faults| faults.to_string())
}

fn with_key(key: &str) -> String {
    read_with_discord(&format!("public_key = \"{key}\"\napplication_id = \"1\""), TICKETS).unwrap_err()
}

#[test]
fn a_key_an_id_and_a_key_for_tickets_are_all_it_takes() {
    let config = read_with_discord(
        &format!("public_key = \"{KEY}\"\napplication_id = \"1290000000000000001\""),
        TICKETS,
    );
    let config = config.unwrap();
    let discord: &Discord = config.sources[0].adapter_as().expect("a Discord");
    assert_eq!(discord.api.as_str(), "https://discord.com/api/v10");
    assert_eq!(discord.application_id, "1290000000000000001");
    assert_eq!(format!("{:?}", discord.public_key), KEY);
}

#[test]
fn what_is_missing_or_no_key() {
    assert_snapshot!(read_with_discord("", "").unwrap_err(), @r#"
    lamplighter.toml:2: sources.discord.application_id: is missing: write application_id = "1234567890", all digits
    lamplighter.toml:2: sources.discord.public_key: is missing: write public_key = "64 digits and letters"
    lamplighter.toml:3: sources.discord.kind: has no secret to seal its buttons with: write [tickets] and below it key = { env = "LAMPLIGHTER_TICKET_KEY" }
    "#);
    assert_snapshot!(read_with_discord("public_key = 7\napplication_id = \"my-bot\"\napi = \"https://discord.com/api/v9\"\ntoken = \"x\"", TICKETS).unwrap_err(), @"
    lamplighter.toml:6: sources.discord.public_key: is a number: write text in quotes
    lamplighter.toml:7: sources.discord.application_id: is not an id: copy Application ID from General Information in the Developer Portal
    lamplighter.toml:8: sources.discord.api: is not on this machine: leave it out, it is for tests
    lamplighter.toml:9: sources.discord.token: is unknown: write one of kind, public_key, application_id, api, locale
    ");
    let bot_token = "MTI5MDAwMDAwMDAwMDAwMDAwMQ.GabcdE.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    assert_snapshot!(with_key(bot_token), @"lamplighter.toml:6: sources.discord.public_key: is not a public key, which is 64 of 0-9 and a-f, and neither a token nor a secret: copy Public Key from General Information in the Developer Portal");
    assert_snapshot!(with_key(&KEY[..62]), @"lamplighter.toml:6: sources.discord.public_key: is not a public key, which is 64 of 0-9 and a-f, and neither a token nor a secret: copy Public Key from General Information in the Developer Portal");
    assert_snapshot!(with_key(&"0".repeat(64)), @"lamplighter.toml:6: sources.discord.public_key: is nobody's key: copy Public Key from General Information in the Developer Portal");
    assert_snapshot!(with_key(crate::source::discord::SAMPLE_KEY), @"lamplighter.toml:6: sources.discord.public_key: is the samples' key, for which anybody can sign: it needs an `api` on this machine");
}

#[test]
fn late_answers_leave_this_machine_for_discord_alone() {
    let api = |api: &str| {
        let lines = format!("public_key = \"{KEY}\"\napplication_id = \"1\"\napi = \"{api}\"");
        read_with_discord(&lines, TICKETS).is_ok()
    };
    for here in ["http://127.0.0.1:8181/_emulator/inbox", "http://localhost", "https://[::1]:1/x"] {
        assert!(api(here), "{here}");
    }
    for elsewhere in [
        "https://discord.com.evil.test/api/v10",
        "http://127.0.0.1.evil.test/",
        "http://127.0.0.1@evil.test/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "mailto:x@localhost",
        "localhost",
    ] {
        assert!(!api(elsewhere), "{elsewhere}");
    }
}

#[test]
fn callers_go_by_ids_and_never_are_everybody() {
    let to = |to: &str| {
        let lines = format!("public_key = \"{KEY}\"\napplication_id = \"1\"");
        let grants = format!("[[grants]]\nto = [\"{to}\"]\nmay = [\"reader\"]\non = [\"*\"]");
        let config = read_with_discord(&lines, TICKETS).is_ok();
        let text = format!("{TICKETS}\n[sources.discord]\nkind = \"discord\"\n{lines}\n{MINIMAL}\n{grants}");
        assert!(config);
        read(&text).map(|_| ()).map_err(|faults| faults.to_string())
    };
    for fits in [
        "discord:1290000000000000002/*",
        "discord:1290000000000000002/1290000000000000003",
        "discord:*/1290000000000000003",
        "discord:@me/1290000000000000003",
        "discord:1290000000000000002/#1290000000000000005",
    ] {
        assert_eq!(to(fits), Ok(()), "{fits}");
    }
    assert_snapshot!(to("discord:*/*").unwrap_err(), @"lamplighter.toml:27: grants[1].to[0]: is anybody on Discord: name the server, or the user, without *");
    assert_snapshot!(to("discord:@me/*").unwrap_err(), @"lamplighter.toml:27: grants[1].to[0]: is anybody on Discord: name the server, or the user, without *");
    assert_snapshot!(to("discord:12*/#*").unwrap_err(), @"lamplighter.toml:27: grants[1].to[0]: is anybody on Discord: name the server, or the user, without *");
    assert_snapshot!(to("discord:my-server/ada").unwrap_err(), @"lamplighter.toml:27: grants[1].to[0]: does not go by ids: with Developer Mode on, Discord's menus have Copy ID");
    assert_snapshot!(to("discord:@me/#1").unwrap_err(), @"lamplighter.toml:27: grants[1].to[0]: is not a caller: write <source>:<server>/<user>, @me for direct messages, or <source>:<server>/#<channel>");
    assert_snapshot!(to("discord:129").unwrap_err(), @"lamplighter.toml:27: grants[1].to[0]: is not a caller: write <source>:<server>/<user>, @me for direct messages, or <source>:<server>/#<channel>");
    assert_snapshot!(to("discord").unwrap_err(), @"lamplighter.toml:27: grants[1].to[0]: is a chat: write discord:<team>/<user>, or discord:<team>/* for a whole team");
}
