//! `[sources.<name>]` and `[notify.<name>]` of kind `teams-bot`.

use insta::assert_snapshot;

use super::*;

/// A bot alone, and a channel of its own.
const BOT: &str = r#"
kind = "teams-bot"
app_id = "00000000-0000-0000-0000-0000000000AB"
tenants = ["00000000-0000-0000-0000-0000000000AA"]
credential = "managed-identity"

[notify.data-team]
kind = "teams-bot"
source = "bot"
conversation = "19:0b7f@thread.tacv2"

[tickets]
key = { env = "LAMPLIGHTER_TICKET_KEY" }
"#;

/// The emulator in Azure's place, and a test in the Bot Connector's.
const LOCAL: &[(&str, &str)] = &[
    (
        "credential = \"azure-cli\"",
        "credential = \"azure-cli\"\ncloud = { authority = \"http://127.0.0.1:8181\", \
         resource_manager = \"http://127.0.0.1:8181\", audience = \"http://127.0.0.1:8181\" }",
    ),
    (
        "tenants =",
        "test_issuer = { issuer = \"https://login.microsoftonline.com/x/v2.0\", keys = \"http://127.0.0.1:8181/x/keys\" }\n\
         tenants =",
    ),
];

fn read_with(changes: &[(&str, &str)]) -> Result<Config, Faults> {
    let mut text = MINIMAL.replace("kind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n", BOT);
    text = text.replace("sources.slack", "sources.bot").replace("slack:T1/*", "bot:*/*");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    read(&text)
}

fn faults(changes: &[(&str, &str)]) -> String {
    read_with(changes).expect_err("it has faults").to_string()
}

/// The credential of the bot, and where its tokens come from and for whom.
fn credential(changes: &[(&str, &str)]) -> String {
    let config = read_with(changes).unwrap();
    let (credential, cloud) = &config.app_credentials["bot"];
    format!("{credential:?} at {} for {}", cloud.authority, cloud.scope())
}

#[test]
fn each_credential_is_for_the_bots_own_app() {
    assert_snapshot!(credential(&[]), @r#"ManagedIdentity { client_id: Some("00000000-0000-0000-0000-0000000000ab") } at https://login.microsoftonline.com for https://api.botframework.com/.default"#);
    let with = |kind: &str, more: &str| {
        let line =
            format!("credential = {kind:?}\ntenant = \"00000000-0000-0000-0000-0000000000aa\"\n{more}");
        credential(&[("credential = \"managed-identity\"", &line)])
    };
    let secret = with("client-secret", "secret = { env = \"SLACK_SIGNING_SECRET\" }");
    assert!(!secret.contains(SECRET), "{secret}");
    assert_snapshot!(secret, @r#"ClientSecret { tenant: "00000000-0000-0000-0000-0000000000aa", client: "00000000-0000-0000-0000-0000000000ab", secret: SecretBox<str>([REDACTED]) } at https://login.microsoftonline.com for https://api.botframework.com/.default"#);
    assert_snapshot!(with("workload-identity", "cloud = \"gcc-high\""), @r#"WorkloadIdentity { tenant: Some("00000000-0000-0000-0000-0000000000aa"), client: Some("00000000-0000-0000-0000-0000000000ab"), token_file: Some("/var/run/token") } at https://login.microsoftonline.us for https://api.botframework.us/.default"#);
    assert_snapshot!(with("workload-identity", "cloud = \"dod\""), @r#"WorkloadIdentity { tenant: Some("00000000-0000-0000-0000-0000000000aa"), client: Some("00000000-0000-0000-0000-0000000000ab"), token_file: Some("/var/run/token") } at https://login.microsoftonline.us for https://api.botframework.us/.default"#);
    assert_snapshot!(with("workload-identity", "cloud = \"china\"\nhost = \"SMBA.example.cn\""), @r#"WorkloadIdentity { tenant: Some("00000000-0000-0000-0000-0000000000aa"), client: Some("00000000-0000-0000-0000-0000000000ab"), token_file: Some("/var/run/token") } at https://login.partner.microsoftonline.cn for https://api.botframework.azure.cn/.default"#);
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    assert_snapshot!(faults(&[
        ("app_id = \"00000000-0000-0000-0000-0000000000AB\"\n", ""),
        ("tenants = [\"00000000-0000-0000-0000-0000000000AA\"]\n", ""),
        ("credential = \"managed-identity\"", "cloud = \"usgov\""),
    ]), @r#"
    lamplighter.toml:10: sources.bot.app_id: is missing: write app_id = "00000000-…", the Microsoft App ID of the bot
    lamplighter.toml:10: sources.bot.tenants: is missing: write tenants = ["00000000-…"], the ids of your Entra directories
    lamplighter.toml:13: sources.bot.cloud: is not a cloud of Teams: write one of public, gcc, gcc-high, dod, china
    "#);
    assert_snapshot!(faults(&[("tenants = [\"00000000-0000-0000-0000-0000000000AA\"]", "tenants = []")]), @"lamplighter.toml:14: sources.bot.tenants: is empty: name at least one");
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"azure-cli\"")]), @"lamplighter.toml:15: sources.bot.credential: is not a credential of an app: write one of client-secret, workload-identity, managed-identity, aws-federation");
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"client-secret\"")]), @r#"
    lamplighter.toml:10: sources.bot.secret: is missing: write secret = { env = "BOT_SECRET" }
    lamplighter.toml:10: sources.bot.tenant: is missing: write tenant = "00000000-…", the directory of the app
    "#);
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"managed-identity\"\ncloud = \"china\"")]), @r#"lamplighter.toml:10: sources.bot.host: is missing: write host = "HOST", that of the `serviceUrl` in activities of this cloud"#);
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"managed-identity\"\nhost = \"evil.example\"")]), @"lamplighter.toml:16: sources.bot.host: is known for this cloud: leave it out");
    for host in ["https://a.example", "a.example/b", "a.example:8443", "me@a.example", "", "a b"] {
        let line = format!("\"managed-identity\"\ncloud = \"china\"\nhost = {host:?}");
        assert!(faults(&[("\"managed-identity\"", &line)]).contains("sources.bot.host"), "{host}");
    }
}

