//! Traces from the binary to a collector, which never delay an answer.

mod collector;

use std::{process::Stdio, time::Duration};

use collector::Collector;
use insta::assert_snapshot;
use lamplighter_emulator::{AWS_SECRET_ACCESS_KEY, Pace};
use serde_json::{Value, json};
use tokio::{net::TcpListener, process::Command, time::timeout};

use crate::{
    hosts::aws_identity,
    support::{
        chat::slack,
        lambda_deployment::Deployment,
        lambda_events::Front,
        process::{Azure, address, told},
    },
};

const LONG: Duration = Duration::from_secs(900);

/// A stop and a ping on Lambda; gives the log.
async fn a_stop_and_a_ping(vars: &[(&str, &str)]) -> String {
    let mut deployed = Deployment::with(vars).await;
    deployed.lambda.asks_next().await;
    deployed.lambda.invoke(deployed.says(Front::FunctionUrl, "stop myci"), LONG);
    let stop = deployed.lambda.replies().await;
    assert!(stop.after < Duration::from_secs(3), "{:?}", stop.after);
    deployed.emulator.settle("myci");
    deployed.lambda.asks_next().await;
    assert!(deployed.emulator.next_message().await.body["text"].to_string().contains("is stopped"));
    deployed.lambda.invoke(deployed.says(Front::FunctionUrl, "ping"), LONG);
    let ping = deployed.lambda.replies().await;
    assert!(ping.after < Duration::from_secs(3), "{:?}", ping.after);
    assert_eq!(ping.result.unwrap()["statusCode"], 200);
    deployed.lambda.asks_next().await;
    deployed.lambda.stop().await
}

/// The log, without values that differ from run to run.
fn lines(log: &str) -> Vec<Value> {
    let line = |line: &str| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        for varies in ["timestamp", "id", "ms", "azure"] {
            if let Some(value) = line.get_mut(varies) {
                *value = varies.into();
            }
        }
        line
    };
    log.lines().map(line).collect()
}

#[tokio::test]
async fn a_stop_on_lambda_is_traced_before_the_next_event() {
    let collector = Collector::start().await;
    let traced = a_stop_and_a_ping(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-api-key=a-key-of-the-collector"),
        ("OTEL_SERVICE_NAME", "lamplighter-of-ours"),
        ("RUST_LOG", "lamplighter=trace"),
    ])
    .await;
    assert_snapshot!(collector.told(), @"
    POST /hooks/slack http.request.method=POST http.response.status_code=200 http.route=/hooks/slack source=slack
      stop id=[id] source=slack verb=stop verdict=Done
        token http.request.method=POST http.response.status_code=200 server.address=127.0.0.1
        Microsoft.MachineLearningServices/workspaces/computes http.request.method=GET http.response.status_code=200 server.address=127.0.0.1
        Microsoft.MachineLearningServices/workspaces/computes/stop http.request.method=POST http.response.status_code=202 server.address=127.0.0.1
        Microsoft.Resources/tags http.request.method=GET http.response.status_code=200 server.address=127.0.0.1
        Microsoft.MachineLearningServices/workspaces/jobs http.request.method=GET http.response.status_code=200 server.address=127.0.0.1
        Microsoft.MachineLearningServices/locations/computeOperationsStatus http.request.method=GET http.response.status_code=200 server.address=127.0.0.1
        Microsoft.MachineLearningServices/workspaces/computes http.request.method=GET http.response.status_code=200 server.address=127.0.0.1
        deliver http.request.method=POST http.response.status_code=200 server.address=127.0.0.1
    Microsoft.MachineLearningServices/locations/vmSizes http.request.method=GET http.response.status_code=200 server.address=127.0.0.1
    POST /hooks/slack http.request.method=POST http.response.status_code=200 http.route=/hooks/slack source=slack
      ping id=[id] source=slack verb=ping verdict=Done
    ");

    let spans = collector.spans();
    let of = |name: &str| spans.iter().find(|span| span.name == name).unwrap();
    assert!(of("POST /hooks/slack").ended < of("stop").ended, "a request ends with its answer");

    for (head, body) in collector.posts() {
        assert_eq!(head["x-api-key"], "a-key-of-the-collector");
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!(body.contains("lamplighter-of-ours"), "{body}");
        for secret in [
            slack::SECRET,
            "v0=",
            "eyJ",
            "_emulator/inbox",
            "127.0.0.1:",
            "U0ADA",
            "00000000-0000",
            "a-key-of",
        ] {
            assert!(!body.contains(secret), "{secret} in {body}");
        }
    }

    let untraced = a_stop_and_a_ping(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url),
        ("OTEL_SDK_DISABLED", "true"),
        ("RUST_LOG", "lamplighter=trace"),
    ])
    .await;
    assert_eq!(collector.spans().len(), spans.len());
    assert_eq!(lines(&traced), lines(&untraced));
}

