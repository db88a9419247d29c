//! Faults, the inbox and the controls from a client's point of view.

use std::future::IntoFuture;

use http::Method;
use serde_json::{Value, json};

use crate::{
    Call, Effect, Fault, FoundInstance, Options,
    test_rig::{COMPUTES, TestRig},
};

impl TestRig {
    /// Makes a call whose connection is expected to fail.
    async fn broken(&self, method: Method, path: &str) -> String {
        let address = format!("{COMPUTES}{path}?api-version=2026-09-01");
        let answer = match self.request(method, &address).send().await {
            Ok(response) => response.bytes().await.map(|_| ()),
            Err(error) => Err(error),
        };
        format!("{:?}", answer.expect_err("the connection should have ended"))
    }
}

#[tokio::test]
async fn a_status_applies_to_as_many_calls_as_armed() {
    let rig = TestRig::by_hand().await;
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
        rig.emulator.fault(Fault::new(Call::Stop, effect).times(2));
        for _ in 0..2 {
            let refused = rig.post("/myci/stop").await;
            assert_eq!((refused.status, refused.code()), (status, code));
        }
        assert_eq!(rig.shows("myci").await, "Running, Start Succeeded");
    }
    assert_eq!(rig.post("/myci/stop").await.status, 202);
}

#[tokio::test]
async fn a_refusal_has_the_retry_after_that_was_armed() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Get, Effect::Throttled).retry_after(40));
    rig.emulator.fault(Fault::new(Call::Get, Effect::Unavailable));
    assert_eq!(rig.computes(Method::GET, "/myci").await.header("retry-after"), Some("40"));
    assert_eq!(rig.computes(Method::GET, "/myci").await.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn a_fault_for_one_instance_does_not_apply_to_others() {
    let rig = TestRig::by_hand().await;
    let fault = Fault::new(Call::Any, Effect::ServerError).on("ml-research/busy-ci").times(0);
    rig.emulator.fault(fault);
    for _ in 0..3 {
        assert_eq!(rig.post("/busy-ci/stop").await.status, 500);
    }
    assert_eq!(rig.post("/myci/stop").await.status, 202);
    rig.emulator.clear_faults();
    assert_eq!(rig.post("/busy-ci/stop").await.status, 202);
}

#[tokio::test]
async fn a_reset_loses_the_call_or_only_its_answer() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Stop, Effect::Reset));
    let error = rig.broken(Method::POST, "/myci/stop").await;
    assert!(error.contains("IncompleteMessage"), "{error}");
    assert_eq!(rig.shows("myci").await, "Running, Start Succeeded");

    rig.emulator.fault(Fault::new(Call::Stop, Effect::ResetAfter));
    let error = rig.broken(Method::POST, "/myci/stop").await;
    assert!(error.contains("IncompleteMessage"), "{error}");
    assert_eq!(rig.shows("myci").await, "Stopping, Stop InProgress");
    assert_eq!(rig.emulator.requests()[0].status, None);
}

#[tokio::test]
async fn a_truncated_answer_ends_early_and_garbage_is_not_json() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Get, Effect::Truncated));
    let error = rig.broken(Method::GET, "/myci").await;
    assert!(error.contains("kind: Body") || error.contains("Decode"), "{error}");
    rig.emulator.fault(Fault::new(Call::List, Effect::Garbage));
    let page = rig.computes(Method::GET, "").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html")));
}

#[tokio::test(start_paused = true)]
async fn a_late_call_is_carried_out_after_the_delay_and_answered_at_once() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Stop, Effect::Late).delay_ms(9000));
    let (stop, state) = tokio::join!(rig.post("/myci/stop"), async {
        tokio::time::sleep(std::time::Duration::from_secs(8)).await;
        rig.emulator.state("myci")
    });
    assert_eq!((stop.status, state.as_deref()), (202, Some("Running")));
    assert_eq!(rig.emulator.state("myci").as_deref(), Some("Stopping"));
}