#[test]
fn a_test_issuer_is_only_for_this_machine() {
    let config = read_with(LOCAL).unwrap();
    assert_eq!(config.app_credentials["bot"].1.authority.to_string(), "http://127.0.0.1:8181");
    assert_snapshot!(faults(&LOCAL[1..]), @"lamplighter.toml:10: sources.bot: accepts what a test signs, and not every host of this file is on this machine: leave `test_issuer` out");
    let with = |from: &'static str, to: &'static str| faults(&[LOCAL, &[(from, to)]].concat());
    assert_snapshot!(with("http://127.0.0.1:8181/x/keys", "https://evil.example/keys"), @"lamplighter.toml:15: sources.bot.test_issuer.keys: is not on this machine: leave test_issuer out, it is for tests");
    let slack = "[notify.ops]\nkind = \"slack\"\nurl = { env = \"OPS_WEBHOOK\" }\n\n[tickets]";
    assert_snapshot!(with("[tickets]", slack), @"lamplighter.toml:11: sources.bot: accepts what a test signs, and not every host of this file is on this machine: leave `test_issuer` out");
    let source =
        "[sources.slack]\nkind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n\n[tickets]";
    assert_snapshot!(with("[tickets]", source), @"lamplighter.toml:11: sources.bot: accepts what a test signs, and not every host of this file is on this machine: leave `test_issuer` out");
    let live = "[sources.live]\nkind = \"teams-bot\"\napp_id = \"00000000-0000-0000-0000-0000000000ac\"\n\
                tenants = [\"00000000-0000-0000-0000-0000000000aa\"]\ncredential = \"managed-identity\"\n\n[tickets]";
    let beside = with("[tickets]", live);
    assert!(beside.contains("sources.bot: accepts what a test signs"), "{beside}");
    assert_snapshot!(with("resource_manager = \"http://127.0.0.1:8181\"", "resource_manager = \"https://arm.example\""), @"lamplighter.toml:11: sources.bot: accepts what a test signs, and not every host of this file is on this machine: leave `test_issuer` out");
}

#[test]
fn a_channel_is_a_conversation_of_its_source() {
    assert!(read_with(&[]).is_ok());
    assert_snapshot!(faults(&[("source = \"bot\"\nconversation = \"19:0b7f@thread.tacv2\"\n", "")]), @r#"
    lamplighter.toml:17: notify.data-team.source: is missing: write source = "NAME", the source that posts there
    lamplighter.toml:17: notify.data-team.conversation: is missing: write conversation = "19:…", as `whoami` shows it there
    "#);
    assert_snapshot!(faults(&[("conversation =", "url =")]), @r#"
    lamplighter.toml:17: notify.data-team.conversation: is missing: write conversation = "19:…", as `whoami` shows it there
    lamplighter.toml:20: notify.data-team.url: is unknown: write one of kind, conversation, source, locale
    "#);
    let slack = "[sources.slack]\nkind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n\n[tickets]";
    assert_snapshot!(faults(&[("source = \"bot\"", "source = \"slack\""), ("[tickets]", slack)]), @"lamplighter.toml:19: notify.data-team.source: names a source of another kind: name one of the channel's own");
    assert_snapshot!(faults(&[("19:0b7f@thread.tacv2", "..")]), @"lamplighter.toml:20: notify.data-team.conversation: is not a conversation's id");
}

/// A file that was only found could lie in somebody else's folder.
#[test]
fn a_document_that_was_found_names_no_host() {
    let line = "\"managed-identity\"\ncloud = \"china\"\nhost = \"smba.example.cn\"";
    let text = MINIMAL.replace("kind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n", BOT);
    let text = text.replace("sources.slack", "sources.bot").replace("slack:T1/*", "bot:*/*");
    let text = text.replace("\"managed-identity\"", line);
    let found = Document { found: true, ..Document::new("lamplighter.toml", &text) };
    assert_snapshot!(Config::read(&found, &env).unwrap_err().to_string(), @"lamplighter.toml:17: sources.bot.host: would send tokens to a host of this file's choice, and nobody named the file: pass --config");
}
