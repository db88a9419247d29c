//! Discord's deadlines: three seconds for the first answer, fifteen minutes for the last.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Pace;
use serde_json::json;

use super::client::{ADA, Discord, THREE_SECONDS};

#[tokio::test(start_paused = true)]
async fn slow_azure_is_waited_for_behind_a_placeholder() {
    let discord = Discord::with(Pace::Real, 0, "").await;
    let world = &discord.world;
    world.fault("get", "slow", json!({"delay_ms": 10_000}));
    let first = discord.says(ADA, "stop name:myci").await;
    assert!(first.took < THREE_SECONDS, "{:?}", first.took);
    assert_snapshot!(first.read(), @"thinking, to the channel");
    assert_snapshot!(discord.hears().await, @"
    edited:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    assert_snapshot!(discord.hears().await, @"
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
        let first = discord.says(ADA, line).await;
        assert!(first.took < THREE_SECONDS, "{line}: {:?}", first.took);
        assert_eq!(first.read(), seen_by, "{line}");
        world.emulator.clear_faults();
        let last = discord.hears().await;
        assert!(last.starts_with("edited:"), "{line}: {last}");
        if line.starts_with("start") {
            discord.hears().await;
        }
    }
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_holds_still_until_slow_azure_has_answered() {
    let discord = Discord::with(Pace::Real, 0, "").await;
    let delete = discord.says(ADA, "delete name:myci").await.button("Delete");
    discord.world.fault("get", "slow", json!({"delay_ms": 10_000}));
    let pressed = discord.clicks(ADA, ADA, &delete).await;
    assert_eq!(pressed.read(), "holding still");
    assert!(pressed.took < THREE_SECONDS);
    assert_snapshot!(discord.hears().await, @"
    edited:
    🟡 Azure is slow to answer. I'm still at `delete myci` and will tell you what comes of it.
    ");
    assert_snapshot!(discord.hears().await, @"
    edited:
    On it: `delete myci`.
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** is deleted. It took 4 s.
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_does_not_know_the_message_yet_is_tried_again() {
    let discord = Discord::with(Pace::Real, 0, "").await;
    discord.world.fault("inbox", "404", json!({"times": 2}));
    discord.says(ADA, "stop name:myci").await;
    let message = discord.hears_message().await;
    assert_eq!((message.method.as_str(), message.attempt), ("POST", 3));
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn after_fourteen_minutes_it_says_where_to_look() {
    let discord = Discord::new().await;
    discord.says(ADA, "stop name:myci").await;
    let waited = tokio::time::Instant::now();
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    🟡 **myci**: Azure took the request to stop it, and I can't watch any longer. `status myci` tells how it went.
    ");
    assert!(
        waited.elapsed() < Duration::from_secs(15 * 60),
        "{:?}",
        waited.elapsed()
    );
    discord.world.finish().await;
}
