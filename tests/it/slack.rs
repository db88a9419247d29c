//! Slack, from a slash command to its last answer.

use insta::assert_snapshot;

use crate::world::World;

#[tokio::test(start_paused = true)]
async fn stop_is_asked_followed_and_told() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "stop myci").await.read(), @"");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Stopped"));
    world.finish().await;
}
