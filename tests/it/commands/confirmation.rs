//! Only what was confirmed and named is done.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::json;

use crate::support::{
    reply::Reply,
    world::{World, by_hand_with},
};

fn more(instances: usize) -> Options {
    by_hand_with(instances)
}

#[tokio::test(start_paused = true)]
async fn a_bulk_with_an_unreadable_workspace_still_asks_first() {
    let world = World::with(more(6), |config| config).await;
    world.fault("get", "nulls", json!({}));
    let prompt = world.says("U0ADA", "delete busy-ci").await;
    assert!(prompt.contains("[Delete]"), "{prompt}");
    world.fault("list", "nulls", json!({}));
    let prompt = world.says("U0ADA", "stop all").await;
    assert!(prompt.contains("[Stop 9]"), "{prompt}");
    world.emulator.set("myci", json!({"state": "Stopping"}));
    let prompt = world.says("U0ADA", "delete myci").await;
    assert!(prompt.contains("[Delete]"), "{prompt}");
    assert_eq!(world.asked("delete") + world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_question_names_every_instance_that_may_be_touched() {
    let world = World::with(more(9), |config| config).await;
    let few = world.says("U0ADA", "stop all --max 3").await;
    assert!(!few.contains("[Never mind]") && few.contains("3 stopping"), "{few}");
    assert_eq!(world.asked("stop"), 3);
    let prompt = world.says("U0ADA", "stop all --max 6").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Stop 6 of these 10, the dearest first?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006*, *ci-a0007*, *ci-a0008*, *ci-a0009* and *myci*
    Saves $7.25 per hour.
    They belong to you (2), `00000000-0000-0000-0000-0000000000bc` (2) and `00000000-0000-0000-0000-0000000000bd` (2).
    The buttons work for 5 min, and only for you. [Stop 6] [Never mind]
    ");
    world.emulator.settle_all();
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_recreated_instance_is_not_deleted() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.fault("inbox", "429", json!({"retry_after": 30}));
    world.presses("U0ADA", &prompt.button("Delete")).await;
    // Azure has accepted it; its answer is still on the way.
    tokio::time::advance(Duration::from_secs(1)).await;
    world.hears().await;
    assert_eq!(world.asked("delete"), 1);
    world.emulator.settle("myci");
    while !world.hears().await.contains("is deleted") {}
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_acts_only_on_what_the_prompt_named() {
    let world = World::with(more(6), |config| config).await;
    let prompt = world.says("U0ADA", "stop all").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Stop these 7?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006* and *myci*
    Saves $4.52 per hour.
    They belong to you (3), `00000000-0000-0000-0000-0000000000bc` (2) and `00000000-0000-0000-0000-0000000000bd` (2).
    The buttons work for 5 min, and only for you. [Stop 7] [Never mind]
    ");
    world.emulator.set("stopped-ci", json!({"state": "Running", "lastOperation": null}));
    world.presses("U0ADA", &prompt.button("Stop 7")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `stop all`. [stop all]
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_began_later_voids_the_button() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.emulator.set("myci", json!({"state": "JobRunning"}));
    world.presses("U0ADA", &prompt.button("Delete")).await;
    assert!(world.hears().await.contains("no longer valid"));
    assert_snapshot!(world.says("U0ADA", "delete myci").await, @"
    to the caller:
    Delete *myci*? It is running a job, which would end. Its OS disk and everything outside the file share will be lost for good.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_bulk_by_force_names_the_jobs_that_would_end() {
    let world = World::with(more(6), |config| config).await;
    assert_snapshot!(world.says("U0ADA", "stop all --force").await, @"
    to the caller:
    Stop these 8?
    *busy-ci*, *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006* and *myci*
    *busy-ci* is running a job, which would end.
    Saves $4.77 per hour.
    They belong to you (3), `00000000-0000-0000-0000-0000000000bc` (3) and `00000000-0000-0000-0000-0000000000bd` (2).
    The buttons work for 5 min, and only for you. [Stop 8] [Never mind]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_click_is_acknowledged_and_does_not_expire_while_azure_is_slow() {
    let world = World::at_real_pace().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.fault("get", "429", json!({"retry_after": 310}));
    world.presses("U0ADA", &prompt.button("Delete")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    🟡 Azure asks us to wait 5 min 10 s before the next call. I'll go on with `delete myci` then and tell you.
    ");
    let mut said = Vec::new();
    while !said.last().is_some_and(|said: &Reply| said.contains("is deleted")) {
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
async fn a_suggested_name_comes_only_from_the_workspaces_that_were_read() {
    let options = Options { workspaces: 1, ..more(0) };
    let world = World::with(options, |config| config + VISION).await;
    assert_snapshot!(world.says("U0ADA", "stop research/mycy").await, @"
    to the caller:
    I don't see `research/mycy`. Did you mean `stop research/myci`? [stop research/myci]
    ");
    assert_eq!(world.asked("list"), 1);
    world.fault("list", "429", json!({"retry_after": 30, "times": 0}));
    assert_snapshot!(world.says("U0ADA", "stop mycy").await, @"
    to the caller:
    I don't see `mycy`. Nothing was done. `list` shows what you can see. [list]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_name_may_be_in_a_workspace_that_could_not_be_read() {
    let options = Options { workspaces: 1, ..more(0) };
    let world = World::with(options, |config| config + VISION).await;
    world.fault("get", "500", json!({"times": 3, "instance": "ml-ws-0001/myci"}));
    world.says("U0ADA", "stop myci").await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🔴 I could not read *vision*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id ……)
    Nothing was done.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_name_beside_a_glob_must_exist() {
    let world = World::with(more(2), |config| config).await;
    assert_snapshot!(world.says("U0ADA", "stop ci-* mycii").await, @"
    to the caller:
    I don't see `mycii`. Did you mean `stop ci-* myci`? [stop ci-* myci]
    ");
    assert_snapshot!(world.says("U0ADA", "stop ci-* --except ci-a0009").await, @"
    to the caller:
    I don't see `ci-a0009`. Nothing was done. `list` shows what you can see. [list]
    ");
    assert_snapshot!(world.says("U0ADA", "stop all except my ci-*").await, @"
    to the caller:
    `--except` can't be `my ci-*`: type a name, as in `list --except prod-*`. [list --except prod-*]
    ");
    assert_snapshot!(world.says("U0ADA", "delete ci-*").await, @"
    to the caller:
    `delete` takes one instance, by its name: `delete NAME`.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_began_after_the_confirmation_is_not_ended() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    // The command was judged; Azure rejects its token, so the instance is read again.
    world.fault("delete", "401", json!({}));
    world.fault("token", "slow", json!({"delay_ms": 1000}));
    let button = prompt.button("Delete");
    let (click, ()) = tokio::join!(world.presses("U0ADA", &button), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        world.emulator.set("myci", json!({"state": "JobRunning"}));
    });
    drop(click);
    while !world.hears().await.contains("your confirmation did not name") {}
    assert_eq!(world.asked("delete"), 1, "the refused one");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_forged_code_keeps_nothing() {
    let world = World::new().await;
    for text in [
        "confirm zzzzzz.AAAAAAAAAAAAAAAAAAAAAA keep myci for 7d",
        "confirm zzzzzz.AAAAAAAAAAAAAAAAAAAAAA idle myci 1h",
        "confirm zzzzzz.AAAAAAAAAAAAAAAAAAAAAA status myci",
    ] {
        let answer = world.says("U0ADA", text).await;
        assert!(answer.contains("confirmation"), "{text}: {answer}");
    }
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

/// The question names what it saves and whom it hits, and does not wait for a price that is slow.
#[tokio::test(start_paused = true)]
async fn a_question_does_not_wait_for_prices() {
    let world = World::with(more(6), |config| config).await;
    world.fault("vmSizes", "slow", json!({"delay_ms": 10_000}));
    assert_snapshot!(world.says("U0ADA", "stop all").await, @"
    to the caller:
    Stop these 7?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006* and *myci*
    They belong to you (3), `00000000-0000-0000-0000-0000000000bc` (2) and `00000000-0000-0000-0000-0000000000bd` (2).
    The buttons work for 5 min, and only for you. [Stop 7] [Never mind]
    ");
    // The prices have come in the meantime.
    tokio::time::advance(Duration::from_secs(20)).await;
    assert_snapshot!(world.says("U0ADA", "stop all").await, @"
    to the caller:
    Stop these 7?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0004*, *ci-a0005*, *ci-a0006* and *myci*
    Saves $4.52 per hour.
    They belong to you (3), `00000000-0000-0000-0000-0000000000bc` (2) and `00000000-0000-0000-0000-0000000000bd` (2).
    The buttons work for 5 min, and only for you. [Stop 7] [Never mind]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_says_what_it_saves_and_whom_it_hits() {
    let world = World::with(more(6), |config| config).await;
    world.emulator.set("ci-a0001", json!({"vmSize": "STANDARD_NEW_V9"}));
    assert_snapshot!(world.says("U0ADA", "stop all --dry-run").await, @"
    to the caller:
    Stop: 7 to stop, 1 already off, 1 running a job.
    Nothing was done: this was a dry run.
    Would save $4.34 per hour, not counting 1 without a known price.
    They belong to you (3), `00000000-0000-0000-0000-0000000000bc` (2) and `00000000-0000-0000-0000-0000000000bd` (2).
    🟢 *busy-ci* is running a job; left running
    🟢 *ci-a0001* is running: would stop it
    🟢 *ci-a0002* is running: would stop it
    🟢 *ci-a0003* is running: would stop it
    🟢 *ci-a0004* is running: would stop it
    🟢 *ci-a0005* is running: would stop it
    🟢 *ci-a0006* is running: would stop it
    🟢 *myci* is running: would stop it
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    assert_snapshot!(world.says("U0ADA", "start stopped-ci --dry-run").await, @"
    to the caller:
    ⚪ *stopped-ci* is stopped. I would start it. Nothing was done.
    Would cost $3.06 per hour.
    It belongs to `00000000-0000-0000-0000-0000000000bc`.
    ");
    assert_snapshot!(world.says("U0ADA", "restart myci --dry-run").await, @"
    to the caller:
    🟢 *myci* is running. I would restart it. Nothing was done.
    It belongs to you.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}
