//! The binary under a small Functions host: what the public may request, what the platform invokes, and that neither
//! can pass for the other.

mod forged_invocations;
mod template;
mod timer_dates;

use lamplighter_emulator::{Call, Effect, Fault};
use serde_json::json;

use crate::support::functions_host::Functions;

const TIMER: &str = include_str!("../../../events/functions/timer.json");
const FIRST_RUN: &str = include_str!("../../../events/functions/timer-first-run.json");
const NOT_PROXIED: &str = include_str!("../../../events/functions/not-proxied.json");

#[tokio::test]
async fn a_forwarded_command_runs_with_the_managed_identity() {
    let functions = Functions::start().await;
    let answer = functions.says("status myci").await;
    assert_eq!(answer.status, 200);
    let text = answer.json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("*myci* has been running"), "{text}");
    let called = functions.emulator.requests();
    assert_eq!(called[0].path, "/msi/token", "{called:?}");
    assert!(called.iter().all(|call| call.status == Some(200)), "{called:?}");
}

#[tokio::test]
async fn a_missing_managed_identity_is_reported() {
    let functions = Functions::start().await;
    functions.emulator.fault(Fault::new(Call::Token, Effect::BadRequest));
    let answer = functions.says("status myci").await.json();
    let text = answer["text"].as_str().unwrap();
    assert!(text.contains("no working Azure credential"), "{text}");
}

#[tokio::test]
async fn the_managed_identity_is_told_which_token_was_refused() {
    let functions = Functions::start().await;
    functions.says("status myci").await;
    functions.emulator.revoke_tokens();
    functions.emulator.forget_requests();
    let answer = functions.says("status myci").await.json();
    let text = answer["text"].as_str().unwrap();
    assert!(text.contains("*myci* has been running"), "{text}");
    let called = functions.emulator.requests();
    assert_eq!(called.iter().filter(|call| call.path == "/msi/token").count(), 1, "{called:?}");
}

#[tokio::test]
async fn a_signature_covers_the_exact_bytes() {
    let functions = Functions::start().await;
    let (signed, body) = functions.typed("status myci");
    let signed: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let changed = body.replace("status", "statuS");
    let answer = functions.proxies("POST", "/api/hooks/slack", &signed, changed.as_bytes()).await;
    assert_eq!((answer.status, answer.body.as_str()), (401, ""));
    assert_eq!(functions.emulator.requests(), []);
}

#[tokio::test]
async fn the_host_finds_the_handler_ready_and_healthy() {
    let functions = Functions::start().await;
    let ready = functions.sends("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"").await;
    assert_eq!(ready.status, 200);
    let well = functions.proxies("GET", "/api/healthz", &[], b"").await;
    assert_eq!((well.status, well.body.as_str()), (200, ""));
}

#[tokio::test]
async fn a_timers_answer_has_the_hosts_format() {
    let functions = Functions::start().await;
    for envelope in [TIMER, FIRST_RUN] {
        let answer = functions.invokes("nightly-stop", envelope).await;
        assert_eq!(answer.status, 200);
        let result = answer.json();
        assert_eq!(result["Outputs"], json!({}));
        assert_eq!(result["ReturnValue"], json!(null));
        let lines = result["Logs"].as_array().unwrap();
        assert!(lines.iter().all(serde_json::Value::is_string), "{lines:?}");
    }
}

#[tokio::test]
async fn an_invalid_envelope_fails() {
    let functions = Functions::start().await;
    for body in ["", "{}", "[]", "text", r#"{"Data": {}}"#, r#"{"Metadata": {}}"#, &TIMER[1..]] {
        assert_eq!(functions.invokes("nightly-stop", body).await.status, 400, "{body}");
    }
}

#[tokio::test]
async fn a_wrapped_http_request_names_the_missing_setting() {
    let functions = Functions::start().await;
    let answer = functions.invokes("hooks", NOT_PROXIED).await;
    assert_eq!(answer.status, 200);
    let result = answer.json();
    assert_eq!(result["Outputs"]["res"]["statusCode"], 501);
    let (body, line) = (&result["Outputs"]["res"]["body"], &result["Logs"][0]);
    assert!(body.as_str().unwrap().contains("enableProxyingHttpRequest"), "{body}");
    assert_eq!(body, line);
    assert_eq!(functions.emulator.requests(), []);
}

#[tokio::test]
async fn the_handler_listens_on_loopback_only() {
    let functions = Functions::start().await;
    assert!(functions.address().starts_with("127.0.0.1:"), "{}", functions.address());
}

#[tokio::test]
async fn a_waiting_caller_is_answered_before_shutdown() {
    let functions = Functions::start().await;
    let emulator = functions.emulator.clone();
    let answer = functions.says("stop myci").await.json();
    assert!(answer["text"].as_str().unwrap().contains("asked Azure to stop it"), "{answer}");

    let (code, log) = functions.terminate().await;

    assert_eq!(code, Some(0), "{log}");
    assert_eq!(emulator.unread(), 1, "told before the end: {log}");
    let told = emulator.next_message().await.body;
    assert!(told["text"].as_str().unwrap().contains("To see how it went, type `status myci`"), "{told}");
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
    }
}

#[tokio::test]
async fn a_timer_carries_out_what_a_person_asked_to_be_done_later() {
    let functions = Functions::configured(
        r#"
[tickets]
key = { env = "NIGHTLY_SECRET" }

[sources.due]
kind = "event"
command = "due"
notify = ["ml-ops"]

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }
"#,
    )
    .await;
    let answer = functions.says("stop myci in 1s").await.json();
    assert!(answer["text"].as_str().unwrap().contains("A timer will carry out"), "{answer}");
    // Between processes there is no other clock. An invocation lasts until its work is done.
    let while_it_is = async |state: &str| {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        functions.emulator.state("myci").as_deref() == Some(state)
    };
    let timers = async {
        while while_it_is("Running").await {
            let system = json!({"MethodName": "due", "UtcNow": jiff::Timestamp::now().to_string()});
            let timer = json!({"Data": {"timer": {"IsPastDue": false}}, "Metadata": {"sys": system}});
            assert_eq!(functions.invokes("due", &timer.to_string()).await.status, 200);
        }
    };
    let settled = async {
        while while_it_is("Running").await {}
        functions.emulator.settle("myci");
    };
    tokio::join!(timers, settled);
    let told = functions.emulator.next_message().await.body;
    let told = told["text"].as_str().unwrap();
    assert!(told.starts_with("<@U0ADA>, you asked for this"), "{told}");
    assert!(told.contains("*slack* `stop research/myci`: 1 stopped"), "{told}");
}
