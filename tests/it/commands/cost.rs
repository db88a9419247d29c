//! `cost`: running instances with their prices, and what stops have saved.

use insta::assert_snapshot;
use jiff::SignedDuration;
use lamplighter_emulator::{Options, Pace, Rights};
use serde_json::{Value, json};

use crate::support::{
    reply::Reply,
    world::{World, by_hand},
};

const VISION: &str = "\n[workspaces.vision]\nsubscription = \"00000000-0000-0000-0000-000000000001\"\nresource_group = \"ml-rg\"\nworkspace = \"ml-ws-0001\"\n\n[[grants]]\nto = [\"slack:T0DEMO/*\", \"cli:*\"]\nmay = [\"reader\"]\non = [\"vision/*\"]\n";

/// With this many more instances, and a second workspace if `config` has one.
async fn world(instances: usize, config: &str) -> World {
    let options = Options {
        pace: Pace::ByHand,
        instances,
        workspaces: usize::from(config.contains("vision")),
        ..Options::default()
    };
    World::with(options, |demo| format!("{demo}{config}")).await
}

async fn says(world: &World, text: &str) -> Reply {
    world.says("U0ADA", text).await
}

/// A stop by `trigger`, this many minutes ago.
fn stopped(world: &World, instance: &str, minutes: i64, trigger: Value) {
    let at = world.now() - SignedDuration::from_mins(minutes);
    let last = json!({
        "operationName": "Stop", "operationTime": at.to_string(), "operationStatus": "Succeeded",
        "operationTrigger": trigger,
    });
    let changes = json!({"state": "Stopped", "lastOperation": last});
    world.emulator.set(instance, changes);
}