#[tokio::test]
async fn an_operation_is_recorded_with_the_instance_it_found() {
    let rig = TestRig::by_hand().await;
    let found = |accepted, state: &str, jobs: &[&str]| FoundInstance {
        accepted,
        state: Some(state.to_owned()),
        jobs: jobs.iter().map(|job| (*job).to_owned()).collect(),
    };
    rig.emulator.fault(Fault::new(Call::Stop, Effect::ResetAfter).on("busy-ci"));
    rig.emulator.fault(Fault::new(Call::Stop, Effect::Reset).on("myci"));
    rig.broken(Method::POST, "/busy-ci/stop").await;
    rig.post("/busy-ci/stop").await;
    rig.broken(Method::POST, "/myci/stop").await;
    rig.computes(Method::GET, "/myci").await;
    let recorded = rig.emulator.requests();
    let recorded: Vec<_> = recorded.iter().map(|one| (one.found.clone(), one.fault)).collect();
    assert_eq!(
        recorded,
        [
            (Some(found(true, "JobRunning", &["train-42"])), Some(Effect::ResetAfter)),
            (Some(found(false, "Stopping", &[])), None),
            (Some(found(false, "Running", &[])), Some(Effect::Reset)),
            (None, None),
        ]
    );
}

#[tokio::test]
async fn a_job_ends_by_itself_or_with_its_instance() {
    let rig = TestRig::by_hand().await;
    let emulator = &rig.emulator;
    assert!(!emulator.begin_job("stopped-ci", "train-50"));
    assert!(emulator.begin_job("myci", "train-50") && !emulator.begin_job("myci", "train-51"));
    assert_eq!(rig.shows("myci").await, "JobRunning, Start Succeeded");
    assert!(emulator.end_job("myci", "train-50") && !emulator.end_job("myci", "train-50"));
    assert!(emulator.begin_job("myci", "train-52"));
    emulator.fault(Fault::new(Call::Stop, Effect::FailsLate));
    rig.post("/myci/stop").await;
    emulator.settle("myci");
    assert_eq!(rig.shows("myci").await, "Running, Stop StopFailed", "what ran on it is over");
}

#[tokio::test]
async fn another_clients_requests_meet_no_fault_and_are_not_recorded() {
    let rig = TestRig::by_hand().await;
    let emulator = &rig.emulator;
    emulator.fault(Fault::new(Call::Any, Effect::ServerError).times(0));
    let send_as_another_client = |method, path| emulator.send_as_another_client(method, path, &json!({}));
    assert_eq!(send_as_another_client(Method::POST, "/computes/myci/restart"), 202);
    assert_eq!(send_as_another_client(Method::POST, "/computes/myci/stop"), 409);
    assert_eq!(send_as_another_client(Method::DELETE, "/computes/busy-ci"), 202);
    assert_eq!(emulator.requests(), []);
    emulator.settle_all();
    assert_eq!(send_as_another_client(Method::GET, "/computes/busy-ci"), 404);
}

#[tokio::test]
async fn slowness_multiplies_every_duration() {
    let options = Options { slowness: 10, ..Options::default() };
    let rig = TestRig::new(options).await;
    rig.post("/myci/stop").await;
    rig.pass(29);
    assert_eq!(rig.shows("myci").await, "Stopping, Stop InProgress");
    rig.pass(1);
    assert_eq!(rig.shows("myci").await, "Stopped, Stop Succeeded");
}

#[tokio::test(start_paused = true)]
async fn a_slow_call_is_carried_out_at_once_and_answered_late() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Stop, Effect::Slow).delay_ms(60_000));
    let before = tokio::time::Instant::now();
    let address = format!("{COMPUTES}/myci/stop?api-version=2026-09-01");
    let answer = tokio::spawn(rig.request(Method::POST, &address).send().into_future());
    while rig.emulator.state("myci").as_deref() == Some("Running") {
        tokio::task::yield_now().await;
    }
    assert!(before.elapsed().as_secs() < 60);
    assert_eq!(answer.await.unwrap().unwrap().status(), 202);
    assert!(before.elapsed().as_secs() >= 60);
}

