//! The emulator as a client sees it when all goes well, and when the client is at fault.

use http::Method;
use serde_json::json;

use super::{
    Call, Effect, Fault, OperationHeaders, Options, Pace, Rights,
    test_rig::{COMPUTES, Stage},
};

#[tokio::test]
async fn a_stop_is_asked_for_at_once_and_comes_about_when_settled() {
    let stage = Stage::by_hand().await;
    let accepted = stage.post("/myci/stop").await;
    assert_eq!(
        (accepted.status, accepted.header("content-length")),
        (202, Some("0"))
    );
    assert_eq!(stage.shows("myci").await, "Stopping, Stop InProgress");
    let status = accepted.header("azure-asyncoperation").unwrap();
    assert!(status.len() > 4000, "as long as the real ones");
    assert_eq!(stage.get(status).await.body, json!({ "status": "InProgress" }));

    stage.pass(41);
    stage.emulator.settle("myci");
    assert_eq!(stage.shows("myci").await, "Stopped, Stop Succeeded");
    let done = json!({ "status": "Succeeded", "percentComplete": 100.0 });
    assert_eq!(stage.get(status).await.body, done);
    let properties = stage.computes(Method::GET, "/MYCI").await.body["properties"].take();
    let last = &properties["properties"]["lastOperation"];
    assert_eq!(
        last["operationTime"], "2026-11-23T12:00:00.000+00:00",
        "when it was accepted"
    );
    assert_eq!(
        properties["modifiedOn"], "2026-11-23T12:00:41.0000000+00:00",
        "when it was over"
    );
}

#[tokio::test]
async fn at_real_pace_the_clock_brings_it_about() {
    let stage = Stage::new(Options::default()).await;
    stage.post("/myci/stop").await;
    stage.pass(2);
    assert_eq!(stage.shows("myci").await, "Stopping, Stop InProgress");
    stage.pass(1);
    assert_eq!(stage.shows("myci").await, "Stopped, Stop Succeeded");
    stage.post("/myci/start").await;
    stage.pass(4);
    assert_eq!(stage.emulator.state("myci").as_deref(), Some("Starting"));
    stage.pass(1);
    assert_eq!(
        stage.emulator.state("ml-research/myci").as_deref(),
        Some("Running")
    );
}

#[tokio::test]
async fn one_operation_at_a_time() {
    let stage = Stage::by_hand().await;
    stage.post("/myci/restart").await;
    let refused = stage.post("/myci/stop").await;
    assert_eq!((refused.status, refused.code()), (409, "Conflict"));
    assert_eq!(stage.shows("myci").await, "Restarting, Restart InProgress");
    stage.emulator.set("stopped-ci", json!({ "state": "Resizing" }));
    assert_eq!(stage.post("/stopped-ci/start").await.status, 409);
}

#[tokio::test]
async fn what_the_state_does_not_allow_is_accepted_and_fails_late() {
    let stage = Stage::by_hand().await;
    let accepted = stage.post("/myci/start").await;
    assert_eq!(accepted.status, 202);
    assert_eq!(stage.shows("myci").await, "Running, Start InProgress");
    stage.emulator.settle("myci");
    assert_eq!(stage.shows("myci").await, "Running, Start StartFailed");
    let status = stage
        .get(accepted.header("azure-asyncoperation").unwrap())
        .await
        .body;
    assert_eq!(status["status"], "Failed");
    assert_eq!(
        status["error"]["code"],
        "StartComputeInstanceOnlyAllowedInStoppedState"
    );

    stage.post("/stopped-ci/restart").await;
    stage.post("/busy-ci/stop").await;
    stage.emulator.settle_all();
    assert_eq!(stage.shows("stopped-ci").await, "Stopped, Restart RestartFailed");
    assert_eq!(stage.shows("busy-ci").await, "Stopped, Stop Succeeded");
}

#[tokio::test]
async fn stopping_what_is_stopped_changes_nothing() {
    let stage = Stage::by_hand().await;
    assert_eq!(stage.post("/stopped-ci/stop").await.status, 202);
    assert_eq!(stage.shows("stopped-ci").await, "Stopped, Stop InProgress");
    stage.emulator.settle("stopped-ci");
    assert_eq!(stage.shows("stopped-ci").await, "Stopped, Stop Succeeded");
}

#[tokio::test]
async fn a_deleted_instance_is_gone() {
    let stage = Stage::by_hand().await;
    let unclear = stage.computes(Method::DELETE, "/myci").await;
    assert_eq!((unclear.status, unclear.code()), (400, "UserError"));
    let delete = "/myci?underlyingResourceAction=Delete";
    let accepted = stage.computes(Method::DELETE, delete).await;
    assert_eq!(accepted.status, 202);
    assert_eq!(stage.shows("myci").await, "Deleting, Delete InProgress");
    stage.emulator.settle("myci");
    assert_eq!(stage.emulator.state("myci"), None);
    assert_eq!(
        stage.computes(Method::DELETE, delete).await.status,
        204,
        "nothing there"
    );
    let status = stage
        .get(accepted.header("azure-asyncoperation").unwrap())
        .await
        .body;
    assert_eq!(
        status["status"], "Succeeded",
        "an operation outlives what it deletes"
    );
}

