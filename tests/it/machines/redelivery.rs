//! Senders deliver at least once. A second delivery is answered as done, does not act, is not reported again, and is
//! logged as a duplicate.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::{
    alert_senders::{ALERT_SOURCES, AlertSenders},
    captured_log::Line,
    reply::Reply,
    signers,
    world::World,
};

const METRIC: &str = include_str!("../../../events/azure-monitor/metric-fired.json");
const GRAFANA_FIRING: &str = include_str!("../../../events/grafana/firing.json");

const CONTACT_POINT: &str = r#"
[sources.grafana]
kind = "grafana"
secret = { env = "GRAFANA_SECRET" }
notify = ["ml-ops"]
rules = [{ when = {}, command = "stop {instance}", mode = "act" }]

[[grants]]
to = ["grafana"]
may = ["stop"]
on = ["research/*"]
"#;

/// Of the audit lines with this message, whether each says that it is a duplicate.
fn duplicates(log: &[Line], message: &str) -> Vec<bool> {
    let lines = log.iter().map(|(_, line)| line);
    lines.filter(|line| line["message"] == message).map(|line| line["duplicate"] == true).collect()
}

/// Delivers three times: once, again while Azure works, and once more when it has finished.
async fn delivers(world: &World, deliver: impl AsyncFn() -> Reply) {
    let log = world.captures_log();
    assert_eq!(deliver().await.status, 202);
    tokio::time::advance(Duration::from_secs(20)).await;
    let again = deliver().await;
    assert_eq!(again.status, 200, "{again}");
    world.emulator.settle("myci");
    let told = world.hears().await;
    assert!(told.contains("1 stopped"), "{told}");
    let again = deliver().await;
    assert_eq!(again.status, 200, "{again}");
    assert_eq!(world.asked("stop"), 1);
    let log = log.take();
    assert_eq!(duplicates(&log, "heard"), [false, true, true]);
    assert_eq!(duplicates(&log, "settled"), [false]);
}

#[tokio::test(start_paused = true)]
async fn a_repeated_signed_request_is_a_duplicate() {
    let world = World::with_machines("").await;
    let at = world.now();
    delivers(&world, async || world.sends_at(at, "nightly", "", &[]).await).await;
    let script = json!({"command": "stop myci"}).to_string();
    let asked = world.asked("stop");
    assert_eq!(world.sends_at(at, "script", &script, &[]).await.status, 200);
    assert_eq!(world.asked("stop"), asked);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_repeated_action_group_alert_is_a_duplicate() {
    let senders = AlertSenders::new().await;
    let mut alert: Value = serde_json::from_str(METRIC).unwrap();
    alert["data"]["essentials"]["firedDateTime"] = json!(senders.world.now().to_string());
    alert["data"]["essentials"]["alertRule"] = json!("gpu-idle");
    delivers(&senders.world, async || senders.azure_monitor(&alert).await).await;
    senders.world.finish().await;
}

/// Alertmanager's time is that of sending; the alert is identified by itself.
#[tokio::test(start_paused = true)]
async fn a_repeated_alertmanager_alert_is_a_duplicate_while_it_lasts() {
    let senders = AlertSenders::new().await;
    delivers(&senders.world, async || senders.fires("GpuForgotten", &["myci"]).await).await;
    tokio::time::advance(Duration::from_secs(4 * 3600)).await;
    assert_eq!(senders.fires("GpuForgotten", &["myci"]).await.status, 200);
    // If the instance was started again meanwhile, the second stop is reported.
    senders.world.emulator.set("myci", json!({"state": "Running", "lastOperation": null}));
    assert_eq!(senders.fires("GpuForgotten", &["myci"]).await.status, 202);
    senders.world.emulator.settle("myci");
    assert!(senders.world.hears().await.contains("1 stopped"));
    senders.world.finish().await;
}

/// Two Grafanas in high availability send the same alert, each with its own time.
#[tokio::test(start_paused = true)]
async fn the_same_alert_of_two_grafanas_is_a_duplicate() {
    let senders = AlertSenders::with(0, |config| format!("{config}{ALERT_SOURCES}{CONTACT_POINT}")).await;
    let world = &senders.world;
    let sign = |at: Timestamp| signers::grafana("a-secret-of-grafana", at, GRAFANA_FIRING);
    delivers(world, async || world.sends_with("grafana", &sign(world.now()), GRAFANA_FIRING).await).await;
    senders.world.finish().await;
}

/// A failure is reported once, and so is its end.
#[tokio::test(start_paused = true)]
async fn a_repeated_failure_is_a_duplicate_until_it_succeeds() {
    let world = World::with_machines("").await;
    let log = world.captures_log();
    let at = world.now();
    world.fault("list", "500", json!({"times": 0}));
    for _ in 0..3 {
        assert_eq!(world.sends_at(at, "nightly", "", &[]).await.status, 503);
    }
    assert!(world.hears().await.contains("an internal error"));
    world.emulator.clear_faults();
    world.emulator.set("myci", json!({"state": "Stopped"}));
    assert_eq!(world.sends_at(at, "nightly", "", &[]).await.status, 200);
    assert!(world.hears().await.contains("nothing to do"), "the end of it");
    assert_eq!(duplicates(&log.take(), "heard"), [false, true, true, false]);
    world.finish().await;
}

/// An announcement delivered twice.
#[tokio::test(start_paused = true)]
async fn a_repeated_announcement_is_posted_once() {
    let world = World::with(
        lamplighter_emulator::Options { pace: lamplighter_emulator::Pace::ByHand, ..Default::default() },
        |config| {
            let announces =
                config.replace("command = \"stop all\"", "command = \"announce stop all in 30m\"");
            assert_ne!(announces, config);
            announces.replace("may = [\"stop\"]", "may = [\"announce\"]")
        },
    )
    .await;
    let at = world.now();
    for _ in 0..2 {
        assert_eq!(world.sends_at(at, "nightly", "", &[]).await.status, 200);
    }
    assert!(world.hears().await.contains("In 30 min I stop 1 instance"));
    world.finish().await;
}
