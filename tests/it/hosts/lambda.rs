//! The binary under the Lambda Runtime API.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    lambda_deployment::Deployment,
    lambda_events::{Call, Front, eventbridge_rule},
    lambda_runtime_api::{Lambda, Reply},
};

/// As long as a function may take.
const LONG: Duration = Duration::from_secs(900);

/// As long as Slack and Discord wait for an answer.
const CHATS_WAIT: Duration = Duration::from_secs(3);

/// One event from an idle function to an idle function.
async fn invoked(lambda: &mut Lambda, event: Value) -> Reply {
    lambda.invoke(event, LONG);
    let reply = lambda.replies().await;
    lambda.asks_next().await;
    reply
}

/// Two events; the second comes while work of the first is pending. The first is answered at once, its work ends by
/// `settle`, and only then is the second taken. Returns both answers, and whether work was pending until `settle`.
async fn queued_behind_work(
    lambda: &mut Lambda,
    (first, second): (Value, Value),
    settle: impl AsyncFnOnce(),
) -> (Reply, Reply, bool) {
    lambda.invoke(first, LONG);
    lambda.invoke(second, LONG);
    let first = lambda.replies().await;
    assert!(first.after < CHATS_WAIT, "answered after {:?}", first.after);
    let pending = lambda.told.is_empty();
    settle().await;
    lambda.asks_next().await;
    let second = lambda.replies().await;
    lambda.asks_next().await;
    (first, second, pending)
}

/// An event with a short timeout: its work ends before that, or Lambda would kill the process. Returns the answer.
async fn hurried(lambda: &mut Lambda, event: Value, time_out: Duration) -> Reply {
    lambda.invoke(event, time_out);
    let answer = lambda.replies().await;
    lambda.asks_next().await;
    answer
}

fn status(reply: &Reply) -> &Value {
    &reply.result.as_ref().expect("an answer")["statusCode"]
}

/// The text of an answer to Slack.
fn text(reply: &Reply) -> String {
    let answer = reply.result.as_ref().expect("an answer");
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).expect("a message");
    body["text"].as_str().expect("a text").to_owned()
}

