//! What machines could send to do harm, or out of madness: through the real doors, with real secrets, and
//! with the server well afterwards.

use std::time::Duration;

use lamplighter_emulator::{Options, Pace};
use serde_json::{Value, json};

use crate::{
    alerts::proposals::{ALARMS, Alarms},
    support::world::{MACHINES, World},
};

const METRIC: &str = include_str!("../../../events/azure-monitor/metric-fired.json");

async fn is_well(world: &World) {
    let answer = world.says("U0ADA", "ping").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test(start_paused = true)]
async fn no_alert_fires_too_long_ago_or_too_far_ahead() {
    let ages = ALARMS.replace("audience =", "max_age = \"9000w\"\naudience =");
    let alarms = Alarms::with(0, |config| config + &ages).await;
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
        let answer = alarms.monitor(&alert).await;
        assert!(matches!(answer.status, 200 | 202), "{fired}: {}", answer.told());
        alarms.world.emulator.settle_all();
        tokio::time::advance(Duration::from_secs(60)).await;
        is_well(&alarms.world).await;
    }
    alarms.world.finish_after_reading(1).await;
}

#[tokio::test(start_paused = true)]
async fn no_label_is_taken_for_more_than_a_name() {
    let alarms = Alarms::new().await;
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
        let answer = alarms.fires("GpuForgotten", &[name]).await;
        assert_eq!(answer.status, 200, "{:.40}: {}", name, answer.told());
    }
    assert_eq!((alarms.world.asked("stop"), alarms.world.asked("get")), (0, 0));
    is_well(&alarms.world).await;
    alarms.world.finish_after_reading(1).await;
}

#[tokio::test(start_paused = true)]
async fn a_body_says_one_thing() {
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
        assert_eq!(answer.status, 400, "{body:.60}: {}", answer.told());
    }
    assert!(world.calls().is_empty(), "{:?}", world.calls());
    is_well(&world).await;
    // Of those that are no JSON with one command, once; of each command that says nothing known, once.
    for _ in 0..7 {
        let told = world.hears().await;
        assert!(
            told.starts_with("to the channel:\n*script*") && told.len() < 4000,
            "{told}"
        );
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn nobody_keeps_us_waiting_for_ever() {
    let world = World::with_machines("").await;
    for wait in [
        "wait=18446744073709551615",
        "wait=99999999999999999999",
        "wait=-1",
        "wait=0",
    ] {
        let answer = world.sends("nightly", "", &[("prefer", wait)]).await;
        assert!(
            answer.took <= Duration::from_secs(56),
            "{wait}: {:?}",
            answer.took
        );
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    world.emulator.settle("myci");
    world.hears().await;
    world.finish_after_reading(1).await;
}

/// A secret opens its own door and no other.
#[tokio::test(start_paused = true)]
async fn no_door_opens_with_anothers_key() {
    let options = Options {
        pace: Pace::ByHand,
        ..Options::default()
    };
    let more = "\n[sources.timer]\nkind = \"event\"\ncommand = \"stop all\"\n";
    let world = World::with(options, |config| format!("{config}{MACHINES}{ALARMS}{more}")).await;
    let body = json!({"source": "timer", "time": world.now().to_string(), "command": "stop all"}).to_string();
    for (source, status) in [
        ("budget", 401),
        ("alertmanager", 401),
        ("slack", 401),
        ("timer", 404),
        ("nobody", 404),
    ] {
        assert_eq!(world.sends(source, &body, &[]).await.status, status, "{source}");
    }
    let token = [("authorization", "Bearer a-token-of-alertmanager".to_owned())];
    for source in ["nightly", "script", "budget", "slack"] {
        let hook = world.hook.replace("/hooks/slack", &format!("/hooks/{source}"));
        assert_eq!(world.send_to(&hook, &token, &body).await.status, 401, "{source}");
    }
    assert!(world.calls().is_empty(), "{:?}", world.calls());
    world.finish().await;
}
