//! Azure slow, failing, throttling, or sending invalid answers: the first answer still comes in time and is true, and
//! exactly one last answer follows.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::world::World;

/// Slack's own limit.
const THREE_SECONDS: Duration = Duration::from_secs(3);

#[tokio::test(start_paused = true)]
async fn a_slow_read_is_acknowledged_in_time() {
    let world = World::at_real_pace().await;
    world.fault("*", "slow", json!({"delay_ms": 10_000, "times": 0}));
    let first = world.says("U0ADA", "stop myci").await;
    assert!(first.took < THREE_SECONDS, "{:?}", first.took);
    assert_snapshot!(first, @"
    to the channel:
    🟡 Azure is slow to answer. I'm still working on `stop myci` and will tell you how it went.
    ");
    world.emulator.clear_faults();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_slow_write_is_acknowledged_as_unanswered() {
    let world = World::at_real_pace().await;
    world.says("U0ADA", "status myci").await;
    world.fault("stop", "slow", json!({"delay_ms": 10_000}));
    let first = world.says("U0ADA", "stop myci").await;
    assert!(first.took < THREE_SECONDS);
    assert_snapshot!(first, @"
    to the channel:
    🟡 Azure has not answered yet, so I don't know whether it accepted `stop myci`. I'll look again and tell you.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_read_that_fails_ends_in_one_answer_with_an_id() {
    for (operation, fault) in [
        ("get", "500"),
        ("get", "502"),
        ("token", "500"),
        ("get", "garbage"),
        ("get", "reset"),
        ("get", "truncated"),
    ] {
        let world = World::new().await;
        world.fault(operation, fault, json!({"times": 0}));
        let first = world.says("U0ADA", "stop myci").await;
        assert!(first.took < THREE_SECONDS, "{operation} {fault}: {:?}", first.took);
        let last = match first {
            ack if ack.contains("will tell you") => world.hears().await,
            last => last,
        };
        assert!(last.contains("(id "), "{operation} {fault}: {last}");
        assert_eq!(world.asked("stop"), 0);
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttled_read_is_waited_for() {
    let world = World::at_real_pace().await;
    world.fault("get", "429", json!({"retry_after": 300}));
    let first = world.says("U0ADA", "stop myci").await;
    assert!(first.took < THREE_SECONDS);
    assert_snapshot!(first, @"
    to the channel:
    🟡 Azure asks us to wait 5 min before the next call. I'll go on with `stop myci` then and tell you.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.asked("stop"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_throttled_stop_gives_way_to_a_later_restart() {
    let world = World::new().await;
    world.fault("stop", "429", json!({"retry_after": 300}));
    let first = world.says("U0ADA", "stop myci").await;
    assert_snapshot!(first, @"
    to the channel:
    🟡 Azure asks us to wait 5 min before the next call. I'll go on with `stop myci` then and tell you.
    ");
    world.emulator.set(
        "myci",
        json!({"lastOperation": {
        "operationName": "Restart", "operationTime": "2026-11-23T18:02:00.000+00:00",
        "operationStatus": "Succeeded", "operationTrigger": "User"}}),
    );
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *myci* was restarted manually at <!date^1795456920^{time}|18:02>, after you wrote this. I left it as it is. If you still want it stopped, type `stop myci`. [stop myci]
    ");
    assert_eq!(world.asked("stop"), 1, "the throttled one alone");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_read_that_is_always_throttled_is_given_up() {
    let world = World::new().await;
    world.fault("get", "429", json!({"retry_after": 300, "times": 0}));
    let first = world.says("U0ADA", "stop myci").await;
    assert!(first.took < THREE_SECONDS);
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Azure asks us to wait 5 min before the next call. Try again then. (id ……)
    Nothing was done.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_whose_answer_was_lost_is_not_sent_again() {
    let world = World::at_real_pace().await;
    world.fault("stop", "reset-after", json!({}));
    let first = world.says("U0ADA", "stop myci").await;
    assert!(first.took < THREE_SECONDS);
    assert_snapshot!(first, @"
    to the channel:
    🟡 Azure has not answered yet, so I don't know whether it accepted `stop myci`. I'll look again and tell you.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. Azure never confirmed my request to stop it, so I don't know whether I or somebody else did that. (id ……)
    ");
    assert_eq!(world.asked("stop"), 1, "it is not sent twice");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_stop_is_sent_again_and_a_lost_restart_is_not() {
    let world = World::at_real_pace().await;
    world.fault("stop", "reset", json!({}));
    world.says("U0ADA", "stop myci").await;
    let last = world.hears().await;
    assert!(last.contains("is stopped"), "{last}");
    assert_eq!(world.asked("stop"), 2);
    world.emulator.set("myci", json!({"state": "Running"}));
    world.fault("restart", "reset", json!({}));
    let first = world.says("U0ADA", "restart myci").await;
    assert_snapshot!(first, @"
    to the channel:
    🟡 Azure has not answered yet, so I don't know whether it accepted `restart myci`. I'll look again and tell you.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* is still running: Azure did not carry out the restart. To try again, type `restart myci`. (id ……) [restart myci]
    ");
    assert_eq!(world.asked("restart"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_that_always_fails_ends_in_one_answer() {
    for fault in ["500", "503", "reset", "truncated", "garbage"] {
        let world = World::new().await;
        world.fault("stop", fault, json!({"times": 0}));
        let first = world.says("U0ADA", "stop myci").await;
        assert!(first.took < THREE_SECONDS, "{fault}: {:?}", first.took);
        let mut said = vec![first];
        while said.last().is_some_and(|said| said.contains("tell you")) {
            said.push(world.hears().await);
        }
        assert!(said.len() <= 3, "{fault}: {said:?}");
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn azures_refusals_say_what_to_do() {
    let world = World::new().await;
    world.fault("stop", "403", json!({}));
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the caller:
    🔴 *myci*: Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/stop/action` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    ");
    world.fault("stop", "disk-full", json!({}));
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the caller:
    🔴 *myci*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    ");
    world.fault("start", "quota", json!({}));
    assert_snapshot!(world.says("U0ADA", "start stopped-ci").await, @"
    to the caller:
    🔴 *stopped-ci*: the subscription's quota for this size, or for the region, has no room for it. Stopping an instance frees no quota: delete one that nobody needs, or ask the subscription's administrator for more. (id ……)
    ");
    world.fault("stop", "409", json!({}));
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the caller:
    🔴 *myci*: Azure is still busy with another operation on it. Try again in a minute. (id ……)
    ");
    world.fault("get", "401", json!({"times": 0}));
    assert_snapshot!(world.says("U0ADA", "status myci").await, @"
    to the caller:
    Azure did not accept Lamplighter's sign-in. The Lamplighter administrator can see why with `lamplighter check`. (id ……)
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_token_nothing_is_called() {
    let world = World::new().await;
    world.fault("token", "401", json!({"times": 0}));
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the caller:
    Microsoft Entra did not let Lamplighter sign in (AADSTS7000215). The Lamplighter administrator should check its secret or identity. (id ……)
    Nothing was done.
    ");
    assert_eq!(world.asked("get"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_fails_late_is_reported_as_failed() {
    let world = World::new().await;
    world.fault("stop", "fails-late", json!({}));
    world.says("U0ADA", "stop myci").await;
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🔴 *myci*: Azure gave up on it: it took too long. Look at `status`, then try again. (id ……) [status]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_or_foreign_operation_status_is_not_needed() {
    for fault in ["no-status", "foreign-status"] {
        let world = World::new().await;
        world.fault("stop", fault, json!({}));
        world.says("U0ADA", "stop myci").await;
        world.emulator.settle("myci");
        let last = world.hears().await;
        assert!(last.contains("is stopped"), "{fault}: {last}");
        world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_never_ends_is_followed_for_25_minutes() {
    let world = World::new().await;
    world.says("U0ADA", "stop myci").await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 *myci*: Azure accepted the request to stop it, and I can't follow it any longer. To see how it went, type `status myci`. [status myci]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_shuts_down_reports_what_it_knows() {
    let world = World::new().await;
    world.says("U0ADA", "stop myci").await;
    let emulator = world.emulator.clone();
    let finish = tokio::spawn(world.finish_after_reading(1));
    let last = emulator.next_message().await;
    assert_snapshot!(last.body["text"].as_str().unwrap(), @"🟡 *myci*: Azure accepted the request to stop it, and I can't follow it any longer. To see how it went, type `status myci`.");
    finish.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_late_message_is_delivered_again_after_503() {
    let world = World::new().await;
    world.says("U0ADA", "stop myci").await;
    world.fault("inbox", "503", json!({"times": 2}));
    world.emulator.settle("myci");
    assert!(world.hears().await.contains("is stopped"));
    assert_eq!(world.posts(), 3, "refused twice");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_that_is_always_throttled_is_given_up() {
    let world = World::at_real_pace().await;
    world.fault("stop", "429", json!({"retry_after": 300, "times": 0}));
    world.says("U0ADA", "stop myci").await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🔴 *myci*: Azure asks us to wait 5 min before the next call. Try again then. (id ……)
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_conflict_after_a_lost_stop_is_read_again() {
    let world = World::at_real_pace().await;
    world.fault("stop", "reset", json!({}));
    world.fault("stop", "409", json!({}));
    world.says("U0ADA", "stop myci").await;
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* is still running: Azure did not carry out the stop. To try again, type `stop myci`. (id ……) [stop myci]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_last_answer_comes_before_the_response_url_expires() {
    let world = World::new().await;
    let began = world.now();
    world.says("U0ADA", "stop myci").await;
    world.fault("operation", "429", json!({"retry_after": 7200, "times": 0}));
    world.fault("get", "429", json!({"retry_after": 7200, "times": 0}));
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 *myci*: Azure accepted the request to stop it, and I can't follow it any longer. To see how it went, type `status myci`. [status myci]
    ");
    assert!(world.now().duration_since(began).as_mins() < 30, "response_url is dead by then");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_bulk_stop_succeeds_within_azures_write_budget() {
    use lamplighter_emulator::Options;
    let options = Options { instances: 400, throttled: true, ..Options::default() };
    let world = World::with(options, |config| config).await;
    let prompt = world.says("U0ADA", "stop ci-*").await;
    world.presses("U0ADA", &prompt.button("Stop 400")).await;
    let mut last = world.hears().await;
    while !last.contains("400 stopped") {
        assert!(!last.contains("failed"), "{}", &last[..300]);
        last = world.hears().await;
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unanswered_stop_is_never_reported_as_left_alone() {
    let world = World::at_real_pace().await;
    world.fault("stop", "slow", json!({"delay_ms": 35_000}));
    let first = world.says("U0ADA", "stop myci").await;
    assert!(first.contains("Azure has not answered yet"), "{}", first);
    // The stop was carried out, and somebody else has started the instance since.
    tokio::time::advance(Duration::from_secs(15)).await;
    let path = "/computes/myci/start";
    assert_eq!(world.emulator.send_as_another_client(http::Method::POST, path, &Value::Null), 202);
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* was started manually at <!date^1795456817^{time}|18:00>, after I asked Azure to stop it. Azure never confirmed that, so I don't know whether my stop was carried out. *myci* is running now. (id ……)
    ");
    assert_eq!(world.asked("stop"), 1);
    world.finish().await;
}
