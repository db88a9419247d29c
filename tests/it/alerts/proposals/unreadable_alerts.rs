//! An alert with a field that cannot be matched or read is skipped, and its sender and the channel are told.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{
    alert_senders::{AlertSenders, BUDGET, FIRING},
    reply::Reply,
    signers,
};

const METRIC: &str = include_str!("../../../../events/azure-monitor/metric-fired.json");
const LEGACY: &str = include_str!("../../../../events/azure-monitor/budget-legacy.json");

const OURS: &str = "00000000-0000-0000-0000-000000000001";
const SAMPLES: &str = "11111111-1111-1111-1111-111111111111";

/// Each rule acts at once and matches as much as possible.
const EAGER: &str = r#"
[sources.budget]
kind = "azure-monitor"
tenant = "00000000-0000-0000-0000-0000000000aa"
audience = "api://lamplighter"
notify = ["ml-ops"]
rules = [
    { when = { budget = "*", at_least = 100 }, command = "stop myci", mode = "act" },
    { when = { budget = "all-*" }, command = "stop myci", mode = "act" },
    { when = { alert = "*idle*" }, command = "stop {dimension.ComputeName}", mode = "act" },
]

[sources.alertmanager]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
notify = ["ml-ops"]
rules = [
    { when = { alert = "GpuIdle" }, command = "stop {instance}", mode = "act" },
    { when = { label = { team = "ml" } }, command = "stop {label.compute}", mode = "act" },
]

[sources.grafana]
kind = "grafana"
secret = { env = "GRAFANA_SECRET" }
notify = ["ml-ops"]
rules = [{ when = { label = { team = "ml" } }, command = "stop {instance}", mode = "act" }]

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }

[[grants]]
to = ["budget", "alertmanager", "grafana"]
may = ["stop"]
on = ["research/*"]
"#;

async fn eager() -> AlertSenders {
    AlertSenders::with(1, |config| config + EAGER).await
}

/// An alert of Alertmanager about `myci` in `research`, with these labels added or replaced.
fn labelled(labels: Value) -> Value {
    let mut group: Value = serde_json::from_str(FIRING).unwrap();
    let entry = &mut group["alerts"][0];
    entry["labels"] = json!({"alertname": "GpuIdle", "compute": "myci", "workspace": "research"});
    for (key, value) in labels.as_object().unwrap() {
        entry["labels"][key] = value.clone();
    }
    entry["fingerprint"] = json!(labels.to_string());
    entry.take()
}

async fn fires(senders: &AlertSenders, alerts: &[Value]) -> Reply {
    let mut group: Value = serde_json::from_str(FIRING).unwrap();
    group["alerts"] = json!(alerts);
    senders.deliver("alertmanager", "a-token-of-alertmanager", &group).await
}

/// An action group's alert with these values replaced; by default it is about `myci` and fired now.
fn changed(sample: &str, places: &[(&str, Value)]) -> Value {
    let mut payload: Value = serde_json::from_str(sample).unwrap();
    for (pointer, by) in places {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        payload.pointer_mut(parent).unwrap()[key] = by.clone();
    }
    payload
}

/// Azure is asked nothing about instances; the channel hears what the sender is told, which is given
/// back.
async fn left_alone(senders: &AlertSenders, sent: impl Future<Output = Reply>) -> String {
    let asked = || {
        let calls = senders.world.calls().into_iter();
        calls.filter(|call| call != "token" && call != "keys").count()
    };
    let before = asked();
    let told = sent.await;
    assert_eq!(told.status, 200, "{told}");
    let heard = senders.world.hears().await;
    let plain = heard.replace(['*', '`'], "");
    let said = plain.strip_prefix("to the channel:\n").unwrap();
    assert_eq!(*told, format!("HTTP 200: {said}"));
    assert_eq!(asked(), before, "{told}");
    said.to_owned()
}

