//! Azure Monitor and Alertmanager, as far as they send alerts.

use serde_json::{Value, json};

use super::{
    reply::Reply,
    world::{World, by_hand_with},
};

pub const BUDGET: &str = include_str!("../../../events/azure-monitor/budget-actual.json");
pub const FIRING: &str = include_str!("../../../events/alertmanager/firing.json");

/// A budget that proposes at 80 percent and stops two at 100; and what Prometheus sends.
pub const ALERT_SOURCES: &str = r#"
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

/// Whoever sends alerts to a world.
pub struct AlertSenders {
    pub world: World,
    token: String,
}

impl AlertSenders {
    pub async fn new() -> Self {
        Self::with(0, |config| config + ALERT_SOURCES).await
    }

    pub async fn with(instances: usize, configure: impl FnOnce(String) -> String) -> Self {
        let world = World::with(by_hand_with(instances), configure).await;
        let token = world.token_for("api://lamplighter").await;
        Self { world, token }
    }

    /// The budget's sender says that so much is spent, of $4,000.
    pub async fn spent(&self, amount: &str) -> Reply {
        let mut alert: Value = serde_json::from_str(BUDGET).unwrap();
        alert["data"]["essentials"]["firedDateTime"] = json!(self.world.now().to_string());
        alert["data"]["alertContext"]["AlertData"]["SpentAmount"] = json!(amount);
        self.azure_monitor(&alert).await
    }

    /// An action group delivers `alert`.
    pub async fn azure_monitor(&self, alert: &Value) -> Reply {
        self.deliver("budget", &self.token, alert).await
    }

    /// Alertmanager delivers one alert for each of these instances, as a group.
    pub async fn fires(&self, alert: &str, computes: &[&str]) -> Reply {
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
        self.deliver("alertmanager", "a-token-of-alertmanager", &group).await
    }

    pub async fn deliver(&self, source: &str, token: &str, body: &Value) -> Reply {
        let headers = [("authorization", format!("Bearer {token}"))];
        self.world.sends_with(source, &headers, &body.to_string()).await
    }
}
