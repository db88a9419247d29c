//! Faults, messages and settings, as a client meets them.

use std::future::IntoFuture;

use http::Method;
use serde_json::{Value, json};

use crate::{
    Call, Effect, Fault, Met, Options,
    test_rig::{COMPUTES, Stage},
};

impl Stage {
    /// A call expected to end in an error of the connection.
    async fn broken(&self, method: Method, path: &str) -> String {
        let address = format!("{COMPUTES}{path}?api-version=1");
        let answer = match self.request(method, &address).send().await {
            Ok(response) => response.bytes().await.map(|_| ()),
            Err(error) => Err(error),
        };
        format!("{:?}", answer.expect_err("the connection should have ended"))
    }
}

#[tokio::test]
async fn a_status_befalls_as_many_calls_as_it_was_armed_for() {
    let stage = Stage::by_hand().await;
    for (effect, status, code) in [
        (Effect::BadRequest, 400, "UserError"),
        (Effect::Unauthorized, 401, "ExpiredAuthenticationToken"),
        (Effect::Forbidden, 403, "AuthorizationFailed"),
        (Effect::NotFound, 404, "UserError"),
        (Effect::Conflict, 409, "Conflict"),
        (Effect::Throttled, 429, "SubscriptionRequestsThrottled"),
        (Effect::ServerError, 500, "ServiceError"),
        (Effect::BadGateway, 502, "BadGatewayConnection"),
        (Effect::Unavailable, 503, "ServiceUnavailable"),
    ] {
        stage.emulator.fault(Fault::new(Call::Stop, effect).times(2));
        for _ in 0..2 {
            let refused = stage.post("/myci/stop").await;
            assert_eq!((refused.status, refused.code()), (status, code));
        }
        assert_eq!(stage.shows("myci").await, "Running, Start Succeeded");
    }
    assert_eq!(stage.post("/myci/stop").await.status, 202);
}

#[tokio::test]
async fn a_refusal_tells_how_long_to_wait() {
    let stage = Stage::by_hand().await;
    stage
        .emulator
        .fault(Fault::new(Call::Get, Effect::Throttled).retry_after(40));
    stage.emulator.fault(Fault::new(Call::Get, Effect::Unavailable));
    assert_eq!(
        stage.computes(Method::GET, "/myci").await.header("retry-after"),
        Some("40")
    );
    assert_eq!(
        stage.computes(Method::GET, "/myci").await.header("retry-after"),
        Some("1")
    );
}

#[tokio::test]
async fn a_fault_for_one_instance_leaves_the_others_alone_until_cleared() {
    let stage = Stage::by_hand().await;
    let fault = Fault::new(Call::Any, Effect::ServerError)
        .on("ml-research/busy-ci")
        .times(0);
    stage.emulator.fault(fault);
    for _ in 0..3 {
        assert_eq!(stage.post("/busy-ci/stop").await.status, 500);
    }
    assert_eq!(stage.post("/myci/stop").await.status, 202);
    stage.emulator.clear_faults();
    assert_eq!(stage.post("/busy-ci/stop").await.status, 202);
}

#[tokio::test]
async fn a_reset_loses_the_call_or_only_its_answer() {
    let stage = Stage::by_hand().await;
    stage.emulator.fault(Fault::new(Call::Stop, Effect::Reset));
    let error = stage.broken(Method::POST, "/myci/stop").await;
    assert!(error.contains("IncompleteMessage"), "{error}");
    assert_eq!(stage.shows("myci").await, "Running, Start Succeeded");

    stage.emulator.fault(Fault::new(Call::Stop, Effect::ResetAfter));
    let error = stage.broken(Method::POST, "/myci/stop").await;
    assert!(error.contains("IncompleteMessage"), "{error}");
    assert_eq!(stage.shows("myci").await, "Stopping, Stop InProgress");
    assert_eq!(stage.emulator.requests()[0].status, None);
}

