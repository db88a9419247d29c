//! The binary under the Lambda Runtime API.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    lambda_events::{Call, Front, eventbridge_rule},
    runtime_api::{Lambda, Reply},
};

/// As long as a function may take.
const LONG: Duration = Duration::from_secs(900);

/// As long as Slack and Discord wait for an answer.
const CHATS_WAIT: Duration = Duration::from_secs(3);

async fn deployed() -> Lambda {
    Lambda::start(env!("CARGO_BIN_EXE_lamplighter"), &[]).await
}

/// One event from an idle function to an idle function.
async fn invoked(lambda: &mut Lambda, event: Value) -> Reply {
    lambda.invoke(event, LONG);
    let reply = lambda.replies().await;
    lambda.asks_next().await;
    reply
}

/// An event that leaves work behind: it is answered at once, the work ends by `settle`, and only then
/// is the next event asked for. Gives the answer, and whether work was indeed pending until `settle`.
async fn answered_then_settled(
    lambda: &mut Lambda,
    event: Value,
    settle: impl AsyncFnOnce(),
) -> (Reply, bool) {
    lambda.invoke(event, LONG);
    let answer = lambda.replies().await;
    assert!(answer.after < CHATS_WAIT, "answered after {:?}", answer.after);
    let pending = lambda.told.is_empty();
    settle().await;
    lambda.asks_next().await;
    (answer, pending)
}

/// Two events, of which the second comes while work of the first is pending: it is taken when that
/// has ended by `settle`. Gives both answers, and whether work was indeed pending until `settle`.
async fn queued_behind_work(
    lambda: &mut Lambda,
    (first, second): (Value, Value),
    settle: impl AsyncFnOnce(),
) -> (Reply, Reply, bool) {
    lambda.invoke(first, LONG);
    lambda.invoke(second, LONG);
    let first = lambda.replies().await;
    let pending = lambda.told.is_empty();
    settle().await;
    lambda.asks_next().await;
    let second = lambda.replies().await;
    lambda.asks_next().await;
    (first, second, pending)
}

/// An event for which the function has little time: whatever it leaves behind ends before that does,
/// or the process would be killed. Gives the answer.
async fn hurried(lambda: &mut Lambda, event: Value, time_out: Duration) -> Reply {
    lambda.invoke(event, time_out);
    let answer = lambda.replies().await;
    lambda.asks_next().await;
    answer
}

fn status(reply: &Reply) -> &Value {
    &reply.result.as_ref().expect("an answer")["statusCode"]
}

#[tokio::test]
async fn every_front_is_heard_and_answered() {
    let mut lambda = deployed().await;
    lambda.asks_next().await;
    for front in Front::ALL {
        let well = invoked(&mut lambda, front.event(&Call::get("/healthz"))).await;
        assert_eq!(status(&well), 200, "{front:?}");
        let nowhere = Call::post("/nowhere", &[("content-type", "text/plain")], b"hello");
        for call in [nowhere.clone(), nowhere.in_base64()] {
            assert_eq!(
                status(&invoked(&mut lambda, front.event(&call)).await),
                404,
                "{front:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let mut lambda = deployed().await;
    lambda.asks_next().await;
    let body = vec![b'a'; 1024 * 1024 + 1];
    let call = Call::post("/hooks/slack", &[], &body);
    for front in Front::ALL {
        for call in [call.clone(), call.clone().in_base64()] {
            assert_eq!(
                status(&invoked(&mut lambda, front.event(&call)).await),
                413,
                "{front:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_platforms_events_are_told_from_posts_to_their_path() {
    let mut lambda = deployed().await;
    lambda.asks_next().await;
    for event in [eventbridge_rule("nightly"), json!({})] {
        let done = invoked(&mut lambda, event).await.result.expect("a result");
        assert_eq!(done["statusCode"], Value::Null);
    }
    let rule = eventbridge_rule("nightly").to_string();
    for front in Front::ALL {
        let forged = Call::post(
            "/events",
            &[("content-type", "application/json")],
            rule.as_bytes(),
        );
        assert_eq!(
            status(&invoked(&mut lambda, front.event(&forged)).await),
            404,
            "{front:?}"
        );
    }
    // A call that no type fits, which the runtime would pass on as an event.
    let mut broken = Front::LoadBalancer.event(&Call::post("/events", &[], rule.as_bytes()));
    broken["httpMethod"] = json!("NO METHOD");
    assert_eq!(status(&invoked(&mut lambda, broken).await), 400);
}

#[tokio::test]
async fn cold_warm_and_two_in_a_row() {
    let mut lambda = deployed().await;
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
async fn events_are_taken_one_after_the_other() {
    let mut lambda = deployed().await;
    lambda.asks_next().await;
    let well = Front::FunctionUrl.event(&Call::get("/healthz"));

    let (answer, _) = answered_then_settled(&mut lambda, well.clone(), async || ()).await;
    assert_eq!(status(&answer), 200);
    let (first, second, _) = queued_behind_work(&mut lambda, (well.clone(), well), async || ()).await;
    assert_eq!((status(&first), status(&second)), (&json!(200), &json!(200)));
}

#[tokio::test]
async fn a_short_time_out_is_enough_for_an_answer() {
    let mut lambda = deployed().await;
    lambda.asks_next().await;
    let well = Front::FunctionUrl.event(&Call::get("/healthz"));
    assert_eq!(
        status(&hurried(&mut lambda, well, Duration::from_secs(3)).await),
        200
    );
}

#[tokio::test]
async fn a_warm_function_does_not_grow() {
    let mut lambda = deployed().await;
    lambda.asks_next().await;
    let well = Front::FunctionUrl.event(&Call::get("/healthz"));
    let mut resident = Vec::new();
    for _ in 0..2 {
        for _ in 0..200 {
            invoked(&mut lambda, well.clone()).await;
        }
        resident.push(lambda.resident_kib());
    }
    assert!(
        resident[1] < resident[0] + 512,
        "KiB after 200 and 400 events: {resident:?}"
    );
}

#[tokio::test]
async fn nothing_of_a_request_is_logged_at_any_level() {
    let mut lambda = Lambda::start(env!("CARGO_BIN_EXE_lamplighter"), &[("RUST_LOG", "trace")]).await;
    lambda.asks_next().await;
    let call = Call {
        query: "token=hush-query",
        ..Call::post(
            "/nowhere",
            &[("x-slack-signature", "v0=hush-header")],
            b"text=hush-body",
        )
    };
    for front in Front::ALL {
        invoked(&mut lambda, front.event(&call)).await;
    }
    invoked(&mut lambda, json!({"source": "hush-event"})).await;
    let log = lambda.stop().await;
    assert!(!log.contains("hush"), "{log}");
    for line in log.lines() {
        serde_json::from_str::<Value>(line).expect("a line of JSON");
    }
}