#[tokio::test(start_paused = true)]
async fn the_delay_applies_to_everything_but_controls_and_inbox() {
    let rig = TestRig::new(Options { delay: std::time::Duration::from_secs(60), ..Default::default() }).await;
    let before = tokio::time::Instant::now();
    for (path, seconds) in [
        ("/_emulator/requests", 0),
        ("/", 0),
        ("/secrets/s", 60),
        ("/any/discovery/v2.0/keys", 120),
        ("/msi/token", 180),
    ] {
        rig.get(path).await;
        assert_eq!(before.elapsed().as_secs(), seconds, "{path}");
    }
    rig.send(Method::POST, "/_emulator/inbox/x", &json!({})).await;
    assert_eq!(before.elapsed().as_secs(), 180);
}

#[tokio::test]
async fn an_operation_that_fails_late_restores_the_state_and_reports_why() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Stop, Effect::FailsLate));
    let out_of_stock = Fault::new(Call::Start, Effect::FailsLate).because("NoCapacity", "Sold out");
    rig.emulator.fault(out_of_stock);
    let stop = rig.post("/myci/stop").await;
    let start = rig.post("/stopped-ci/start").await;
    assert_eq!(rig.shows("stopped-ci").await, "Starting, Start InProgress");
    rig.emulator.settle_all();
    assert_eq!(rig.shows("myci").await, "Running, Stop StopFailed");
    assert_eq!(rig.shows("stopped-ci").await, "Stopped, Start StartFailed");
    let stop = rig.get(stop.header("azure-asyncoperation").unwrap()).await.body;
    assert!(stop["error"]["message"].as_str().unwrap().ends_with("timed out for operation Stop"));
    let start = rig.get(start.header("azure-asyncoperation").unwrap()).await.body;
    assert_eq!(start["error"], json!({ "code": "NoCapacity", "message": "Sold out" }));
}

#[tokio::test]
async fn errors_that_users_reported_can_be_armed() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Stop, Effect::DiskFull));
    let full = rig.post("/myci/stop").await;
    assert_eq!(full.status, 400);
    assert!(full.body["error"]["message"].to_string().contains("disk is full"));
    rig.emulator.fault(Fault::new(Call::Start, Effect::Quota));
    let quota = rig.post("/stopped-ci/start").await;
    assert!(quota.body["error"]["message"].to_string().contains("cannot accomodate"));
    rig.emulator.fault(Fault::new(Call::Get, Effect::Nulls));
    assert_eq!(rig.shows("myci").await, "null, null null");
}

#[tokio::test]
async fn a_status_address_may_be_forbidden_or_foreign() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Stop, Effect::NoStatus));
    let accepted = rig.post("/myci/stop").await;
    let status = rig.get(accepted.header("azure-asyncoperation").unwrap()).await;
    assert_eq!((status.status, status.code()), (403, "AuthorizationFailed"));
    rig.emulator.fault(Fault::new(Call::Any, Effect::ForeignStatus).times(2));
    let accepted = rig.post("/busy-ci/stop").await;
    let foreign = "https://management.foreign.example/";
    assert!(accepted.header("azure-asyncoperation").unwrap().starts_with(foreign));
    let list = rig.computes(Method::GET, "").await;
    assert!(list.body["nextLink"].as_str().unwrap().starts_with(foreign));
}

#[tokio::test]
async fn a_refused_token_has_entras_error() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Token, Effect::Unauthorized));
    let form = "grant_type=client_credentials&client_id=c&client_secret=wrong&scope=a/.default";
    let ask = |form: &'static str| rig.request(Method::POST, "/any/oauth2/v2.0/token").body(form).send();
    let refused = TestRig::read(ask(form).await.unwrap()).await;
    assert_eq!((refused.status, &refused.body["error"]), (401, &json!("invalid_client")));
    assert_eq!(refused.body["error_codes"], json!([7_000_215]));
    let incomplete = TestRig::read(ask("client_id=c").await.unwrap()).await;
    assert_eq!(incomplete.body["error_codes"], json!([900_144]));
}