#[tokio::test]
async fn a_truncated_answer_breaks_off_and_garbage_is_no_json() {
    let stage = Stage::by_hand().await;
    stage.emulator.fault(Fault::new(Call::Get, Effect::Truncated));
    let error = stage.broken(Method::GET, "/myci").await;
    assert!(
        error.contains("kind: Body") || error.contains("Decode"),
        "{error}"
    );
    stage.emulator.fault(Fault::new(Call::List, Effect::Garbage));
    let page = stage.computes(Method::GET, "").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, Some("text/html"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_late_call_is_done_when_it_comes_and_answered_at_once() {
    let stage = Stage::by_hand().await;
    stage
        .emulator
        .fault(Fault::new(Call::Stop, Effect::Late).delay_ms(9000));
    let (stop, state) = tokio::join!(stage.post("/myci/stop"), async {
        tokio::time::sleep(std::time::Duration::from_secs(8)).await;
        stage.emulator.state("myci")
    });
    assert_eq!((stop.status, state.as_deref()), (202, Some("Running")));
    assert_eq!(stage.emulator.state("myci").as_deref(), Some("Stopping"));
}

#[tokio::test]
async fn an_operation_is_recorded_with_what_it_came_upon() {
    let stage = Stage::by_hand().await;
    let met = |accepted, state: &str, jobs: &[&str]| Met {
        accepted,
        state: Some(state.to_owned()),
        jobs: jobs.iter().map(|job| (*job).to_owned()).collect(),
    };
    stage
        .emulator
        .fault(Fault::new(Call::Stop, Effect::ResetAfter).on("busy-ci"));
    stage
        .emulator
        .fault(Fault::new(Call::Stop, Effect::Reset).on("myci"));
    stage.broken(Method::POST, "/busy-ci/stop").await;
    stage.post("/busy-ci/stop").await;
    stage.broken(Method::POST, "/myci/stop").await;
    stage.computes(Method::GET, "/myci").await;
    let recorded = stage.emulator.requests();
    let recorded: Vec<_> = recorded.iter().map(|one| (one.met.clone(), one.fault)).collect();
    assert_eq!(
        recorded,
        [
            (
                Some(met(true, "JobRunning", &["train-42"])),
                Some(Effect::ResetAfter)
            ),
            (Some(met(false, "Stopping", &[])), None),
            (Some(met(false, "Running", &[])), Some(Effect::Reset)),
            (None, None),
        ]
    );
}

#[tokio::test]
async fn a_job_begins_and_ends_by_itself_or_with_what_it_runs_on() {
    let stage = Stage::by_hand().await;
    let emulator = &stage.emulator;
    assert!(!emulator.begin_job("stopped-ci", "train-50"));
    assert!(emulator.begin_job("myci", "train-50") && !emulator.begin_job("myci", "train-51"));
    assert_eq!(stage.shows("myci").await, "JobRunning, Start Succeeded");
    assert!(emulator.end_job("myci", "train-50") && !emulator.end_job("myci", "train-50"));
    assert!(emulator.begin_job("myci", "train-52"));
    emulator.fault(Fault::new(Call::Stop, Effect::FailsLate));
    stage.post("/myci/stop").await;
    emulator.settle("myci");
    assert_eq!(
        stage.shows("myci").await,
        "Running, Stop StopFailed",
        "what ran on it is over"
    );
}

#[tokio::test]
async fn somebody_else_is_met_without_faults_and_not_written_down() {
    let stage = Stage::by_hand().await;
    let emulator = &stage.emulator;
    emulator.fault(Fault::new(Call::Any, Effect::ServerError).times(0));
    let somebody = |method, path| emulator.somebody(method, path, &json!({}));
    assert_eq!(somebody(Method::POST, "/computes/myci/restart"), 202);
    assert_eq!(somebody(Method::POST, "/computes/myci/stop"), 409);
    assert_eq!(somebody(Method::DELETE, "/computes/busy-ci"), 202);
    assert_eq!(emulator.requests(), []);
    emulator.settle_all();
    assert_eq!(somebody(Method::GET, "/computes/busy-ci"), 404);
}

#[tokio::test]
async fn everything_may_take_many_times_as_long() {
    let options = Options {
        slowness: 10,
        ..Options::default()
    };
    let stage = Stage::new(options).await;
    stage.post("/myci/stop").await;
    stage.pass(29);
    assert_eq!(stage.shows("myci").await, "Stopping, Stop InProgress");
    stage.pass(1);
    assert_eq!(stage.shows("myci").await, "Stopped, Stop Succeeded");
}

/// Time stands still, and jumps ahead when everybody waits for it.
#[tokio::test(start_paused = true)]
async fn a_slow_answer_comes_late_but_the_deed_was_done_at_once() {
    let stage = Stage::by_hand().await;
    stage
        .emulator
        .fault(Fault::new(Call::Stop, Effect::Slow).delay_ms(60_000));
    let before = tokio::time::Instant::now();
    let address = format!("{COMPUTES}/myci/stop?api-version=1");
    let answer = tokio::spawn(stage.request(Method::POST, &address).send().into_future());
    while stage.emulator.state("myci").as_deref() == Some("Running") {
        tokio::task::yield_now().await;
    }
    assert!(before.elapsed().as_secs() < 60);
    assert_eq!(answer.await.unwrap().unwrap().status(), 202);
    assert!(before.elapsed().as_secs() >= 60);
}

/// Time stands still, and jumps ahead when everybody waits for it.
#[tokio::test(start_paused = true)]
async fn everything_but_controls_and_inbox_may_take_its_time() {
    let stage = Stage::new(Options {
        delay: std::time::Duration::from_secs(60),
        ..Default::default()
    })
    .await;
    let before = tokio::time::Instant::now();
    for (path, seconds) in [
        ("/_emulator/requests", 0),
        ("/", 0),
        ("/secrets/s", 60),
        ("/any/discovery/v2.0/keys", 120),
        ("/msi/token", 180),
    ] {
        stage.get(path).await;
        assert_eq!(before.elapsed().as_secs(), seconds, "{path}");
    }
    stage.send(Method::POST, "/_emulator/inbox/x", &json!({})).await;
    assert_eq!(before.elapsed().as_secs(), 180);
}

#[tokio::test]
async fn an_operation_that_fails_late_falls_back_and_says_why() {
    let stage = Stage::by_hand().await;
    stage.emulator.fault(Fault::new(Call::Stop, Effect::FailsLate));
    let out_of_stock = Fault::new(Call::Start, Effect::FailsLate).because("NoCapacity", "Sold out");
    stage.emulator.fault(out_of_stock);
    let stop = stage.post("/myci/stop").await;
    let start = stage.post("/stopped-ci/start").await;
    assert_eq!(stage.shows("stopped-ci").await, "Starting, Start InProgress");
    stage.emulator.settle_all();
    assert_eq!(stage.shows("myci").await, "Running, Stop StopFailed");
    assert_eq!(stage.shows("stopped-ci").await, "Stopped, Start StartFailed");
    let stop = stage.get(stop.header("azure-asyncoperation").unwrap()).await.body;
    assert!(
        stop["error"]["message"]
            .as_str()
            .unwrap()
            .ends_with("timed out for operation Stop")
    );
    let start = stage
        .get(start.header("azure-asyncoperation").unwrap())
        .await
        .body;
    assert_eq!(
        start["error"],
        json!({ "code": "NoCapacity", "message": "Sold out" })
    );
}

#[tokio::test]
async fn what_users_have_met_can_be_met_here() {
    let stage = Stage::by_hand().await;
    stage.emulator.fault(Fault::new(Call::Stop, Effect::DiskFull));
    let full = stage.post("/myci/stop").await;
    assert_eq!(full.status, 400);
    assert!(full.body["error"]["message"].to_string().contains("disk is full"));
    stage.emulator.fault(Fault::new(Call::Start, Effect::Quota));
    let quota = stage.post("/stopped-ci/start").await;
    assert!(
        quota.body["error"]["message"]
            .to_string()
            .contains("cannot accomodate")
    );
    stage.emulator.fault(Fault::new(Call::Get, Effect::Nulls));
    assert_eq!(stage.shows("myci").await, "null, null null");
}

#[tokio::test]
async fn a_status_address_may_be_closed_to_the_caller_or_lead_astray() {
    let stage = Stage::by_hand().await;
    stage.emulator.fault(Fault::new(Call::Stop, Effect::NoStatus));
    let accepted = stage.post("/myci/stop").await;
    let status = stage.get(accepted.header("azure-asyncoperation").unwrap()).await;
    assert_eq!((status.status, status.code()), (403, "AuthorizationFailed"));
    stage
        .emulator
        .fault(Fault::new(Call::Any, Effect::ForeignStatus).times(2));
    let accepted = stage.post("/busy-ci/stop").await;
    let foreign = "https://management.foreign.example/";
    assert!(
        accepted
            .header("azure-asyncoperation")
            .unwrap()
            .starts_with(foreign)
    );
    let list = stage.computes(Method::GET, "").await;
    assert!(list.body["nextLink"].as_str().unwrap().starts_with(foreign));
}

#[tokio::test]
async fn a_refused_token_is_refused_in_entras_words() {
    let stage = Stage::by_hand().await;
    stage
        .emulator
        .fault(Fault::new(Call::Token, Effect::Unauthorized));
    let form = "grant_type=client_credentials&client_id=c&client_secret=wrong&scope=a/.default";
    let ask = |form: &'static str| {
        stage
            .request(Method::POST, "/any/oauth2/v2.0/token")
            .body(form)
            .send()
    };
    let refused = Stage::read(ask(form).await.unwrap()).await;
    assert_eq!(
        (refused.status, &refused.body["error"]),
        (401, &json!("invalid_client"))
    );
    assert_eq!(refused.body["error_codes"], json!([7_000_215]));
    let incomplete = Stage::read(ask("client_id=c").await.unwrap()).await;
    assert_eq!(incomplete.body["error_codes"], json!([900_144]));
}

#[tokio::test]
async fn the_inbox_keeps_messages_until_they_are_read() {
    let stage = Stage::by_hand().await;
    stage
        .emulator
        .fault(Fault::new(Call::Inbox, Effect::Throttled).retry_after(3));
    let inbox = "/_emulator/inbox/slack/T1";
    let hello = json!({ "text": "hello" });
    let refused = stage.send(Method::POST, inbox, &hello).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("3")));
    assert_eq!(stage.emulator.unread(), 0);

    let listener = stage.emulator.clone();
    let waiting = tokio::spawn(async move { listener.next_message().await });
    assert_eq!(stage.send(Method::POST, inbox, &hello).await.status, 200);
    let message = waiting.await.unwrap();
    assert_eq!((&message.body, message.attempt), (&hello, 2));
    assert_eq!(message.path, inbox);
    assert_eq!((stage.emulator.unread(), stage.emulator.inbox().len()), (0, 1));
}

