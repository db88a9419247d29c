//! Which configuration each subcommand finds, and what it needs of it.

use std::{env, fs, path::PathBuf, process};

use lamplighter_emulator::{Call, Effect, Fault, Pace, Rights};
use serde_json::{Value, json};

use crate::support::process::{Azure, bare, told};

/// A folder with a `lamplighter.toml`, gone with the test.
struct ConfigFolder(PathBuf);

impl ConfigFolder {
    fn with(name: &str, config: &str) -> Self {
        let folder = env::temp_dir().join(format!("lamplighter-cli-{}-{name}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("lamplighter.toml"), config).unwrap();
        Self(folder)
    }
}

impl Drop for ConfigFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// As somebody writes it who has a login and no chat.
fn terminal_only(azure: &Azure) -> String {
    format!(
        r#"
[azure]
credential = "client-secret"
cloud = {{ authority = "{0}", resource_manager = "{0}", audience = "https://management.azure.com" }}

[workspaces.research]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-research"
"#,
        azure.url
    )
}

const LOGIN: [(&str, &str); 4] = [
    ("AZURE_TENANT_ID", "11111111-0000-0000-0000-000000000000"),
    ("AZURE_CLIENT_ID", "22222222-0000-0000-0000-000000000000"),
    ("AZURE_CLIENT_SECRET", "any"),
    ("USER", "ada"),
];

#[tokio::test]
async fn a_terminal_needs_a_login_and_the_file_beside_it_alone() {
    let azure = Azure::at(Pace::Real).await;
    let folder = ConfigFolder::with("terminal", &terminal_only(&azure));
    let run = async |args: &[&str]| {
        let mut command = bare(args);
        command.current_dir(&folder.0).envs(LOGIN);
        told(command.output().await.unwrap())
    };
    let (code, text) = run(&["run", "list"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("myci") && text.contains("busy-ci"), "{text}");
    let (code, text) = run(&["run", "stop myci"]).await;
    assert_eq!(code, 0, "{text}");
    let (code, text) = run(&["check"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("sources    none: `lamplighter run` works"), "{text}");
    let (code, text) = run(&["check", "--offline"]).await;
    assert_eq!(code, 0, "{text}");
    let (code, text) = run(&["serve"]).await;
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("lamplighter.toml:1: sources: is missing"), "{text}");
    let (code, text) = run(&["check", "--as", "cli:ada", "delete myci"]).await;
    assert_eq!(code, 0, "{text}");
    fs::write(folder.0.join("lamplighter.toml"), [0xff]).unwrap();
    let (code, text) = run(&["run", "list"]).await;
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("the working folder has lamplighter.toml, which cannot be read"), "{text}");
}

/// A flag, then the variable, then the file in the working folder.
#[tokio::test]
async fn the_file_beside_it_comes_last() {
    let folder = ConfigFolder::with("order", "here = 1");
    fs::write(folder.0.join("other.toml"), "flag = 1").unwrap();
    let check = async |args: &[&str], variable: Option<&str>| {
        let mut command = bare(&[&["check", "--offline"], args].concat());
        command.current_dir(&folder.0).envs(variable.map(|text| ("LAMPLIGHTER_CONFIG", text)));
        told(command.output().await.unwrap()).1
    };
    assert!(check(&[], None).await.contains("lamplighter.toml:1: here: is unknown"));
    let by_variable = check(&[], Some("variable = 1")).await;
    assert!(by_variable.contains("LAMPLIGHTER_CONFIG:1: variable: is unknown"), "{by_variable}");
    let by_flag = check(&["--config", "other.toml"], Some("variable = 1")).await;
    assert!(by_flag.contains("other.toml:1: flag: is unknown"), "{by_flag}");
    let endless = check(&["--config", "/dev/zero"], None).await;
    assert!(
        endless.contains("--config names /dev/zero, which cannot be read: it is larger than 1 MiB"),
        "{endless}"
    );
}

/// A folder that somebody else filled must not get a token.
#[tokio::test]
async fn a_file_that_nobody_named_sends_no_token_elsewhere() {
    let text = r#"azure.credential = "azure-cli"
azure.cloud = { authority = "https://login.microsoftonline.com", resource_manager = "https://arm.example", audience = "https://management.azure.com" }
workspaces.w = { subscription = "00000000-0000-0000-0000-000000000001", resource_group = "ml-rg", workspace = "ml-research" }"#;
    let folder = ConfigFolder::with("elsewhere", text);
    let run = async |args: &[&str]| {
        let mut command = bare(args);
        told(command.current_dir(&folder.0).output().await.unwrap())
    };
    for args in [&["run", "list"][..], &["check"], &["check", "--offline"]] {
        let (code, text) = run(args).await;
        assert_eq!(code, 2, "{args:?}: {text}");
        assert!(
            text.contains("azure.cloud.resource_manager: would send tokens to a host of this file's choice"),
            "{text}"
        );
    }
    let (code, text) = run(&["check", "--offline", "--config", "lamplighter.toml"]).await;
    assert_eq!(code, 0, "{text}");
}

#[tokio::test]
async fn only_what_serves_needs_all_secrets() {
    let azure = Azure::at(Pace::ByHand).await;
    let without = async |args: &[&str]| {
        let mut command = azure.lamplighter(args);
        command.env_remove("SLACK_SIGNING_SECRET");
        told(command.output().await.unwrap())
    };
    let missing = "sources.slack.secret.env: names SLACK_SIGNING_SECRET, which is not set, or empty: set it";
    let (code, text) = without(&["run", "list"]).await;
    assert_eq!(code, 0, "{text}");
    let (code, text) = without(&["check", "--offline"]).await;
    assert_eq!(code, 0, "{text}");
    let (code, text) = without(&["check"]).await;
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("SECRET     LAMPLIGHTER_CONFIG:") && text.contains(missing), "{text}");
    assert!(
        text.contains("token      ok") && text.contains("computes/stop/action held"),
        "it goes on: {text}"
    );
    let (code, text) = without(&["check", "--json"]).await;
    assert_eq!(code, 1, "{text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&report["config"], &report["token"]), (&json!("ok"), &json!("ok")));
    assert_eq!(report["missing_secrets"][0]["path"], "sources.slack.secret.env");
    assert_eq!(report["missing_secrets"][0]["fix"], "set it");
    let (code, text) = without(&["serve", "--addr", "127.0.0.1:0"]).await;
    assert_eq!(code, 2, "{text}");
    assert!(text.contains(missing), "{text}");
    let (code, text) = without(&["send", "slack/stop"]).await;
    assert_eq!(code, 2, "{text}");
    assert!(text.contains(missing), "{text}");
    let (code, text) =
        without(&["send", "signed/nightly", "--source", "nightly", "--to", "http://127.0.0.1:1/"]).await;
    assert_eq!(code, 1, "another source's secret is nothing to it: {text}");
}

#[tokio::test]
async fn check_prints_faults_as_json() {
    let faults = async |args: &[&str], config: &str| {
        let mut command = bare(args);
        let output = command.env("LAMPLIGHTER_CONFIG", config).output().await.unwrap();
        let (code, text) = told(output);
        let report: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        assert_eq!((code, &report["config"]), (2, &json!("faulty")), "{text}");
        report["faults"].clone()
    };
    for args in [&["check", "--json"][..], &["check", "--json", "--offline"]] {
        let faulty = faults(args, "locale = 3\n[azure]\ncredential = \"azure_cli\"\n").await;
        assert_eq!(faulty.as_array().unwrap().len(), 3, "{faulty}");
        assert_eq!(
            faulty[2],
            json!({
                "file": "LAMPLIGHTER_CONFIG", "line": 3, "path": "azure.credential",
                "message": "is not a credential", "fix": "did you mean `azure-cli`?",
            })
        );
    }
    let absent = faults(&["check", "--json", "--config", "not/there.toml"], "").await;
    assert_eq!((&absent[0]["file"], &absent[0]["line"]), (&json!("not/there.toml"), &Value::Null));
    let none = faults(&["check", "--json"], "").await;
    assert!(none[0]["fix"].as_str().unwrap().starts_with("write lamplighter.toml here"), "{none}");
}

#[tokio::test]
async fn check_says_what_azure_refused_and_what_to_do() {
    let azure = Azure::at(Pace::Real).await;
    let folder = ConfigFolder::with("refused", &terminal_only(&azure));
    for (effect, code, has) in [
        (Effect::Unauthorized, "InvalidAuthenticationTokenAudience", "another cloud than azure.cloud says"),
        (Effect::Unauthorized, "InvalidAuthenticationTokenTenant", "Compare AZURE_TENANT_ID"),
        (Effect::Unauthorized, "ExpiredAuthenticationToken", "the clock here"),
        (Effect::Forbidden, "DisallowedOperation", "this type of subscription"),
        (Effect::Conflict, "MissingSubscriptionRegistration", "is not registered"),
        (Effect::BadRequest, "NoRegisteredProviderFound", "azure.api_version"),
        (Effect::NotFound, "ResourceGroupNotFound", "Compare the three values"),
        (Effect::Forbidden, "Surprise", "Azure refused it (Surprise)"),
    ] {
        azure.emulator.clear_faults();
        azure.emulator.fault(Fault::new(Call::Permissions, effect).because(code, "No.").times(0));
        let check = async |args: &[&str]| {
            let mut command = bare(args);
            command.current_dir(&folder.0).envs(LOGIN);
            told(command.output().await.unwrap())
        };
        let (exit, text) = check(&["check"]).await;
        assert!(exit == 1 && text.contains(has) && text.contains(code), "{code}: {exit} {text}");
        let (_, json) = check(&["check", "--json"]).await;
        assert!(json.contains(code) && json.contains("\"help\""), "{code}: {json}");
    }
    azure.emulator.clear_faults();
    azure.emulator.grant(Rights {
        actions: vec!["Microsoft.Authorization/permissions/read".to_owned()],
        ..Rights::default()
    });
    let mut command = bare(&["check"]);
    command.current_dir(&folder.0).envs(LOGIN);
    let (exit, text) = told(command.output().await.unwrap());
    assert_eq!(exit, 1, "{text}");
    assert!(
        text.contains("computes/stop/action MISSING: the role *Lamplighter* of infra/azure gives it"),
        "{text}"
    );
    assert!(text.contains("computes/delete MISSING: the role *Lamplighter delete*"), "{text}");
}

/// Whoever posts as an app of its own has to get a token, and to reach what it calls.
#[tokio::test]
async fn check_fetches_the_token_of_a_bot_and_asks_its_hosts() {
    let azure = Azure::at(Pace::ByHand).await;
    let table = |keys: &str| {
        format!(
            r#"
            [sources.bot]
            kind = "teams-bot"
            app_id = "c9e8c047-2a34-40a1-b28a-b162d5f5327c"
            tenants = ["00000000-0000-0000-0000-0000000000cc"]
            credential = "client-secret"
            tenant = "00000000-0000-0000-0000-0000000000cc"
            secret = {{ env = "SLACK_SIGNING_SECRET" }}
            test_issuer = {{ issuer = "https://connector.test", keys = "{keys}" }}
            [tickets]
            key = {{ env = "LAMPLIGHTER_TICKET_KEY" }}
            [[grants]]
            to = ["bot:00000000-0000-0000-0000-0000000000cc/*"]
            may = ["reader"]
            on = ["mine"]
            "#
        )
    };
    let check = async |keys: &str, args: &[&str]| {
        let mut check = azure.configured(&table(keys), args);
        check.env("LAMPLIGHTER_TICKET_KEY", "a-key-of-more-than-thirty-two-letters");
        told(check.output().await.unwrap())
    };
    let keys = format!("{}/t/discovery/v2.0/keys", azure.url);
    let (code, text) = check(&keys, &["check"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("app        bot: its token: ok\n"), "{text}");
    assert!(text.contains(&format!("app        bot: {keys}: ok\n")), "{text}");
    let (_, offline) = check(&keys, &["check", "--offline"]).await;
    assert!(!offline.contains("bot: its token"), "{offline}");
    azure.emulator.fault(Fault::new(Call::Token, Effect::Unauthorized).times(1));
    let (code, json) = check("http://127.0.0.1:1/keys", &["check", "--json"]).await;
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &report["config"]), (1, &"ok".into()), "{json}");
    for what in ["bot: its token", "bot: http://127.0.0.1:1/keys"] {
        assert_ne!(report["apps"][what].as_str().unwrap(), "ok", "{json}");
    }
}
