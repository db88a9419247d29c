//! Samples of alerts, sent as their senders would.

use std::process::Stdio;

use lamplighter_emulator::Pace;
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, process::Command};

use crate::support::{
    process::{Azure, address, told},
    world::MACHINES,
};

const ALERTS: &str = r#"
[sources.azure-monitor]
kind = "azure-monitor"
tenant = "00000000-0000-0000-0000-0000000000aa"
audience = "api://lamplighter"
rules = [
    { when = { budget = "ml-*" }, command = "stop research/*", mode = "act" },
    { when = { budget = "ml-*", forecast = true }, command = "status research/*", mode = "act" },
    { when = {}, command = "stop {workspace}/{instance}", mode = "act" },
]

[sources.grafana]
kind = "grafana"
secret = { env = "GRAFANA_SECRET" }
rules = [{ when = {}, command = "stop {workspace}/{instance}", mode = "act" }]

[sources.alertmanager]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
rules = [{ when = {}, command = "stop {workspace}/{instance}", mode = "act" }]

[[grants]]
to = ["azure-monitor", "grafana", "alertmanager"]
may = ["reader", "stop"]
on = ["research/*"]
"#;

fn with_alerts(azure: &Azure, args: &[&str]) -> Command {
    let mut command = azure.configured(ALERTS, args);
    command
        .envs([("GRAFANA_SECRET", "a-secret-of-grafana"), ("ALERTMANAGER_TOKEN", "a-token-of-alertmanager")]);
    command
}

#[tokio::test]
async fn every_alert_sample_is_authenticated_and_accepted() {
    let azure = Azure::at(Pace::ByHand).await;
    let mut server = with_alerts(&azure, &["serve", "--addr", "127.0.0.1:0"]);
    let mut server = server.stdout(Stdio::piped()).spawn().unwrap();
    let address = address(&mut server).await;
    for sample in [
        "azure-monitor/metric-fired",
        "azure-monitor/metric-resolved",
        "azure-monitor/log-fired",
        "azure-monitor/budget-actual",
        "azure-monitor/budget-forecasted",
        "azure-monitor/budget-legacy",
        "grafana/firing",
        "grafana/resolved",
        "alertmanager/firing",
        "alertmanager/resolved",
    ] {
        let source = sample.split('/').next().unwrap();
        let hook = format!("{address}/hooks/{source}");
        let mut send = with_alerts(&azure, &["send", sample, "--to", &hook]);
        let (code, answer) = told(send.output().await.unwrap());
        assert_eq!(code, 0, "{sample}: {answer}");
    }
}

#[tokio::test]
async fn send_explains_that_only_an_action_group_gets_its_token() {
    let azure = Azure::at(Pace::ByHand).await;
    let send = || with_alerts(&azure, &["send", "azure-monitor/metric-fired"]);
    azure.fault(json!({"operation": "token", "fault": "400"}));
    let (code, text) = told(send().output().await.unwrap());
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("only the action group itself"), "{text}");
    let (code, text) = told(send().env_remove("AZURE_CLIENT_SECRET").output().await.unwrap());
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("AZURE_CLIENT_SECRET"), "{text}");
}

/// A verified request that the source cannot read: a wrong setting of its sender, which nobody would notice.
#[tokio::test]
async fn a_verified_request_that_is_not_understood_is_logged_as_a_warning() {
    let azure = Azure::at(Pace::ByHand).await;
    let configured = |args: &[&str]| {
        let mut command = azure.configured(&format!("{MACHINES}{ALERTS}"), args);
        command.envs([
            ("GRAFANA_SECRET", "a-secret-of-grafana"),
            ("ALERTMANAGER_TOKEN", "a-token-of-alertmanager"),
        ]);
        command
    };
    let mut server = configured(&["serve", "--addr", "127.0.0.1:0"]);
    let mut server = server.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let address = address(&mut server).await;
    let cases = [
        ("script", r#"{"command": "stop {{ hush }}"}"#),
        ("script", r#"{"command": "?"}"#),
        ("script", "stop {{ hush }}"),
        ("alertmanager", r#"{"alerts": {{ hush }}}"#),
        ("grafana", r#"{"title": "{{ hush }}"}"#),
        ("azure-monitor", r#"{"schemaId": "AzureMonitorMetricAlert", "data": "hush"}"#),
        ("azure-monitor", r#"{"data": {"alertContext": {"hush": 1}}}"#),
    ];
    for (source, body) in cases {
        let hook = format!("{address}/hooks/{source}");
        let mut send = configured(&["send", "-", "--source", source, "--to", &hook, "--json"]);
        let mut send = send.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        send.stdin.take().unwrap().write_all(body.as_bytes()).await.unwrap();
        let (code, answer) = told(send.wait_with_output().await.unwrap());
        assert_eq!(code, 1, "{source} {body}: {answer}");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["status"], 400, "{source} {body}: {answer}");
        assert!(
            answer["body"].as_str().unwrap().contains(r#""verdict":"misread""#),
            "{source} {body}: {answer}"
        );
    }
    server.start_kill().unwrap();
    let (_, log) = told(server.wait_with_output().await.unwrap());
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let undone: Vec<_> = lines.filter(|line| line["undone"] == true).collect();
    let warned = undone.iter().map(|line| (line["level"].as_str(), line["source"].as_str()));
    let expected = cases.map(|(source, _)| (Some("WARN"), Some(source)));
    assert_eq!(warned.collect::<Vec<_>>(), expected, "{log}");
    assert!(!log.contains("hush"), "{log}");
    let inbox = azure.emulator.inbox();
    let told: Vec<_> = inbox.iter().map(|message| message.body["text"].as_str().unwrap()).collect();
    let of = |source: &str| told.iter().filter(|text| text.contains(source)).count();
    assert_eq!(
        (of("*script*"), of("*alertmanager*"), of("*grafana*"), of("*azure-monitor*")),
        (3, 1, 1, 1),
        "{told:#?}"
    );
}
