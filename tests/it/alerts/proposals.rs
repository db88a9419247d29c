//! Alerts that propose: what people see, what pressing a button does, and how often an alert is reported.

mod demo_budget;
mod other_platforms;
mod repetition;
mod unreadable_alerts;

use insta::assert_snapshot;
use serde_json::json;

use crate::support::alert_senders::{ALERT_SOURCES, AlertSenders};

/// The news of an alert reaches people even if Azure does not list the instances.
#[tokio::test(start_paused = true)]
async fn a_budget_is_told_although_nothing_can_be_read() {
    let senders = AlertSenders::with(3, |config| config + ALERT_SOURCES).await;
    senders.world.fault("list", "403", json!({"times": 0}));
    senders.spent("$3,311.90").await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Budget *ml-monthly*: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
    *budget* `stop all`:
    Azure refused: Lamplighter lacks `Microsoft.MachineLearningServices/workspaces/computes/read` on ml-research. An Azure owner can grant it with the role *Lamplighter* in `infra/azure`; `lamplighter check` lists everything that is missing. (id ……)
    Nothing was done.
    ");
}

#[tokio::test(start_paused = true)]
async fn a_budget_proposes_running_instances_with_their_prices() {
    let senders = AlertSenders::with(3, |config| config + ALERT_SOURCES).await;
    assert_snapshot!(senders.spent("$3,311.90").await, @"
    HTTP 200: Budget ml-monthly: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
    4 instances to stop, dearest first. Nothing has been done yet; type stop NAME, or stop all for all.
    Saves $3.79 per hour.
    🟢 ci-a0003 · NC6S_V3 · $3.06 per hour · 00000000-0000-0000-0000-0000000000bb
    🟢 myci · DS3_V2 · $0.29 per hour · Ana
    🟢 ci-a0002 · E4S_V3 · $0.25 per hour · 00000000-0000-0000-0000-0000000000bd
    🟢 ci-a0001 · DS11_V2 · $0.19 per hour · 00000000-0000-0000-0000-0000000000bc
    🟢 busy-ci is running a job; left running
      research/busy-ci skipped JobRunning job-running
      research/ci-a0001 skipped Running proposed
      research/ci-a0002 skipped Running proposed
      research/ci-a0003 skipped Running proposed
      research/myci skipped Running proposed
      research/stopped-ci already Stopped
    ");
    let message = senders.world.hears().await;
    assert_snapshot!(message, @"
    to the channel:
    Budget *ml-monthly*: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
    4 instances to stop, dearest first. Nothing has been done yet; type `stop NAME`, or `stop all` for all.
    Saves $3.79 per hour.
    🟢 *ci-a0003* · NC6S_V3 · $3.06 per hour · <@U0ADA>
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA>
    🟢 *ci-a0002* · E4S_V3 · $0.25 per hour · <@U0CLEO>
    🟢 *ci-a0001* · DS11_V2 · $0.19 per hour · <@U0DAN>
    🟢 *busy-ci* is running a job; left running [Stop ci-a0003] [Stop myci] [Stop ci-a0002] [Stop ci-a0001]
    ");
    assert_eq!(senders.world.asked("stop"), 0, "nothing is stopped by itself");

    // By somebody without a grant, and by somebody with one.
    let stop = message.button("Stop ci-a0003");
    senders.world.presses("U0BOB", &stop).await;
    assert_snapshot!(senders.world.hears().await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    senders.world.presses("U0ADA", &stop).await;
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    🟡 *ci-a0003*: asked Azure to stop it. I'll tell you when it is down.
    ");
    senders.world.emulator.settle("ci-a0003");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    ⚪ *ci-a0003* is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(senders.world.asked("stop"), 1);
    assert_eq!(senders.world.emulator.state("ci-a0001").as_deref(), Some("Running"));
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_budget_above_its_limit_stops_the_two_most_expensive() {
    let senders = AlertSenders::with(3, |config| config + ALERT_SOURCES).await;
    assert_snapshot!(senders.spent("$4,100.00").await, @"
    HTTP 202: Budget ml-monthly: $4,100.00 of $4,000.00 spent (102%). Cost data is 8 to 24 hours old.
    budget stop all --max 2: 2 stopping, 1 already off, 1 running a job, 2 over the limit.
    🟡 ci-a0003: asked Azure to stop it
    🟡 myci: asked Azure to stop it
    🟢 busy-ci is running a job; left running
    ci-a0001: beyond the limit of --max; left as it is
    ci-a0002: beyond the limit of --max; left as it is
    ⚪ stopped-ci has been stopped since 04:00 (idle shutdown).
      research/busy-ci skipped JobRunning job-running
      research/ci-a0001 skipped over-max
      research/ci-a0002 skipped over-max
      research/ci-a0003 asked
      research/myci asked
      research/stopped-ci already Stopped
    ");
    senders.world.emulator.settle_all();
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Budget *ml-monthly*: $4,100.00 of $4,000.00 spent (102%). Cost data is 8 to 24 hours old.
    *budget* `stop all --max 2`: 2 stopped, 1 already off, 1 running a job, 2 over the limit. Saves $3.35 per hour.
    🟢 *busy-ci* is running a job; left running
    *ci-a0001*: beyond the limit of `--max`; left as it is
    *ci-a0002*: beyond the limit of `--max`; left as it is
    ⚪ *ci-a0003* is stopped (3 s)
    ⚪ *myci* is stopped (3 s)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    <@U0ADA>: *budget* stopped *ci-a0003* and *myci* because of *ml-monthly*.
    ");
    assert_eq!(senders.world.asked("stop"), 2);
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn one_line_says_that_nothing_is_running() {
    let senders = AlertSenders::new().await;
    senders.world.emulator.set("myci", json!({"state": "Stopped"}));
    senders.world.emulator.set("busy-ci", json!({"state": "Stopped"}));
    assert_snapshot!(senders.spent("$3,311.90").await, @"
    HTTP 200: Budget ml-monthly: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
    There is nothing to stop with stop all: 3 already off.
      research/busy-ci already Stopped
      research/myci already Stopped
      research/stopped-ci already Stopped
    ");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Budget *ml-monthly*: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
    There is nothing to stop with `stop all`: 3 already off.
    ");
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_missing_instance_hides_no_other() {
    let senders = AlertSenders::new().await;
    assert_snapshot!(senders.fires("GpuForgotten", &["myci", "deleted-ci"]).await, @"
    HTTP 202: Alert GpuForgotten fired.
    alertmanager stop research/myci research/deleted-ci: 1 stopping.
    I don't see research/deleted-ci.
    🟡 myci: asked Azure to stop it
      research/myci asked
      research/deleted-ci failed not-found
    ");
    senders.world.emulator.settle("myci");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *GpuForgotten* fired.
    *alertmanager* `stop research/myci research/deleted-ci`: 1 stopped. Saves $0.29 per hour.
    I don't see `research/deleted-ci`.
    ⚪ *myci* is stopped (10 s)
    <@U0ADA>: *alertmanager* stopped *myci* because of *GpuForgotten*.
    ");
    assert_snapshot!(senders.fires("GpuIdle", &["busy-ci", "deleted-ci"]).await, @"
    HTTP 200: Alert GpuIdle fired.
    There is nothing to stop with stop research/busy-ci research/deleted-ci: 1 running a job.
    I don't see research/deleted-ci.
      research/busy-ci skipped JobRunning job-running
      research/deleted-ci failed not-found
    ");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *GpuIdle* fired.
    There is nothing to stop with `stop research/busy-ci research/deleted-ci`: 1 running a job.
    I don't see `research/deleted-ci`.
    ");
    senders.world.finish().await;
}
