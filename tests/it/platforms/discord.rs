//! Discord, from a subcommand to its last answer.

mod authentication;
mod autocomplete;
mod deadlines;
mod portuguese;

use std::time::Duration;

use insta::assert_snapshot;

use crate::support::{
    chat::{
        Chat,
        discord::{ADA, BOB},
    },
    world::{World, by_hand, by_hand_with},
};

async fn world() -> World {
    World::on(Chat::Discord, by_hand(), |config| config).await
}

#[tokio::test(start_paused = true)]
async fn a_conversation() {
    let world = world().await;
    let status = world.says(ADA, "status name:myci").await;
    world.presses(ADA, &status.button("Stop")).await;
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    world.hears().await;
    world.says(ADA, "do text:strat myci").await;
    world.says(BOB, "start name:myci").await;
    let prompt = world.says(ADA, "delete name:myci").await;
    world.presses(ADA, &prompt.button("Don't delete")).await;
    world.hears().await;
    world.presses(ADA, &prompt.button("Delete")).await;
    world.hears().await;
    world.hears().await;
    world.emulator.settle("myci");
    world.hears().await;
    assert_snapshot!(world.transcript(), @r"
    Ada: status name:myci
        to the caller:
        🟢 **myci** has been running since <t:1795438800:t> (5 h), started manually.
        Size DS3\_V2 · $0.29 per hour · owner Ana · stops when idle for 1 h · 1 schedule, next stop: <t:1795474800:t>.
        Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
        Only its owner can open Jupyter, JupyterLab and RStudio. [Stop] [Restart]
    Ada presses [Stop]
        holding still
    later
        edited:
        🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    later
        edited:
        ⚪ **myci** is stopped. [Start]
    later
        to the channel:
        ⚪ **myci** is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    Ada: do text:strat myci
        to the caller:
        I don't know `strat`. Did you mean `start myci`? [start myci]
    Bob: start name:myci
        to the caller:
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `start`. Ask an owner of research.
    Ada: delete name:myci
        to the caller:
        Delete **myci**? Its OS disk and everything outside the file share will be lost for good.
        The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    Ada presses [Don't delete]
        holding still
    later
        edited:
        Left as it is. Nothing was done.
    Ada presses [Delete]
        holding still
    later
        edited:
        On it: `delete myci`.
    later
        to the channel:
        🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    later
        to the channel:
        ⚪ **myci** is deleted. It took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_answered_and_followed() {
    let world = world().await;
    assert_snapshot!(world.says(ADA, "stop name:myci").await, @"
    to the channel:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Stopped"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn status_and_help_are_shown_to_the_caller_only() {
    let world = world().await;
    assert_snapshot!(world.says(ADA, "status name:myci").await, @r"
    to the caller:
    🟢 **myci** has been running since <t:1795438800:t> (5 h), started manually.
    Size DS3\_V2 · $0.29 per hour · owner Ana · stops when idle for 1 h · 1 schedule, next stop: <t:1795474800:t>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Only its owner can open Jupyter, JupyterLab and RStudio. [Stop] [Restart]
    ");
    assert_snapshot!(world.says(BOB, "list").await, @r"
    to the caller:
    3 instances: 1 running, 1 running a job, 1 stopped.
    🟢 **myci** running since <t:1795438800:t> · DS3\_V2 · $0.29/h · Ana
    🟢 **busy-ci** running a job · E4S\_V3 · $0.25/h · `00000000-0000-0000-0000-0000000000bc`
    ⚪ **stopped-ci** stopped since <t:1795406400:t> · NC6S\_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.says(BOB, "list state:stopped").await, @r"
    to the caller:
    1 instance: 1 stopped.
    ⚪ **stopped-ci** stopped since <t:1795406400:t> · NC6S\_V3 · $3.06/h when on · `00000000-0000-0000-0000-0000000000bc`
    ");
    assert_snapshot!(world.says(BOB, "help verb:stop").await, @"
    to the caller:
    `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
    Options: `--except`, `--state`, `--owner`, `--gpu`, `--size`, `--max`, `--dry-run` and `--force`
    For instance: `stop all --except prod-*`
    You don't have permission for this: `whoami` shows what you can do.
    ");
    assert_snapshot!(world.says(ADA, "whoami").await, @"
    to the caller:
    You are `discord:1290000000000000002/1290000000000000003`.
    You can use `status`, `list`, `start`, `stop`, `restart`, `delete`, `idle`, `schedule`, `announce`, `keep`, `audit`, `outdated`, `cost`, `check` and `--force` in research.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    assert_snapshot!(world.says(ADA, "do text:*status* myci stopped-ci.").await, @r"
    to the caller:
    🟢 **myci** has been running since <t:1795438800:t> (5 h), started manually.
    Size DS3\_V2 · $0.29 per hour · owner Ana · stops when idle for 1 h · 1 schedule, next stop: <t:1795474800:t>.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Only its owner can open Jupyter, JupyterLab and RStudio.
    ⚪ **stopped-ci** has been stopped since <t:1795406400:t> (14 h), by idle shutdown.
    Size NC6S\_V3 · $3.06 per hour when it runs · owner `00000000-0000-0000-0000-0000000000bc` · stops when idle for 1 h.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn mistakes_and_refusals_are_shown_to_the_caller_only() {
    let world = world().await;
    assert_snapshot!(world.says(BOB, "stop name:myci").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    assert_snapshot!(world.says(ADA, "stop name:mcyi").await, @"
    to the caller:
    I don't see `mcyi`. Did you mean `stop myci`? [stop myci]
    ");
    assert_snapshot!(world.says(ADA, "do text:sotp myci").await, @"
    to the caller:
    I don't know `sotp`. Did you mean `stop myci`? [stop myci]
    ");
    assert_snapshot!(world.says(ADA, "stop name:myci if I sleep").await, @"
    to the caller:
    Nothing was done: I don't understand `if I sleep`, and won't act without it. See `help stop`. [help stop]
    ");
    assert_snapshot!(world.says(ADA, "stop name:busy-ci").await, @"
    to the caller:
    🟢 **busy-ci** is running a job. Stopping it would end the job. To stop it anyway, type `stop busy-ci --force`. A busy notebook would not show here.
    2 jobs run on it or wait for it: `train-43` and `train-42`.
    ");
    assert_snapshot!(world.says(ADA, "list state:stopped running").await, @"
    to the caller:
    `--state` is given twice. Give it once.
    ");
    assert_snapshot!(world.says(ADA, "stop name:<@1290000000000000004>").await, @"
    to the caller:
    I don't know who `1290000000000000004` is. Owners here: **00000000-0000-0000-0000-0000000000bc** and **Ana**. `list` shows whose each instance is. [list]
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn options_mean_what_flags_mean_elsewhere() {
    let world = World::on(Chat::Discord, by_hand_with(2), |config| config).await;
    let dry = "stop name:all except:ci-a0001 busy-ci force:false dry-run:true";
    assert_snapshot!(world.says(ADA, dry).await, @"
    to the caller:
    Stop: 2 to stop, 1 already off.
    Nothing was done: this was a dry run.
    Would save $0.55 per hour.
    They belong to `00000000-0000-0000-0000-0000000000bd` (1) and Ana (1).
    🟢 **ci-a0002** is running: would stop it
    🟢 **myci** is running: would stop it
    ⚪ **stopped-ci** has been stopped since <t:1795406400:t> (idle shutdown).
    ");
    assert_snapshot!(world.says(ADA, "stop name:busy-ci force:true").await, @"
    to the channel:
    🟡 **busy-ci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("busy-ci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **busy-ci** is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    1 job runs on it or waits for it: `train-43`.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn delete_asks_and_the_button_confirms() {
    let world = world().await;
    let prompt = world.says(ADA, "delete name:myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Delete **myci**? Its OS disk and everything outside the file share will be lost for good.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    let pressed = world.presses(ADA, &prompt.button("Delete")).await;
    assert_snapshot!(pressed, @"holding still");
    assert_snapshot!(world.hears().await, @"
    edited:
    On it: `delete myci`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is deleted. It took 10 s.
    ");
    assert_eq!(world.emulator.state("myci"), None);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_too_long_for_a_button_is_typed() {
    let mut world = World::on(Chat::Discord, by_hand_with(8), |config| config).await;
    let names: Vec<_> = (1..=8).map(|n| format!("ci-a000{n}")).collect();
    let stop = format!("stop name:{}", names.join(" "));
    let prompt = world.says(ADA, &stop).await;
    let (question, line) = prompt.rsplit_once('\n').unwrap();
    assert_snapshot!(question, @"
    to the caller:
    Stop these 8?
    **ci-a0001**, **ci-a0002**, **ci-a0003**, **ci-a0004**, **ci-a0005**, **ci-a0006**, **ci-a0007** and **ci-a0008**
    Saves $7.58 per hour.
    They belong to `00000000-0000-0000-0000-0000000000bc` (3), `00000000-0000-0000-0000-0000000000bd` (3) and `00000000-0000-0000-0000-0000000000bb` (2).
    To do it, paste this line after `/ci do` within 5 min. It works only for you.
    ");
    assert_snapshot!(line.rsplit_once('.').unwrap().1.split_once(' ').unwrap().1, @"stop ci-a0001 ci-a0002 ci-a0003 ci-a0004 ci-a0005 ci-a0006 ci-a0007 ci-a0008`");
    let line = line.trim_matches('`');
    assert_snapshot!(world.says(BOB, &format!("do text:{line}")).await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    let done = world.says(ADA, &format!("do text:{line}")).await;
    assert_eq!(done.lines().nth(1), Some("Stop: 8 stopping."));
    world.emulator.settle_all();
    world.hears().await;
    world.locale = "pt-BR";
    let start = world.says(ADA, &stop.replace("stop", "start")).await;
    assert_snapshot!(start.lines().nth(3).unwrap(), @"Custo de US$ 7,58 por hora.");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn never_mind_does_nothing() {
    let world = world().await;
    let prompt = world.says(ADA, "delete name:myci").await;
    world.presses(ADA, &prompt.button("Don't delete")).await;
    assert_snapshot!(world.hears().await, @"
    edited:
    Left as it is. Nothing was done.
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_of_somebody_else_does_nothing() {
    let world = world().await;
    let ticket = world.says(ADA, "delete name:myci").await.button("Delete");
    assert_snapshot!(world.presses(BOB, &ticket).await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `delete`. Ask an owner of research.
    ");
    let other = ticket.with_value(&ticket.value().replace("myci", "stopped-ci"));
    assert_snapshot!(world.presses(ADA, &other).await, @"holding still");
    assert_snapshot!(world.hears().await, @"
    edited:
    That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `delete stopped-ci`. [delete stopped-ci]
    ");
    tokio::time::advance(Duration::from_secs(301)).await;
    world.presses(ADA, &ticket).await;
    assert_snapshot!(world.hears().await, @"
    edited:
    That confirmation was valid for 5 min. To be asked again, type `delete myci`. [delete myci]
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_on_a_status_updates_it_and_reports_to_the_channel_once() {
    let world = world().await;
    let status = world.says(ADA, "status name:myci").await;
    assert_snapshot!(world.presses(ADA, &status.button("Stop")).await, @"holding still");
    assert_snapshot!(world.hears().await, @"
    edited:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    edited:
    ⚪ **myci** is stopped. [Start]
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    ");
    world.finish().await;
}
