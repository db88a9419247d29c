//! Names offered while a person types.

use insta::assert_snapshot;
use serde_json::json;

use super::world;
use crate::support::{
    chat::{
        Chat,
        discord::{self, ADA, BOB, THREE_SECONDS},
    },
    world::{World, by_hand_with},
};

#[tokio::test(start_paused = true)]
async fn names_are_offered_while_typing() {
    let world = World::on(Chat::Discord, by_hand_with(30), |config| config).await;
    let offered = async |user: &str, line: &str| {
        let choices = discord::choices(&world.post(&discord::typing(user, line)).await.body);
        let lines: Vec<_> = choices.into_iter().map(|(label, value)| format!("{label} = {value}")).collect();
        lines.join("\n")
    };
    assert_snapshot!(offered(ADA, "stop name:CI").await.lines().take(3).collect::<Vec<_>>().join("\n"), @"
    🟢 ci-a0001 = ci-a0001
    🟢 ci-a0002 = ci-a0002
    🟢 ci-a0003 = ci-a0003
    ");
    assert_eq!(offered(ADA, "stop name:ci").await.lines().count(), 25);
    assert_snapshot!(offered(ADA, "start name:myci stop").await, @"⚪ myci stopped-ci = myci stopped-ci");
    assert_snapshot!(offered(ADA, "stop name:research/b").await, @"🟢 research/busy-ci = research/busy-ci");
    assert_snapshot!(offered(BOB, "status name:my").await, @"🟢 myci = myci");
    assert_snapshot!(offered(BOB, "status name:stopped\u{2011}\u{200b}ci").await, @"⚪ stopped-ci = stopped-ci");
    assert_eq!(offered(BOB, "stop name:my").await, "", "not his to stop");
    assert_eq!(offered("1", "status name:").await.lines().count(), 25, "of this server");
    assert_eq!(offered(ADA, "stop name:nothing-like-it").await, "");
    assert_eq!(offered(ADA, "ping name:").await, "");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn no_names_are_offered_when_azure_fails() {
    for fault in ["slow", "500", "429", "garbage", "reset"] {
        let world = world().await;
        world.fault("list", fault, json!({"times": 0, "delay_ms": 10_000, "retry_after": 60}));
        let answer = world.post(&discord::typing(ADA, "stop name:my")).await;
        assert!(answer.took < THREE_SECONDS, "{fault}: {:?}", answer.took);
        assert_eq!(discord::choices(&answer.body), [], "{fault}");
        world.finish().await;
    }
}