#[tokio::test]
async fn each_missing_thing_has_its_own_404() {
    let stage = Stage::by_hand().await;
    let compute = stage.computes(Method::GET, "/mcyi").await;
    assert_eq!((compute.status, compute.code()), (404, "UserError"));
    let inner = compute.body["error"]["additionalInfo"]
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(inner["info"]["value"]["code"], "NotFoundError");
    for (from, to, code) in [
        ("ml-research", "ml-reserch", "ResourceNotFound"),
        ("ml-rg", "mlrg", "ResourceGroupNotFound"),
        ("0001/", "0002/", "SubscriptionNotFound"),
    ] {
        let address = format!("{}?api-version=1", COMPUTES.replace(from, to));
        let missing = stage.get(&address).await;
        assert_eq!((missing.status, missing.code()), (404, code));
    }
}

#[tokio::test]
async fn a_new_instance_has_neither_state_nor_last_operation() {
    let stage = Stage::by_hand().await;
    let wanted = json!({
        "location": "eastus2",
        "properties": {
            "computeType": "ComputeInstance",
            "properties": { "vmSize": "Standard_DS3_v2" },
        },
    });
    let address = format!("{COMPUTES}/new-ci?api-version=1");
    let created = stage.send(Method::PUT, &address, &wanted).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.body["properties"]["provisioningState"], "Creating");
    assert_eq!(stage.shows("new-ci").await, "null, null null");
    assert_eq!(stage.post("/new-ci/stop").await.status, 409);
    stage.emulator.settle("new-ci");
    assert_eq!(stage.shows("new-ci").await, "Running, Create Succeeded");
    let made = stage.computes(Method::GET, "/new-ci").await.body;
    assert_eq!(made["properties"]["properties"]["vmSize"], "STANDARD_DS3_V2");
}

#[tokio::test]
async fn pages_show_each_compute_once_and_the_cluster_among_them() {
    let options = Options {
        instances: 250,
        pace: Pace::ByHand,
        ..Options::default()
    };
    let stage = Stage::new(options).await;
    let mut next = Some(format!("{COMPUTES}?api-version=2026-09-01"));
    let (mut names, mut kinds) = (Vec::new(), Vec::new());
    while let Some(address) = next {
        let page = stage.get(&address).await.body;
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
    assert_eq!(stage.emulator.requests().len(), 3);
}

#[tokio::test]
async fn headers_to_follow_by_are_as_recorded_as_specified_or_as_wished() {
    use OperationHeaders as Sent;
    for (pace, headers, status, location) in [
        (Pace::ByHand, Sent::ByPace, true, false),
        (Pace::Real, Sent::ByPace, true, true),
        (Pace::ByHand, Sent::AsyncOperation, true, false),
        (Pace::ByHand, Sent::Location, false, true),
        (Pace::ByHand, Sent::Both, true, true),
        (Pace::Real, Sent::Neither, false, false),
    ] {
        let stage = Stage::new(Options {
            pace,
            headers,
            ..Options::default()
        })
        .await;
        let accepted = stage.post("/myci/stop").await;
        assert_eq!(accepted.header("azure-asyncoperation").is_some(), status);
        assert_eq!(accepted.header("location").is_some(), location);
        assert_eq!(accepted.header("retry-after"), location.then_some("1"));
        if let Some(address) = accepted.header("location") {
            assert_eq!(stage.get(address).await.status, 202);
            stage.emulator.settle_all();
            assert_eq!(stage.get(address).await.status, 200);
        }
    }
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own_and_keeps_the_callers() {
    let stage = Stage::by_hand().await;
    let first = stage.computes(Method::GET, "/myci").await;
    let second = stage.computes(Method::GET, "/nobody").await;
    assert_ne!(first.header("x-ms-request-id"), second.header("x-ms-request-id"));
    assert_eq!(second.header("x-ms-response-type"), Some("error"));
    let own = stage
        .request(Method::GET, &format!("{COMPUTES}/myci?api-version=1"))
        .header("x-ms-correlation-request-id", "mine")
        .send();
    let own = Stage::read(own.await.unwrap()).await;
    assert_eq!(own.header("x-ms-correlation-request-id"), Some("mine"));
}

#[tokio::test]
async fn arm_wants_a_bearer_and_a_version() {
    let stage = Stage::by_hand().await;
    let stranger = stage.computes_as_stranger().await;
    assert_eq!((stranger.status, stranger.code()), (401, "AuthenticationFailed"));
    assert!(
        stranger
            .header("www-authenticate")
            .unwrap()
            .starts_with("Bearer ")
    );
    let unversioned = stage.get(COMPUTES).await;
    assert_eq!(
        (unversioned.status, unversioned.code()),
        (400, "MissingApiVersionParameter")
    );
}

#[tokio::test]
async fn a_role_that_lacks_an_action_is_told_so_and_can_be_asked_for() {
    let stage = Stage::by_hand().await;
    let read = "Microsoft.MachineLearningServices/workspaces/computes/read";
    stage.emulator.grant(Rights {
        actions: vec![read.into()],
        not_actions: vec![],
    });
    assert_eq!(stage.computes(Method::GET, "/myci").await.status, 200);
    let refused = stage.post("/myci/stop").await;
    assert_eq!((refused.status, refused.code()), (403, "AuthorizationFailed"));
    let message = refused.body["error"]["message"].to_string();
    assert!(
        message.contains("computes/stop/action' over scope '/subscriptions/0"),
        "{message}"
    );
    for scope in [
        "/providers/Microsoft.MachineLearningServices/workspaces/ml-research",
        "",
    ] {
        let group = COMPUTES.split("/providers").next().unwrap();
        let address = format!("{group}{scope}/providers/Microsoft.Authorization/permissions");
        let held = stage.get(&format!("{address}?api-version=2022-04-01")).await.body;
        assert_eq!(held["value"][0]["actions"], json!([read]));
    }
}

#[tokio::test]
async fn budgets_are_enforced_when_wished() {
    let stage = Stage::new(Options {
        throttled: true,
        ..Options::default()
    })
    .await;
    for _ in 0..250 {
        assert_eq!(stage.computes(Method::GET, "/myci").await.status, 200);
    }
    let refused = stage.computes(Method::GET, "/myci").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("1")));
    stage.pass(1);
    let again = stage.computes(Method::GET, "/myci").await;
    assert_eq!(
        again.header("x-ms-ratelimit-remaining-subscription-reads"),
        Some("24")
    );
}

