//! Two concurrent changes to one instance's schedules. Azure replaces whole lists and has no versions, so only
//! reading again shows that one change undid another.

use std::time::Duration;

use super::*;

use crate::support::{reply::Reply, world::World};

/// The schedules of `myci` at Azure: actions and expressions.
async fn held(world: &World) -> Vec<String> {
    let list = azure_has(world, "myci").await["schedules"]["computeStartStop"].clone();
    let list = list.as_array().unwrap().iter().map(|entry| {
        format!("{} {}", entry["action"].as_str().unwrap(), entry["cron"]["expression"].as_str().unwrap())
    });
    list.collect()
}

/// Somebody else, for example in the studio, changes the list.
async fn meanwhile(world: &World, change: impl FnOnce(&mut Vec<Value>)) {
    let mut list = azure_has(world, "myci").await["schedules"]["computeStartStop"].clone();
    change(list.as_array_mut().unwrap());
    let path = "/computes/myci/updateSchedules?api-version=2021-03-01-preview";
    world.azure("POST", path, json!({"computeStartStop": list})).await;
}

fn theirs() -> Value {
    json!({"action": "Start", "status": "Enabled", "cron": {"expression": "0 7 * * *", "timeZone": "UTC"}})
}

/// Waits until Azure got this call `n` times.
async fn until(world: &World, operation: &str, n: usize) {
    while world.asked(operation) < n {
        tokio::time::advance(Duration::from_millis(1)).await;
        tokio::task::yield_now().await;
    }
}

/// The first answer, or the later one if the first was an acknowledgement.
async fn in_the_end(world: &World, said: Reply) -> Reply {
    if said.contains("still working on") { world.hears().await } else { said }
}

const ADD: &str = "schedule myci add stop at 23:00 UTC";

