//! Microsoft Teams by its bot, from what a person writes to the last edit of the answer.

mod authentication;

use insta::assert_snapshot;

use crate::support::{
    chat::{
        Chat,
        teams_bot::{ADA, BOB, in_person, signer},
    },
    entra::Directory,
    world::{World, by_hand},
};

/// People talk to the bot, whose connector is the emulator's and whose tokens the test signs.
async fn world() -> World {
    with(|config| config).await
}

async fn with(configure: impl FnOnce(String) -> String) -> World {
    let signer = signer();
    world_of(&Directory::with(&[&signer]).await, configure).await
}

/// The connector's keys are published by `directory`.
async fn world_of(directory: &Directory, configure: impl FnOnce(String) -> String) -> World {
    let keys = format!("http://{}/connector/discovery/v2.0/keys", directory.address);
    let configure = |config: String| configure(config.replace("KEYS", &keys)) + NO_OTHERS;
    World::on(Chat::TeamsBot, by_hand(), configure).await
}

/// Nothing of the demo's.
const NO_OTHERS: &str = "";

#[tokio::test(start_paused = true)]
async fn a_conversation() {
    let world = world().await;
    world.says(ADA, "status myci").await;
    world.hears().await;
    world.says(ADA, "stop myci").await;
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    world.says(ADA, "strat myci").await;
    world.hears().await;
    world.says(BOB, "start myci").await;
    world.hears().await;
    assert_snapshot!(world.transcript(), @"");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_personal_chat() {
    let world = world().await;
    let asked = world.post(in_person(&world.scene(), ADA, "stop myci")).await;
    assert_eq!((asked.status, &*asked), (200, "(empty)"));
    assert_snapshot!(world.hears().await, @"");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"");
    world.finish().await;
}
