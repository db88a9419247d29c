//! The emulator from a client's point of view, without faults.

use http::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Call, Effect, Fault, OperationHeaders, Options, Pace, Rights,
    test_rig::{COMPUTES, Reply, TestRig},
};

#[tokio::test]
async fn a_stop_is_accepted_at_once_and_ends_when_settled() {
    let rig = TestRig::by_hand().await;
    let accepted = rig.post("/myci/stop").await;
    assert_eq!((accepted.status, accepted.header("content-length")), (202, Some("0")));
    assert_eq!(rig.shows("myci").await, "Stopping, Stop InProgress");
    let status = accepted.header("azure-asyncoperation").unwrap();
    assert!(status.len() > 4000, "as long as the real ones");
    assert_eq!(rig.get(status).await.body, json!({ "status": "InProgress" }));

    rig.pass(41);
    rig.emulator.settle("myci");
    assert_eq!(rig.shows("myci").await, "Stopped, Stop Succeeded");
    let done = json!({ "status": "Succeeded", "percentComplete": 100.0 });
    assert_eq!(rig.get(status).await.body, done);
    let properties = rig.computes(Method::GET, "/MYCI").await.body["properties"].take();
    let last = &properties["properties"]["lastOperation"];
    assert_eq!(last["operationTime"], "2026-11-23T12:00:00.000+00:00", "when it was accepted");
    assert_eq!(properties["modifiedOn"], "2026-11-23T12:00:41.0000000+00:00", "when it was over");
}

#[tokio::test]
async fn at_real_pace_operations_end_by_the_clock() {
    let rig = TestRig::new(Options::default()).await;
    rig.post("/myci/stop").await;
    rig.pass(2);
    assert_eq!(rig.shows("myci").await, "Stopping, Stop InProgress");
    rig.pass(1);
    assert_eq!(rig.shows("myci").await, "Stopped, Stop Succeeded");
    rig.post("/myci/start").await;
    rig.pass(4);
    assert_eq!(rig.emulator.state("myci").as_deref(), Some("Starting"));
    rig.pass(1);
    assert_eq!(rig.emulator.state("ml-research/myci").as_deref(), Some("Running"));
}

#[tokio::test]
async fn an_instance_accepts_one_operation_at_a_time() {
    let rig = TestRig::by_hand().await;
    rig.post("/myci/restart").await;
    let refused = rig.post("/myci/stop").await;
    assert_eq!((refused.status, refused.code()), (409, "Conflict"));
    assert_eq!(rig.shows("myci").await, "Restarting, Restart InProgress");
    rig.emulator.set("stopped-ci", json!({ "state": "Resizing" }));
    assert_eq!(rig.post("/stopped-ci/start").await.status, 409);
}

#[tokio::test]
async fn an_operation_that_the_state_does_not_allow_is_accepted_and_fails_late() {
    let rig = TestRig::by_hand().await;
    let accepted = rig.post("/myci/start").await;
    assert_eq!(accepted.status, 202);
    assert_eq!(rig.shows("myci").await, "Running, Start InProgress");
    rig.emulator.settle("myci");
    assert_eq!(rig.shows("myci").await, "Running, Start StartFailed");
    let status = rig.get(accepted.header("azure-asyncoperation").unwrap()).await.body;
    assert_eq!(status["status"], "Failed");
    assert_eq!(status["error"]["code"], "StartComputeInstanceOnlyAllowedInStoppedState");

    rig.post("/stopped-ci/restart").await;
    rig.post("/busy-ci/stop").await;
    rig.emulator.settle_all();
    assert_eq!(rig.shows("stopped-ci").await, "Stopped, Restart RestartFailed");
    assert_eq!(rig.shows("busy-ci").await, "Stopped, Stop Succeeded");
}

#[tokio::test]
async fn stopping_a_stopped_instance_changes_nothing() {
    let rig = TestRig::by_hand().await;
    assert_eq!(rig.post("/stopped-ci/stop").await.status, 202);
    assert_eq!(rig.shows("stopped-ci").await, "Stopped, Stop InProgress");
    rig.emulator.settle("stopped-ci");
    assert_eq!(rig.shows("stopped-ci").await, "Stopped, Stop Succeeded");
}

