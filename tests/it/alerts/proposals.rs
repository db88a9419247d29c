//! Alerts that ask first: what is laid before people, what they make of it, and how often they hear.

mod other_platforms;
mod repetition;
mod unreadable_alerts;

use insta::assert_snapshot;
use lamplighter_emulator::{Options, Pace};
use serde_json::{Value, json};

use crate::support::world::{Answer, World, button, read};

const TENANT: &str = "00000000-0000-0000-0000-0000000000aa";

const BUDGET: &str = include_str!("../../../events/azure-monitor/budget-actual.json");
const FIRING: &str = include_str!("../../../events/alertmanager/firing.json");

/// A budget that asks at 80 percent, and stops two at 100; and what Prometheus says.
pub const ALARMS: &str = r#"
[sources.budget]
kind = "azure-monitor"
tenant = "00000000-0000-0000-0000-0000000000aa"
audience = "api://lamplighter"
notify = ["ml-ops"]
rules = [
    { when = { budget = "ml-*", at_least = 100 }, command = "stop all --max 2", mode = "act" },
    { when = { budget = "ml-*", at_least = 80 }, command = "stop all" },
    { when = { alert = "gpu-*" }, command = "stop {instance}", mode = "act" },
]

[sources.alertmanager]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
notify = ["ml-ops"]
rules = [
    { when = { alert = "GpuIdle" }, command = "stop {instance}" },
    { when = { alert = "GpuForgotten" }, command = "stop {instance}", mode = "act" },
]

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }
source = "slack"

[[grants]]
to = ["budget", "alertmanager"]
may = ["stop"]
on = ["research/*"]
"#;

/// The world with alarms in it.
pub struct Alarms {
    pub world: World,
    token: String,
}

impl Alarms {
    pub async fn new() -> Self {
        Self::with(0, |config| config + ALARMS).await
    }

    pub async fn with(instances: usize, configure: impl FnOnce(String) -> String) -> Self {
        let options = Options {
            pace: Pace::ByHand,
            instances,
            ..Options::default()
        };
        let world = World::with(options, configure).await;
        let token = token(&world).await;
        Self { world, token }
    }

    /// The budget's sender says that so much is spent, of $4,000.
    pub async fn spent(&self, amount: &str) -> Answer {
        let mut alert: Value = serde_json::from_str(BUDGET).unwrap();
        alert["data"]["essentials"]["firedDateTime"] = json!(self.world.now().to_string());
        alert["data"]["alertContext"]["AlertData"]["SpentAmount"] = json!(amount);
        self.monitor(&alert).await
    }

    /// An action group delivers `alert`.
    pub async fn monitor(&self, alert: &Value) -> Answer {
        self.brings("budget", &self.token, alert).await
    }

    /// Alertmanager delivers a group of alerts, about these instances.
    pub async fn fires(&self, alert: &str, computes: &[&str]) -> Answer {
        let mut group: Value = serde_json::from_str(FIRING).unwrap();
        let one = group["alerts"][0].take();
        let of = |compute: &&str| {
            let mut one = one.clone();
            one["labels"]["alertname"] = json!(alert);
            one["labels"]["compute"] = json!(compute);
            one["fingerprint"] = json!(format!("{alert} {compute}"));
            one
        };
        group["alerts"] = computes.iter().map(of).collect();
        self.brings("alertmanager", "a-token-of-alertmanager", &group)
            .await
    }

    pub async fn brings(&self, source: &str, token: &str, body: &Value) -> Answer {
        let hook = self
            .world
            .hook
            .replace("/hooks/slack", &format!("/hooks/{source}"));
        let headers = [("authorization", format!("Bearer {token}"))];
        self.world.send_to(&hook, &headers, &body.to_string()).await
    }
}

