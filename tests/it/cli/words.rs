//! What is typed at a terminal: words without quotes, options on either side, and who is asked.

use lamplighter_emulator::Pace;
use serde_json::{Value, json};

use crate::support::process::{Azure, bare, told};

#[tokio::test]
async fn a_command_needs_no_quotes_and_its_options_none_either() {
    let azure = Azure::at(Pace::Real).await;
    let (code, text) = azure.run(&["run", "list", "--state", "stopped"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("stopped-ci") && !text.contains("myci"), "{text}");
    let (code, text) = azure.run(&["run", "stop", "all", "--except", "busy-*", "--dry-run", "--json"]).await;
    assert_eq!(code, 0, "{text}");
    let said: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(said["command"], "stop all --except busy-* --dry-run");
    assert_eq!(azure.emulator.state("myci").as_deref(), Some("Running"), "only told");
    let (code, text) = azure.run(&["run", "--yes", "delete", "myci"]).await;
    assert_eq!(code, 0, "{text}");
    assert_eq!(azure.emulator.state("myci"), None);
    let (code, text) = azure.run(&["run", "stop busy-ci", "--force"]).await;
    assert_eq!(code, 0, "half in quotes: {text}");
    let (code, text) = azure.run(&["run", "stop", "busy-ci", "--forse"]).await;
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("Did you mean `stop busy-ci --force`?"), "{text}");
    let (code, text) = azure.run(&["run", "put", "stopped-ci", "to", "sleep"]).await;
    assert_eq!(code, 2, "nothing was done, as it says: {text}");
    assert!(text.starts_with("I don't understand `put`") && text.contains("stopped-ci has been"), "{text}");
    let (code, text) = azure.run(&["check", "--as", "cli:ada", "stop", "stopped-ci", "--force"]).await;
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("command    stop stopped-ci --force"), "{text}");
}

/// An Azure where a command may mean many: `ci-a0001` and on are running.
async fn many(instances: usize) -> Azure {
    let azure = Azure::with(instances).await;
    for n in 1..=instances {
        azure.emulator.set(&format!("ci-a{n:04}"), json!({"state": "Running"}));
    }
    azure
}

/// As in a chat: a person is asked before many are stopped. Nobody can be asked without a terminal.
#[tokio::test]
async fn many_are_only_stopped_with_a_yes() {
    let azure = many(6).await;
    let (code, text) = azure.run(&["run", "stop ci-a*"]).await;
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("Stop these 6?") && text.contains("add --yes"), "{text}");
    let (code, text) = azure.run(&["run", "stop", "ci-a*", "--json"]).await;
    assert_eq!(code, 3, "{text}");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["verdict"], "unconfirmed");
    assert_eq!(azure.emulator.state("ci-a0001").as_deref(), Some("Running"));
    let (code, text) = azure.run(&["run", "stop", "ci-a*", "--yes"]).await;
    assert_eq!(code, 0, "{text}");
    assert_eq!(azure.emulator.state("ci-a0001").as_deref(), Some("Stopped"));
}

/// A terminal scrolls.
#[tokio::test]
async fn lists_are_shown_to_their_end() {
    let azure = many(130).await;
    for command in ["list", "status all", "cost --since 8h", "stop all --dry-run"] {
        let (_, text) = azure.run(&["run", command]).await;
        let missing: Vec<_> =
            (1..=130).map(|n| format!("ci-a{n:04}")).filter(|name| !text.contains(name)).collect();
        assert_eq!(missing, Vec::<String>::new(), "{command}: {text}");
    }
    let (_, text) = azure.run(&["run", "audit"]).await;
    let found = text.lines().filter(|line| line.starts_with(['🟢', '⚪'])).count();
    assert!(found > 100 && !text.contains("… and"), "{text}");
}

/// An option that would change nothing is a misunderstanding.
#[tokio::test]
async fn options_that_would_be_ignored_are_refused() {
    for line in [
        "demo --json",
        "demo --config x.toml",
        "serve --json",
        "healthz --json",
        "healthz --config x.toml",
        "emulate --json",
        "emulate --config x.toml",
        "manifest slack --url https://a.example --config x.toml",
        "manifest teams --url https://a.example --json",
        "manifest discord --url https://a.example --locale pt-BR",
        "manifest slack --url https://a.example --app-id c9e8c047-2a34-40a1-b28a-b162d5f5327c",
        "manifest teams-bot --url https://a.example --json",
        "send - --source x --reply-to http://127.0.0.1:1/",
        "check --offline --as cli:ada stop myci",
        "--json run list",
        "--config x.toml run list",
    ] {
        let (code, text) = told(bare(&line.split(' ').collect::<Vec<_>>()).output().await.unwrap());
        assert_eq!(code, 2, "{line}: {text}");
        assert!(!text.contains("cannot be read") && !text.contains("no configuration"), "{line}: {text}");
    }
}