#[tokio::test]
async fn a_deleted_instance_no_longer_exists() {
    let rig = TestRig::by_hand().await;
    let unclear = rig.computes(Method::DELETE, "/myci").await;
    assert_eq!((unclear.status, unclear.code()), (400, "UserError"));
    let delete = "/myci?underlyingResourceAction=Delete";
    let accepted = rig.computes(Method::DELETE, delete).await;
    assert_eq!(accepted.status, 202);
    assert_eq!(rig.shows("myci").await, "Deleting, Delete InProgress");
    rig.emulator.settle("myci");
    assert_eq!(rig.emulator.state("myci"), None);
    assert_eq!(rig.computes(Method::DELETE, delete).await.status, 204, "nothing there");
    let status = rig.get(accepted.header("azure-asyncoperation").unwrap()).await.body;
    assert_eq!(status["status"], "Succeeded", "an operation outlives what it deletes");
}

#[tokio::test]
async fn each_missing_thing_has_its_own_404() {
    let rig = TestRig::by_hand().await;
    let compute = rig.computes(Method::GET, "/mcyi").await;
    assert_eq!((compute.status, compute.code()), (404, "UserError"));
    let inner = compute.body["error"]["additionalInfo"].as_array().unwrap().last().unwrap();
    assert_eq!(inner["info"]["value"]["code"], "NotFoundError");
    for (from, to, code) in [
        ("ml-research", "ml-reserch", "ResourceNotFound"),
        ("ml-rg", "mlrg", "ResourceGroupNotFound"),
        ("0001/", "0003/", "SubscriptionNotFound"),
    ] {
        let address = format!("{}?api-version=2026-09-01", COMPUTES.replace(from, to));
        let missing = rig.get(&address).await;
        assert_eq!((missing.status, missing.code()), (404, code));
    }
}

#[tokio::test]
async fn a_new_instance_has_neither_state_nor_last_operation() {
    let rig = TestRig::by_hand().await;
    let wanted = json!({
        "location": "eastus2",
        "properties": {
            "computeType": "ComputeInstance",
            "properties": { "vmSize": "Standard_DS3_v2" },
        },
    });
    let address = format!("{COMPUTES}/new-ci?api-version=2026-09-01");
    let created = rig.send(Method::PUT, &address, &wanted).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.body["properties"]["provisioningState"], "Creating");
    assert_eq!(rig.shows("new-ci").await, "null, null null");
    assert_eq!(rig.post("/new-ci/stop").await.status, 409);
    rig.emulator.settle("new-ci");
    assert_eq!(rig.shows("new-ci").await, "Running, Create Succeeded");
    let made = rig.computes(Method::GET, "/new-ci").await.body;
    assert_eq!(made["properties"]["properties"]["vmSize"], "STANDARD_DS3_V2");
}

#[tokio::test]
async fn pages_list_each_compute_once_including_the_cluster() {
    let options = Options { instances: 250, pace: Pace::ByHand, ..Options::default() };
    let rig = TestRig::new(options).await;
    let mut next = Some(format!("{COMPUTES}?api-version=2026-09-01"));
    let (mut names, mut kinds) = (Vec::new(), Vec::new());
    while let Some(address) = next {
        let page = rig.get(&address).await.body;
        for compute in page["value"].as_array().unwrap() {
            names.push(compute["name"].to_string());
            kinds.push(compute["properties"]["computeType"].to_string());
        }
        next = page["nextLink"].as_str().map(str::to_owned);
    }
    assert_eq!(names.len(), 254);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 254);
    assert_eq!(kinds.iter().filter(|kind| *kind == "\"AmlCompute\"").count(), 1);
    assert_eq!(rig.emulator.requests().len(), 3);
}