/// `myci` is stopped, and runs again.
async fn acted_on(senders: &AlertSenders, sent: impl Future<Output = Reply>) {
    let told = sent.await;
    assert!(told.contains("research/myci asked"), "{told}");
    senders.world.emulator.settle("myci");
    senders.world.hears().await;
    let running = json!({"state": "Running", "lastOperation": null});
    senders.world.emulator.set("myci", running);
}

#[tokio::test(start_paused = true)]
async fn an_alert_of_another_workspace_is_skipped() {
    let senders = eager().await;
    assert_snapshot!(left_alone(&senders, fires(&senders, &[labelled(json!({"workspace": "elsewhere"}))])).await, @"Alert GpuIdle is about a workspace or subscription that the rules of alertmanager don't cover, or about more than one. Nothing was done.");
    let metric = METRIC.replace(OURS, "00000000-0000-0000-0000-000000000009");
    assert_snapshot!(left_alone(&senders, senders.azure_monitor(&serde_json::from_str(&metric).unwrap())).await, @"Alert gpu-idle-30m is about a workspace or subscription that the rules of budget don't cover, or about more than one. Nothing was done.");
    for (number, place) in
        [json!("prod"), json!("/subscriptions/00000000-0000-0000-0000-000000000009")].iter().enumerate()
    {
        let label = json!({"alertname": format!("a{number}"), "team": "ml", "workspace": place});
        assert!(
            left_alone(&senders, fires(&senders, &[labelled(label)]))
                .await
                .contains("of alertmanager don't cover"),
            "{place}"
        );
    }
    // The odd value may have been meant for another workspace.
    for (number, odd) in [json!({"name": "research"}), json!(7), json!(null)].iter().enumerate() {
        let label = json!({"alertname": format!("b{number}"), "team": "ml", "workspace": odd});
        let said = left_alone(&senders, fires(&senders, &[labelled(label)])).await;
        assert!(said.contains("that I can't read"), "{odd}: {said}");
    }
    // Aliases match in any case, and an empty value counts as missing.
    for place in [json!("Research"), json!("ML-RESEARCH"), json!("")] {
        acted_on(&senders, fires(&senders, &[labelled(json!({"workspace": place}))])).await;
    }
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn missing_data_does_not_count_as_idle() {
    let senders = eager().await;
    let no_data = |name: &str, reason: Value| {
        let mut alert = labelled(json!({"alertname": name, "team": "ml"}));
        alert["annotations"] = json!({"grafana_state_reason": reason});
        alert
    };
    assert_snapshot!(left_alone(&senders, fires(&senders, &[no_data("DatasourceNoData", json!("NoData"))])).await, @"Alert DatasourceNoData reports missing data or a failed query, and no rule of alertmanager names DatasourceNoData or DatasourceError. Nothing was done.");
    for (name, reason) in [
        ("DatasourceError", json!(null)),
        ("GpuIdle", json!("NoData")),
        ("GpuIdle", json!("Error")),
        ("GpuIdle", json!("NoData, KeepLast")),
    ] {
        let mut alert = no_data(name, reason);
        alert["fingerprint"] = json!(alert.to_string());
        assert!(left_alone(&senders, fires(&senders, &[alert])).await.contains("missing data"), "{name}");
    }
    let mut group: Value = serde_json::from_str(FIRING).unwrap();
    group["alerts"] = json!([no_data("DatasourceNoData", json!("NoData"))]);
    let body = group.to_string();
    let signed = signers::grafana("a-secret-of-grafana", senders.world.now(), &body);
    assert!(
        left_alone(&senders, senders.world.sends_with("grafana", &signed, &body))
            .await
            .contains("no rule of grafana")
    );
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_amount_spent_selects_the_rule() {
    let senders = eager().await;
    let legacy = |spent: &str, of: &str, threshold: &str| {
        let amounts = [
            ("/data/SpendingAmount", json!(spent)),
            ("/data/Budget", json!(of)),
            ("/data/NotificationThresholdAmount", json!(threshold)),
        ];
        changed(LEGACY, &amounts)
    };
    let common = |spent: Value, of: Value, unit: &str| {
        let amounts = [
            ("/data/alertContext/AlertData/SpentAmount", spent.clone()),
            ("/data/alertContext/AlertData/BudgetThreshold", of),
            ("/data/alertContext/AlertData/NotificationThresholdAmount", json!(null)),
            ("/data/alertContext/AlertData/Unit", json!(unit)),
            ("/data/essentials/firedDateTime", json!(senders.world.now().to_string())),
            ("/data/essentials/alertId", json!(spent.to_string())),
        ];
        changed(BUDGET, &amounts)
    };
    for (number, below) in [
        legacy("8.10", "10", "8.0"),
        legacy("8.10", "10", "0.8"),
        legacy("3311.90", "4000", "1"),
        legacy("?", "10", "9"),
        common(json!(3311.9), json!(4000), "USD"),
        common(json!("KWD 900.500"), json!("KWD 1,000.000"), "KWD"),
        common(json!("OMR 900.500"), json!("OMR 1000"), "OMR"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut below = below;
        if below["data"]["BudgetStartDate"].is_string() {
            below["data"]["BudgetStartDate"] = json!(number);
        }
        let said = left_alone(&senders, senders.azure_monitor(&below)).await;
        let told = "Budget ml-monthly matches no rule of budget: compare the budget's name, what is spent, and whether that is a forecast, with when. Nothing was done.";
        assert_eq!(said, told, "{below}");
    }
    for above in [
        legacy("10.10", "10", "8.0"),
        common(json!(4000), json!(4000), "USD"),
        common(json!("KWD 1,000.500"), json!("KWD 1,000.000"), "KWD"),
    ] {
        acted_on(&senders, senders.azure_monitor(&above)).await;
    }
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_portals_test_alert_matches_no_rule() {
    let senders = eager().await;
    let now = json!(senders.world.now().to_string());
    let spent = json!("$11,111.00");
    let samples = [
        changed(LEGACY, &[("/data/SpendingAmount", json!("11111"))]),
        changed(LEGACY, &[("/data/BudgetName", json!("all-of-it"))]),
        changed(
            BUDGET,
            &[
                ("/data/essentials/firedDateTime", now.clone()),
                ("/data/essentials/monitorCondition", json!(null)),
                ("/data/alertContext/AlertData/SpentAmount", spent),
            ],
        ),
        changed(METRIC, &[("/data/essentials/firedDateTime", now)]),
    ];
    for sample in samples {
        let sample = sample.to_string().replace(OURS, SAMPLES);
        let said = left_alone(&senders, senders.azure_monitor(&serde_json::from_str(&sample).unwrap())).await;
        assert!(said.contains("subscription that the rules of budget don't cover"), "{said}");
    }
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_date_or_state_is_reported() {
    let senders = eager().await;
    let metric = |key: &str, by: Value| {
        let now = json!(senders.world.now().to_string());
        let id = json!(format!("{key} {by}"));
        let places = [("firedDateTime", now), ("alertId", id), (key, by)];
        let places = places.map(|(key, by)| (format!("/data/essentials/{key}"), by));
        let places: Vec<_> = places.iter().map(|(at, by)| (at.as_str(), by.clone())).collect();
        changed(METRIC, &places)
    };
    assert_snapshot!(left_alone(&senders, senders.azure_monitor(&metric("firedDateTime", json!("2026-11-19T05:34:48.0623172")))).await, @"budget stop research/myci came 4 d 12 h late. Nothing was done.");
    assert_snapshot!(left_alone(&senders, senders.azure_monitor(&metric("firedDateTime", json!("a while ago")))).await, @"Alert gpu-idle-30m has a date that I can't read. Nothing was done.");
    assert_snapshot!(left_alone(&senders, senders.azure_monitor(&metric("monitorCondition", json!("Deactivated")))).await, @"Alert gpu-idle-30m is neither fired nor resolved. Nothing was done.");
    left_alone(&senders, senders.azure_monitor(&metric("monitorCondition", json!(false)))).await;
    acted_on(&senders, senders.azure_monitor(&metric("monitorCondition", json!(null)))).await;
    senders.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn one_odd_alert_does_not_affect_the_others() {
    let senders = eager().await;
    let group = [
        labelled(json!({})),
        labelled(json!({"compute": "ci-a0001", "team": null})),
        labelled(json!({"compute": "ci-a0001", "cost": 7})),
        labelled(json!({"compute": {"name": "ci-a0001"}})),
        json!(7),
        json!({"status": "pending", "labels": {"alertname": "GpuIdle", "compute": "ci-a0001"}}),
    ];
    assert_snapshot!(fires(&senders, &group).await, @"
    HTTP 202: Alert GpuIdle fired.
    alertmanager stop research/myci: 1 stopping.
    🟡 myci: asked Azure to stop it
    Alert GpuIdle is neither fired nor resolved. Nothing was done.
    Alerts ?, GpuIdle have fields that I can't read. Nothing was done.
      research/myci asked
    ");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *GpuIdle* is neither fired nor resolved. Nothing was done.
    Alerts *?*, *GpuIdle* have fields that I can't read. Nothing was done.
    ");
    senders.world.emulator.settle("myci");
    assert_snapshot!(senders.world.hears().await, @"
    to the channel:
    Alert *GpuIdle* fired.
    *alertmanager* `stop research/myci`: 1 stopped. Saves $0.29 per hour.
    ⚪ *myci* is stopped (10 s)
    <@U0ADA>: *alertmanager* stopped *myci* because of *GpuIdle*.
    ");
    assert_eq!(senders.world.asked("stop"), 1);
    senders.world.finish().await;
}

/// As docs/alerts.md says: a hundred commands; the rest is reported to the channel and to the sender.
#[tokio::test(start_paused = true)]
async fn one_delivery_runs_a_hundred_commands_and_reports_the_rest() {
    let senders = eager().await;
    let rare = |n: usize| {
        let (name, compute) = (format!("a{n}"), format!("gone-{n:x}x"));
        labelled(json!({"alertname": name, "team": "ml", "compute": compute}))
    };
    let alerts: Vec<_> = (0..150).map(rare).collect();
    let answer = fires(&senders, &alerts).await;
    let commands = answer.body["command"].as_str().unwrap();
    assert_eq!(commands.split("; ").count(), 100, "{commands}");
    let left_out = "50 alerts of one message were left out, since it asked for too much at once.";
    assert!(answer.contains(left_out), "{answer}");
    let mut heard = senders.world.hears().await;
    while !heard.contains("left out") {
        heard = senders.world.hears().await;
    }
    assert!(heard.contains(left_out), "{heard}");
    senders.world.finish_after_reading(1).await;
}

#[tokio::test(start_paused = true)]
async fn the_channel_hears_of_alerts_that_their_sender_left_out() {
    let senders = AlertSenders::new().await;
    for (truncated, told) in [(json!(3), "left 3 alerts out"), (json!("many"), "left 1 alert out")] {
        let mut group: Value = serde_json::from_str(FIRING).unwrap();
        group["alerts"] = json!([]);
        group["truncatedAlerts"] = truncated;
        let answer = senders.deliver("alertmanager", "a-token-of-alertmanager", &group).await;
        assert_eq!((answer.status, &answer.body["verdict"]), (200, &json!("left")));
        assert!(answer.contains(told), "{answer}");
    }
    let told = senders.world.hears().await;
    assert!(told.contains("the sender left 3 alerts out of its message"), "{told}");
    senders.world.finish().await;
}
