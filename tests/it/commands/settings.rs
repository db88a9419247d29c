//! `idle` and `schedule`: what is written to Azure, and what Azure makes of it.

mod concurrent_changes;
mod other_sources;
mod schedules;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::world::{World, by_hand};

/// With a part of the configuration replaced.
async fn world_with(from: &str, to: &str) -> World {
    World::with(by_hand(), |config| {
        assert!(config.contains(from));
        config.replace(from, to)
    })
    .await
}

/// The instance at Azure, without the keys that no test reads.
async fn azure_has(world: &World, instance: &str) -> Value {
    let path = format!("/computes/{instance}?api-version=2025-12-01");
    world.azure("GET", &path, Value::Null).await["properties"]["properties"].clone()
}

#[tokio::test(start_paused = true)]
async fn idle_is_set_once_and_read_back() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("idle myci 2h").await, @"
    to the caller:
    *myci* stops when idle for 2 h. It was 1 h before.
    It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    assert_eq!(azure_has(&world, "myci").await["idleTimeBeforeShutdown"], "PT120M");
    assert_snapshot!(says("idle myci 2h").await, @"
    to the caller:
    *myci* already stops when idle for 2 h.
    It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    assert_eq!(world.asked("idle"), 1, "it is so already");
    assert_snapshot!(says("idle busy-ci 45m").await, @"
    to the caller:
    *busy-ci* stops when idle for 45 min. It had no idle shutdown before.
    It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    assert_snapshot!(says("idle myci 3 days").await, @"
    to the caller:
    *myci* stops when idle for 3 d. It was 2 h before.
    It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    assert_snapshot!(says("status myci").await, @"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 3 d · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Stop] [Restart]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn idle_cannot_be_turned_off_and_says_what_can_be_done() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("idle myci off").await, @"
    to the caller:
    *myci* still stops when idle for 1 h: Azure can't turn that off on an existing instance. The longest is 3 d: `idle myci 72h`. Only a new instance from Azure ML studio can be without it; `keep` stops timers and alerts, not Azure itself. [idle myci 72h]
    ");
    assert_snapshot!(says("idle busy-ci off").await, @"
    to the caller:
    *busy-ci* has no idle shutdown; there is nothing to turn off.
    ");
    assert_snapshot!(says("idle myci 10m").await, @"
    to the caller:
    Azure shuts an idle instance down after 15 minutes at the earliest and 3 days at the latest. Type something in between, such as `idle NAME 2h`.
    ");
    assert_snapshot!(says("idle myci 15m30s").await, @"
    to the caller:
    Azure counts idle time in whole minutes. Type it without seconds, such as `idle NAME 20m`.
    ");
    assert_snapshot!(says("idle myci").await, @"
    to the caller:
    After how long? Type `idle myci 2h` or `idle myci off`. `status myci` shows the current setting. [idle myci 2h] [idle myci off] [status myci]
    ");
    assert_snapshot!(says("idle all 2h").await, @"
    to the caller:
    Set the idle shutdown of these 3?
    *busy-ci*, *myci* and *stopped-ci*
    The buttons work for 5 min, and only for you. [Set 3] [Never mind]
    ");
    assert_snapshot!(says("idle nobody 2h").await, @"
    to the caller:
    I don't see `nobody`. Nothing was done. `list` shows what you can see. [list]
    ");
    assert_snapshot!(world.says("U0BOB", "idle myci 2h").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `idle`. Ask an owner of research.
    ");
    assert_eq!(world.asked("idle"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn no_warning_without_an_identity() {
    let world = World::new().await;
    world.emulator.set("myci", json!({"identity": {"type": "None"}}));
    assert_snapshot!(world.says("U0ADA", "idle myci 2h").await, @"
    to the caller:
    *myci* stops when idle for 2 h. It was 1 h before.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_setting_that_azure_ignores_is_reported() {
    let world = World::new().await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    world.fault("idle", "ignored", json!({"times": 2}));
    let first = says("idle myci 2h").await;
    assert!(first.contains("still working on"), "{first}");
    assert_snapshot!(world.hears().await, @"
    to the caller:
    *myci*: Azure accepted it, but still shows 1 h. To see whether that changes, type `status myci`.
    ");
    let first = says("idle busy-ci 2h").await;
    assert!(first.contains("still working on"), "{first}");
    assert_snapshot!(world.hears().await, @"
    to the caller:
    *busy-ci*: Azure accepted it, but still shows no idle shutdown. To see whether that changes, type `status busy-ci`.
    ");
    world.fault("idle", "403", json!({}));
    assert_snapshot!(says("idle myci 2h").await, @"
    to the caller:
    Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/updateIdleShutdownSetting/action` on ml-research. An Azure owner can grant it with the role *Lamplighter idle* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    ");
    world.fault("idle", "429", json!({"retry_after": 1}));
    assert_snapshot!(says("idle myci 2h").await, @"
    to the caller:
    *myci* stops when idle for 2 h. It was 1 h before.
    It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    world.fault("idle", "reset-after", json!({}));
    assert_snapshot!(says("idle myci 3h").await, @"
    to the caller:
    *myci* stops when idle for 3 h. It was 2 h before.
    It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    world.fault("idle", "reset", json!({}));
    let first = says("idle myci 4h").await;
    assert!(first.contains("still working on"), "{first}");
    assert_snapshot!(world.hears().await, @"
    to the caller:
    Azure did not answer. Try again in a few minutes. (id ……)
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn api_versions_can_be_set_for_other_clouds() {
    let world = world_with(
        "credential = ",
        "idle_api_version = \"2025-01-01-preview\"\nschedules_api_version = \"2022-01-01-preview\"\ncredential = ",
    )
    .await;
    world.says("U0ADA", "idle myci 2h").await;
    world.says("U0ADA", "schedule myci add stop weekdays at 20:00").await;
    let requests = serde_json::to_value(world.emulator.requests()).unwrap();
    let version = |operation: &str| {
        let mut requests = requests.as_array().unwrap().iter();
        requests.find(|request| request["operation"] == operation).unwrap()["query"].clone()
    };
    assert_eq!(version("idle"), "api-version=2025-01-01-preview");
    assert_eq!(version("schedules"), "api-version=2022-01-01-preview");
    assert_eq!(version("get"), "api-version=2025-12-01");
    world.finish().await;
}
