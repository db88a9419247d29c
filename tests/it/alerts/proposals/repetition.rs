//! How often people hear of the same alert.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::alert_senders::{AlertSenders, BUDGET, FIRING};

#[tokio::test(start_paused = true)]
async fn a_repeated_alert_is_proposed_once_a_day() {
    let senders = AlertSenders::new().await;
    let mut alert: Value = serde_json::from_str(BUDGET).unwrap();
    alert["data"]["essentials"]["firedDateTime"] = json!(senders.world.now().to_string());
    for _ in 0..2 {
        assert_eq!(senders.azure_monitor(&alert).await.status, 200);
        assert_eq!(senders.fires("GpuIdle", &["myci"]).await.status, 200);
        tokio::time::advance(Duration::from_secs(90)).await;
    }
    let both = [senders.world.hears().await, senders.world.hears().await];
    assert!(both.iter().any(|said| said.contains("Budget *ml-monthly*")), "{both:?}");
    assert!(both.iter().any(|said| said.contains("Alert *GpuIdle*")), "{both:?}");
    // The alert lasts for hours: the first message is still in the channel, with its button.
    tokio::time::advance(Duration::from_secs(4 * 3600)).await;
    assert_eq!(senders.fires("GpuIdle", &["myci"]).await.status, 200);
    // Another instance in the group is reported, and so is the same group a day later.
    senders.world.emulator.set("stopped-ci", json!({"state": "Running"}));
    senders.fires("GpuIdle", &["myci", "stopped-ci"]).await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *GpuIdle* fired.
    2 instances to stop, dearest first. Nothing has been done yet; type `stop NAME`, or `stop research/myci research/stopped-ci` for all.
    Saves $3.35 per hour.
    🟢 *stopped-ci* · NC6S_V3 · $3.06 per hour · <@U0DAN>
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA> [Stop stopped-ci] [Stop myci]
    ");
    senders.fires("GpuIdle", &["myci", "stopped-ci"]).await;
    tokio::time::advance(Duration::from_secs(24 * 3600)).await;
    senders.fires("GpuIdle", &["myci", "stopped-ci"]).await;
    senders.world.hears().await;
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_is_idle_again_is_proposed_again() {
    let senders = AlertSenders::new().await;
    senders.world.emulator.set("myci", json!({"state": "JobRunning"}));
    senders.fires("GpuIdle", &["myci"]).await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *GpuIdle* fired.
    There is nothing to stop with `stop research/myci`: 1 running a job.
    ");
    senders.fires("GpuIdle", &["myci"]).await;
    senders.world.emulator.set("myci", json!({"state": "Running"}));
    senders.fires("GpuIdle", &["myci"]).await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *GpuIdle* fired.
    1 instance to stop. Nothing has been done yet; to do it, type `stop research/myci`.
    Saves $0.29 per hour.
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA> [Stop myci]
    ");
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn alerts_without_a_rule_are_reported_in_one_message() {
    let senders = AlertSenders::new().await;
    let names: Vec<_> = (0..300).map(|n| format!("ci-{n:x}a")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    assert_snapshot!(senders.fires("Watchdog", &names).await, @"HTTP 200: Alert Watchdog matches no rule of alertmanager: compare the alert's name and labels with when. Nothing was done.");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *Watchdog* matches no rule of *alertmanager*: compare the alert's name and labels with `when`. Nothing was done.
    ");
    senders.fires("Watchdog", &names).await;
    let mut group: Value = serde_json::from_str(FIRING).unwrap();
    let one = group["alerts"][0].take();
    let named = |n: usize| {
        let mut one = one.clone();
        one["labels"]["alertname"] = json!(format!("Other{n}"));
        one["fingerprint"] = json!(n.to_string());
        one
    };
    group["alerts"] = (0..12).map(named).collect();
    senders.deliver("alertmanager", "a-token-of-alertmanager", &group).await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alerts *Other0*, *Other1*, *Other10*, *Other11*, *Other2*, *Other3*, *Other4*, *Other5*, *Other6*, *Other7* and 2 more match no rule of *alertmanager*: compare the alert's name and labels with `when`. Nothing was done.
    ");
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_alerts_is_handled_within_a_minute() {
    let senders = AlertSenders::new().await;
    let mut group: Value = serde_json::from_str(FIRING).unwrap();
    let one = group["alerts"][0].take();
    let named = |n: usize| {
        let mut one = one.clone();
        one["labels"]["alertname"] = json!("GpuForgotten");
        one["labels"]["compute"] = json!(format!("a-compute-with-a-name-{n:x}a"));
        one["annotations"] = Value::Null;
        one["generatorURL"] = Value::Null;
        one["fingerprint"] = json!(n.to_string());
        one
    };
    group["alerts"] = (0..3000).map(named).collect();
    let began = std::time::Instant::now();
    let answer = senders.deliver("alertmanager", "a-token-of-alertmanager", &group).await;
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    assert_eq!(answer.status, 403, "nobody of these is there");
    let heard = senders.world.emulator.inbox().len();
    println!("{:?}, {heard} messages, {} looks", began.elapsed(), senders.world.asked("get"));
    senders.world.finish_after_reading(1).await;
}