#[tokio::test(start_paused = true)]
async fn running_instances_are_summed_by_owner_with_the_most_expensive_first() {
    let world = world(6, "").await;
    assert_snapshot!(says(&world, "cost").await, @"
    to the caller:
    8 instances are running: *$4.77 per hour*, $114.53 per day at list price.
    These runs have cost at least $35.92 so far; left on until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00>, they cost another $753.98.
    You: $3.61 per hour, $86.52 per day (*ci-a0003*, *myci* and *ci-a0006*)
    `00000000-0000-0000-0000-0000000000bc`: $0.73 per hour, $17.52 per day (*ci-a0004*, *busy-ci* and *ci-a0001*)
    `00000000-0000-0000-0000-0000000000bd`: $0.44 per hour, $10.49 per day (*ci-a0002* and *ci-a0005*)
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    let mut calls = world.calls();
    calls.sort();
    assert_eq!(calls, ["list", "token", "vmSizes"]);
    assert_snapshot!(says(&world, "cost mine").await, @"
    to the caller:
    3 instances are running: *$3.61 per hour*, $86.52 per day at list price.
    🟢 *ci-a0003* (you): $3.06 per hour, since <!date^1795438800^{time}|13:00>: $15.30 so far, another $483.48 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *ci-a0006* (you): $0.25 per hour, since <!date^1795438800^{time}|13:00>: $1.26 so far, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    ");
    assert_snapshot!(says(&world, "cost myci stopped-ci").await, @"
    to the caller:
    1 instance is running: *$0.29 per hour*, $7.03 per day at list price.
    🟢 *myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    assert_snapshot!(says(&world, "cost stopped-ci").await, @"
    to the caller:
    ⚪ *stopped-ci* is stopped. It costs $3.06 per hour when it runs, at list price.
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.asked("vmSizes"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn each_workspace_has_its_own_sum() {
    let world = world(0, VISION).await;
    assert_snapshot!(says(&world, "cost").await, @"
    to the caller:
    4 instances are running: *$1.02 per hour*, $24.55 per day at list price.
    *research*: $0.55 per hour, $13.08 per day, 2 running
    *vision*: $0.48 per hour, $11.47 per day, 2 running
    🟢 *research/myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *vision/gpu-w0001* (`00000000-0000-0000-0000-0000000000bc`): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *research/busy-ci* (`00000000-0000-0000-0000-0000000000bc`): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *vision/dev-w0001* (`00000000-0000-0000-0000-0000000000bc`): $0.19 per hour, since <!date^1795438800^{time}|13:00>: $0.93 so far, another $29.23 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    2 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    world.fault("list", "403", json!({}));
    let read = world.says("U0ADA", "cost").await;
    assert!(read.lines().nth(2).unwrap().contains("I could not read"), "{read}");
    assert!(!read.contains("No instances are running"), "{read}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn instances_without_a_price_are_counted() {
    let world = world(0, "").await;
    world.emulator.set("myci", json!({"vmSize": "STANDARD_NEW_V9"}));
    world.emulator.set("stopped-ci", json!({"state": "Starting"}));
    assert_snapshot!(says(&world, "cost").await, @"
    to the caller:
    2 instances are running: *$0.25 per hour*, $6.05 per day at list price.
    🟢 *busy-ci* (`00000000-0000-0000-0000-0000000000bc`): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *myci* (you), since <!date^1795438800^{time}|13:00>: price not known
    1 not included; changing or in trouble: *stopped-ci* (starting).
    ");
    world.emulator.set("busy-ci", json!({"vmSize": null, "owner": null}));
    assert_snapshot!(says(&world, "cost").await, @"
    to the caller:
    2 instances are running. I could not get their prices.
    🟢 *busy-ci* (an unknown owner): price not known
    🟢 *myci* (you), since <!date^1795438800^{time}|13:00>: price not known
    1 not included; changing or in trouble: *stopped-ci* (starting).
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn running_instances_are_listed_without_prices() {
    let world = world(0, "").await;
    let mut rights = Rights::default();
    rights.actions.retain(|action| !action.contains("locations"));
    world.emulator.grant(rights);
    stopped(&world, "stopped-ci", 60, json!("User"));
    assert_snapshot!(says(&world, "cost --since 2h").await, @"
    to the caller:
    2 instances are running. I could not get their prices.
    🟢 *busy-ci* (`00000000-0000-0000-0000-0000000000bc`): price not known
    🟢 *myci* (you), since <!date^1795438800^{time}|13:00>: price not known
    🔴 I could not read the prices: Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/locations/vmSizes/read` on subscriptions/00000000-0000-0000-0000-000000000001. An Azure owner can grant it with the role *Lamplighter prices* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    Stopped since <!date^1795449600^{time}|16:00> and still off; I could not get the prices:
    ⚪ *stopped-ci*: stopped manually at <!date^1795453200^{time}|17:00>, 1 h ago; its price is not known
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn savings_by_stops_are_counted_since_a_time() {
    let world = world(4, "").await;
    stopped(&world, "stopped-ci", 14 * 60, json!("IdleShutdown"));
    stopped(&world, "ci-a0001", 24 * 60 - 1, json!("Schedule"));
    stopped(&world, "ci-a0002", 24 * 60 + 1, json!("User"));
    stopped(&world, "ci-a0003", 10, Value::Null);
    world.emulator.set("ci-a0004", json!({"state": "Stopped"}));
    // It is 18:00 by her clock.
    assert_snapshot!(says(&world, "cost --since 18:00").await, @"
    to the caller:
    2 instances are running: *$0.55 per hour*, $13.08 per day at list price.
    🟢 *myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *busy-ci* (`00000000-0000-0000-0000-0000000000bc`): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    No instance that is off now was stopped since <!date^1795456800^{time}|18:00>.
    5 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    assert_snapshot!(says(&world, "cost --since 18:01").await, @"
    to the caller:
    2 instances are running: *$0.55 per hour*, $13.08 per day at list price.
    🟢 *myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *busy-ci* (`00000000-0000-0000-0000-0000000000bc`): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    Instances stopped since <!date^1795370460^{date_short} {time}|Sun 22 Nov, 18:01> and still off have saved *$47.79* so far:
    ⚪ *stopped-ci* $42.84: stopped by idle shutdown at <!date^1795406400^{time}|04:00>, 14 h ago
    ⚪ *ci-a0001* $4.44: stopped by a schedule on <!date^1795370460^{date_short} {time}|Sun 22 Nov, 18:01>, 23 h 59 min ago
    ⚪ *ci-a0003* $0.51: stopped at <!date^1795456200^{time}|17:50>, 10 min ago
    5 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    assert_snapshot!(says(&world, "cost ci-a0003 --since 1h").await, @"
    to the caller:
    ⚪ *ci-a0003* is stopped. It costs $3.06 per hour when it runs, at list price.
    Instances stopped since <!date^1795453200^{time}|17:00> and still off have saved *$0.51* so far, at list price:
    ⚪ *ci-a0003* $0.51: stopped at <!date^1795456200^{time}|17:50>, 10 min ago
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    assert_snapshot!(says(&world, "cost all --since 5m").await, @"
    to the caller:
    2 instances are running: *$0.55 per hour*, $13.08 per day at list price.
    🟢 *myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *busy-ci* (`00000000-0000-0000-0000-0000000000bc`): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    No instance that is off now was stopped since <!date^1795456500^{time}|17:55>.
    5 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    let read = says(&world, "cost --since soon").await;
    assert!(read.contains("I don't understand the time `soon`"), "{read}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_fleet_fits_into_a_message() {
    let world = world(100, "").await;
    for number in 1..=60 {
        stopped(&world, &format!("ci-a{number:04}"), 60, json!("Schedule"));
    }
    let read = says(&world, "cost --since 2h").await;
    let lines: Vec<_> = read.lines().collect();
    assert_eq!(lines.len(), 29, "{read}");
    assert_eq!(lines[27], "… and 40 more");
    assert!(lines[28].starts_with("61 stopped: "), "{read}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn costs_cover_only_instances_that_the_caller_may_see() {
    let starter = "\n[[grants]]\nto = [\"slack:T0DEMO/U0STA\"]\nmay = [\"start\"]\non = [\"research/*\"]\n";
    let world = World::with(
        Options {
            pace: Pace::ByHand,
            ..Options::default()
        },
        |config| {
            let (config, _) = config.split_once("[[grants]]").unwrap();
            format!("{config}{starter}\n[[grants]]\nto = [\"slack:T0DEMO/U0ADA\"]\nmay = [\"cost\"]\non = [\"mine\"]\n")
        },
    )
    .await;
    let read = world.says("U0STA", "cost").await;
    assert!(read.contains("You can use `start` in research, but not `cost`"), "{read}");
    assert!(world.calls().is_empty());
    assert_snapshot!(says(&world, "cost").await, @"
    to the caller:
    1 instance is running: *$0.29 per hour*, $7.03 per day at list price.
    🟢 *myci* (you): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    ");
    assert_snapshot!(says(&world, "cost busy-ci").await, @"
    to the caller:
    I don't see `busy-ci`. `list` shows what you can see. [list]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_timer_posts_costs_to_the_channel() {
    let world = World::with(by_hand(), |demo| {
        let digest = demo.replace("command = \"stop all\"", "command = \"cost --since 20h\"");
        assert_ne!(digest, demo);
        digest + "[[grants]]\nto = [\"nightly\"]\nmay = [\"cost\"]\non = [\"research/*\"]\n"
    })
    .await;
    stopped(&world, "stopped-ci", 150, json!("User"));
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 200: 2 instances are running: $0.55 per hour, $13.08 per day at list price.
    🟢 myci (Ana): $0.29 per hour, since 13:00: $1.47 so far, another $46.29 until Mon 30 Nov, 08:00 if left on
    🟢 busy-ci (00000000-0000-0000-0000-0000000000bc): $0.25 per hour, another $39.82 until Mon 30 Nov, 08:00 if left on
    Instances stopped since Sun 22 Nov, 22:00 and still off have saved $7.65 so far:
    ⚪ stopped-ci $7.65: stopped manually at 15:30, 2 h 30 min ago
    1 stopped: not included, but disk, public IP and load balancer are still billed.
      research/busy-ci done JobRunning
      research/myci done Running
      research/stopped-ci done Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `cost --since 20h`:
    2 instances are running: *$0.55 per hour*, $13.08 per day at list price.
    🟢 *myci* (Ana): $0.29 per hour, since <!date^1795438800^{time}|13:00>: $1.47 so far, another $46.29 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    🟢 *busy-ci* (`00000000-0000-0000-0000-0000000000bc`): $0.25 per hour, another $39.82 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    Instances stopped since <!date^1795384800^{date_short} {time}|Sun 22 Nov, 22:00> and still off have saved *$7.65* so far:
    ⚪ *stopped-ci* $7.65: stopped manually at <!date^1795447800^{time}|15:30>, 2 h 30 min ago
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Running"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn costs_are_in_portuguese_for_those_who_speak_it() {
    let options = Options { pace: Pace::ByHand, workspaces: 1, ..Options::default() };
    let world = World::with(options, |config| format!("locale = \"pt-BR\"\n{config}{VISION}")).await;
    stopped(&world, "stopped-ci", 150, json!("User"));
    world.emulator.set("busy-ci", json!({"vmSize": null}));
    world.emulator.set("gpu-w0001", json!({"state": "Unusable"}));
    assert_snapshot!(says(&world, "custo --desde 12:00").await, @"
    to the caller:
    3 instâncias estão rodando: *US$ 0,48 por hora*, US$ 11,47 por dia, a preço de tabela.
    *research*: US$ 0,29 por hora, US$ 7,03 por dia, 2 rodando
    *vision*: US$ 0,19 por hora, US$ 4,44 por dia, 1 rodando
    🟢 *research/myci* (você): US$ 0,29 por hora, desde <!date^1795438800^{time}|13:00>: US$ 1,47 até agora; se ficar ligada até <!date^1796025600^{date_short} {time}|seg. 30/11 às 08:00>, mais US$ 46,29
    🟢 *vision/dev-w0001* (`00000000-0000-0000-0000-0000000000bc`): US$ 0,19 por hora, desde <!date^1795438800^{time}|13:00>: US$ 0,93 até agora; se ficar ligada até <!date^1796025600^{date_short} {time}|seg. 30/11 às 08:00>, mais US$ 29,23
    🟢 *research/busy-ci* (`00000000-0000-0000-0000-0000000000bc`): preço desconhecido
    1 não incluída; mudando de estado ou com problema: *vision/gpu-w0001* (inutilizável).
    As instâncias paradas desde <!date^1795435200^{time}|12:00> e que continuam paradas já economizaram *US$ 7,65*:
    ⚪ *research/stopped-ci* US$ 7,65: parada manualmente às <!date^1795447800^{time}|15:30>, há 2 h 30 min
    2 paradas: não incluídas, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    assert_snapshot!(says(&world, "custo stopped-ci --desde 1h").await, @"
    to the caller:
    ⚪ *research/stopped-ci* está parada. Quando roda, custa US$ 3,06 por hora, a preço de tabela.
    Nenhuma instância que está parada agora foi parada desde <!date^1795453200^{time}|17:00>.
    1 parada: não incluída, mas disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_is_off_has_its_state_and_its_price() {
    let world = world(0, "").await;
    for text in ["cost stopped-ci", "what does stopped-ci cost"] {
        let told = says(&world, text).await;
        assert!(told.contains("*stopped-ci* is stopped") && told.contains("$3.06 per hour"), "{told}");
        assert!(!told.contains("No instances are running"), "{told}");
    }
    world.finish().await;
}