#[tokio::test]
async fn requests_are_recorded_without_what_is_secret() {
    let stage = Stage::by_hand().await;
    let form = "grant_type=client_credentials&client_id=c&client_secret=hush&scope=a/.default";
    let token = stage
        .request(Method::POST, "/any/oauth2/v2.0/token")
        .body(form)
        .send();
    let token = Stage::read(token.await.unwrap()).await.body;
    assert_eq!(
        (&token["token_type"], &token["expires_in"]),
        (&json!("Bearer"), &json!(3599))
    );
    let accepted = stage.post("/myci/stop").await;
    stage.get(accepted.header("azure-asyncoperation").unwrap()).await;
    let requests = stage.emulator.requests();
    let calls: Vec<Call> = requests.iter().map(|request| request.operation).collect();
    assert_eq!(calls, [Call::Token, Call::Stop, Call::Operation]);
    assert_eq!(
        (requests[1].instance.as_deref(), requests[1].status),
        (Some("myci"), Some(202))
    );
    let told = serde_json::to_string(&requests).unwrap();
    assert!(!told.contains("hush") && !told.contains("any\"") && !told.contains("TWFkZSB1cCBi"));
    stage.emulator.forget_requests();
    assert!(stage.emulator.requests().is_empty());
}

#[tokio::test]
async fn instances_are_dealt_out_to_all_workspaces() {
    let options = Options {
        instances: 2000,
        workspaces: 39,
        ..Options::default()
    };
    let stage = Stage::new(options).await;
    let mut names = Vec::new();
    for workspace in
        std::iter::once("ml-research".to_owned()).chain((1..=39).map(|n| format!("ml-ws-{n:04}")))
    {
        let address = COMPUTES.replace("ml-research", &workspace) + "?api-version=2026-09-01";
        let page = stage.get(&address).await.body;
        assert_eq!(page["nextLink"], serde_json::Value::Null);
        let own = page["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["name"].to_string());
        let own: Vec<_> = own.filter(|name| name.starts_with("\"ci-a")).collect();
        assert_eq!(own.len(), 50, "{workspace}");
        names.extend(own);
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 2000);
}

#[tokio::test]
async fn a_managed_identity_gets_a_token_for_its_header() {
    let stage = Stage::by_hand().await;
    let ask = async |query: &str, header: Option<&str>| {
        let mut request = stage.request(Method::GET, &format!("/msi/token?{query}"));
        if let Some(value) = header {
            request = request.header("X-IDENTITY-HEADER", value);
        }
        Stage::read(request.send().await.unwrap()).await
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
    stage.emulator.fault(Fault::new(Call::Token, Effect::BadRequest));
    let refused = ask(whole, Some("any")).await;
    assert_eq!((refused.status, &refused.body["statusCode"]), (400, &json!(400)));
}