#[tokio::test]
async fn idle_time_schedules_and_tags_can_be_set() {
    let stage = Stage::by_hand().await;
    let idle = format!("{COMPUTES}/myci/updateIdleShutdownSetting?api-version=2021-07-01");
    let set = |value: &str| json!({ "idleTimeBeforeShutdown": value });
    assert_eq!(stage.send(Method::POST, &idle, &set("PT120M")).await.status, 200);
    assert_eq!(stage.send(Method::POST, &idle, &set("PT5M")).await.status, 400);
    let schedules = format!("{COMPUTES}/myci/updateSchedules?api-version=2021-03-01-preview");
    let list = json!({ "computeStartStop": [{ "action": "Stop", "status": "Enabled" }] });
    assert_eq!(stage.send(Method::POST, &schedules, &list).await.status, 200);
    let inner = stage.computes(Method::GET, "/myci").await.body;
    let inner = &inner["properties"]["properties"];
    assert_eq!(inner["idleTimeBeforeShutdown"], "PT120M");
    assert!(inner["schedules"]["computeStartStop"][0]["id"].is_string());

    let workspace = COMPUTES.trim_end_matches("/computes");
    let tags = format!("{workspace}/providers/Microsoft.Resources/tags/default?api-version=1");
    let change =
        |operation: &str, tags: Value| json!({ "operation": operation, "properties": { "tags": tags } });
    let merge = change("Merge", json!({ "keep-myci": "until", "other": "x" }));
    assert_eq!(stage.send(Method::PATCH, &tags, &merge).await.status, 200);
    let delete = change("Delete", json!({ "KEEP-myci": "until" }));
    stage.send(Method::PATCH, &tags, &delete).await;
    let kept = stage.get(&tags).await.body["properties"]["tags"].take();
    assert_eq!(kept, json!({ "other": "x" }));
}