#[tokio::test]
async fn the_inbox_keeps_messages_until_they_are_read() {
    let rig = TestRig::by_hand().await;
    rig.emulator.fault(Fault::new(Call::Inbox, Effect::Throttled).retry_after(3));
    let inbox = "/_emulator/inbox/slack/T1";
    let hello = json!({ "text": "hello" });
    let refused = rig.send(Method::POST, inbox, &hello).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("3")));
    assert_eq!(rig.emulator.unread(), 0);

    let listener = rig.emulator.clone();
    let waiting = tokio::spawn(async move { listener.next_message().await });
    assert_eq!(rig.send(Method::POST, inbox, &hello).await.status, 200);
    let message = waiting.await.unwrap();
    assert_eq!((&message.body, message.attempt), (&hello, 2));
    assert_eq!(message.path, inbox);
    assert_eq!((rig.emulator.unread(), rig.emulator.inbox().len()), (0, 1));
}

#[tokio::test]
async fn idle_time_schedules_and_tags_can_be_set() {
    let rig = TestRig::by_hand().await;
    let idle = format!("{COMPUTES}/myci/updateIdleShutdownSetting?api-version=2021-07-01");
    let set = |value: &str| json!({ "idleTimeBeforeShutdown": value });
    assert_eq!(rig.send(Method::POST, &idle, &set("PT120M")).await.status, 200);
    assert_eq!(rig.send(Method::POST, &idle, &set("PT5M")).await.status, 400);
    let schedules = format!("{COMPUTES}/myci/updateSchedules?api-version=2021-03-01-preview");
    let list = json!({ "computeStartStop": [{ "action": "Stop", "status": "Enabled" }] });
    assert_eq!(rig.send(Method::POST, &schedules, &list).await.status, 200);
    let inner = rig.computes(Method::GET, "/myci").await.body;
    let inner = &inner["properties"]["properties"];
    assert_eq!(inner["idleTimeBeforeShutdown"], "PT120M");
    assert!(inner["schedules"]["computeStartStop"][0]["id"].is_string());

    let workspace = COMPUTES.trim_end_matches("/computes");
    let tags = format!("{workspace}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01");
    let change =
        |operation: &str, tags: Value| json!({ "operation": operation, "properties": { "tags": tags } });
    let merge = change("Merge", json!({ "keep-myci": "until", "other": "x" }));
    assert_eq!(rig.send(Method::PATCH, &tags, &merge).await.status, 200);
    let delete = change("Delete", json!({ "KEEP-myci": "until" }));
    rig.send(Method::PATCH, &tags, &delete).await;
    let kept = rig.get(&tags).await.body["properties"]["tags"].take();
    assert_eq!(kept, json!({ "other": "x" }));
}

#[tokio::test]
async fn the_controls_explain_invalid_requests() {
    let rig = TestRig::by_hand().await;
    for (path, body, sentence) in [
        ("settle", json!({ "instance": "mcyi" }), "No compute instance is called \"mcyi\"; there"),
        ("faults", json!({ "operation": "get", "fault": "418" }), "unknown variant `418`"),
        ("faults", json!({ "operation": "get", "fault": "disk-full" }), "cannot befall"),
        ("instances", json!({ "instance": "myci", "stat": "x" }), "has no field \"stat\""),
        ("instances", json!({ "state": "x" }), "names no instance"),
    ] {
        let told = rig.send(Method::POST, &format!("/_emulator/{path}"), &body).await;
        assert_eq!(told.status, 400);
        assert!(told.body["error"].as_str().unwrap().contains(sentence), "{}", told.body);
    }
}

#[tokio::test]
async fn fields_can_be_set_and_operations_ended_through_the_controls() {
    let rig = TestRig::by_hand().await;
    rig.post("/myci/stop").await;
    let settled = rig.send(Method::POST, "/_emulator/settle", &json!({})).await.body;
    assert_eq!(settled, json!({ "settled": ["ml-research/myci"] }));
    let changes = json!({ "instance": "myci", "state": "Unusable", "owner": "somebody" });
    rig.send(Method::POST, "/_emulator/instances", &changes).await;
    let inner = rig.computes(Method::GET, "/myci").await.body;
    let inner = &inner["properties"]["properties"];
    assert_eq!(inner["state"], "Unusable");
    assert_eq!(inner["createdBy"]["userId"], "somebody");
    assert_eq!(inner["personalComputeInstanceSettings"]["assignedUser"]["objectId"], "somebody");
}