#[tokio::test(start_paused = true)]
async fn two_changes_in_one_process_take_turns() {
    let world = World::new().await;
    let (one, other) =
        tokio::join!(world.says("U0ADA", ADD), world.says("U0ADA", "schedule myci add start at 7:00 UTC"),);
    let said = format!("{one}{other}");
    let late = said.matches("still at").count();
    for _ in 0..late {
        let heard = world.hears().await;
        assert!(heard.contains("has a new schedule"), "{heard}");
    }
    let mut held = held(&world).await;
    held.sort();
    assert_eq!(held, ["Start 0 7 * * *", "Stop 0 20 * * 1-5", "Stop 0 23 * * *"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn two_processes_that_read_before_either_wrote_lose_nothing() {
    let world = World::new().await;
    let beside = world.beside().await;
    // Every read is slow, so that both act on the state before.
    world.fault("get", "slow", json!({"times": 6, "delay_ms": 300}));
    let (one, other) =
        tokio::join!(world.says("U0ADA", ADD), beside.says("U0ADA", "schedule myci add start at 7:00 UTC"),);
    let said = format!("{one}{other}");
    let late = said.matches("still at").count();
    let mut heard = said;
    for _ in 0..late {
        heard += &world.hears().await;
    }
    assert_eq!(heard.matches("has a new schedule").count(), 2, "{heard}");
    assert!(heard.contains("both changes are there"), "{heard}");
    assert!(world.asked("schedules") >= 3, "one wrote over the other, and had to be done again");
    let mut held = held(&world).await;
    held.sort();
    assert_eq!(held, ["Start 0 7 * * *", "Stop 0 20 * * 1-5", "Stop 0 23 * * *"]);
    beside.finish().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_between_read_and_write_is_kept() {
    let world = World::new().await;
    // The read of the command itself, and the first before the change.
    world.fault("get", "slow", json!({"times": 2, "delay_ms": 200}));
    let says = world.says("U0ADA", ADD);
    let other = async {
        until(&world, "get", 2).await;
        meanwhile(&world, |list| list.push(theirs())).await;
    };
    let (said, ()) = tokio::join!(says, other);
    let said = in_the_end(&world, said).await;
    assert_snapshot!(said, @"
    to the caller:
    *myci* has a new schedule:
    `8ff3` *stop* every day at 23:00, UTC. Next: <!date^1795474800^{time}|23:00>.
    Somebody changed its schedules at the same moment; both changes are there.
    ");
    assert_eq!(held(&world).await, ["Stop 0 20 * * 1-5", "Start 0 7 * * *", "Stop 0 23 * * *"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_while_throttled_is_kept() {
    let world = World::new().await;
    // More often than a change is tried: waiting is not a try.
    world.fault("schedules", "429", json!({"times": 4, "retry_after": 30}));
    let says = world.says("U0ADA", ADD);
    let other = async {
        until(&world, "schedules", 1).await;
        world.emulator.set("myci", json!({"schedules": {"computeStartStop": [theirs()]}}));
    };
    let (said, ()) = tokio::join!(says, other);
    assert!(said.contains("wait"), "{}", said);
    assert_snapshot!(world.hears().await, @"
    to the caller:
    *myci* has a new schedule:
    `1fe6` *stop* every day at 23:00, UTC. Next: <!date^1795474800^{time}|23:00>.
    Somebody changed its schedules at the same moment; both changes are there.
    ");
    assert_eq!(held(&world).await, ["Start 0 7 * * *", "Stop 0 23 * * *"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_is_given_up_after_a_while() {
    let world = World::new().await;
    world.fault("schedules", "429", json!({"times": 0, "retry_after": 400}));
    world.says("U0ADA", ADD).await;
    assert_snapshot!(world.hears().await, @"
    to the caller:
    Azure asks us to wait 6 min 40 s before the next call. Try again then. (id ……)
    ");
    assert_eq!(world.asked("schedules"), 3);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_removal_is_reported_despite_concurrent_changes() {
    let world = World::new().await;
    let ours = azure_has(&world, "myci").await["schedules"]["computeStartStop"][0].clone();
    let set = |list: Value| {
        let schedules = json!({"schedules": {"computeStartStop": list}});
        world.emulator.set("myci", schedules);
    };
    let read = world.asked("get");
    world.fault("get", "slow", json!({"times": 0, "delay_ms": 50}));
    let says = world.says("U0ADA", "schedule myci remove 0");
    let other = async {
        // Somebody overwrites our change without having seen it, and undoes that as soon as it was read.
        until(&world, "schedules", 1).await;
        set(json!([ours, theirs()]));
        until(&world, "get", read + 4).await;
        set(json!([theirs()]));
    };
    let (said, ()) = tokio::join!(says, other);
    let said = in_the_end(&world, said).await;
    assert_snapshot!(said, @"
    to the caller:
    *myci* no longer has this schedule:
    *stop* weekdays at 20:00, Brasília time (UTC-03:00).
    Somebody changed its schedules at the same moment; both changes are there.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_addition_is_restored_and_a_lost_removal_is_reported() {
    let world = World::new().await;
    world.fault("get", "slow", json!({"times": 2, "delay_ms": 200}));
    world.fault("schedules", "slow", json!({"times": 0, "delay_ms": 100}));
    let says = world.says("U0ADA", ADD);
    let other = async {
        until(&world, "get", 2).await;
        meanwhile(&world, |list| list.push(theirs())).await;
        // Ours is written second. The write after that contains neither theirs nor what was there before.
        until(&world, "schedules", 2).await;
        meanwhile(&world, |list| drop(list.drain(..2))).await;
    };
    let (said, ()) = tokio::join!(says, other);
    let said = in_the_end(&world, said).await;
    assert_snapshot!(said, @"
    to the caller:
    *myci* has a new schedule:
    `8ff3` *stop* every day at 23:00, UTC. Next: <!date^1795474800^{time}|23:00>.
    Somebody changed its schedules at the same moment, and what had just been added was lost. I put it back:
    *start* every day at 07:00, UTC.
    Somebody changed its schedules at the same moment, and removed this one. If that was not meant, add it again:
    *stop* weekdays at 20:00, Brasília time (UTC-03:00).
    ");
    assert_eq!(held(&world).await, ["Stop 0 23 * * *", "Start 0 7 * * *"]);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_change_that_is_overwritten_repeatedly_is_reported() {
    let world = World::new().await;
    let says = world.says("U0ADA", ADD);
    let other = async {
        for n in 1..=3 {
            until(&world, "schedules", 2 * n - 1).await;
            // Somebody overwrites our change without having seen it.
            meanwhile(&world, |list| {
                list.pop();
                list[0]["cron"]["expression"] = json!(format!("{n} 20 * * 1-5"));
            })
            .await;
        }
    };
    let (said, ()) = tokio::join!(says, other);
    let said = in_the_end(&world, said).await;
    assert_snapshot!(said, @"
    to the caller:
    *myci*: others kept changing its schedules at the same time. To see what is there now, type `schedule myci`; if yours is missing, type your command again.
    ");
    world.finish().await;
}
