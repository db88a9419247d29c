//! The same request twice acts once, and a request older than the last operation does not act.

use std::time::Duration;

use http::Method;
use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::world::{World, by_hand_with};

#[tokio::test(start_paused = true)]
async fn two_concurrent_deliveries_act_once() {
    let world = World::new().await;
    let (at, body) = (world.now(), world.typed("U0ADA", "stop myci"));
    let (one, two) = tokio::join!(world.post_at(at, &body), world.post_at(at, &body));
    let mut said = [one.to_string(), two.to_string()];
    said.sort();
    assert_snapshot!(said.join("\n"), @"
    to the caller:
    🟡 *myci* is already stopping; there is nothing more to do.
    to the channel:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    assert_eq!(world.asked("stop"), 1);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_delivery_a_minute_later_does_not_act_again() {
    for verb in ["stop", "restart"] {
        let world = World::new().await;
        let (at, body) = (world.now(), world.typed("U0ADA", &format!("{verb} myci")));
        world.post_at(at, &body).await;
        world.emulator.settle("myci");
        world.hears().await;
        tokio::time::advance(Duration::from_secs(60)).await;
        let again = world.post_at(at, &body).await;
        assert!(again.contains("already") || again.contains("has been stopped"), "{again}");
        assert_eq!(world.asked(verb), 1);
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_restart_by_a_new_request_is_carried_out() {
    let world = World::new().await;
    world.says("U0ADA", "restart myci").await;
    world.emulator.settle("myci");
    world.hears().await;
    tokio::time::advance(Duration::from_secs(60)).await;
    world.says("U0ADA", "restart myci").await;
    assert_eq!(world.asked("restart"), 2);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_command_older_than_the_last_operation_is_not_carried_out() {
    let world = World::new().await;
    let asked = world.now() - SignedDuration::from_secs(120);
    world.emulator.set(
        "myci",
        json!({"lastOperation": {
        "operationName": "Start", "operationTime": "2026-11-23T17:59:00.000+00:00",
        "operationStatus": "Succeeded", "operationTrigger": "User"}}),
    );
    let body = world.typed("U0ADA", "stop myci");
    assert_snapshot!(world.post_at(asked, &body).await, @"
    to the caller:
    *myci* was started manually at <!date^1795456740^{time}|17:59>, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`. [stop myci]
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_command_that_cannot_change_anything_says_why() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "stop stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    assert_snapshot!(world.says("U0ADA", "start myci").await, @"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00>.
    ");
    assert_snapshot!(world.says("U0ADA", "restart stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* is stopped, so there is nothing to restart. To start it, type `start stopped-ci`. [start stopped-ci]
    ");
    world.emulator.set("myci", json!({"state": "Starting"}));
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the caller:
    🟡 *myci* is starting. Try again when it is done; I can't interrupt Azure.
    ");
    world.emulator.set("myci", json!({"state": null, "lastOperation": null}));
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the caller:
    🟡 *myci* is being created. Try again when it is done; I can't interrupt Azure.
    ");
    world.emulator.set("myci", json!({"state": "Hibernating"}));
    assert_snapshot!(world.says("U0ADA", "status myci").await, @"
    to the caller:
    🟡 *myci* is Hibernating.
    Size DS3_V2 · $0.29 per hour when it runs · owner: you · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    ");
    assert_eq!(world.asked("stop") + world.asked("start") + world.asked("restart"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn every_verb_has_an_answer_in_every_state() {
    let states = [
        "Creating",
        "CreateFailed",
        "Deleting",
        "Running",
        "Restarting",
        "Resizing",
        "JobRunning",
        "SettingUp",
        "SetupFailed",
        "Starting",
        "Stopped",
        "Stopping",
        "UserSettingUp",
        "UserSetupFailed",
        "Unknown",
        "Unusable",
        "SomethingNew",
    ];
    let world = World::new().await;
    for state in states {
        for verb in ["status", "start", "stop", "restart", "delete"] {
            world.emulator.set("myci", json!({"state": state, "lastOperation": null}));
            let said = world
                .says(
                    "U0ADA",
                    &format!("{verb} myci --dry-run").replace("status myci --dry-run", "status myci"),
                )
                .await;
            assert!(said.contains("myci"), "{verb} {state}: {said}");
        }
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_request_stamped_ahead_counts_from_its_first_arrival() {
    for verb in ["stop", "restart"] {
        let world = World::new().await;
        let ahead = world.now() + SignedDuration::from_secs(240);
        let body = world.typed("U0ADA", &format!("{verb} myci"));
        world.post_at(ahead, &body).await;
        world.emulator.settle("myci");
        world.hears().await;
        world.says("U0ADA", "start myci").await;
        world.emulator.settle("myci");
        for wait in [60, 240] {
            tokio::time::advance(Duration::from_secs(wait)).await;
            world.post_at(ahead, &body).await;
            assert_eq!(world.asked(verb), 1, "delivered again");
        }
        world.finish_after_reading(0).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_slightly_ahead_does_not_let_a_copy_act_again() {
    let world = World::new().await;
    let ahead = world.now() + SignedDuration::from_secs(2);
    let body = world.typed("U0ADA", "stop myci");
    world.post_at(ahead, &body).await;
    world.emulator.settle("myci");
    tokio::time::advance(Duration::from_secs(3)).await;
    let path = "/computes/myci/start";
    assert_eq!(world.emulator.send_as_another_client(Method::POST, path, &Value::Null), 202);
    world.emulator.settle("myci");
    world.hears().await;
    world.post_at(ahead, &body).await;
    assert_eq!(world.asked("stop"), 1, "delivered again");
    world.finish_after_reading(0).await;
}

#[tokio::test(start_paused = true)]
async fn the_final_report_tells_how_a_stop_of_somebody_else_ended() {
    let world = World::with(by_hand_with(2), |config| config).await;
    world.says("U0ADA", "stop myci").await;
    tokio::time::advance(Duration::from_secs(1)).await;
    let first = world.says("U0ADA", "stop myci ci-a0001 ci-a0002").await;
    assert!(first.contains("*myci* is already stopping"), "{first}");
    world.emulator.settle_all();
    let told = [world.hears().await, world.hears().await];
    let last = told.iter().find(|reply| reply.contains("ci-a0001")).unwrap();
    assert!(last.contains("2 stopped, 1 already off") && last.contains("*myci* has been stopped"), "{last}");
    assert!(!last.contains("already stopping"), "{last}");
    world.finish().await;
}
