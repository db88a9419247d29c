//! Slack, from a slash command to its last answer: when all goes well, and when the caller is mistaken.

mod status_buttons;

mod authentication;
mod portuguese;

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::json;

use crate::support::{
    reply::Button,
    world::{World, by_hand_with},
};

fn more(instances: usize) -> Options {
    by_hand_with(instances)
}

/// Another grant, for a person in a Slack team.
fn grant(to: &str, may: &str, on: &str) -> String {
    format!("\n[[grants]]\nto = [\"slack:{to}\"]\nmay = [\"{may}\"]\non = [\"{on}\"]\n")
}

#[tokio::test(start_paused = true)]
async fn a_conversation() {
    let world = World::new().await;
    let status = world.says("U0ADA", "status myci").await;
    world.presses("U0ADA", &status.button("Stop")).await;
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    world.hears().await;
    world.says("U0ADA", "strat myci").await;
    world.says("U0BOB", "start myci").await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.presses("U0ADA", &prompt.button("Don't delete")).await;
    world.hears().await;
    world.presses("U0ADA", &prompt.button("Delete")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    assert_snapshot!(world.transcript(), @"
    Ada: status myci
        to the caller:
        🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
        Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
        Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
        Open <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Stop] [Restart]
    Ada presses [Stop]
        (empty)
    later
        to the caller, in place:
        🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    later
        to the caller, in place:
        ⚪ *myci* is stopped. [Start]
    later
        to the channel:
        ⚪ *myci* is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    Ada: strat myci
        to the caller:
        I don't know `strat`. Did you mean `start myci`? [start myci]
    Bob: start myci
        to the caller:
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `start`. Ask an owner of research.
    Ada: delete myci
        to the caller:
        Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
        The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    Ada presses [Don't delete]
        (empty)
    later
        to the caller, in place:
        Left as it is. Nothing was done.
    Ada presses [Delete]
        (empty)
    later
        to the caller, in place:
        On it: `delete myci`.
    later
        to the channel:
        🟡 *myci*: asked Azure to delete it. I'll tell you when it is gone.
    later
        to the channel:
        ⚪ *myci* is deleted. It took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_answered_and_followed() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "stop myci").await, @"
    to the channel:
    🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    assert_eq!(world.calls()[..3], ["token", "get", "stop"], "three calls from cold until the answer");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Stopped"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn start_and_restart_have_their_own_words() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "start stopped-ci").await, @"
    to the channel:
    🟡 *stopped-ci*: asked Azure to start it. I'll tell you when it is running.
    ");
    world.emulator.forget_requests();
    assert_snapshot!(world.says("U0ADA", "restart myci").await, @"
    to the channel:
    🟡 *myci*: asked Azure to restart it. I'll tell you when it is back.
    ");
    assert_eq!(world.calls()[..2], ["get", "restart"], "two calls when warm");
    world.emulator.settle("stopped-ci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *stopped-ci* is running. It took 10 s.
    <@U0DAN>: *u0ada* started *stopped-ci*.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 *myci* is running again. The restart took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn status_shows_one_in_detail_and_many_as_lines() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "status myci").await, @"
    to the caller:
    🟢 *myci* has been running since <!date^1795438800^{time}|13:00> (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 1 h · 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Open <https://myci.eastus2.instances.azureml.ms/tree/|Jupyter> · <https://myci.eastus2.instances.azureml.ms/lab|Jupyter Lab> [Stop] [Restart]
    ");
    assert_snapshot!(world.says("U0BOB", "list").await, @"
    to the caller:
    3 instances: 1 running, 1 running a job, 1 stopped.
    🟢 *myci* running since <!date^1795438800^{time}|13:00> · DS3_V2 · $0.29/h · Ana
    🟢 *busy-ci* running a job · E4S_V3 · $0.25/h · `00000000-0000-0000-0000-0000000000bc`
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.says("U0BOB", "list --state stopped").await, @"
    to the caller:
    1 instance: 1 stopped.
    ⚪ *stopped-ci* stopped since <!date^1795406400^{time}|04:00> · NC6S_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.says("U0ADA", "list mine").await, @"
    to the caller:
    1 instance: 1 running.
    🟢 *myci* running since <!date^1795438800^{time}|13:00> · DS3_V2 · $0.29/h · you
    ");
    assert_snapshot!(world.says("U0BOB", "list --owner me").await, @"
    to the caller:
    I don't know who you are in Entra, so I can't tell which instances are yours. The Lamplighter administrator can add you under `[people]`; you are `slack:T0DEMO/U0BOB`.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn help_and_whoami_need_no_call_to_azure() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "").await, @"
    to the caller:
    I start Azure ML compute instances when you need them and stop them when you don't.
    `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
    `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
    `start NAME…` starts instances
    `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
    `keep NAME… for DURATION | until TIME | off [because TEXT]` no timer and no alert stops them before then; at most 7 days
    `cost [NAME…] [--since TIME]` what is running now, per hour and per day, by owner
    NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
    `help all` shows every command, and `help stop` says more about one.
    ");
    assert_snapshot!(world.says("U0BOB", "help").await, @"
    to the caller:
    I start Azure ML compute instances when you need them and stop them when you don't.
    `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
    `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
    `cost [NAME…] [--since TIME]` what is running now, per hour and per day, by owner
    NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
    `help all` shows every command, and `help stop` says more about one.
    ");
    assert_snapshot!(world.says("U0BOB", "help stop").await, @"
    to the caller:
    `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
    Options: `--except`, `--state`, `--owner`, `--gpu`, `--size`, `--max`, `--dry-run` and `--force`
    For instance: `stop all --except prod-*`
    You don't have permission for this: `whoami` shows what you can do.
    ");
    assert_snapshot!(world.says("U0ADA", "whoami").await, @"
    to the caller:
    You are `slack:T0DEMO/U0ADA`.
    You can use `status`, `list`, `start`, `stop`, `restart`, `delete`, `idle`, `schedule`, `announce`, `keep`, `audit`, `outdated`, `cost`, `check` and `--force` in research.
    In Entra you are `00000000-0000-0000-0000-0000000000bb`; that is what `mine` goes by.
    ");
    assert_snapshot!(world.says("U0BOB", "whoami").await, @"
    to the caller:
    You are `slack:T0DEMO/U0BOB`.
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    assert!(world.says("U0BOB", "ping").await.contains("Here. Lamplighter "));
    assert_eq!(world.calls(), Vec::<String>::new(), "none of this asks Azure");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn mistakes_are_shown_with_a_correction() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "sotp myci").await, @"
    to the caller:
    I don't know `sotp`. Did you mean `stop myci`? [stop myci]
    ");
    assert_snapshot!(world.says("U0ADA", "frobnicate").await, @"
    to the caller:
    I don't know `frobnicate`. What I know is, for example, `list`, `status NAME`, `start NAME`, `stop NAME`, `keep NAME for 2h` and `cost`; `help` has more. [list] [cost] [help]
    ");
    assert_snapshot!(world.says("U0ADA", "stop").await, @"
    to the caller:
    Which one? Type `stop NAME`. `list` shows what there is. [list]
    ");
    assert_snapshot!(world.says("U0ADA", "stop myci if I sleep").await, @"
    to the caller:
    Nothing was done: I don't understand `if I sleep`, and won't act without it. See `help stop`. [help stop]
    ");
    assert_snapshot!(world.says("U0ADA", "stop myci --forse").await, @"
    to the caller:
    I don't know the option `--forse`. Did you mean `stop myci --force`?
    ");
    assert_snapshot!(world.says("U0ADA", "status myci --force").await, @"
    to the caller:
    `--force` does not go with *status*. Type `status myci`, or see `help status`. [status myci] [help status]
    ");
    assert_snapshot!(world.says("U0ADA", "stop all --except").await, @"
    to the caller:
    `--except` needs something after it, as in `list --except prod-*`. [list --except prod-*]
    ");
    assert_snapshot!(world.says("U0ADA", "stop <!channel>").await, @"
    to the caller:
    `!channel` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.
    ");
    assert_snapshot!(world.says("U0ADA", &"stop myci ".repeat(200)).await, @"
    to the caller:
    That is longer than the 1000 characters that I read. Shorten it; a glob such as `gpu-*` stands for many names.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn unknown_names_touch_nothing() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "stop mcyi").await, @"
    to the caller:
    I don't see `mcyi`. Did you mean `stop myci`? [stop myci]
    ");
    assert_snapshot!(world.says("U0ADA", "stop quite-else").await, @"
    to the caller:
    I don't see `quite-else`. Nothing was done. `list` shows what you can see. [list]
    ");
    assert_snapshot!(world.says("U0ADA", "stop myci quite-else").await, @"
    to the caller:
    I don't see `quite-else`. Nothing was done. `list` shows what you can see. [list]
    ");
    assert_snapshot!(world.says("U0ADA", "stop gpu-*").await, @"
    to the caller:
    Nothing that you can see matches `gpu-*`. `list` shows what there is. [list]
    ");
    assert_snapshot!(world.says("U0ADA", "list --state rnning").await, @"
    to the caller:
    I don't know the state `rnning`. The states are `running`, `stopped`, `jobrunning`, `starting`, `stopping`, `restarting`, `deleting`, `creating`, `resizing`, `settingup`, `createfailed`, `setupfailed`, `usersetupfailed`, `unusable` and `unknown`.
    ");
    assert_snapshot!(world.says("U0ADA", "stop vision/myci").await, @"
    to the caller:
    I don't see `vision/myci`. Did you mean `stop myci`? [stop myci]
    ");
    let listed = world.says("U0ADA", "list").await;
    assert!(!listed.contains("cluster"), "a cluster is no instance: {listed}");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_grant_azure_is_not_called() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0BOB", "stop myci").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    assert_snapshot!(world.says("U0BOB", "stop quite-else").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    assert_snapshot!(world.says("U0BOB", "delete myci").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `delete`. Ask an owner of research.
    ");
    let stranger = world.typed("U0BOB", "status").replace("T0DEMO", "T0ELSE");
    assert_snapshot!(world.post(&stranger).await, @"
    to the caller:
    You don't have permission for anything here yet. The Lamplighter administrator can grant it to you; you are `slack:T0ELSE/U0BOB`.
    ");
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn instances_without_a_grant_are_invisible() {
    let eve = grant("T0EVE/U0EVE", "operator", "research/ci-a*");
    let world = World::with(more(2), |config| config + &eve).await;
    let says = async |text: &str| {
        let body = world.typed("U0EVE", text).replace("T0DEMO", "T0EVE");
        world.post(&body).await
    };
    assert_snapshot!(says("list").await, @"
    to the caller:
    2 instances: 2 running.
    🟢 *ci-a0002* running since <!date^1795438800^{time}|13:00> · E4S_V3 · $0.25/h · `00000000-0000-0000-0000-0000000000bd`
    🟢 *ci-a0001* running since <!date^1795438800^{time}|13:00> · DS11_V2 · $0.19/h · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(says("stop myci").await, @"
    to the caller:
    I don't see `myci`. Nothing was done. `list` shows what you can see. [list]
    ");
    assert_snapshot!(says("stop nyci").await, @"
    to the caller:
    I don't see `nyci`. Nothing was done. `list` shows what you can see. [list]
    ");
    assert_snapshot!(says("stop ci-a001").await, @"
    to the caller:
    I don't see `ci-a001`. Did you mean `stop ci-a0001`? [stop ci-a0001]
    ");
    assert_eq!(world.asked("get"), 1, "only what could be hers is asked for");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn running_jobs_are_not_ended_without_force() {
    let operator = grant("T0DEMO/U0OPE", "operator", "research/*");
    let world = World::with(more(0), |config| config + &operator).await;
    assert_snapshot!(world.says("U0ADA", "stop busy-ci").await, @"
    to the caller:
    🟢 *busy-ci* is running a job. Stopping it would end the job. To stop it anyway, type `stop busy-ci --force`. A busy notebook would not show here.
    2 jobs run on it or wait for it: `train-43` and `train-42`.
    ");
    assert_snapshot!(world.says("U0OPE", "stop busy-ci").await, @"
    to the caller:
    🟢 *busy-ci* is running a job. Stopping it would end the job, and you don't have the *force* permission here. Wait for the job, or ask an owner of research.
    2 jobs run on it or wait for it: `train-43` and `train-42`.
    ");
    assert_snapshot!(world.says("U0OPE", "stop busy-ci --force").await, @"
    to the caller:
    You can use `stop` on *busy-ci*, but not with `--force`: ending somebody's work needs the *force* permission, which you don't have. Ask an owner of research.
    ");
    assert_eq!(world.asked("stop"), 0);
    assert_snapshot!(world.says("U0ADA", "stop busy-ci --force").await, @"
    to the channel:
    🟡 *busy-ci*: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("busy-ci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *busy-ci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    1 job runs on it or waits for it: `train-43`.
    <@U0DAN>: *u0ada* stopped *busy-ci*.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_reports_and_does_nothing() {
    let world = World::new().await;
    assert_snapshot!(world.says("U0ADA", "stop myci --dry-run").await, @"
    to the caller:
    🟢 *myci* is running. I would stop it. Nothing was done.
    Would save $0.29 per hour.
    It belongs to you.
    ");
    assert_snapshot!(world.says("U0ADA", "stop all --dry-run").await, @"
    to the caller:
    Stop: 1 to stop, 1 already off, 1 running a job.
    Nothing was done: this was a dry run.
    Would save $0.29 per hour.
    It belongs to you.
    🟢 *busy-ci* is running a job; left running
    🟢 *myci* is running: would stop it
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    assert_snapshot!(world.says("U0ADA", "delete myci --dry-run").await, @"
    to the caller:
    🟢 *myci* is running. I would delete it. Nothing was done.
    It belongs to you.
    ");
    assert_eq!(world.asked("stop") + world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn delete_asks_and_the_button_confirms() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    let click = world.presses("U0ADA", &prompt.button("Delete")).await;
    assert_eq!((click.status, &*click), (200, "(empty)"));
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    On it: `delete myci`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 *myci*: asked Azure to delete it. I'll tell you when it is gone.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is deleted. It took 10 s.
    ");
    assert_eq!(world.emulator.state("myci"), None);
    // Pressed once more, after the delete.
    world.presses("U0ADA", &prompt.button("Delete")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    I don't see `myci`. Nothing was done. `list` shows what you can see. [list]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_is_bound_to_caller_time_and_instance() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    let ticket = prompt.button("Delete");
    world.presses("U0BOB", &ticket).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `delete`. Ask an owner of research.
    ");
    world.presses("U0ADA", &ticket.with_value(&ticket.value().replace("myci", "stopped-ci"))).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `delete stopped-ci`. [delete stopped-ci]
    ");
    let seal = ticket.value();
    let last = if seal.ends_with('A') { "Q" } else { "A" };
    let tampered = format!("{}{last}", &seal[..seal.len() - 1]);
    world.presses("U0ADA", &ticket.with_value(&tampered)).await;
    let tampered = world.hears().await;
    assert!(tampered.contains("no longer valid") || tampered.contains("not one of mine"), "{tampered}");
    world.presses("U0ADA", &Button::forged("1|delete myci|zzz")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    That confirmation is not one of mine, or was changed on the way. Nothing was done.
    ");
    world.emulator.set("myci", json!({"createdOn": "2026-11-23T17:59:00.0000000+00:00"}));
    world.presses("U0ADA", &ticket).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `delete myci`. [delete myci]
    ");
    tokio::time::advance(Duration::from_secs(301)).await;
    world.presses("U0ADA", &ticket).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    That confirmation was valid for 5 min. To be asked again, type `delete myci`. [delete myci]
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_can_be_typed() {
    let world = World::new().await;
    let ticket = world.says("U0ADA", "delete myci").await.button("Delete");
    let (code, command) = ticket.as_typed();
    let line = format!("confirm {code} {command}");
    assert_snapshot!(world.says("U0BOB", &line).await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `delete`. Ask an owner of research.
    ");
    assert_snapshot!(world.says("U0ADA", &line.replace("myci", "stopped-ci")).await, @"
    to the caller:
    That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `delete stopped-ci`. [delete stopped-ci]
    ");
    assert_snapshot!(world.says("U0ADA", "confirm yes delete myci").await, @"
    to the caller:
    That confirmation is not one of mine, or was changed on the way. Nothing was done.
    ");
    assert_eq!(world.asked("delete"), 0);
    assert_snapshot!(world.says("U0ADA", &line).await, @"
    to the channel:
    🟡 *myci*: asked Azure to delete it. I'll tell you when it is gone.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* is deleted. It took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn never_mind_does_nothing() {
    let world = World::new().await;
    let prompt = world.says("U0ADA", "delete myci").await;
    world.presses("U0ADA", &prompt.button("Don't delete")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Left as it is. Nothing was done.
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_bulk_stop_asks_first_and_reports_a_line_each() {
    let world = World::with(more(6), |config| config).await;
    let prompt = world.says("U0ADA", "stop all --except ci-a0004").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Stop these 6?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0005*, *ci-a0006* and *myci*
    Saves $4.23 per hour.
    They belong to you (3), `00000000-0000-0000-0000-0000000000bd` (2) and `00000000-0000-0000-0000-0000000000bc` (1).
    The buttons work for 5 min, and only for you. [Stop 6] [Never mind]
    ");
    world.presses("U0ADA", &prompt.button("Stop 6")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    On it: `stop all --except ci-a0004`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Stop: 6 stopping, 1 already off, 1 running a job.
    I'll tell you when they have settled.
    🟢 *busy-ci* is running a job; left running
    🟡 *ci-a0001*: asked Azure to stop it
    🟡 *ci-a0002*: asked Azure to stop it
    🟡 *ci-a0003*: asked Azure to stop it
    🟡 *ci-a0005*: asked Azure to stop it
    🟡 *ci-a0006*: asked Azure to stop it
    🟡 *myci*: asked Azure to stop it
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    world.emulator.settle_all();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Stop: 6 stopped, 1 already off, 1 running a job.
    Disk, public IP and load balancer of a stopped instance are still billed.
    🟢 *busy-ci* is running a job; left running
    ⚪ *ci-a0001* is stopped (0 s)
    ⚪ *ci-a0002* is stopped (0 s)
    ⚪ *ci-a0003* is stopped (0 s)
    ⚪ *ci-a0005* is stopped (0 s)
    ⚪ *ci-a0006* is stopped (0 s)
    ⚪ *myci* is stopped (0 s)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    <@U0DAN>: *u0ada* stopped *ci-a0001*.
    <@U0CLEO>: *u0ada* stopped *ci-a0002* and *ci-a0005*.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_few_instances_need_no_question_and_each_failure_is_shown() {
    let world = World::with(more(2), |config| config).await;
    world.fault("stop", "disk-full", json!({"instance": "ci-a0002"}));
    assert_snapshot!(world.says("U0ADA", "stop myci stopped-ci ci-a0001 ci-a0002").await, @"
    to the channel:
    Stop: 2 stopping, 1 already off, 1 failed.
    I'll tell you when they have settled.
    🟡 *ci-a0001*: asked Azure to stop it
    🔴 *ci-a0002*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    🟡 *myci*: asked Azure to stop it
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    world.emulator.settle_all();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Stop: 2 stopped, 1 already off, 1 failed.
    Disk, public IP and load balancer of a stopped instance are still billed.
    ⚪ *ci-a0001* is stopped (3 s)
    🔴 *ci-a0002*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    ⚪ *myci* is stopped (3 s)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    <@U0DAN>: *u0ada* stopped *ci-a0001*.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_prompt_for_hundreds_fits_slacks_limits() {
    let world = World::with(more(400), |config| config).await;
    let prompt = world.says("U0ADA", "stop ci-* --force").await;
    assert!(prompt.button("Stop 400").value().len() <= 2000);
    assert!(prompt.body["text"].as_str().unwrap().len() < 4000);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_partly_failed_bulk_stop_is_reported_to_the_channel() {
    let world = World::with(more(6), |config| config).await;
    world.fault("stop", "disk-full", json!({"instance": "ci-a0002"}));
    let prompt = world.says("U0ADA", "stop ci-*").await;
    world.presses("U0ADA", &prompt.button("Stop 6")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle_all();
    let last = world.hears().await;
    assert!(last.starts_with("to the channel:\nStop: 5 stopped, 1 failed."), "{last}");
    world.finish().await;
}

/// Characters that browsers, chats and office programs put into a copied name.
#[tokio::test(start_paused = true)]
async fn invisible_characters_and_any_hyphens_are_accepted_in_names() {
    let world = World::with(more(1), |config| config).await;
    for (typed, name) in [
        ("\u{2068}status research/myci\u{2069}", "myci"),
        ("\u{202a}status\u{202c} \u{200e}my\u{200b}ci\u{200f}", "myci"),
        ("status my\u{ad}ci\u{fe0f}\u{61c}\u{feff}\u{e0001}", "myci"),
        ("\u{1f}status my\u{8}ci", "myci"),
        ("status ci\u{2011}a0001", "ci-a0001"),
        ("status ci\u{2010}a0001", "ci-a0001"),
        ("status ci\u{2013}a0001", "ci-a0001"),
        ("status ci\u{2014}a0001", "ci-a0001"),
        ("status ci\u{2212}a0001", "ci-a0001"),
        ("status ci\u{fe63}a0001", "ci-a0001"),
        ("status ci\u{ff0d}a0001", "ci-a0001"),
        ("status ci\u{208b}a0001", "ci-a0001"),
        ("status ci\u{2796}a0001", "ci-a0001"),
    ] {
        let said = world.says("U0ADA", typed).await;
        assert!(said.contains(&format!("*{name}* has been")), "{typed:?}: {said}");
    }
    let rehearsed = world.says("U0ADA", "stop all \u{2011}\u{2011}dry\u{2011}run").await;
    assert!(rehearsed.contains("2 to stop"), "{rehearsed}");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn slacks_escapes_are_undone_once() {
    let world = World::new().await;
    let reason = "keep myci for 2h because R&amp;D &lt;train&gt; x&amp;lt;y";
    let kept = world.says("U0ADA", reason).await;
    let text = kept.body["text"].as_str().unwrap();
    assert!(text.contains("R&amp;D &lt;train&gt; x&amp;lt;y"), "{text}");
    let tags =
        world.azure("GET", "/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", json!(null));
    let tags = tags.await["properties"]["tags"].to_string();
    assert!(tags.contains("|R&D <train> x&lt;y"), "{tags}");
    world.finish().await;
}
