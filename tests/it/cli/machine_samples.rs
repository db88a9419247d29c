//! Samples of timers, scripts, and events that only a platform delivers.

use std::process::Stdio;

use lamplighter_emulator::Pace;
use serde_json::{Value, json};

use crate::support::{
    functions_host::Functions,
    process::{Azure, address, bare, told},
    world::MACHINES,
};

const EVENTS: &str = r#"
[sources.nightly-stop]
kind = "event"
command = "stop all"

[sources.weekend]
kind = "event"
arn = "arn:aws:events:eu-west-1:123456789012:rule/weekend"
command = "stop all"

[[grants]]
to = ["nightly-stop", "weekend"]
may = ["stop"]
on = ["research/*"]
"#;

#[tokio::test]
async fn samples_of_timers_and_scripts_are_signed_and_a_fixed_command_needs_no_body() {
    let azure = Azure::at(Pace::ByHand).await;
    let mut server = azure.configured(MACHINES, &["serve", "--addr", "127.0.0.1:0"]);
    let mut server = server.stdout(Stdio::piped()).spawn().unwrap();
    let address = address(&mut server).await;
    let send = async |sample: &str, source: &str| {
        let hook = format!("{address}/hooks/{source}");
        let args = ["send", sample, "--source", source, "--to", &hook];
        told(azure.configured(MACHINES, &args).output().await.unwrap())
    };
    for (sample, source, code, answered) in [
        ("signed/status", "script", 0, "myci has been running"),
        ("signed/stop", "script", 0, "myci: asked Azure to stop it"),
        ("signed/nightly", "nightly", 0, "1 changing"),
        ("-", "nightly", 0, "1 changing"),
        ("-", "script", 1, "the body is not"),
    ] {
        let (ended, answer) = send(sample, source).await;
        assert_eq!(ended, code, "{sample}: {answer}");
        assert!(answer.contains(answered), "{sample}: {answer}");
    }
    azure.emulator.settle("myci");
    azure.fault(json!({"operation": "stop", "fault": "disk-full"}));
    azure.emulator.set("myci", json!({"state": "Running", "lastOperation": null}));
    let (ended, answer) = send("signed/stop", "script").await;
    assert!(answer.starts_with("HTTP 200"), "{answer}");
    assert_eq!(ended, 1, "one failed: {answer}");
}

#[tokio::test]
async fn an_event_that_only_a_platform_delivers_is_printed() {
    let azure = Azure::at(Pace::ByHand).await;
    let send = async |args: &[&str]| {
        let args = [&["send"], args].concat();
        told(azure.configured(EVENTS, &args).output().await.unwrap())
    };
    let json = |(code, text): (i32, String)| -> Value {
        assert_eq!(code, 0, "{text}");
        serde_json::from_str(&text).unwrap()
    };
    let plain = json(told(bare(&["send", "eventbridge/scheduler"]).output().await.unwrap()));
    assert_eq!(plain["source"], "nightly", "no configuration is needed");
    let due: jiff::Timestamp = plain["time"].as_str().unwrap().parse().unwrap();
    assert!(jiff::Timestamp::now().duration_since(due).as_secs() < 60);
    let named = json(send(&["eventbridge/scheduler", "--source", "nightly-stop"]).await);
    assert_eq!(named["source"], "nightly-stop");
    let rule = json(send(&["eventbridge/rule", "--source", "weekend"]).await);
    let arn = "arn:aws:events:eu-west-1:123456789012:rule/weekend";
    assert_eq!(rule["resources"], json!([arn]));
    let timer = json(send(&["functions/timer", "--source", "nightly-stop"]).await);
    assert_eq!(timer["Metadata"]["sys"]["MethodName"], "nightly-stop");
    for (args, said) in [
        (["eventbridge/rule", "--source", "nightly-stop"], "has no arn"),
        (["signed/nightly", "--source", "nightly-stop"], "try eventbridge/scheduler"),
        (["signed/nightly", "--source", "weekly"], "of budget, nightly, nightly-stop"),
    ] {
        let (code, text) = send(&args).await;
        assert_eq!(code, 2, "{args:?}: {text}");
        assert!(text.contains(said), "{args:?}: {text}");
    }
}

#[tokio::test]
async fn a_functions_timer_is_posted_to_its_hosts_path() {
    for sample in ["functions/timer", "functions/timer-first-run"] {
        let functions = Functions::configured(EVENTS).await;
        let to = format!("http://{}/nightly-stop", functions.address());
        let sent = bare(&["send", sample, "--to", &to]).output().await.unwrap();
        let (code, answer) = told(sent);
        assert_eq!(code, 0, "{answer}");
        assert!(answer.contains("myci: asked Azure to stop it"), "{answer}");
        assert_eq!(functions.emulator.state("myci").as_deref(), Some("Stopping"));
    }
}
