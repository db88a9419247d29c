//! EventBridge invokes the function: each event is carried out once, and fails only where a retry helps.

use std::time::Duration;

use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp};
use lamplighter_emulator::Options;
use serde_json::{Value, json};

use crate::support::{
    lambda_deployment::Deployment,
    lambda_events::{Call, Front, eventbridge_rule},
    reply::without_ids,
    schema::assert_documented,
};

const LONG: Duration = Duration::from_secs(900);

const SOURCES: &str = r#"
[sources.nightly]
kind = "event"
command = "stop all"
notify = ["ml-ops"]

[sources.by-rule]
kind = "event"
arn = "arn:aws:events:eu-west-1:123456789012:rule/weekend"
command = "stop all --dry-run"

[sources.open]
kind = "event"
allow_command = true

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }

[[grants]]
to = ["nightly", "by-rule", "open"]
may = ["operator"]
on = ["research/*"]
"#;

async fn deployed() -> Deployment {
    let mut deployed = Deployment::configured(SOURCES, &[]).await;
    deployed.lambda.asks_next().await;
    deployed
}

/// The function's result.
async fn invoked(deployed: &mut Deployment, event: Value) -> Result<Value, Value> {
    deployed.lambda.invoke(event, LONG);
    let result = deployed.lambda.replies().await.result;
    // A forged one is answered over HTTP.
    if let Ok(result) = &result
        && result.get("verdict").is_some()
    {
        assert_documented(result);
    }
    result
}

/// As [`invoked`], and waits until no work is left.
async fn done(deployed: &mut Deployment, event: Value) -> Value {
    let result = invoked(deployed, event).await.expect("a result");
    deployed.lambda.asks_next().await;
    result
}

fn message(result: &Value) -> String {
    without_ids(result["message"].as_str().unwrap_or("(nothing)"))
}

fn scheduled(source: &str, ago: SignedDuration) -> Value {
    json!({"source": source, "time": (Timestamp::now() - ago).to_string()})
}

#[tokio::test]
async fn a_schedule_stops_once_however_often_it_is_delivered() {
    let mut deployed = deployed().await;
    let event = scheduled("nightly", SignedDuration::from_secs(1));
    let result = invoked(&mut deployed, event.clone()).await.expect("a result");
    assert_eq!(result["command"], "stop all");
    assert_eq!(deployed.emulator.state("myci").as_deref(), Some("Stopping"));
    deployed.emulator.settle("myci");
    let told = deployed.emulator.next_message().await.body;
    let head = told["text"].as_str().unwrap().lines().next().unwrap();
    assert_eq!(
        head,
        "*nightly* `stop all`: 1 stopped, 1 already off, 1 running a job. Saves $0.29 per hour."
    );
    deployed.lambda.asks_next().await;
    let again = done(&mut deployed, event).await;
    assert!(message(&again).contains("nothing to do"), "{again}");
    assert_eq!(deployed.emulator.unread(), 0, "told once");
}

