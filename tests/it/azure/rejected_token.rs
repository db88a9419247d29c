//! Resource Manager rejects a token that has not expired: one new token is fetched for all callers, and a command
//! reads and judges again before it is sent.

use std::time::Duration;

use futures::future::join_all;
use serde_json::json;

use crate::support::world::World;

const RUNNING: &str = "*myci* has been running";

/// A world in which Resource Manager rejects the product's token.
async fn revoked() -> World {
    let world = World::new().await;
    world.says("U0ADA", "status myci").await;
    world.emulator.revoke_tokens();
    world.emulator.forget_requests();
    world
}

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_with_a_new_token() {
    let world = revoked().await;
    let answer = world.says("U0ADA", "status myci").await;
    assert!(answer.contains(RUNNING), "{answer}");
    assert_eq!(world.asked("token"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_command_reads_again_and_is_sent_once_more() {
    let world = World::new().await;
    world.says("U0ADA", "status myci").await;
    world.fault("stop", "401", json!({}));
    world.emulator.forget_requests();
    world.says("U0ADA", "stop myci").await;
    assert_eq!(world.calls()[..5], ["get", "stop", "token", "get", "stop"]);
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Stopping"));
    world.finish_after_reading(0).await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_began_meanwhile_is_not_ended() {
    let world = World::new().await;
    world.says("U0ADA", "status myci").await;
    world.fault("stop", "401", json!({}));
    world.fault("token", "slow", json!({"delay_ms": 1000}));
    let (answer, ()) = tokio::join!(world.says("U0ADA", "stop myci"), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        world.emulator.set("myci", json!({"state": "JobRunning"}));
    });
    assert!(answer.contains("running a job"), "{answer}");
    assert_eq!(world.asked("stop"), 1, "the refused one");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_second_refusal_is_reported() {
    let world = World::new().await;
    world.fault("stop", "401", json!({"times": 0}));
    let answer = world.says("U0ADA", "stop myci").await;
    assert!(answer.contains("sign-in"), "{answer}");
    assert_eq!(world.asked("stop"), 2);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn concurrent_refusals_fetch_one_token() {
    let world = revoked().await;
    let answers = join_all((0..8).map(|_| world.says("U0ADA", "status myci"))).await;
    for answer in answers {
        assert!(answer.contains(RUNNING), "{answer}");
    }
    assert_eq!(world.asked("token"), 1);
    world.finish().await;
}
