//! `--gpu` and `--size`: instances by what their size is called.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::world::{World, by_hand_with};

/// What is said to each, typed by Ada.
async fn told(world: &World, typed: &[&str]) -> String {
    let mut told = Vec::new();
    for text in typed {
        told.push(format!("{text}\n{}", world.says("U0ADA", text).await));
    }
    told.join("\n")
}

#[tokio::test(start_paused = true)]
async fn instances_are_found_by_size_in_queries_and_commands() {
    let world = World::with(by_hand_with(6), |config| config).await;
    assert_snapshot!(told(&world, &[
        "list --gpu",
        "list --size NC6",
        "list --size Standard_ds3_v2 --state running",
        "listar --gpu --tamanho nc24ads_a100",
        "cost --gpu",
        "audit --size e4s",
        "stop all --gpu --dry-run",
    ]).await, @"
    list --gpu
    to the caller:
    2 instances: 1 running, 1 stopped.
    🟢 *ci-a0003* running since <!date^1795438800^{time}|13:00> · NC6S_V3 · $3.06/h · you
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    list --size NC6
    to the caller:
    2 instances: 1 running, 1 stopped.
    🟢 *ci-a0003* running since <!date^1795438800^{time}|13:00> · NC6S_V3 · $3.06/h · you
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    list --size Standard_ds3_v2 --state running
    to the caller:
    2 instances: 2 running.
    🟢 *ci-a0004* running since <!date^1795438800^{time}|13:00> · DS3_V2 · $0.29/h · `00000000-0000-0000-0000-0000000000bc`
    🟢 *myci* running since <!date^1795438800^{time}|13:00> · DS3_V2 · $0.29/h · you
    listar --gpu --tamanho nc24ads_a100
    to the caller:
    Nothing that you can see matches `--gpu --size nc24ads_a100`. Apart from the size, it matches instances of `DS11_V2`, `DS3_V2`, `E4S_V3` and `NC6S_V3`.
    cost --gpu
    to the caller:
    1 instance is running: *$3.06 per hour*, $73.44 per day at list price.
    🟢 *ci-a0003* (you): $3.06 per hour, since <!date^1795438800^{time}|13:00>: $15.30 so far, another $483.48 until <!date^1796025600^{date_short} {time}|Mon 30 Nov, 08:00> if left on
    1 stopped: not included, but disk, public IP and load balancer are still billed.
    audit --size e4s
    to the caller:
    3 instances, 2 with findings: 1 without idle shutdown, 1 with an old OS image, 2 with local authentication, 2 outside a virtual network.
    🟢 *busy-ci*: no idle shutdown · local authentication on · not in a virtual network. To set one, type `idle busy-ci 1h`.
    🟢 *ci-a0002*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · local authentication on · not in a virtual network. To see how to renew it, type `outdated ci-a0002`.
    stop all --gpu --dry-run
    to the caller:
    Stop: 1 to stop, 1 already off.
    Nothing was done: this was a dry run.
    Would save $3.06 per hour.
    It belongs to you.
    🟢 *ci-a0003* is running: would stop it
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_size_that_nothing_has_is_answered_with_those_there_are() {
    let world = World::new().await;
    assert_snapshot!(told(&world, &[
        "list --size NC64",
        "stop myci busy-ci --gpu",
        "listar --tamanho a",
        "list --size a/b",
        "list --size",
        "help list",
    ]).await, @"
    list --size NC64
    to the caller:
    Nothing that you can see matches `--size NC64`. Apart from the size, it matches instances of `DS3_V2`, `E4S_V3` and `NC6S_V3`.
    stop myci busy-ci --gpu
    to the caller:
    Nothing that you can see matches `myci busy-ci --gpu`. Apart from the size, it matches instances of `DS3_V2` and `E4S_V3`.
    listar --tamanho a
    to the caller:
    Nothing that you can see matches `--size a`. Apart from the size, it matches instances of `DS3_V2`, `E4S_V3` and `NC6S_V3`.
    list --size a/b
    to the caller:
    `--size` can't be `a/b`: type a name, as in `list --size NC6`. [list --size NC6]
    list --size
    to the caller:
    `--size` needs something after it, as in `list --size NC6`. [list --size NC6]
    help list
    to the caller:
    `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
    Options: `--except`, `--state`, `--owner`, `--gpu` and `--size`
    Also understood: `ls`
    For instance: `list --state running`
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_instance_whose_size_says_nothing_is_named() {
    let world = World::with_machines("").await;
    world.emulator.set("myci", json!({"vmSize": Value::Null}));
    world.emulator.set("busy-ci", json!({"vmSize": "STANDARD_NX8_V9"}));
    assert_snapshot!(told(&world, &[
        "list --gpu",
        "list --size NX8",
        "stop all --gpu",
        "stop myci --gpu",
    ]).await, @"
    list --gpu
    to the caller:
    1 instance: 1 stopped.
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    I left out *busy-ci* and *myci*: Azure names no size for them, or one of a family that I don't know.
    list --size NX8
    to the caller:
    1 instance: 1 running a job.
    🟢 *busy-ci* running a job · NX8_V9 · `00000000-0000-0000-0000-0000000000bc`
    I left out *myci*: Azure names no size for it, or one of a family that I don't know.
    stop all --gpu
    to the caller:
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    I left out *busy-ci* and *myci*: Azure names no size for them, or one of a family that I don't know.
    stop myci --gpu
    to the caller:
    Nothing that you can see matches `myci --gpu`. `list` shows what there is.
    I left out *myci*: Azure names no size for it, or one of a family that I don't know. [list]
    ");
    world.finish().await;
}