#[tokio::test]
async fn each_form_of_event_finds_its_source() {
    let mut deployed = deployed().await;
    let mut rule = eventbridge_rule("weekend");
    rule["time"] = json!(Timestamp::now().to_string());
    assert!(message(&done(&mut deployed, rule.clone()).await).contains("1 to stop"));
    let by_schedule = json!({
        "schedule_arn": "arn:aws:events:eu-west-1:123456789012:rule/weekend",
        "scheduled_time": Timestamp::now().to_string(), "source": "something else",
    });
    assert!(message(&done(&mut deployed, by_schedule).await).contains("1 to stop"));
    let mut open = scheduled("open", SignedDuration::ZERO);
    open["command"] = json!("status myci");
    assert!(message(&done(&mut deployed, open).await).contains("myci has been running"));
    // A fixed command cannot be changed by the event.
    let mut fixed = scheduled("by-rule", SignedDuration::ZERO);
    fixed["command"] = json!("stop all --force");
    assert_eq!(done(&mut deployed, fixed).await["command"], "stop all --dry-run");
    for stranger in
        [eventbridge_rule("another"), scheduled("nobody", SignedDuration::ZERO), json!({}), json!([1])]
    {
        assert_eq!(done(&mut deployed, stranger).await, Value::Null);
    }
    // Each name is reported once, in the only channel of timers here.
    let mut told = Vec::new();
    for _ in 0..3 {
        let message = deployed.emulator.next_message().await.body;
        told.push(message["text"].as_str().unwrap().to_owned());
    }
    assert_snapshot!(told.join("\n"), @"
    The event *arn:aws:events:eu-west-1:123456789012:rule/another* matches no source of kind `event` in the configuration. Nothing was done.
    The event *nobody* matches no source of kind `event` in the configuration. Nothing was done.
    An event without a name matches no source of kind `event` in the configuration. Nothing was done.
    ");
    assert_eq!(deployed.emulator.state("myci").as_deref(), Some("Running"));
    assert_eq!(deployed.emulator.unread(), 0);
}

#[tokio::test]
async fn a_late_or_incomplete_event_is_reported_and_not_carried_out() {
    let mut deployed = deployed().await;
    let late = done(&mut deployed, scheduled("nightly", SignedDuration::from_mins(61))).await;
    assert_snapshot!(message(&late), @"nightly stop all came 1 h 1 min late. Nothing was done.");
    assert_eq!(late["results"], json!([]));
    let told = deployed.emulator.next_message().await.body;
    assert_eq!(told["text"], "*nightly* `stop all` came 1 h 1 min late. Nothing was done.");
    let undated = done(&mut deployed, json!({"source": "nightly"})).await;
    assert_eq!(undated, Value::Null);
    let told = deployed.emulator.next_message().await.body;
    assert_snapshot!(told["text"].as_str().unwrap(), @r#"*nightly*: an incomplete event arrived: it does not say when it was due. Nothing was done. Add `"time": "&lt;aws.scheduler.scheduled-time&gt;"` to the schedule's input."#);
    assert_eq!(deployed.emulator.state("myci").as_deref(), Some("Running"));
}

#[tokio::test]
async fn the_function_fails_only_where_a_retry_helps() {
    let mut deployed = deployed().await;
    let arm = |deployed: &Deployment, operation: &str, fault: &str, more: Value| {
        let mut fault = json!({"operation": operation, "fault": fault, "times": 9});
        fault.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        deployed.emulator.fault(serde_json::from_value(fault).unwrap());
    };
    arm(&deployed, "list", "reset", json!({}));
    let failed = invoked(&mut deployed, scheduled("nightly", SignedDuration::ZERO)).await.unwrap_err();
    deployed.lambda.asks_next().await;
    assert_eq!(failed["errorType"], "EventFailed");
    assert_snapshot!(without_ids(failed["errorMessage"].as_str().unwrap()), @"
    Azure did not answer. Try again in a few minutes. (id ……)
    Nothing was done.
    ");
    deployed.emulator.next_message().await;

    deployed.emulator.clear_faults();
    arm(&deployed, "list", "403", json!({}));
    let refused = done(&mut deployed, scheduled("nightly", SignedDuration::ZERO)).await;
    assert_snapshot!(message(&refused), @"
    Azure refused: Lamplighter lacks Microsoft.MachineLearningServices/workspaces/computes/read on ml-research. An Azure owner can grant it with the role Lamplighter in infra/azure; lamplighter check lists everything that is missing. (id ……)
    Nothing was done.
    ");
    assert_eq!(refused["verdict"], "failed");
    assert_eq!(refused["unread"], json!([{"workspace": "research", "reason": "forbidden"}]));
    deployed.emulator.next_message().await;

    deployed.emulator.clear_faults();
    arm(&deployed, "stop", "disk-full", json!({}));
    let full = done(&mut deployed, scheduled("nightly", SignedDuration::ZERO)).await;
    assert!(message(&full).contains("1 failed"), "{full}");
    deployed.emulator.next_message().await;
    assert_eq!(deployed.emulator.unread(), 0);
}

#[tokio::test]
async fn a_function_out_of_time_fails_for_a_retry() {
    let mut deployed = deployed().await;
    let slow = json!({"operation": "stop", "fault": "slow", "times": 9, "delay_ms": 20_000});
    deployed.emulator.fault(serde_json::from_value(slow).unwrap());
    let wait = json!({"operation": "tags", "fault": "429", "times": 9, "retry_after": 60});
    deployed.emulator.fault(serde_json::from_value(wait).unwrap());
    deployed.lambda.invoke(scheduled("nightly", SignedDuration::ZERO), Duration::from_secs(4));
    let failed = deployed.lambda.replies().await.result.unwrap_err();
    deployed.lambda.asks_next().await;
    assert_eq!(failed["errorType"], "EventFailed");
    assert_snapshot!(without_ids(failed["errorMessage"].as_str().unwrap()), @"I ran out of time before Azure answered. Nothing was done. To try again, type stop all. (id ……)");
    deployed.emulator.next_message().await;
    assert_eq!(deployed.emulator.state("myci").as_deref(), Some("Running"));
}

/// Azure accepts about two hundred at once, and ten more in each second.
#[tokio::test]
async fn a_retry_stops_the_rest_of_a_fleet() {
    let fleet = Options { instances: 260, throttled: true, ..Options::default() };
    let mut deployed = Deployment::before(fleet, SOURCES, &[]).await;
    deployed.lambda.asks_next().await;
    let event = scheduled("nightly", SignedDuration::from_secs(1));
    deployed.lambda.invoke(event.clone(), Duration::from_secs(4));
    let failed = deployed.lambda.replies().await.result.unwrap_err();
    let stops = |deployed: &Deployment| {
        let asked = serde_json::to_value(deployed.emulator.requests()).unwrap();
        let asked = asked.as_array().unwrap().iter();
        asked.filter(|call| call["operation"] == "stop" && call["status"] == 202).count()
    };
    let asked = stops(&deployed);
    let missed = 261 - asked;
    // How many were reached depends on how busy this machine is.
    assert!((1..261).contains(&asked), "{asked}");
    let told = deployed.emulator.next_message().await.body;
    let head = told["text"].as_str().unwrap().lines().next().unwrap().to_owned();
    assert_eq!(
        head,
        format!(
            "*nightly* `stop all`: {asked} stopping, 1 already off, 1 running a job, {missed} not reached in time."
        )
    );
    let short = failed["errorMessage"].as_str().unwrap();
    assert_eq!(
        (short.lines().count(), short.lines().next()),
        (2, Some(head.replace(['*', '`'], "").as_str()))
    );
    deployed.lambda.asks_next().await;

    deployed.emulator.settle_all();
    let done = invoked(&mut deployed, event).await.expect("a result");
    let head = message(&done).lines().next().unwrap().to_owned();
    let off = asked + 1;
    assert_eq!(head, format!("nightly stop all: {missed} stopping, {off} already off, 1 running a job."));
    assert_eq!(stops(&deployed), 261, "each once");
}

#[tokio::test]
async fn a_forged_event_does_nothing() {
    let mut deployed = deployed().await;
    let event = scheduled("nightly", SignedDuration::ZERO).to_string();
    for path in ["/events", "/nightly", "/hooks/nightly", "//events", "/hooks/../events"] {
        for front in Front::ALL {
            let call = Call::post(path, &[("content-type", "application/json")], event.as_bytes());
            let answer = done(&mut deployed, front.event(&call)).await;
            assert_eq!(answer["statusCode"], 404, "{path} {front:?}");
        }
    }
    assert!(deployed.emulator.requests().is_empty());
}

const DUE: &str = r#"
[tickets]
key = { env = "NIGHTLY_SECRET" }

[sources.due]
kind = "event"
command = "due"
notify = ["ml-ops"]

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }
"#;

#[tokio::test]
async fn a_schedule_carries_out_what_a_person_asked_to_be_done_later() {
    let mut deployed = Deployment::configured(DUE, &[]).await;
    deployed.lambda.asks_next().await;
    let typed = deployed.says(Front::FunctionUrl, "stop myci in 1s");
    deployed.lambda.invoke(typed, LONG);
    let answer = deployed.lambda.replies().await.result.expect("an answer");
    assert!(answer["body"].as_str().unwrap().contains("A timer will carry out"), "{answer}");
    deployed.lambda.asks_next().await;
    // Between processes there is no other clock.
    while deployed.emulator.state("myci").as_deref() == Some("Running") {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let result = invoked(&mut deployed, scheduled("due", SignedDuration::ZERO)).await.expect("a result");
        if result["results"] == json!([]) {
            deployed.lambda.asks_next().await;
        }
    }
    deployed.emulator.settle("myci");
    let told = deployed.emulator.next_message().await.body;
    let told = told["text"].as_str().unwrap();
    assert!(told.starts_with("<@U0ADA>, you asked for this"), "{told}");
    assert!(told.contains("*slack* `stop research/myci`: 1 stopped"), "{told}");
    deployed.lambda.asks_next().await;
    let again = done(&mut deployed, scheduled("due", SignedDuration::ZERO)).await;
    assert_snapshot!(message(&again), @"Nothing is due.");
    assert_eq!(deployed.emulator.unread(), 0);
}
