//! Azure changes between a read and a write. A command is judged by what was read just before its write, however long
//! keeps, throttling, slow answers and the queue of writes took.

use std::time::Duration;

use futures::future::join_all;
use http::Method;
use lamplighter_emulator::Options;
use serde_json::{Value, json};

use crate::support::{
    reply::Reply,
    world::{MACHINES, World, by_hand_with},
};

/// How often Azure got this call for `myci`, whatever it answered.
fn asked_of_myci(world: &World, operation: &str) -> usize {
    let requests = world.emulator.requests();
    let of_myci = requests.iter().filter(|request| request.instance.as_deref() == Some("myci"));
    of_myci.filter(|request| request.operation.to_string() == operation).count()
}

fn a_job_begins(world: &World) {
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Running"));
    world.emulator.set("myci", json!({"state": "JobRunning"}));
}

/// Somebody restarts the instance in Azure's portal.
fn somebody_restarts(world: &World) {
    let path = "/computes/myci/restart";
    let status = world.emulator.send_as_another_client(Method::POST, path, &Value::Null);
    assert_eq!(status, 202);
    world.emulator.settle("myci");
}

async fn after(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

async fn script(world: &World, command: &str) -> Reply {
    world.sends("script", &json!({ "command": command }).to_string(), &[]).await
}

#[tokio::test(start_paused = true)]
async fn a_timer_does_not_end_a_job_that_began_while_keeps_were_throttled() {
    let world = World::with_machines("").await;
    world.fault("tags", "429", json!({"retry_after": 25}));
    let (answer, ()) = tokio::join!(script(&world, "stop myci"), async {
        after(10).await;
        a_job_begins(&world);
    });
    assert_eq!(answer.status, 202, "{answer}");
    let told = world.hears().await;
    assert_eq!(asked_of_myci(&world, "stop"), 0, "{told}");
    assert!(told.contains("running a job"), "{told}");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("JobRunning"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_timer_skips_an_instance_that_was_restarted_while_keeps_were_throttled() {
    let world = World::with_machines("").await;
    world.fault("tags", "429", json!({"retry_after": 25}));
    let (answer, ()) = tokio::join!(script(&world, "stop myci"), async {
        after(10).await;
        somebody_restarts(&world);
    });
    assert_eq!(answer.status, 202, "{answer}");
    let told = world.hears().await;
    assert_eq!(asked_of_myci(&world, "stop"), 0, "{told}");
    assert!(told.contains("*myci* was restarted"), "{told}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_person_does_not_end_a_job_that_began_while_keeps_were_throttled() {
    let world = World::with_machines("").await;
    world.fault("tags", "429", json!({"retry_after": 20}));
    tokio::join!(world.says("U0ADA", "stop my*"), async {
        after(10).await;
        a_job_begins(&world);
    });
    let told = world.hears().await;
    assert_eq!(asked_of_myci(&world, "stop"), 0, "{told}");
    assert!(told.contains("*myci* is running a job"), "{told}");
    world.finish().await;
}

/// The read of one delivery is answered late and shows the state before the other was carried out.
#[tokio::test(start_paused = true)]
async fn a_restart_delivered_twice_at_once_runs_once_despite_a_slow_read() {
    for slow in ["get", "list"] {
        let world = World::at_real_pace().await;
        world.fault(slow, "slow", json!({"delay_ms": 8000}));
        let target = if slow == "get" { "myci" } else { "my*" };
        let (at, body) = (world.now(), world.typed("U0ADA", &format!("restart {target}")));
        tokio::join!(world.post_at(at, &body), world.post_at(at, &body));
        let told = [world.hears().await, world.hears().await];
        assert_eq!(asked_of_myci(&world, "restart"), 1, "{told:?}");
        world.finish().await;
    }
}

/// The same for a machine, with each of the reads before the write.
#[tokio::test(start_paused = true)]
async fn a_machines_restart_delivered_twice_at_once_runs_once_despite_a_slow_read() {
    for slow in ["get", "tags", "jobs"] {
        let world = World::with(Options::default(), |config| format!("{config}{MACHINES}")).await;
        world.fault(slow, "slow", json!({"delay_ms": 8000}));
        let (at, body) = (world.now(), json!({"command": "restart myci"}).to_string());
        tokio::join!(world.sends_at(at, "script", &body, &[]), world.sends_at(at, "script", &body, &[]));
        after(60).await;
        assert_eq!(asked_of_myci(&world, "restart"), 1, "slow {slow}");
        world.finish_after_reading(1).await;
    }
}

/// Four commands of one caller occupy the queue of writes for ten seconds.
#[tokio::test(start_paused = true)]
async fn a_stop_that_waited_for_a_write_slot_does_not_end_a_new_job() {
    let options = by_hand_with(300);
    let world = World::with(options, |config| format!("{config}{MACHINES}")).await;
    let bulk: Vec<_> = (0..4)
        .map(|part| {
            let names: Vec<_> = (1..=75).map(|number| format!("ci-a{:04}", part * 75 + number)).collect();
            format!("stop {}", names.join(" "))
        })
        .collect();
    let fleet = join_all(bulk.iter().map(|command| script(&world, command)));
    let plain = async {
        after(5).await;
        let plain = script(&world, "stop myci");
        let job = async {
            after(3).await;
            assert_eq!(asked_of_myci(&world, "stop"), 0, "it stands in line");
            a_job_begins(&world);
        };
        tokio::join!(plain, job).0
    };
    tokio::join!(fleet, plain);
    after(20).await;
    assert_eq!(world.asked("stop"), 300, "the line is empty");
    assert_eq!(asked_of_myci(&world, "stop"), 0);
    assert_eq!(world.emulator.state("myci").as_deref(), Some("JobRunning"));
    world.emulator.settle_all();
    for _ in 0..5 {
        world.hears().await;
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_was_queued_while_keeps_were_throttled_is_seen() {
    let world = World::with_machines("").await;
    world.fault("tags", "429", json!({"retry_after": 25}));
    let (_, ()) = tokio::join!(script(&world, "stop myci"), async {
        after(10).await;
        world.emulator.set_job("myci", "train", "Queued");
    });
    let told = world.hears().await;
    assert_eq!(asked_of_myci(&world, "stop"), 0, "{told}");
    assert!(told.contains("1 with a job waiting"), "{told}");
    world.finish().await;
}

/// The reports to `script` when it stops fleets of 40 at the same time.
async fn fleets_stopped_at_once(world: &World, fleets: usize) -> Vec<Reply> {
    let commands: Vec<_> = (0..fleets)
        .map(|part| {
            let names = (1..=40).map(|number| format!("ci-a{:04}", part * 40 + number));
            json!({"command": format!("stop {}", names.collect::<Vec<_>>().join(" "))}).to_string()
        })
        .collect();
    let sent = commands.iter().map(|body| world.sends("script", body, &[]));
    assert!(join_all(sent).await.iter().all(|answer| answer.status == 202));
    let began = world.now();
    while world.asked("stop") < 40 * fleets {
        after(1).await;
        assert!(world.now() < began + Duration::from_secs(180));
    }
    after(10).await;
    world.emulator.settle_all();
    let mut told = Vec::new();
    for _ in 0..fleets {
        told.push(world.hears().await);
    }
    told
}

/// The number of commands under way is bounded. A command that waits for a place reads when it has one, so that slow
/// answers delay it and do not void it.
#[tokio::test(start_paused = true)]
async fn slow_writes_do_not_make_reads_too_old() {
    let options = by_hand_with(160);
    let world = World::with(options, |config| format!("{config}{MACHINES}")).await;
    world.fault("stop", "slow", json!({"times": 0, "delay_ms": 5000}));
    for told in fleets_stopped_at_once(&world, 4).await {
        assert!(told.contains("40 stopped") && !told.contains("failed"), "{told}");
    }
    world.finish().await;
}

/// Writes and reads both wait as long as ARM's budgets require.
#[tokio::test(start_paused = true)]
async fn long_queues_of_writes_and_reads_do_not_make_reads_too_old() {
    let options = Options { instances: 360, delay: Duration::from_millis(300), ..Options::default() };
    let world = World::with(options, |config| format!("{config}{MACHINES}")).await;
    for told in fleets_stopped_at_once(&world, 9).await {
        assert!(told.contains("40 stopped") && !told.contains("failed"), "{told}");
    }
    world.finish().await;
}
