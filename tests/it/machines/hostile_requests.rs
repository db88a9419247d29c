//! Authenticated requests that could do harm: extreme dates, labels, bodies and waits. The server works afterwards.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    alert_senders::{ALERT_SOURCES, AlertSenders},
    world::{MACHINES, World, by_hand},
};

const METRIC: &str = include_str!("../../../events/azure-monitor/metric-fired.json");

async fn is_well(world: &World) {
    let answer = world.says("U0ADA", "ping").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test(start_paused = true)]
async fn extreme_dates_of_alerts_are_handled() {
    let ages = ALERT_SOURCES.replace("audience =", "max_age = \"9000w\"\naudience =");
    let senders = AlertSenders::with(0, |config| config + &ages).await;
    let mut alert: Value = serde_json::from_str(METRIC).unwrap();
    alert["data"]["essentials"]["alertRule"] = json!("gpu-idle");
    for (number, fired) in [
        "-009999-01-02T01:59:59Z",
        "-9999-01-01T00:00:00Z",
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-30T22:00:00.999999999Z",
        "9999-12-31T23:59:59Z",
        "2026-11-23T18:00:00+99:99",
        "18446744073709551616",
    ]
    .into_iter()
    .enumerate()
    {
        alert["data"]["essentials"]["firedDateTime"] = json!(fired);
        alert["data"]["essentials"]["alertId"] = json!(number);
        let answer = senders.azure_monitor(&alert).await;
        assert!(matches!(answer.status, 200 | 202), "{fired}: {answer}");
        senders.world.emulator.settle_all();
        tokio::time::advance(Duration::from_secs(60)).await;
        is_well(&senders.world).await;
    }
    senders.world.finish_after_reading(1).await;
}

#[tokio::test(start_paused = true)]
async fn a_label_is_never_more_than_a_name() {
    let senders = AlertSenders::new().await;
    let long = "a".repeat(100_000);
    for name in [
        "all",
        "todas",
        "mine",
        "*",
        "my*",
        "ａｌｌ",
        "mycı",
        "myci --force",
        "myci,busy-ci",
        "myci\u{0}",
        "my\u{200b}ci",
        "../myci",
        "myci/../busy-ci",
        "research/busy-ci",
        "--except",
        "{instance}",
        "",
        " ",
        &long,
    ] {
        let answer = senders.fires("GpuForgotten", &[name]).await;
        assert_eq!(answer.status, 200, "{name:.40}: {answer}");
    }
    assert_eq!((senders.world.asked("stop"), senders.world.asked("get")), (0, 0));
    is_well(&senders.world).await;
    senders.world.finish_after_reading(1).await;
}

#[tokio::test(start_paused = true)]
async fn an_ambiguous_body_is_refused() {
    let world = World::with_machines("").await;
    let deep = format!("{{\"command\":{}", "[".repeat(200_000));
    let wide = format!("{{\"command\":\"{}\"}}", "stop ".repeat(100_000));
    for body in [
        r#"{"command":"status myci","command":"stop myci"}"#,
        r#"{"command":["stop myci"]}"#,
        r#"{"command":1e400}"#,
        r#"{"command":"stop myci"} {"command":"stop busy-ci"}"#,
        "\u{feff}{\"command\":\"stop myci\"}",
        &deep,
        &wide,
        r#"{"command":"stop myci --max 0"}"#,
        r#"{"command":"stop all --max 18446744073709551616"}"#,
        r#"{"command":"stop all --max -1"}"#,
        r#"{"command":"keep myci for 99999999999h"}"#,
        r#"{"command":"announce stop all in 0s"}"#,
    ] {
        let answer = world.sends("script", body, &[]).await;
        assert_eq!(answer.status, 400, "{body:.60}: {answer}");
    }
    assert!(world.calls().is_empty(), "{:?}", world.calls());
    is_well(&world).await;
    // One report for bodies that are not JSON with one command, and one for each unknown command.
    for _ in 0..7 {
        let told = world.hears().await;
        assert!(told.starts_with("to the channel:\n*script*") && told.len() < 4000, "{told}");
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_requested_wait_is_bounded() {
    let world = World::with_machines("").await;
    for wait in ["wait=18446744073709551615", "wait=99999999999999999999", "wait=-1", "wait=0"] {
        let answer = world.sends("nightly", "", &[("prefer", wait)]).await;
        assert!(answer.took <= Duration::from_secs(56), "{wait}: {:?}", answer.took);
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    world.emulator.settle("myci");
    world.hears().await;
    world.finish_after_reading(1).await;
}

/// A secret authenticates only its own source.
#[tokio::test(start_paused = true)]
async fn a_secret_authenticates_only_its_own_source() {
    let more = "\n[sources.timer]\nkind = \"event\"\ncommand = \"stop all\"\n";
    let world = World::with(by_hand(), |config| format!("{config}{MACHINES}{ALERT_SOURCES}{more}")).await;
    let body = json!({"source": "timer", "time": world.now().to_string(), "command": "stop all"}).to_string();
    for (source, status) in
        [("budget", 401), ("alertmanager", 401), ("slack", 401), ("timer", 404), ("nobody", 404)]
    {
        assert_eq!(world.sends(source, &body, &[]).await.status, status, "{source}");
    }
    let token = [("authorization", "Bearer a-token-of-alertmanager".to_owned())];
    for source in ["nightly", "script", "budget", "slack"] {
        assert_eq!(world.sends_with(source, &token, &body).await.status, 401, "{source}");
    }
    assert!(world.calls().is_empty(), "{:?}", world.calls());
    world.finish().await;
}