#[tokio::test]
async fn status_headers_are_as_recorded_or_as_specified_or_as_chosen() {
    use OperationHeaders as Sent;
    for (pace, headers, status, location) in [
        (Pace::ByHand, Sent::ByPace, true, false),
        (Pace::Real, Sent::ByPace, true, true),
        (Pace::ByHand, Sent::AsyncOperation, true, false),
        (Pace::ByHand, Sent::Location, false, true),
        (Pace::ByHand, Sent::Both, true, true),
        (Pace::Real, Sent::Neither, false, false),
    ] {
        let rig = TestRig::new(Options { pace, headers, ..Options::default() }).await;
        let accepted = rig.post("/myci/stop").await;
        assert_eq!(accepted.header("azure-asyncoperation").is_some(), status);
        assert_eq!(accepted.header("location").is_some(), location);
        assert_eq!(accepted.header("retry-after"), location.then_some("1"));
        if let Some(address) = accepted.header("location") {
            assert_eq!(rig.get(address).await.status, 202);
            rig.emulator.settle_all();
            assert_eq!(rig.get(address).await.status, 200);
        }
    }
}

#[tokio::test]
async fn every_answer_has_its_own_request_id_and_the_callers_correlation_id() {
    let rig = TestRig::by_hand().await;
    let first = rig.computes(Method::GET, "/myci").await;
    let second = rig.computes(Method::GET, "/nobody").await;
    assert_ne!(first.header("x-ms-request-id"), second.header("x-ms-request-id"));
    assert_eq!(second.header("x-ms-response-type"), Some("error"));
    let own = rig
        .request(Method::GET, &format!("{COMPUTES}/myci?api-version=2026-09-01"))
        .header("x-ms-correlation-request-id", "mine")
        .send();
    let own = TestRig::read(own.await.unwrap()).await;
    assert_eq!(own.header("x-ms-correlation-request-id"), Some("mine"));
}

#[tokio::test]
async fn arm_requires_a_token_and_an_api_version() {
    let rig = TestRig::by_hand().await;
    let stranger = rig.computes_as_stranger().await;
    assert_eq!((stranger.status, stranger.code()), (401, "AuthenticationFailed"));
    assert!(stranger.header("www-authenticate").unwrap().starts_with("Bearer "));
    let unversioned = rig.get(COMPUTES).await;
    assert_eq!((unversioned.status, unversioned.code()), (400, "MissingApiVersionParameter"));
}

#[tokio::test]
async fn a_role_without_the_action_is_refused_and_can_be_read() {
    let rig = TestRig::by_hand().await;
    let read = "Microsoft.MachineLearningServices/workspaces/computes/read";
    rig.emulator.grant(Rights { actions: vec![read.into()], not_actions: vec![] });
    assert_eq!(rig.computes(Method::GET, "/myci").await.status, 200);
    let refused = rig.post("/myci/stop").await;
    assert_eq!((refused.status, refused.code()), (403, "AuthorizationFailed"));
    let message = refused.body["error"]["message"].to_string();
    assert!(message.contains("computes/stop/action' over scope '/subscriptions/0"), "{message}");
    for scope in ["/providers/Microsoft.MachineLearningServices/workspaces/ml-research", ""] {
        let group = COMPUTES.split("/providers").next().unwrap();
        let address = format!("{group}{scope}/providers/Microsoft.Authorization/permissions");
        let held = rig.get(&format!("{address}?api-version=2022-04-01")).await.body;
        assert_eq!(held["value"][0]["actions"], json!([read]));
    }
}

#[tokio::test]
async fn request_limits_apply_if_enabled() {
    let rig = TestRig::new(Options { throttled: true, ..Options::default() }).await;
    for _ in 0..250 {
        assert_eq!(rig.computes(Method::GET, "/myci").await.status, 200);
    }
    let refused = rig.computes(Method::GET, "/myci").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("1")));
    rig.pass(1);
    let again = rig.computes(Method::GET, "/myci").await;
    assert_eq!(again.header("x-ms-ratelimit-remaining-subscription-reads"), Some("24"));
}

