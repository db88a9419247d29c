//! When a timer of Functions was due, in the formats of its hosts, and what happens when the date cannot be read.

use jiff::{SignedDuration, Timestamp};
use lamplighter_emulator::Emulator;
use serde_json::{Value, json};

use crate::support::functions_host::Functions;

const TIMER: &str = r#"
[sources.nightly-stop]
kind = "event"
command = "stop myci --dry-run"
notify = ["ml-ops"]

[notify.ml-ops]
kind = "slack"
url = { env = "OPS_WEBHOOK" }

[[grants]]
to = ["nightly-stop"]
may = ["stop"]
on = ["research/*"]
"#;

/// What the host sends as it calls now.
fn called(timer: Value) -> String {
    let now = Timestamp::now().to_string();
    let sys = json!({"MethodName": "nightly-stop", "UtcNow": now.trim_end_matches('Z'), "RandGuid": "x"});
    json!({"Data": {"timer": timer}, "Metadata": {"sys": sys}}).to_string()
}

async fn heard(emulator: &Emulator) -> String {
    let message = emulator.next_message().await.body;
    message["text"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_date_without_a_zone_is_utc() {
    let functions = Functions::configured(TIMER).await;
    for timer in [
        json!({"Schedule": {}, "ScheduleStatus": null, "IsPastDue": false}),
        json!({"schedule": {}, "scheduleStatus": null, "isPastDue": false}),
        json!("{\"Schedule\": {}, \"ScheduleStatus\": null, \"IsPastDue\": false}"),
    ] {
        let answer = functions.invokes("nightly-stop", &called(timer)).await;
        assert!(answer.body.contains("1 to stop"), "{answer:?}");
    }
    let emulator = functions.emulator.clone();
    assert!(heard(&emulator).await.contains("1 to stop"));
    let days_ago = Timestamp::now() - SignedDuration::from_hours(97);
    let next = days_ago.to_string();
    let status = json!({"Last": "0001-01-01T00:00:00", "Next": next.trim_end_matches('Z')});
    for timer in [
        json!({"ScheduleStatus": status, "IsPastDue": true}),
        json!({"scheduleStatus": {"next": status["Next"]}, "isPastDue": true}),
        json!(json!({"ScheduleStatus": status, "IsPastDue": true}).to_string()),
    ] {
        let before = emulator.requests().len();
        let answer = functions.invokes("nightly-stop", &called(timer)).await;
        assert!(answer.body.contains("came 4 d 1 h late"), "{answer:?}");
        let asked = &emulator.requests()[before..];
        assert!(asked.iter().all(|call| call.path.contains("inbox")), "{asked:?}");
    }
    assert!(heard(&emulator).await.contains("came 4 d 1 h late. Nothing was done."));
}

#[tokio::test]
async fn a_past_due_timer_without_a_date_is_reported_and_not_carried_out() {
    let functions = Functions::configured(TIMER).await;
    let emulator = functions.emulator.clone();
    let mut undated = vec![
        called(json!({"ScheduleStatus": null, "IsPastDue": true})),
        called(json!({"ScheduleStatus": {"Next": "tomorrow"}, "IsPastDue": false})),
    ];
    undated.push(json!({"Data": {"timer": {}}, "Metadata": null}).to_string());
    for timer in &undated {
        let answer = functions.invokes("nightly-stop", timer).await;
        assert_eq!(answer.status, 200, "again it would be the same: {answer:?}");
        let told = heard(&emulator).await;
        assert!(told.contains("when its timer was due"), "{told}");
        assert!(told.contains("Nothing was done."), "{told}");
        assert!(!told.contains("aws.scheduler"), "{told}");
    }
    assert!(emulator.requests().iter().all(|call| call.path.contains("inbox")));
    let (_, log) = functions.terminate().await;
    assert_eq!(log.matches("\"undone\":true").count(), undated.len(), "{log}");
}

#[tokio::test]
async fn function_names_match_in_any_case_and_unknown_ones_are_logged() {
    let functions = Functions::configured(TIMER).await;
    let timer = || called(json!({"ScheduleStatus": null, "IsPastDue": false}));
    let answer = functions.invokes("Nightly-Stop", &timer()).await;
    assert!(answer.body.contains("1 to stop"), "{answer:?}");
    let answer = functions.invokes("NightlyStop", &timer()).await;
    assert_eq!(answer.status, 200);
    let (_, log) = functions.terminate().await;
    assert!(log.contains("NightlyStop"), "{log}");
}
