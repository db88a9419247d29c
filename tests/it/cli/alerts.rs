//! Samples of alerts, sent as their tools would send them.

use super::*;

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
    command.envs([
        ("GRAFANA_SECRET", "a-secret-of-grafana"),
        ("ALERTMANAGER_TOKEN", "a-token-of-alertmanager"),
    ]);
    command
}

#[tokio::test]
async fn each_sample_is_signed_or_shows_its_token_and_is_let_in() {
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
async fn a_token_that_only_the_action_group_gets_is_explained() {
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