#[tokio::test]
async fn requests_are_recorded_without_secrets() {
    let rig = TestRig::by_hand().await;
    let form = "grant_type=client_credentials&client_id=c&client_secret=hush&scope=a/.default";
    let token = rig.request(Method::POST, "/any/oauth2/v2.0/token").body(form).send();
    let token = TestRig::read(token.await.unwrap()).await.body;
    assert_eq!((&token["token_type"], &token["expires_in"]), (&json!("Bearer"), &json!(3599)));
    let accepted = rig.post("/myci/stop").await;
    rig.get(accepted.header("azure-asyncoperation").unwrap()).await;
    let requests = rig.emulator.requests();
    let calls: Vec<Call> = requests.iter().map(|request| request.operation).collect();
    assert_eq!(calls, [Call::Token, Call::Stop, Call::Operation]);
    assert_eq!((requests[1].instance.as_deref(), requests[1].status), (Some("myci"), Some(202)));
    let told = serde_json::to_string(&requests).unwrap();
    assert!(!told.contains("hush") && !told.contains("any\"") && !told.contains("TWFkZSB1cCBi"));
    rig.emulator.forget_requests();
    assert!(rig.emulator.requests().is_empty());
}

#[tokio::test]
async fn instances_are_distributed_over_all_workspaces() {
    let options = Options { instances: 2000, workspaces: 39, ..Options::default() };
    let rig = TestRig::new(options).await;
    let mut names = Vec::new();
    for workspace in
        std::iter::once("ml-research".to_owned()).chain((1..=39).map(|n| format!("ml-ws-{n:04}")))
    {
        let address = COMPUTES.replace("ml-research", &workspace) + "?api-version=2026-09-01";
        let page = rig.get(&address).await.body;
        assert_eq!(page["nextLink"], serde_json::Value::Null);
        let own = page["value"].as_array().unwrap().iter().map(|it| it["name"].to_string());
        let own: Vec<_> = own.filter(|name| name.starts_with("\"ci-a")).collect();
        assert_eq!(own.len(), 50, "{workspace}");
        names.extend(own);
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 2000);
}

#[tokio::test]
async fn a_managed_identity_gets_a_token() {
    let rig = TestRig::by_hand().await;
    let ask = async |query: &str, header: Option<&str>| {
        let mut request = rig.request(Method::GET, &format!("/msi/token?{query}"));
        if let Some(value) = header {
            request = request.header("X-IDENTITY-HEADER", value);
        }
        TestRig::read(request.send().await.unwrap()).await
    };
    let whole = "resource=https%3A%2F%2Fmanagement.azure.com&api-version=2019-08-01";
    let token = ask(whole, Some("any")).await;
    assert_eq!(token.status, 200);
    assert_eq!(token.body["token_type"], "Bearer");
    assert_eq!(token.body["resource"], "https://management.azure.com");
    assert_eq!(token.body["expires_on"], "1795521600", "a day, as text");

    for (query, header, status) in [
        (whole, None, 401),
        (whole, Some(""), 401),
        ("resource=r&api-version=2018-02-01", Some("any"), 400),
        ("api-version=2019-08-01", Some("any"), 400),
    ] {
        assert_eq!(ask(query, header).await.status, status, "{query} {header:?}");
    }
    rig.emulator.fault(Fault::new(Call::Token, Effect::BadRequest));
    let refused = ask(whole, Some("any")).await;
    assert_eq!((refused.status, &refused.body["statusCode"]), (400, &json!(400)));
    // It gives the same token again, unless it is told which one was refused.
    let given = |answer: &Reply| answer.body["access_token"].as_str().unwrap().to_owned();
    let first = given(&token);
    let refresh = format!("{whole}&token_sha256_to_refresh={}", hex::encode(Sha256::digest(&first)));
    assert_eq!(given(&ask(whole, Some("any")).await), first);
    let second = given(&ask(&refresh, Some("any")).await);
    assert_ne!(second, first);
    assert_eq!(given(&ask(&refresh, Some("any")).await), second);
}
