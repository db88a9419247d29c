//! Timers and scripts: signed requests that are answered by a status, and reported to a channel.

use std::time::Duration;

use http::Method;
use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::world::{World, by_hand};

#[tokio::test(start_paused = true)]
async fn the_nightly_stop_acts_and_reports_to_the_channel() {
    let world = World::with_machines("").await;
    let answer = world.sends("nightly", "", &[]).await;
    assert_snapshot!(answer, @"
    HTTP 202: nightly stop all: 1 stopping, 1 already off, 1 running a job.
    🟡 myci: asked Azure to stop it
    🟢 busy-ci is running a job; left running
    ⚪ stopped-ci has been stopped since 04:00 (idle shutdown).
      research/busy-ci skipped JobRunning job-running
      research/myci asked
      research/stopped-ci already Stopped
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: 1 stopped, 1 already off, 1 running a job. Saves $0.29 per hour.
    🟢 *busy-ci* is running a job; left running
    ⚪ *myci* is stopped (10 s)
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    <@U0ADA>: *nightly* stopped *myci*.
    ");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Stopped"));
    assert_eq!(world.emulator.state("busy-ci").as_deref(), Some("JobRunning"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_repeated_delivery_acts_once_and_is_reported_once() {
    let world = World::with_machines("").await;
    let at = world.now();
    assert_eq!(world.sends_at(at, "nightly", "", &[]).await.status, 202);
    let again = world.sends_at(at, "nightly", "", &[]).await;
    assert_snapshot!(again, @"
    HTTP 200: nightly stop all: nothing to do, 1 already off, 1 running a job, 1 changing.
      research/busy-ci skipped JobRunning job-running
      research/myci busy Stopping
      research/stopped-ci already Stopped
    ");
    world.emulator.settle("myci");
    world.hears().await;
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(world.sends_at(at, "nightly", "", &[]).await.status, 200);
    assert_eq!(world.asked("stop"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_run_with_nothing_to_do_posts_one_line_or_nothing() {
    let world = World::with_machines("").await;
    world.emulator.set("myci", json!({"state": "Stopped"}));
    let answer = world.sends("nightly", "{}", &[]).await;
    assert_eq!(answer.status, 200);
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all`: nothing to do, 2 already off, 1 running a job.
    ");
    world.finish().await;

    let quiet = World::with(
        lamplighter_emulator::Options { pace: lamplighter_emulator::Pace::ByHand, ..Default::default() },
        |config| {
            format!("{config}{}", crate::support::world::MACHINES)
                .replace("command = \"stop all\"", "command = \"stop all\"\nquiet = true")
        },
    )
    .await;
    quiet.emulator.set("myci", json!({"state": "Stopped"}));
    assert_eq!(quiet.sends("nightly", "{}", &[]).await.status, 200);
    quiet.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_body_cannot_change_a_fixed_command() {
    let world = World::with_machines("").await;
    let answer = world.sends("nightly", r#"{"command": "start stopped-ci"}"#, &[]).await;
    assert_eq!(answer.body["command"], "stop all");
    assert_eq!(world.asked("start"), 0);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_script_names_its_command_and_gets_a_status_to_act_on() {
    let world = World::with_machines("").await;
    let sends = async |command: &str| {
        let body = json!({"command": command}).to_string();
        world.sends("script", &body, &[]).await
    };
    assert_snapshot!(sends("status myci").await, @"
    HTTP 200: 🟢 myci has been running since 13:00 (5 h), started manually.
    Size DS3_V2 · $0.29 per hour · owner Ana · stops when idle for 1 h · 1 schedule, next stop: 23:00.
    Its OS image is 26.06.14, the latest is 26.10.22. outdated myci shows how to renew it.
    Only its owner can open Jupyter, JupyterLab and RStudio.
      research/myci done Running
    ");
    assert_snapshot!(sends("stop stopped-ci").await, @"
    HTTP 200: script stop stopped-ci: nothing to do, 1 already off.
      research/stopped-ci already Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *script* `stop stopped-ci`: nothing to do, 1 already off.
    ");
    assert_snapshot!(sends("stop nobody").await, @"HTTP 403: I don't see nobody. Nothing was done. list shows what you can see.");
    assert_snapshot!(sends("delete myci").await, @"HTTP 403: Timers, scripts and alerts can't use delete: a person has to confirm it.");
    let unknown = sends("stpo myci").await;
    assert_snapshot!(unknown, @"HTTP 400: I don't know stpo. Did you mean stop myci?");
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(sends("stpo myci").await, &*unknown, "answered again, told once");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *script* `stpo myci`:
    I don't know `stpo`. Did you mean `stop myci`? [stop myci]
    ");
    for malformed in ["not json", "{}", r#"{"command": null}"#, "stop {{ inputs.name }}"] {
        let malformed = world.sends("script", malformed, &[]).await;
        assert_eq!((malformed.status, &malformed.body["status"]), (400, &json!(400)));
    }
    assert_snapshot!(world.hears().await, @r#"
    to the channel:
    *script*: a verified request arrived that I don't understand. Nothing was done. Correct it where it is sent.
    The signature is valid, but the body is not `{"command": "…"}`.
    "#);
    assert_eq!(world.asked("stop") + world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_machine_without_a_command_is_refused() {
    let world = World::with_machines("").await;
    let sends = async |command: &str| {
        let body = json!({"command": command}).to_string();
        world.sends("script", &body, &[]).await
    };
    for nothing in [
        "",
        " ",
        "\n\t",
        "?",
        "??",
        " ? ",
        "？",
        "\u{200b}",
        "/ci",
        "`?`",
        "\"\"",
        "please",
        "@lamplighter",
        "…",
    ] {
        let answer = sends(nothing).await;
        assert_eq!((answer.status, &answer.body["verdict"]), (400, &json!("misread")), "{nothing:?}");
        assert_eq!(answer.body["detail"], "The signature is valid, but the command is empty.");
    }
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *script*: a verified request arrived that I don't understand. Nothing was done. Correct it where it is sent.
    The signature is valid, but the command is empty.
    ");
    for command in ["help", "help stop", "ajuda", "whoami", "ping", "please stop stopped-ci"] {
        let answer = sends(command).await;
        assert_eq!((answer.status, &answer.body["verdict"]), (200, &json!("done")), "{command}");
    }
    world.hears().await;
    assert!(world.says("U0ADA", "?").await.contains("`stop"));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_source_refuses_verbs_without_a_dry_run() {
    let more = r#"
[sources.trial]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }
dry_run = true

[[grants]]
to = ["trial"]
may = ["owner"]
on = ["research/*"]
"#;
    let world = World::with_machines(more).await;
    let sends = async |command: &str| {
        let body = json!({"command": command}).to_string();
        world.sends("trial", &body, &[]).await
    };
    for command in ["keep myci for 2h", "idle myci 2h", "schedule myci add stop weekdays at 20:00"] {
        let answer = sends(command).await;
        assert_eq!(answer.status, 400, "{answer}");
    }
    assert_eq!(sends("schedule myci").await.status, 200);
    assert!(sends("stop myci").await.contains("dry-run"));
    assert_eq!(world.asked("tag") + world.asked("idle") + world.asked("schedules"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_prefers_to_wait_gets_the_last_answer() {
    let world =
        World::with(Default::default(), |config| format!("{config}{}", crate::support::world::MACHINES))
            .await;
    let body = json!({"command": "stop myci"}).to_string();
    let answer = world.sends("script", &body, &[("prefer", "wait=60")]).await;
    assert_snapshot!(answer, @"
    HTTP 200: script stop myci: 1 stopped. Saves $0.29 per hour.
    ⚪ myci is stopped (3 s)
    Ana: script stopped myci.
      research/myci done Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *script* `stop myci`: 1 stopped. Saves $0.29 per hour.
    ⚪ *myci* is stopped (3 s)
    <@U0ADA>: *script* stopped *myci*.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_wait_is_bounded_by_the_preference() {
    let world = World::with_machines("").await;
    let body = json!({"command": "stop myci"}).to_string();
    for (wait, took) in [("wait=10", 10), ("wait=3600", 55)] {
        let at = world.now();
        let answer = world.sends("script", &body, &[("prefer", wait)]).await;
        assert_eq!(answer.status, 202, "{answer}");
        assert_eq!(answer.took.as_secs(), took);
        world.emulator.settle("myci");
        world.hears().await;
        assert!(world.now().duration_since(at) < SignedDuration::from_mins(2));
        world.emulator.set("myci", json!({"state": "Running", "lastOperation": null}));
    }
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_transient_failure_is_503_and_a_retry_succeeds() {
    let world = World::with_machines("").await;
    let mut told = Vec::new();
    for fault in ["503", "500", "429", "reset"] {
        world.fault("list", fault, json!({"times": 9, "retry_after": 3600}));
        let answer = world.sends("nightly", "", &[]).await;
        told.push(format!("{fault} {answer}"));
        world.hears().await;
        world.emulator.clear_faults();
        tokio::time::advance(Duration::from_secs(3600)).await;
    }
    assert_snapshot!(told.join("\n"), @"
    503 HTTP 503: Azure asks us to wait 1 h before the next call. Try again then. (id ……)
    Nothing was done.
    500 HTTP 503: Azure has an internal error (HTTP 500). Try again in a few minutes. (id ……)
    Nothing was done.
    429 HTTP 503: Azure asks us to wait 1 h before the next call. Try again then. (id ……)
    Nothing was done.
    reset HTTP 503: Azure did not answer. Try again in a few minutes. (id ……)
    Nothing was done.
    ");
    assert_eq!(world.sends("nightly", "", &[]).await.status, 202);
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stranger_gets_401_and_an_empty_body() {
    let world = World::with_machines("").await;
    let at = world.now() - SignedDuration::from_mins(6);
    let old = world.sends_at(at, "nightly", "", &[]).await;
    assert_eq!((old.status, old.body), (401, serde_json::Value::Null));
    let unsigned = world.sends_with("nightly", &[], "").await;
    assert_eq!((unsigned.status, unsigned.body), (401, serde_json::Value::Null));
    assert!(world.calls().is_empty());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_only_reports() {
    let world = World::with(
        lamplighter_emulator::Options { pace: lamplighter_emulator::Pace::ByHand, ..Default::default() },
        |config| {
            format!("{config}{}", crate::support::world::MACHINES)
                .replace("command = \"stop all\"", "command = \"stop all\"\ndry_run = true")
        },
    )
    .await;
    assert_snapshot!(world.sends("nightly", "", &[]).await, @"
    HTTP 200: nightly stop all --dry-run: 1 to stop, 1 already off, 1 running a job. Would save $0.29 per hour.
    It belongs to Ana.
    🟢 busy-ci is running a job; left running
    🟢 myci is running: would stop it
    ⚪ stopped-ci has been stopped since 04:00 (idle shutdown).
    Nothing was done: this was a dry run.
      research/busy-ci skipped JobRunning job-running
      research/myci skipped Running dry-run
      research/stopped-ci already Stopped
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *nightly* `stop all --dry-run`: 1 to stop, 1 already off, 1 running a job. Would save $0.29 per hour.
    It belongs to Ana.
    🟢 *busy-ci* is running a job; left running
    🟢 *myci* is running: would stop it
    ⚪ *stopped-ci* has been stopped since <!date^1795406400^{time}|04:00> (idle shutdown).
    Nothing was done: this was a dry run.
    ");
    assert_eq!(world.asked("stop"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_promised_outcome_is_posted_to_the_channel() {
    let world = World::with_machines("").await;
    world.fault("get", "429", json!({"retry_after": 20}));
    let body = json!({"command": "stop myci"}).to_string();
    let answer = world.sends("script", &body, &[]).await;
    assert_eq!(answer.status, 202, "{answer}");
    // A repeated request is not reported again, unless that was promised.
    let path = "/computes/myci/stop";
    assert_eq!(world.emulator.send_as_another_client(Method::POST, path, &Value::Null), 202);
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *script* `stop myci`: nothing to do, 1 already off.
    ");
    world.finish().await;
}

/// Nobody reads a machine's answer, but people read what it reports.
#[tokio::test(start_paused = true)]
async fn a_report_is_in_the_language_of_its_channel() {
    let of_channel =
        |config: String| config.replace("[notify.ml-ops]", "[notify.ml-ops]\nlocale = \"pt-BR\"");
    let of_its_source =
        |config: String| config.replace("[sources.slack]", "[sources.slack]\nlocale = \"pt-BR\"");
    for configure in [of_channel, of_its_source] {
        let world = World::with(by_hand(), configure).await;
        world.sends("nightly", "", &[]).await;
        world.emulator.settle("myci");
        let report = world.hears().await;
        assert!(
            report.contains("*nightly* `parar todas`: 1 parada, 1 já estava parada, 1 com job."),
            "{report}"
        );
        assert!(report.contains("Economia de US$ 0,29 por hora."), "{report}");
        world.finish().await;
    }
}