#[tokio::test]
async fn the_controls_say_what_they_did_not_understand() {
    let stage = Stage::by_hand().await;
    for (path, body, sentence) in [
        (
            "settle",
            json!({ "instance": "mcyi" }),
            "No compute instance is called \"mcyi\"; there",
        ),
        (
            "faults",
            json!({ "operation": "get", "fault": "418" }),
            "unknown variant `418`",
        ),
        (
            "faults",
            json!({ "operation": "get", "fault": "disk-full" }),
            "cannot befall",
        ),
        (
            "instances",
            json!({ "instance": "myci", "stat": "x" }),
            "has no field \"stat\"",
        ),
        ("instances", json!({ "state": "x" }), "names no instance"),
    ] {
        let told = stage
            .send(Method::POST, &format!("/_emulator/{path}"), &body)
            .await;
        assert_eq!(told.status, 400);
        assert!(
            told.body["error"].as_str().unwrap().contains(sentence),
            "{}",
            told.body
        );
    }
}

#[tokio::test]
async fn fields_can_be_set_and_operations_settled_over_the_port() {
    let stage = Stage::by_hand().await;
    stage.post("/myci/stop").await;
    let settled = stage
        .send(Method::POST, "/_emulator/settle", &json!({}))
        .await
        .body;
    assert_eq!(settled, json!({ "settled": ["ml-research/myci"] }));
    let changes = json!({ "instance": "myci", "state": "Unusable", "owner": "somebody" });
    stage.send(Method::POST, "/_emulator/instances", &changes).await;
    let inner = stage.computes(Method::GET, "/myci").await.body;
    let inner = &inner["properties"]["properties"];
    assert_eq!(inner["state"], "Unusable");
    assert_eq!(inner["createdBy"]["userId"], "somebody");
    assert_eq!(
        inner["personalComputeInstanceSettings"]["assignedUser"]["objectId"],
        "somebody"
    );
}
