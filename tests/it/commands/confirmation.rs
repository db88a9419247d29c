//! Nothing that nobody confirmed is done, and nothing that nobody named.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::{Options, Pace};
use serde_json::json;

use crate::support::world::World;

fn more(instances: usize) -> Options {
    Options {
        pace: Pace::ByHand,
        instances,
        ..Options::default()
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_not_seen_in_full_is_asked_about_all_the_same() {
    let world = World::with(more(6), |config| config).await;
    world.fault("get", "nulls", json!({}));
    let prompt = world.says("U0ADA", "delete busy-ci").await.read();
    assert!(prompt.contains("[Delete]"), "{prompt}");
    world.fault("list", "nulls", json!({}));
    let prompt = world.says("U0ADA", "stop all").await.read();
    assert!(prompt.contains("[Stop 9]"), "{prompt}");
    world.emulator.set("myci", json!({"state": "Stopping"}));
    let prompt = world.says("U0ADA", "delete myci").await.read();
    assert!(prompt.contains("[Delete]"), "{prompt}");
    assert_eq!(world.asked("delete") + world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn so_many_are_asked_about_as_may_be_touched() {
    let world = World::with(more(9), |config| config).await;
    let few = world.says("U0ADA", "stop all --max 3").await.read();
    assert!(!few.contains("[Never mind]") && few.contains("3 asked"), "{few}");
    assert_eq!(world.asked("stop"), 3);
    let prompt = world.says("U0ADA", "stop all --max 6").await;
    assert_snapshot!(prompt.read(), @"
    to the caller:
    Stop 6 of these 10, the dearest first?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006*, *ci-a0007*, *ci-a0008*, *ci-a0009* and *myci*
    The buttons work for 5 min, and for you alone. [Stop 6] [Never mind]
    ");
    world.emulator.settle_all();
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_younger_namesake_is_not_deleted_while_the_platform_is_slow() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.fault("inbox", "429", json!({"retry_after": 30}));
    world.clicks("U0ADA", &prompt.button("Delete")).await;
    // Accepted already, though the news of it is still on its way.
    tokio::time::advance(Duration::from_secs(1)).await;
    world.hears().await;
    assert_eq!(world.asked("delete"), 1);
    world.emulator.settle("myci");
    while !world.hears().await.contains("is deleted") {}
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_does_what_the_prompt_named_and_no_more() {
    let world = World::with(more(6), |config| config).await;
    let prompt = world.says("U0ADA", "stop all").await;
    assert_snapshot!(prompt.read(), @"
    to the caller:
    Stop these 7?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006* and *myci*
    The buttons work for 5 min, and for you alone. [Stop 7] [Never mind]
    ");
    world
        .emulator
        .set("stopped-ci", json!({"state": "Running", "lastOperation": null}));
    world.clicks("U0ADA", &prompt.button("Stop 7")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    That confirmation no longer fits: what it names has changed, or it was made for somebody else. Nothing was done. Say `stop all` to be asked anew.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_began_since_voids_the_button() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.emulator.set("myci", json!({"state": "JobRunning"}));
    world.clicks("U0ADA", &prompt.button("Delete")).await;
    assert!(world.hears().await.contains("no longer fits"));
    assert_snapshot!(world.says("U0ADA", "delete myci").await.read(), @"
    to the caller:
    Delete *myci*? It is running a job, which would end. Its OS disk and what is outside the file share are gone for good.
    The buttons work for 5 min, and for you alone. [Delete] [Keep it]
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_bulk_by_force_names_the_jobs_that_would_end() {
    let world = World::with(more(6), |config| config).await;
    assert_snapshot!(world.says("U0ADA", "stop all --force").await.read(), @"
    to the caller:
    Stop these 8?
    *busy-ci*, *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006* and *myci*
    *busy-ci* is running a job, which would end.
    The buttons work for 5 min, and for you alone. [Stop 8] [Never mind]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_click_on_slow_azure_is_acknowledged_and_does_not_expire_waiting() {
    let world = World::at_real_pace().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.fault("get", "429", json!({"retry_after": 310}));
    world.clicks("U0ADA", &prompt.button("Delete")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🟡 Azure asks us to wait 5 min 10 s before the next call. I'll go on with `delete myci` then and tell you.
    ");
    let mut said = Vec::new();
    while !said
        .last()
        .is_some_and(|said: &String| said.contains("is deleted"))
    {
        said.push(world.hears().await);
    }
    assert_eq!(world.asked("delete"), 1);
    world.finish().await;
}

/// The workspace `vision`, to be put behind the demo's configuration, and what Ada may do there.
const VISION: &str = r#"
[workspaces.vision]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-ws-0001"

[[grants]]
to = ["slack:T0DEMO/U0ADA"]
may = ["owner"]
on = ["vision/*"]
"#;

#[tokio::test(start_paused = true)]
async fn a_guess_at_a_name_waits_for_nobody_and_stays_where_it_was_looked_for() {
    let options = Options {
        workspaces: 1,
        ..more(0)
    };
    let world = World::with(options, |config| config + VISION).await;
    assert_snapshot!(world.says("U0ADA", "stop research/mycy").await.read(), @"
    to the caller:
    I don't see `research/mycy`. Did you mean *research/myci*?
    ");
    assert_eq!(world.asked("list"), 1);
    world.fault("list", "429", json!({"retry_after": 30, "times": 0}));
    assert_snapshot!(world.says("U0ADA", "stop mycy").await.read(), @"
    to the caller:
    I don't see `mycy`. Nothing was done. `list` shows what you may see.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unread_workspace_may_hold_the_one_that_is_meant() {
    let options = Options {
        workspaces: 1,
        ..more(0)
    };
    let world = World::with(options, |config| config + VISION).await;
    world.fault("get", "500", json!({"times": 3, "instance": "ml-ws-0001/myci"}));
    world.says("U0ADA", "stop myci").await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🔴 *vision* could not be read: Azure has a fault of its own (HTTP 500). Try again in a few minutes. (id ……)
    Nothing was done.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_name_beside_a_glob_must_exist() {
    let world = World::with(more(2), |config| config).await;
    assert_snapshot!(world.says("U0ADA", "stop ci-* mycii").await.read(), @"
    to the caller:
    I don't see `mycii`. Did you mean *myci*?
    ");
    assert_snapshot!(world.says("U0ADA", "stop ci-* --except ci-a0009").await.read(), @"
    to the caller:
    I don't see `ci-a0009`. Did you mean *ci-a0002*?
    ");
    assert_snapshot!(world.says("U0ADA", "stop all except myci").await.read(), @"
    to the caller:
    I don't know the option `except`. Did you mean `--except`?
    ");
    assert_snapshot!(world.says("U0ADA", "delete ci-*").await.read(), @"
    to the caller:
    `delete` takes one instance, by its name: `delete NAME`.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_began_after_the_confirmation_is_left_to_end() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    // It was judged, and is looked at again because Azure refused the token it was sent with.
    world.fault("delete", "401", json!({}));
    world.fault("token", "slow", json!({"delay_ms": 1000}));
    let button = prompt.button("Delete");
    let (click, ()) = tokio::join!(world.clicks("U0ADA", &button), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        world.emulator.set("myci", json!({"state": "JobRunning"}));
    });
    click.read();
    let mut told = String::new();
    while !told.contains("your confirmation did not name") {
        told = world.hears().await;
    }
    assert_eq!(world.asked("delete"), 1, "the refused one");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_made_up_code_keeps_nothing() {
    let world = World::new().await;
    for text in [
        "confirm zzzzzz.AAAAAAAAAAAAAAAAAAAAAA keep myci for 7d",
        "confirm zzzzzz.AAAAAAAAAAAAAAAAAAAAAA idle myci 1h",
        "confirm zzzzzz.AAAAAAAAAAAAAAAAAAAAAA status myci",
    ] {
        let answer = world.says("U0ADA", text).await.read();
        assert!(answer.contains("confirmation"), "{text}: {answer}");
    }
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}
