//! Timers and scripts: signed requests whose answers are statuses, and a channel that hears of them.

use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::json;

use crate::world::World;

#[tokio::test(start_paused = true)]
async fn the_nightly_stop_stops_what_may_be_stopped_and_tells_the_channel() {
    let world = World::with_machines("").await;
    let answer = world.sends("nightly", "", &[]).await;
    assert_snapshot!(answer.told(), @"");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Stopped"));
    assert_eq!(world.emulator.state("busy-ci").as_deref(), Some("JobRunning"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn delivered_twice_it_acts_once_and_is_told_once() {
    let world = World::with_machines("").await;
    let at = world.now();
    assert_eq!(world.sends_at(at, "nightly", "", &[]).await.status, 202);
    let again = world.sends_at(at, "nightly", "", &[]).await;
    assert_snapshot!(again.told(), @"");
    world.emulator.settle("myci");
    world.hears().await;
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(world.sends_at(at, "nightly", "", &[]).await.status, 200);
    assert_eq!(world.asked("stop"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn with_nothing_to_do_it_says_so_in_one_line_or_keeps_quiet() {
    let world = World::with_machines("").await;
    world.emulator.set("myci", json!({"state": "Stopped"}));
    let answer = world.sends("nightly", "{}", &[]).await;
    assert_eq!(answer.status, 200);
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;

    let quiet = World::with(
        lamplighter::emulator::Options {
            pace: lamplighter::emulator::Pace::ByHand,
            ..Default::default()
        },
        |config| {
            format!("{config}{}", crate::world::MACHINES)
                .replace("command = \"stop all\"", "command = \"stop all\"\nquiet = true")
        },
    )
    .await;
    quiet.emulator.set("myci", json!({"state": "Stopped"}));
    assert_eq!(quiet.sends("nightly", "{}", &[]).await.status, 200);
    quiet.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_body_cannot_change_a_fixed_command() {
    let world = World::with_machines("").await;
    let answer = world
        .sends("nightly", r#"{"command": "start stopped-ci"}"#, &[])
        .await;
    assert_eq!(answer.body["command"], "stop all");
    assert_eq!(world.asked("start"), 0);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_script_says_what_it_wants_and_gets_a_status_to_act_on() {
    let world = World::with_machines("").await;
    let sends = async |command: &str| {
        let body = json!({"command": command}).to_string();
        world.sends("script", &body, &[]).await.told()
    };
    assert_snapshot!(sends("status myci").await, @"");
    assert_snapshot!(sends("stop stopped-ci").await, @"");
    assert_snapshot!(world.hears().await, @"");
    assert_snapshot!(sends("stop nobody").await, @"");
    assert_snapshot!(world.hears().await, @"");
    assert_snapshot!(sends("delete myci").await, @"");
    assert_snapshot!(world.hears().await, @"");
    assert_snapshot!(sends("stpo myci").await, @"");
    assert_snapshot!(world.hears().await, @"");
    let malformed = world.sends("script", "not json", &[]).await;
    assert_eq!((malformed.status, &malformed.body["status"]), (400, &json!(400)));
    assert_eq!(world.asked("stop") + world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_prefers_to_wait_gets_the_last_answer() {
    let world = World::with(Default::default(), |config| {
        format!("{config}{}", crate::world::MACHINES)
    })
    .await;
    let body = json!({"command": "stop myci"}).to_string();
    let answer = world.sends("script", &body, &[("prefer", "wait=60")]).await;
    assert_snapshot!(answer.told(), @"");
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn but_not_longer_than_it_is_let() {
    let world = World::with_machines("").await;
    let body = json!({"command": "stop myci"}).to_string();
    for (wait, took) in [("wait=10", 10), ("wait=3600", 55)] {
        let at = world.now();
        let answer = world.sends("script", &body, &[("prefer", wait)]).await;
        assert_eq!(answer.status, 202, "{}", answer.told());
        assert_eq!(answer.took.as_secs(), took);
        world.emulator.settle("myci");
        world.hears().await;
        assert!(world.now().duration_since(at) < SignedDuration::from_mins(2));
        world
            .emulator
            .set("myci", json!({"state": "Running", "lastOperation": null}));
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn trouble_that_may_pass_is_503_and_is_no_trouble_when_it_has() {
    let world = World::with_machines("").await;
    for fault in ["unavailable", "server_error", "throttled"] {
        world.fault("list", fault, json!({"times": 9, "retry_after": 3600}));
        let answer = world.sends("nightly", "", &[]).await;
        assert_snapshot!(format!("{fault} {}", answer.told()), @"");
        world.hears().await;
        world.emulator.clear_faults();
    }
    assert_eq!(world.sends("nightly", "", &[]).await.status, 202);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stranger_gets_401_and_an_empty_body() {
    let world = World::with_machines("").await;
    let at = world.now() - SignedDuration::from_mins(6);
    let old = world.sends_at(at, "nightly", "", &[]).await;
    assert_eq!((old.status, old.body), (401, serde_json::Value::Null));
    let hook = world.hook.replace("slack", "nightly");
    let unsigned = world.send_to(&hook, &[], "").await;
    assert_eq!((unsigned.status, unsigned.body), (401, serde_json::Value::Null));
    assert!(world.calls().is_empty());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_only_tells() {
    let world = World::with(
        lamplighter::emulator::Options {
            pace: lamplighter::emulator::Pace::ByHand,
            ..Default::default()
        },
        |config| {
            format!("{config}{}", crate::world::MACHINES)
                .replace("command = \"stop all\"", "command = \"stop all\"\ndry_run = true")
        },
    )
    .await;
    assert_snapshot!(world.sends("nightly", "", &[]).await.told(), @"");
    assert_snapshot!(world.hears().await, @"");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}
