//! Discord's deadlines: three seconds for the first answer, fifteen minutes for the last.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::json;

use super::world;
use crate::support::{
    chat::{
        Chat,
        discord::{ADA, THREE_SECONDS},
    },
    world::World,
};

#[tokio::test(start_paused = true)]
async fn a_placeholder_is_shown_while_azure_is_slow() {
    let world = World::on(Chat::Discord, Options::default(), |config| config).await;

    world.fault("get", "slow", json!({"delay_ms": 10_000}));
    let first = world.says(ADA, "stop name:myci").await;
    assert!(first.took < THREE_SECONDS, "{:?}", first.took);
    assert_snapshot!(first, @"thinking, to the channel");
    assert_snapshot!(world.hears().await, @"
    edited:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    for (line, seen_by) in [
        ("status name:myci", "thinking, to the caller"),
        ("delete name:myci", "thinking, to the caller"),
        ("stop name:gpu-*", "thinking, to the caller"),
        ("start name:myci", "thinking, to the channel"),
    ] {
        world.fault("*", "slow", json!({"delay_ms": 10_000, "times": 0}));
        let first = world.says(ADA, line).await;
        assert!(first.took < THREE_SECONDS, "{line}: {:?}", first.took);
        assert_eq!(first, seen_by, "{line}");
        world.emulator.clear_faults();
        let last = world.hears().await;
        assert!(last.starts_with("edited:"), "{line}: {last}");
        if line.starts_with("start") {
            world.hears().await;
        }
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_click_is_deferred_while_azure_is_slow() {
    let world = World::on(Chat::Discord, Options::default(), |config| config).await;
    let delete = world.says(ADA, "delete name:myci").await.button("Delete");
    world.fault("get", "slow", json!({"delay_ms": 10_000}));
    let pressed = world.presses(ADA, &delete).await;
    assert_eq!(pressed, "holding still");
    assert!(pressed.took < THREE_SECONDS);
    assert_snapshot!(world.hears().await, @"
    edited:
    🟡 Azure is slow to answer. I'm still working on `delete myci` and will tell you how it went.
    ");
    assert_snapshot!(world.hears().await, @"
    edited:
    On it: `delete myci`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is deleted. It took 4 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_follow_up_is_retried_while_discord_answers_404() {
    let world = World::on(Chat::Discord, Options::default(), |config| config).await;
    world.fault("inbox", "404", json!({"times": 2}));
    world.says(ADA, "stop name:myci").await;
    let message = world.hears_message().await;
    assert_eq!((message.method.as_str(), message.attempt), ("POST", 3));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn following_ends_before_the_interaction_token_expires() {
    let world = world().await;
    world.says(ADA, "stop name:myci").await;
    let waited = tokio::time::Instant::now();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 **myci**: Azure accepted the request to stop it, and I can't follow it any longer. To see how it went, type `status myci`. [status myci]
    ");
    assert!(waited.elapsed() < Duration::from_secs(15 * 60), "{:?}", waited.elapsed());
    world.finish().await;
}
