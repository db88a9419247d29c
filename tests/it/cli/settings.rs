//! `idle` and `schedule` from a terminal: output and exit code.

use insta::assert_snapshot;

use lamplighter_emulator::Pace;
use serde_json::{Value, json};

use crate::support::process::Azure;

#[tokio::test]
async fn settings_are_changed_from_a_terminal() {
    let azure = Azure::at(Pace::ByHand).await;
    let run = async |text: &str| {
        let (code, said) = azure.run(&["run", text]).await;
        format!("{said}[{code}]")
    };
    assert_snapshot!(run("idle myci 90m").await, @"
    myci stops when idle for 1 h 30 min. It was 1 h before.
    It has a managed identity: idle shutdown works only while that identity is Contributor on the workspace.
    [0]
    ");
    assert_snapshot!(run("idle myci 90m").await, @"
    myci already stops when idle for 1 h 30 min.
    It has a managed identity: idle shutdown works only while that identity is Contributor on the workspace.
    [0]
    ");
    assert_snapshot!(run("idle myci off").await, @"
    myci still stops when idle for 1 h 30 min: Azure can't turn that off on an existing instance. The longest is 3 d: `idle myci 72h`. Only a new instance from Azure ML studio can be without it; `keep` stops timers and alerts, not Azure itself.
    [0]
    ");
    let added = run("schedule stopped-ci add start 0 8 29 2 * UTC").await;
    assert!(added.contains("start by cron `0 8 29 2 *`, UTC. Next: "), "{added}");
    assert!(added.ends_with("[0]"), "{added}");
    assert_snapshot!(run("schedule stopped-ci remove zzzz").await.lines().next().unwrap(), @"stopped-ci has no schedule `zzzz`. Nothing was changed.");
    assert_snapshot!(run("schedule stopped-ci add start 0 8 30 2 *").await, @"
    `0 8 30 2 *` never occurs. Nothing was added.
    [2]
    ");
    azure.fault(json!({"operation": "idle", "fault": "403"}));
    let refused = run("idle myci 3h").await;
    assert!(refused.ends_with("[1]"), "{refused}");

    let (code, said) = azure.run(&["run", "--json", "idle myci 90m"]).await;
    let said: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}"));
    assert_eq!((code, &said["results"][0]["outcome"]), (0, &json!("already")));
}
