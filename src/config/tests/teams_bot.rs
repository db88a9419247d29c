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
    assert_snapshot!(credential(&[]), @"");
    let with = |kind: &str, more: &str| {
        let line =
            format!("credential = {kind:?}\ntenant = \"00000000-0000-0000-0000-0000000000aa\"\n{more}");
        credential(&[("credential = \"managed-identity\"", &line)])
    };
    let secret = with("client-secret", "secret = { env = \"SLACK_SIGNING_SECRET\" }");
    assert!(!secret.contains(SECRET), "{secret}");
    assert_snapshot!(secret, @"");
    assert_snapshot!(with("workload-identity", "cloud = \"gcc-high\""), @"");
    assert_snapshot!(with("workload-identity", "cloud = \"dod\""), @"");
    assert_snapshot!(with("workload-identity", "cloud = \"china\"\nhost = \"SMBA.example.cn\""), @"");
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    assert_snapshot!(faults(&[
        ("app_id = \"00000000-0000-0000-0000-0000000000AB\"\n", ""),
        ("tenants = [\"00000000-0000-0000-0000-0000000000AA\"]\n", ""),
        ("credential = \"managed-identity\"", "cloud = \"usgov\""),
    ]), @"");
    assert_snapshot!(faults(&[("tenants = [\"00000000-0000-0000-0000-0000000000AA\"]", "tenants = []")]), @"");
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"azure-cli\"")]), @"");
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"client-secret\"")]), @"");
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"managed-identity\"\ncloud = \"china\"")]), @"");
    assert_snapshot!(faults(&[("\"managed-identity\"", "\"managed-identity\"\nhost = \"evil.example\"")]), @"");
    for host in ["https://a.example", "a.example/b", "a.example:8443", "me@a.example", "", "a b"] {
        let line = format!("\"managed-identity\"\ncloud = \"china\"\nhost = {host:?}");
        assert!(faults(&[("\"managed-identity\"", &line)]).contains("sources.bot.host"), "{host}");
    }
}

#[test]
fn a_test_issuer_is_only_for_this_machine() {
    let config = read_with(LOCAL).unwrap();
    assert_eq!(config.app_credentials["bot"].1.authority.to_string(), "http://127.0.0.1:8181");
    assert_snapshot!(faults(&LOCAL[1..]), @"");
    let with = |from: &'static str, to: &'static str| faults(&[LOCAL, &[(from, to)]].concat());
    assert_snapshot!(with("http://127.0.0.1:8181/x/keys", "https://evil.example/keys"), @"");
    let slack = "[notify.ops]\nkind = \"slack\"\nurl = { env = \"OPS_WEBHOOK\" }\n\n[tickets]";
    assert_snapshot!(with("[tickets]", slack), @"");
    let source =
        "[sources.slack]\nkind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n\n[tickets]";
    assert_snapshot!(with("[tickets]", source), @"");
    assert_snapshot!(with("resource_manager = \"http://127.0.0.1:8181\"", "resource_manager = \"https://arm.example\""), @"");
}

#[test]
fn a_channel_is_a_conversation_of_its_source() {
    assert!(read_with(&[]).is_ok());
    assert_snapshot!(faults(&[("source = \"bot\"\nconversation = \"19:0b7f@thread.tacv2\"\n", "")]), @"");
    assert_snapshot!(faults(&[("conversation =", "url =")]), @"");
    let slack = "[sources.slack]\nkind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n\n[tickets]";
    assert_snapshot!(faults(&[("source = \"bot\"", "source = \"slack\""), ("[tickets]", slack)]), @"");
    assert_snapshot!(faults(&[("19:0b7f@thread.tacv2", "..")]), @"");
}

/// A file that was only found could lie in somebody else's folder.
#[test]
fn a_document_that_was_found_names_no_host() {
    let line = "\"managed-identity\"\ncloud = \"china\"\nhost = \"smba.example.cn\"";
    let text = MINIMAL.replace("kind = \"slack\"\nsecret = { env = \"SLACK_SIGNING_SECRET\" }\n", BOT);
    let text = text.replace("sources.slack", "sources.bot").replace("slack:T1/*", "bot:*/*");
    let text = text.replace("\"managed-identity\"", line);
    let found = Document { found: true, ..Document::new("lamplighter.toml", &text) };
    assert_snapshot!(Config::read(&found, &env).unwrap_err().to_string(), @"");
}