/// As an action group would get it.
async fn token(world: &World) -> String {
    let client = lamplighter::client::http_client().unwrap();
    let form = "grant_type=client_credentials&client_id=x&client_secret=x&scope=api://lamplighter/.default";
    let url = format!("{}/{TENANT}/oauth2/v2.0/token", world.azure_url());
    let answer = client.post(url).body(form).send().await.unwrap();
    let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_budget_lays_before_people_what_runs_and_what_it_costs() {
    let alarms = Alarms::with(3, |config| config + ALARMS).await;
    assert_snapshot!(alarms.spent("$3,311.90").await.told(), @"
    HTTP 200: Budget ml-monthly: $3,311.90 of $4,000.00 spent (83 %). Cost data is 8 to 24 hours old.
    4 instances to stop, $3.79 per hour, dearest first. Nothing was done yet; say stop NAME, or stop all for all.
    🟢 ci-a0003 · NC6S_V3 · $3.06 per hour · 00000000-0000-0000-0000-0000000000bb
    🟢 myci · DS3_V2 · $0.29 per hour · 00000000-0000-0000-0000-0000000000bb
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
    let message = alarms.world.hears_message().await;
    assert_snapshot!(read(&message), @"
    to the channel:
    Budget *ml-monthly*: $3,311.90 of $4,000.00 spent (83 %). Cost data is 8 to 24 hours old.
    4 instances to stop, $3.79 per hour, dearest first. Nothing was done yet; say `stop NAME`, or `stop all` for all.
    🟢 *ci-a0003* · NC6S_V3 · $3.06 per hour · <@U0ADA>
    🟢 *myci* · DS3_V2 · $0.29 per hour · <@U0ADA>
    🟢 *ci-a0002* · E4S_V3 · $0.25 per hour · <@U0CLEO>
    🟢 *ci-a0001* · DS11_V2 · $0.19 per hour · <@U0DAN>
    🟢 *busy-ci* is running a job; left running [Stop ci-a0003] [Stop myci] [Stop ci-a0002] [Stop ci-a0001]
    ");
    assert_eq!(alarms.world.asked("stop"), 0, "nothing is stopped by itself");

    // By somebody who may not, and by somebody who may.
    let stop = button(&message, "Stop ci-a0003");
    alarms.world.clicks_in_channel("U0BOB", &stop).await;
    assert_snapshot!(alarms.world.hears().await, @"
    to the caller:
    You may *status*, *list*, *audit* and *cost* in research, not *stop*. Ask an owner of research.
    ");
    alarms.world.clicks_in_channel("U0ADA", &stop).await;
    assert_snapshot!(alarms.world.hears().await, @"
    to the channel:
    🟡 *ci-a0003*: asked Azure to stop it. I'll tell you when it is down.
    ");
    alarms.world.emulator.settle("ci-a0003");
    assert_snapshot!(alarms.world.hears().await, @"
    to the channel:
    ⚪ *ci-a0003* is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(alarms.world.asked("stop"), 1);
    assert_eq!(
        alarms.world.emulator.state("ci-a0001").as_deref(),
        Some("Running")
    );
    alarms.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn above_its_limit_it_stops_the_two_dearest() {
    let alarms = Alarms::with(3, |config| config + ALARMS).await;
    assert_snapshot!(alarms.spent("$4,100.00").await.told(), @"
    HTTP 202: Budget ml-monthly: $4,100.00 of $4,000.00 spent (102 %). Cost data is 8 to 24 hours old.
    budget stop all --max 2: 2 asked, 1 already off, 1 running a job, 2 over the limit.
    🟡 ci-a0003: asked to stop
    🟡 myci: asked to stop
    🟢 busy-ci is running a job; left running
    ci-a0001: beyond the limit of --max; left as it is
    ci-a0002: beyond the limit of --max; left as it is
    ⚪ stopped-ci is already stopped, since 04:00 (idle shutdown).
      research/busy-ci skipped JobRunning job-running
      research/ci-a0001 skipped over-max
      research/ci-a0002 skipped over-max
      research/ci-a0003 asked
      research/myci asked
      research/stopped-ci already Stopped
    ");
    alarms.world.emulator.settle_all();
    assert_snapshot!(alarms.world.hears().await, @"
    to the channel:
    Budget *ml-monthly*: $4,100.00 of $4,000.00 spent (102 %). Cost data is 8 to 24 hours old.
    *budget* `stop all --max 2`: 2 stopped, 1 already off, 1 running a job, 2 over the limit. Saves $3.35 per hour.
    🟢 *busy-ci* is running a job; left running
    *ci-a0001*: beyond the limit of `--max`; left as it is
    *ci-a0002*: beyond the limit of `--max`; left as it is
    ⚪ *ci-a0003* is stopped (15 s)
    ⚪ *myci* is stopped (15 s)
    ⚪ *stopped-ci* is already stopped, since <!date^1795406400^{time}|04:00> (idle shutdown).
    ");
    assert_eq!(alarms.world.asked("stop"), 2);
    alarms.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn where_nothing_runs_one_line_says_so() {
    let alarms = Alarms::new().await;
    alarms.world.emulator.set("myci", json!({"state": "Stopped"}));
    alarms.world.emulator.set("busy-ci", json!({"state": "Stopped"}));
    assert_snapshot!(alarms.spent("$3,311.90").await.told(), @"
    HTTP 200: Budget ml-monthly: $3,311.90 of $4,000.00 spent (83 %). Cost data is 8 to 24 hours old.
    There is nothing to stop with stop all: 3 already off.
      research/busy-ci already Stopped
      research/myci already Stopped
      research/stopped-ci already Stopped
    ");
    assert_snapshot!(alarms.world.hears().await, @"
    to the channel:
    Budget *ml-monthly*: $3,311.90 of $4,000.00 spent (83 %). Cost data is 8 to 24 hours old.
    There is nothing to stop with `stop all`: 3 already off.
    ");
    alarms.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn one_that_is_gone_hides_no_other() {
    let alarms = Alarms::new().await;
    assert_snapshot!(alarms.fires("GpuForgotten", &["myci", "deleted-ci"]).await.told(), @"
    HTTP 202: Alert GpuForgotten fired.
    alertmanager stop research/myci research/deleted-ci: 1 asked.
    I don't see research/deleted-ci.
    🟡 myci: asked to stop
      research/myci asked
      research/deleted-ci failed not-found
    ");
    alarms.world.emulator.settle("myci");
    assert_snapshot!(alarms.world.hears().await, @"
    to the channel:
    Alert *GpuForgotten* fired.
    *alertmanager* `stop research/myci research/deleted-ci`: 1 stopped. Saves $0.29 per hour.
    I don't see `research/deleted-ci`.
    ⚪ *myci* is stopped (10 s)
    ");
    assert_snapshot!(alarms.fires("GpuIdle", &["busy-ci", "deleted-ci"]).await.told(), @"
    HTTP 200: Alert GpuIdle fired.
    There is nothing to stop with stop research/busy-ci research/deleted-ci: 1 running a job.
    I don't see research/deleted-ci.
      research/busy-ci skipped JobRunning job-running
      research/deleted-ci failed not-found
    ");
    assert_snapshot!(alarms.world.hears().await, @"
    to the channel:
    Alert *GpuIdle* fired.
    There is nothing to stop with `stop research/busy-ci research/deleted-ci`: 1 running a job.
    I don't see `research/deleted-ci`.
    ");
    alarms.world.finish().await;
}