#[tokio::test]
async fn calls_to_aws_at_startup_are_traced() {
    let (clouds, collector) = (aws_identity::clouds().await, Collector::start().await);
    let mut variables = aws_identity::variables(&clouds);
    variables.push(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url.clone()));
    let mut lambda = aws_identity::with(variables).await;
    lambda.asks_next().await;
    aws_identity::says(&mut lambda, &clouds, "status").await;
    lambda.asks_next().await;
    let told = collector.told();
    for call in [
        "secretsmanager:GetSecretValue http.response.status_code=200\n",
        "ssm:GetParameter http.response.status_code=200\n",
        "    sts:GetWebIdentityToken http.response.status_code=200\n",
    ] {
        assert!(told.contains(call), "{told}");
    }
    for (_, body) in collector.posts() {
        let body = String::from_utf8_lossy(&body).into_owned();
        for secret in [slack::SECRET, AWS_SECRET_ACCESS_KEY, "eyJ", "AKIA", "a-session-of"] {
            assert!(!body.contains(secret), "{secret} in {body}");
        }
    }
}

#[tokio::test]
async fn a_silent_collector_is_given_up() {
    // The collector accepts connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let log = a_stop_and_a_ping(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", &url)]).await;
    assert_eq!(log.matches("traces are lost").count(), 1, "{log}");
    silent.accept().await.unwrap();
    let again = timeout(Duration::from_millis(100), silent.accept()).await;
    assert!(again.is_err(), "it is not left alone");

    let log = a_stop_and_a_ping(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere at all")]).await;
    assert_eq!(log.matches("no traces are sent").count(), 1, "{log}");
    assert!(!log.contains("nowhere at all"), "{log}");
}

#[tokio::test]
async fn a_server_exports_while_it_runs_and_at_shutdown() {
    let (azure, collector) = (Azure::at(Pace::ByHand).await, Collector::start().await);
    azure.fault(json!({"operation": "token", "fault": "401", "times": 0}));
    let mut server = azure
        .lamplighter(&["serve", "--addr", "127.0.0.1:0"])
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let hook = format!("{}/hooks/slack", address(&mut server).await);
    let (_, answer) = azure.run(&["send", "slack/status", "--to", &hook]).await;
    timeout(Duration::from_secs(10), collector.until(3)).await.expect(&answer);
    let (_, answer) = azure.run(&["send", "slack/help", "--to", &hook]).await;
    let before = collector.spans().len();
    let id = server.id().unwrap().to_string();
    Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
    let (code, log) = told(server.wait_with_output().await.unwrap());
    assert_eq!(code, 0, "{log}");
    assert!(collector.spans().len() > before, "{answer}");
    assert_snapshot!(collector.told(), @"
    token http.request.method=POST http.response.status_code=401 server.address=127.0.0.1 FAILED
    POST /hooks/slack http.request.method=POST http.response.status_code=200 http.route=/hooks/slack source=slack
      status id=[id] source=slack verb=status verdict=Failed FAILED
    POST /hooks/slack http.request.method=POST http.response.status_code=200 http.route=/hooks/slack source=slack
      help id=[id] source=slack verb=help verdict=Done
    ");
}