#[tokio::test]
async fn requests_through_every_front_are_answered() {
    let Deployment { mut lambda, .. } = Deployment::new().await;
    lambda.asks_next().await;
    for front in Front::ALL {
        let well = invoked(&mut lambda, front.event(&Call::get("/healthz"))).await;
        assert_eq!(status(&well), 200, "{front:?}");
        let nowhere = Call::post("/nowhere", &[("content-type", "text/plain")], b"hello");
        for call in [nowhere.clone(), nowhere.in_base64()] {
            assert_eq!(status(&invoked(&mut lambda, front.event(&call)).await), 404, "{front:?}");
        }
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let Deployment { mut lambda, .. } = Deployment::new().await;
    lambda.asks_next().await;
    let body = vec![b'a'; 1024 * 1024 + 1];
    let call = Call::post("/hooks/slack", &[], &body);
    for front in Front::ALL {
        for call in [call.clone(), call.clone().in_base64()] {
            assert_eq!(status(&invoked(&mut lambda, front.event(&call)).await), 413, "{front:?}");
        }
    }
}

#[tokio::test]
async fn platform_events_are_distinguished_from_posts_to_their_path() {
    let Deployment { mut lambda, .. } = Deployment::new().await;
    lambda.asks_next().await;
    for event in [eventbridge_rule("nightly"), json!({})] {
        let done = invoked(&mut lambda, event).await.result.expect("a result");
        assert_eq!(done["statusCode"], Value::Null);
    }
    let rule = eventbridge_rule("nightly").to_string();
    for front in Front::ALL {
        let forged = Call::post("/events", &[("content-type", "application/json")], rule.as_bytes());
        assert_eq!(status(&invoked(&mut lambda, front.event(&forged)).await), 404, "{front:?}");
    }
    // An invalid HTTP call, which the runtime would pass on as an event.
    let mut broken = Front::LoadBalancer.event(&Call::post("/events", &[], rule.as_bytes()));
    broken["httpMethod"] = json!("NO METHOD");
    assert_eq!(status(&invoked(&mut lambda, broken).await), 400);
}

#[tokio::test]
async fn queued_events_are_answered_one_after_another() {
    let Deployment { mut lambda, .. } = Deployment::new().await;
    let well = Front::FunctionUrl.event(&Call::get("/healthz"));
    // Both wait before the function has even started.
    lambda.invoke(well.clone(), LONG);
    lambda.invoke(well, LONG);
    for _ in 0..2 {
        lambda.asks_next().await;
        assert_eq!(status(&lambda.replies().await), 200);
    }
    lambda.asks_next().await;
}

#[tokio::test]
async fn a_stop_is_answered_at_once_and_settled_before_the_next_event() {
    let mut deployed = Deployment::new().await;
    deployed.lambda.asks_next().await;
    let emulator = deployed.emulator.clone();
    let events = (deployed.says(Front::FunctionUrl, "stop myci"), deployed.says(Front::FunctionUrl, "ping"));

    let (stop, ping, pending) = queued_behind_work(&mut deployed.lambda, events, async || {
        assert_eq!(emulator.state("myci").as_deref(), Some("Stopping"));
        emulator.settle("myci");
    })
    .await;

    assert!(text(&stop).contains("asked Azure to stop it"), "{}", text(&stop));
    assert!(pending, "the next event was asked for while the stop was not settled");
    let told = emulator.next_message().await;
    assert!(told.body["text"].as_str().unwrap().contains("*myci* is stopped"), "{}", told.body);
    assert_eq!(status(&ping), 200);
    assert_eq!(emulator.unread(), 0);
}

#[tokio::test]
async fn a_near_timeout_is_reported() {
    let mut deployed = Deployment::new().await;
    deployed.lambda.asks_next().await;
    let stop = deployed.says(Front::HttpApi, "stop myci");

    let answer = hurried(&mut deployed.lambda, stop, Duration::from_secs(4)).await;

    assert!(text(&answer).contains("asked Azure to stop it"), "{}", text(&answer));
    let told = deployed.emulator.next_message().await;
    assert!(
        told.body["text"].as_str().unwrap().contains("To see how it went, type `status myci`"),
        "{}",
        told.body
    );
    assert_eq!(deployed.emulator.unread(), 0);
}

#[tokio::test]
async fn signatures_are_checked_through_every_front() {
    let mut deployed = Deployment::new().await;
    deployed.lambda.asks_next().await;
    for front in Front::ALL {
        let mut event = deployed.says(front, "whoami");
        let known = invoked(&mut deployed.lambda, event.clone()).await;
        assert!(text(&known).contains("slack:T0DEMO/U0ADA"), "{front:?}: {}", text(&known));

        event["body"] = json!("dGV4dD1zdG9wK215Y2k=");
        assert_eq!(status(&invoked(&mut deployed.lambda, event).await), 401, "{front:?}");
    }
    // The front keeps both values, so a forger must not choose which one counts.
    for front in [Front::RestApi, Front::LoadBalancerMultiValue] {
        let mut event = deployed.says(front, "whoami");
        let signatures = event["multiValueHeaders"]["x-slack-signature"].as_array_mut().unwrap();
        signatures.insert(0, json!("v0=forged"));
        assert_eq!(status(&invoked(&mut deployed.lambda, event).await), 401, "{front:?}");
    }
}

#[tokio::test]
async fn a_warm_function_does_not_grow_in_memory() {
    let Deployment { mut lambda, .. } = Deployment::new().await;
    lambda.asks_next().await;
    let well = Front::FunctionUrl.event(&Call::get("/healthz"));
    let mut resident = Vec::new();
    for _ in 0..2 {
        for _ in 0..200 {
            invoked(&mut lambda, well.clone()).await;
        }
        resident.push(lambda.resident_kib());
    }
    assert!(resident[1] < resident[0] + 512, "KiB after 200 and 400 events: {resident:?}");
}

#[tokio::test]
async fn nothing_of_a_request_is_logged_at_any_level() {
    let Deployment { mut lambda, .. } = Deployment::with(&[("RUST_LOG", "trace")]).await;
    lambda.asks_next().await;
    let call = Call {
        query: "token=hush-query",
        ..Call::post("/nowhere", &[("x-slack-signature", "v0=hush-header")], b"text=hush-body")
    };
    for front in Front::ALL {
        invoked(&mut lambda, front.event(&call)).await;
    }
    invoked(&mut lambda, json!({"source": "nobody", "command": "hush-event", "detail": "hush"})).await;
    let log = lambda.stop().await;
    assert!(!log.contains("hush"), "{log}");
    assert!(log.contains(r#""event":"nobody""#), "its name and nothing else: {log}");
    for line in log.lines() {
        serde_json::from_str::<Value>(line).expect("a line of JSON");
    }
}
