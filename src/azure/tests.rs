//! The client as its callers use it, over HTTP against the emulator, with a paused clock: it advances when
//! all tasks wait for it.

use std::{sync::Arc, time::Duration};

use axum::{Router, http::StatusCode, response::IntoResponse};
use futures::future::join_all;
use serde_json::json;
use tokio::{net::TcpListener, time::Instant};

use super::*;
use crate::{
    client::CONNECTION_PATIENCE,
    client::http_client,
    command::Power,
    target::{Alias, ComputeId, WorkspaceAddress},
};
use lamplighter_emulator::{
    Call, Effect, Emulator, Fault, OperationHeaders, Options, Pace, RecordedRequest, Rights,
};

mod connections;
mod jobs;
mod nulls;
mod prices;
mod rate_limiter;
mod settings;
mod tags;

/// Prepares and sends a command, again if Azure closes the limiter in between.
async fn send<'a>(
    order: impl AsyncFn(&ThrottleWait) -> Result<PendingRequest<'a>, AzureError>,
) -> Result<Accepted, AzureError> {
    loop {
        let long = Instant::now() + Duration::from_secs(3600);
        let order = order(&ThrottleWait::new()).await?;
        if let Some((_, answer)) = order.send(long, &Arc::default()).await {
            return answer;
        }
    }
}

/// The command may wait for a connection: it would arrive when the look is older than 3 s.
#[test]
fn a_look_is_too_old_shortly_before_3_s() {
    let at = Instant::now();
    let (quick, slow) = (Duration::from_millis(200), Duration::from_secs(5));
    assert_eq!(good_until(at, quick) + CONNECTION_PATIENCE, at + Duration::from_secs(3));
    assert_eq!(good_until(at, slow) + CONNECTION_PATIENCE, at + Duration::from_secs(6));
}

/// An emulator and a client that talks to it.
struct Stage {
    emulator: Emulator,
    address: String,
    azure: Azure,
}

impl Stage {
    async fn new(options: Options) -> Self {
        let emulator = Emulator::new(Options { pace: Pace::ByHand, ..options });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(emulator.clone().serve(listener));
        Self { emulator, azure: azure_at(&address), address }
    }

    async fn plain() -> Self {
        Self::new(Options::default()).await
    }

    /// With a token, and no recorded request.
    async fn warm() -> Self {
        let stage = Self::plain().await;
        stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap();
        stage.emulator.forget_requests();
        stage
    }

    async fn with(fault: Fault) -> Self {
        let stage = Self::warm().await;
        stage.emulator.fault(fault);
        stage
    }

    /// The requests since the last call.
    fn calls(&self) -> Vec<Call> {
        let calls = self.emulator.requests().iter().map(|request| request.operation).collect();
        self.emulator.forget_requests();
        calls
    }

    async fn stop(&self) -> Result<Accepted, AzureError> {
        send(async |waiting| self.azure.prepare(Power::Stop, &ci("myci"), waiting).await).await
    }

    async fn how(&self, accepted: &Accepted) -> Result<OperationResult, AzureError> {
        self.azure.operation(accepted.operation.as_ref().unwrap(), &ThrottleWait::new()).await
    }
}

/// A client of the service at `address`, in place of all of Azure.
fn azure_at(address: &str) -> Azure {
    Azure::new(settings_at(address), http_client().unwrap()).unwrap()
}

fn settings_at(address: &str) -> Settings {
    let workspace = |name: &str| WorkspaceAddress {
        subscription: lamplighter_emulator::SUBSCRIPTION.into(),
        resource_group: lamplighter_emulator::RESOURCE_GROUP.into(),
        workspace: name.into(),
    };
    let workspaces = [("research", lamplighter_emulator::WORKSPACE), ("gone", "ml-gone")];
    Settings {
        cloud: Cloud::custom(
            address.parse().unwrap(),
            address.parse().unwrap(),
            "https://management.azure.com/",
        ),
        credential: CredentialSettings::ClientSecret {
            tenant: "00000000-0000-0000-0000-0000000000aa".into(),
            client: "00000000-0000-0000-0000-0000000000cc".into(),
            secret: "hunter2".into(),
        },
        api_version: DEFAULT_API_VERSION.into(),
        jobs: true,
        idle_api_version: DEFAULT_IDLE_API_VERSION.into(),
        schedules_api_version: DEFAULT_SCHEDULES_API_VERSION.into(),
        workspaces: workspaces.map(|(alias, name)| (alias.parse().unwrap(), workspace(name))).into(),
        blueprints: Vec::new(),
    }
}

fn ci(name: &str) -> ComputeId {
    ComputeId { workspace: research(), name: name.into() }
}

fn research() -> Alias {
    "research".parse().unwrap()
}

fn kind<T: std::fmt::Debug>(result: Result<T, AzureError>) -> AzureErrorKind {
    result.unwrap_err().kind
}

#[tokio::test(start_paused = true)]
async fn a_stop_costs_two_calls_when_warm_and_one_more_for_the_token() {
    let stage = Stage::plain().await;
    let look_and_stop = async || {
        let seen = stage.azure.get(&ci("MyCI"), &ThrottleWait::new()).await.unwrap();
        assert_eq!(seen.id.name, "myci", "as Azure spells it");
        send(async |waiting| stage.azure.prepare(Power::Stop, &seen.id, waiting).await).await.unwrap()
    };
    let accepted = look_and_stop().await;
    assert_eq!(stage.calls(), [Call::Token, Call::Get, Call::Stop]);
    assert!(!accepted.done && accepted.correlation.is_some());
    assert_eq!(stage.how(&accepted).await, Ok(OperationResult::Running { retry_after: None }));

    stage.emulator.settle("myci");
    assert_eq!(stage.how(&accepted).await, Ok(OperationResult::Succeeded));
    assert_eq!(stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap().state, Some(State::Stopped));
    stage.calls();
    look_and_stop().await;
    assert_eq!(stage.calls(), [Call::Get, Call::Stop]);
}

#[tokio::test(start_paused = true)]
async fn fifty_concurrent_calls_share_one_token() {
    let stage = Stage::plain().await;
    let reads = (0..50).map(|_| async { stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.map(drop) });
    assert!(join_all(reads).await.iter().all(Result::is_ok));
    stage.azure.token().await.unwrap();
    stage.stop().await.unwrap();
    let calls = stage.calls();
    assert_eq!(calls.iter().filter(|call| **call == Call::Token).count(), 1);
    assert_eq!(calls.len(), 52);
}

#[tokio::test(start_paused = true)]
async fn a_list_is_followed_to_its_end_and_leaves_clusters_out() {
    let stage = Stage::new(Options { instances: 20, page_size: 5, ..Options::default() }).await;
    let names: Vec<_> = stage.azure.list(&research(), &ThrottleWait::new()).await.unwrap();
    let names: Vec<_> = names.into_iter().map(|compute| compute.into_inner().id.name).collect();
    assert_eq!(names.len(), 23);
    assert!(names.contains(&"busy-ci".into()) && !names.contains(&"train-cluster".into()));
    assert_eq!(stage.calls(), [[Call::Token].as_slice(), &[Call::List; 5]].concat());
}

#[tokio::test(start_paused = true)]
async fn start_restart_and_delete_have_their_effect() {
    let stage = Stage::warm().await;
    send(async |waiting| stage.azure.prepare(Power::Start, &ci("stopped-ci"), waiting).await).await.unwrap();
    send(async |waiting| stage.azure.prepare(Power::Restart, &ci("busy-ci"), waiting).await).await.unwrap();
    send(async |waiting| stage.azure.prepare(Power::Delete, &ci("myci"), waiting).await).await.unwrap();
    let states = ["stopped-ci", "busy-ci", "myci"].map(|name| stage.emulator.state(name).unwrap());
    assert_eq!(states, ["Starting", "Restarting", "Deleting"]);
    stage.emulator.settle_all();
    assert_eq!(kind(stage.azure.get(&ci("myci"), &ThrottleWait::new()).await), AzureErrorKind::NotFound);

    let nothing =
        send(async |waiting| stage.azure.prepare(Power::Delete, &ci("myci"), waiting).await).await.unwrap();
    assert!(nothing.done && nothing.operation.is_none(), "{nothing:?}");
    let requests = stage.emulator.requests();
    let deletes: Vec<&RecordedRequest> =
        requests.iter().filter(|request| request.method == "DELETE").collect();
    assert!(deletes.iter().all(|request| request.query.contains("underlyingResourceAction=Delete")));
    assert!(requests.iter().all(|request| request.query.contains("api-version=2025-12-01")));
}

#[tokio::test(start_paused = true)]
async fn a_missing_scope_is_named() {
    let stage = Stage::warm().await;
    assert_eq!(kind(stage.azure.get(&ci("nobody"), &ThrottleWait::new()).await), AzureErrorKind::NotFound);
    assert_eq!(
        kind(stage.azure.get(&ci("train-cluster"), &ThrottleWait::new()).await),
        AzureErrorKind::NotFound
    );
    let gone = "gone".parse().unwrap();
    assert_eq!(
        kind(stage.azure.list(&gone, &ThrottleWait::new()).await),
        AzureErrorKind::ScopeNotFound(MissingScope::Workspace)
    );
    stage.calls();
    let unheard = "unheard-of".parse().unwrap();
    assert_eq!(
        kind(stage.azure.list(&unheard, &ThrottleWait::new()).await),
        AzureErrorKind::ScopeNotFound(MissingScope::Workspace)
    );
    assert_eq!(stage.calls(), [], "the settings do not name it");
}

#[tokio::test(start_paused = true)]
async fn a_new_instance_has_no_state() {
    let stage = Stage::with(Fault::new(Call::Get, Effect::Nulls)).await;
    let compute = stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap().into_inner();
    assert_eq!((compute.state, compute.last_operation), (None, None));
}

#[tokio::test(start_paused = true)]
async fn a_read_is_tried_three_times_within_two_seconds() {
    for effect in [Effect::ServerError, Effect::BadGateway, Effect::Reset, Effect::Truncated] {
        let stage = Stage::with(Fault::new(Call::Get, effect).times(2)).await;
        let begun = Instant::now();
        stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap();
        assert_eq!(stage.calls(), [Call::Get; 3]);
        assert_eq!(begun.elapsed().as_secs(), 2, "{effect:?}");

        stage.emulator.fault(Fault::new(Call::Get, effect).times(3));
        let error = stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap_err();
        assert!(error.may_have_been_done(), "{error:?}");
        assert_eq!(stage.calls(), [Call::Get; 3]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_command_is_sent_once_whatever_the_answer() {
    for (effect, expected, open) in [
        (Effect::ServerError, AzureErrorKind::Server, true),
        (Effect::BadGateway, AzureErrorKind::Server, true),
        (Effect::Reset, AzureErrorKind::Unanswered, true),
        (Effect::ResetAfter, AzureErrorKind::Unanswered, true),
        (Effect::Garbage, AzureErrorKind::Garbage, true),
        (Effect::Unauthorized, AzureErrorKind::TokenRejected(TokenFault::Unknown), false),
        (Effect::Conflict, AzureErrorKind::Conflict, false),
        (Effect::DiskFull, AzureErrorKind::DiskFull, false),
        (Effect::NotFound, AzureErrorKind::NotFound, false),
    ] {
        let stage = Stage::with(Fault::new(Call::Stop, effect)).await;
        let error = stage.stop().await.unwrap_err();
        assert_eq!(stage.calls(), [Call::Stop], "{effect:?}");
        assert_eq!((&error.kind, error.may_have_been_done()), (&expected, open), "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_command_accepted_in_a_torn_answer_is_accepted() {
    let stage = Stage::with(Fault::new(Call::Stop, Effect::Truncated)).await;
    stage.stop().await.unwrap();
    assert_eq!(stage.emulator.state("myci").as_deref(), Some("Stopping"));
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_counts_as_no_answer() {
    let stage = Stage::with(Fault::new(Call::Stop, Effect::Slow).delay_ms(120_000)).await;
    let begun = Instant::now();
    let error = stage.stop().await.unwrap_err();
    assert_eq!((&error.kind, error.may_have_been_done()), (&AzureErrorKind::Unanswered, true));
    assert_eq!(begun.elapsed().as_secs(), 30);
    assert_eq!(stage.emulator.state("myci").as_deref(), Some("Stopping"), "it was done");
}

#[tokio::test(start_paused = true)]
async fn a_throttle_is_returned_at_once_and_can_be_waited_out() {
    for (call, effect) in
        [(Call::Get, Effect::Throttled), (Call::Get, Effect::Unavailable), (Call::Stop, Effect::Throttled)]
    {
        let stage = Stage::with(Fault::new(call, effect).retry_after(300)).await;
        let begun = Instant::now();
        let result = match call {
            Call::Stop => stage.stop().await.map(drop),
            _ => stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.map(drop),
        };
        let retry_after = Duration::from_secs(300);
        assert_eq!(kind(result), AzureErrorKind::Throttled { retry_after });
        assert_eq!((stage.calls(), begun.elapsed().as_secs()), (vec![call], 0));
    }
    let stage = Stage::with(Fault::new(Call::Get, Effect::Throttled).retry_after(40).times(2)).await;
    let (waiting, begun) = (ThrottleWait::new(), Instant::now());
    let id = ci("myci");
    let patient = waiting.retry_throttled(|| stage.azure.get(&id, &waiting));
    let (seen, told) = tokio::join!(patient, waiting.begun());
    assert_eq!(seen.unwrap().state, Some(State::Running));
    assert_eq!((told.as_secs(), begun.elapsed().as_secs()), (40, 40 + 60));
}

#[tokio::test(start_paused = true)]
async fn no_token_is_sent_to_a_host_that_an_answer_names() {
    let stage = Stage::with(Fault::new(Call::Stop, Effect::ForeignStatus)).await;
    let accepted = stage.stop().await.unwrap();
    assert!(accepted.operation.is_none(), "read the instance instead");
    stage.emulator.fault(Fault::new(Call::List, Effect::ForeignStatus));
    assert_eq!(kind(stage.azure.list(&research(), &ThrottleWait::new()).await), AzureErrorKind::ForeignHost);
    assert_eq!(stage.calls(), [Call::Stop, Call::List]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_is_followed_by_either_header() {
    for headers in [OperationHeaders::AsyncOperation, OperationHeaders::Location, OperationHeaders::Both] {
        let stage = Stage::new(Options { headers, ..Options::default() }).await;
        let accepted = stage.stop().await.unwrap();
        let running = stage.how(&accepted).await;
        assert!(matches!(running, Ok(OperationResult::Running { .. })), "{running:?}");
        stage.emulator.settle("myci");
        assert_eq!(stage.how(&accepted).await, Ok(OperationResult::Succeeded));
    }
    let stage = Stage::new(Options { headers: OperationHeaders::Neither, ..Options::default() }).await;
    assert!(stage.stop().await.unwrap().operation.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_late_failure_has_its_reason_and_an_unreadable_status_is_an_error() {
    let code = "StartComputeInstanceOnlyAllowedInStoppedState";
    let late = Fault::new(Call::Stop, Effect::FailsLate).because(code, "No.");
    let stage = Stage::with(late).await;
    let accepted = stage.stop().await.unwrap();
    stage.emulator.settle("myci");
    let failed = stage.how(&accepted).await.unwrap();
    assert!(
        matches!(&failed, OperationResult::Failed(error) if error.kind == AzureErrorKind::NotStopped),
        "{failed:?}"
    );
    let last = stage
        .azure
        .get(&ci("myci"), &ThrottleWait::new())
        .await
        .unwrap()
        .into_inner()
        .last_operation
        .unwrap();
    assert_eq!(last.status, OperationStatus::Failed);

    stage.emulator.fault(Fault::new(Call::Stop, Effect::NoStatus));
    let accepted = stage.stop().await.unwrap();
    let AzureErrorKind::Forbidden { action, .. } = kind(stage.how(&accepted).await) else {
        panic!("the status should be closed");
    };
    assert!(action.unwrap().ends_with("/computeOperationsStatus/read"));
}

#[tokio::test(start_paused = true)]
async fn a_missing_right_is_named_and_can_be_checked_beforehand() {
    let stage = Stage::plain().await;
    let may_stop = async || {
        let permissions = stage.azure.permissions(&research()).await.unwrap();
        let needed = crate::command::Verb::Stop.row().actions;
        needed.iter().all(|action| permissions.allows(action))
    };
    assert!(may_stop().await);
    let rights = json!({ "actions": ["Microsoft.MachineLearningServices/workspaces/*/read"] });
    stage.emulator.grant(serde_json::from_value::<Rights>(rights).unwrap());
    assert!(!may_stop().await);
    let AzureErrorKind::Forbidden { action, scope } = kind(stage.stop().await) else {
        panic!("it should be forbidden");
    };
    assert!(action.unwrap().ends_with("/computes/stop/action"));
    assert!(scope.unwrap().contains("/resourceGroups/ml-rg/"));
}

#[tokio::test(start_paused = true)]
async fn only_the_number_of_entras_refusal_is_kept() {
    let stage = Stage::plain().await;
    stage.emulator.fault(Fault::new(Call::Token, Effect::Unauthorized));
    let error = stage.azure.token().await.unwrap_err();
    let aadsts = Some("AADSTS7000215".to_owned());
    assert_eq!((&error.kind, error.status), (&AzureErrorKind::TokenRefused { aadsts }, Some(401)));
    assert!(!format!("{error:?} {error}").contains("Invalid client secret"));
    assert_eq!(stage.calls(), [Call::Token], "a refusal is not asked for twice");
}

#[tokio::test(start_paused = true)]
async fn fifty_concurrent_calls_share_one_failure() {
    for effect in [Effect::Unauthorized, Effect::Slow] {
        let stage = Stage::plain().await;
        stage.emulator.fault(Fault::new(Call::Token, effect).delay_ms(600_000));
        let stops = (0..50).map(|_| stage.stop());
        for result in join_all(stops).await {
            assert!(!result.unwrap_err().may_have_been_done());
        }
        assert_eq!(stage.calls(), [Call::Token]);
        tokio::time::advance(Duration::from_secs(1)).await;
        stage.stop().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_token_surely_nothing_was_done() {
    for (effect, asked) in [
        (Effect::ServerError, 3),
        (Effect::BadGateway, 3),
        (Effect::Reset, 3),
        (Effect::Truncated, 3),
        (Effect::Garbage, 1),
        (Effect::Forbidden, 1),
        (Effect::Throttled, 1),
        (Effect::Unavailable, 1),
    ] {
        let stage = Stage::plain().await;
        stage.emulator.fault(Fault::new(Call::Token, effect).times(0).retry_after(40));
        let error = stage.stop().await.unwrap_err();
        assert!(!error.may_have_been_done(), "{effect:?} {error:?}");
        assert_eq!(stage.calls(), vec![Call::Token; asked], "{effect:?}");
        if matches!(effect, Effect::Throttled | Effect::Unavailable) {
            let retry_after = Duration::from_secs(40);
            assert_eq!(error.kind, AzureErrorKind::Throttled { retry_after });
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_request_that_hangs_times_out() {
    let stage = Stage::plain().await;
    stage.emulator.fault(Fault::new(Call::Token, Effect::Slow).times(0).delay_ms(600_000));
    let begun = Instant::now();
    let error = stage.stop().await.unwrap_err();
    assert_eq!((&error.kind, error.may_have_been_done()), (&AzureErrorKind::Unreachable, false));
    assert_eq!(begun.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn no_connection_and_no_answer_are_different_errors() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let azure = azure_at(&address);
    let error =
        send(async |waiting| azure.prepare(Power::Stop, &ci("myci"), waiting).await).await.unwrap_err();
    assert_eq!((&error.kind, error.may_have_been_done()), (&AzureErrorKind::Unreachable, false));
    assert!(!format!("{error:?} {error}").contains("127.0.0.1"));
}

/// A service that gives one answer to everything but the token request, made from its own address.
async fn odd_azure<R>(answer: impl FnOnce(&str) -> R) -> Azure
where
    R: IntoResponse + Clone + Send + Sync + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = answer(&address);
    let token = json!({ "token_type": "Bearer", "expires_in": 3599, "access_token": "t" }).to_string();
    let router = Router::new()
        .route("/{tenant}/oauth2/v2.0/token", axum::routing::post(async || token))
        .fallback(async || answer);
    tokio::spawn(async { axum::serve(listener, router).await });
    azure_at(&address)
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_not_followed() {
    let stage = Stage::warm().await;
    let elsewhere = [("location", stage.address.clone())];
    let azure = odd_azure(|_| (StatusCode::TEMPORARY_REDIRECT, elsewhere)).await;
    assert_eq!(kind(azure.get(&ci("myci"), &ThrottleWait::new()).await), AzureErrorKind::Garbage);
    assert_eq!(
        kind(send(async |waiting| azure.prepare(Power::Stop, &ci("myci"), waiting).await).await),
        AzureErrorKind::Garbage
    );
    assert_eq!(stage.calls(), []);
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_entry_is_left_out_of_the_list() {
    let good = json!({ "name": "ci1", "properties": { "computeType": "ComputeInstance" } });
    let nameless = json!({ "properties": { "computeType": "ComputeInstance" } });
    let page = json!({ "value": [null, nameless, good, 7], "nextLink": null }).to_string();
    let azure = odd_azure(|_| page).await;
    assert_eq!(azure.list(&research(), &ThrottleWait::new()).await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_list_without_end_is_refused() {
    let page = |address: &str| json!({ "value": [], "nextLink": format!("{address}/again") }).to_string();
    let azure = odd_azure(page).await;
    assert_eq!(kind(azure.list(&research(), &ThrottleWait::new()).await), AzureErrorKind::ListLoops);
}

#[tokio::test(start_paused = true)]
async fn a_list_is_a_page_with_a_list_or_with_null_in_its_place() {
    let listed = async |page: serde_json::Value| {
        let azure = odd_azure(|_| page.to_string()).await;
        azure.list(&research(), &ThrottleWait::new()).await.map(|all| all.len())
    };
    for empty in [
        json!({ "value": null }),
        json!({ "value": null, "nextLink": null }),
        json!({ "value": [], "nextLink": "" }),
        json!({ "nextLink": null }),
    ] {
        assert_eq!(listed(empty.clone()).await, Ok(0), "{empty}");
    }
    for other in [json!({}), json!([]), json!(null), json!({ "value": {} }), json!({ "value": "" })] {
        assert_eq!(kind(listed(other.clone()).await), AzureErrorKind::Garbage, "{other}");
    }
}

/// A service with endless pages, one a second, of so many bytes.
async fn endless_pages(bytes: usize) -> Azure {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (token, origin) = (json!({ "access_token": "t", "expires_in": 86_399 }).to_string(), address.clone());
    let page = async move |uri: axum::http::Uri| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let next: u32 = uri.path().rsplit('/').next().unwrap_or_default().parse().unwrap_or_default();
        json!({ "value": ["x".repeat(bytes)], "nextLink": format!("{origin}/{}", next + 1) }).to_string()
    };
    let router = Router::new()
        .route("/{tenant}/oauth2/v2.0/token", axum::routing::post(async || token))
        .fallback(page);
    tokio::spawn(async { axum::serve(listener, router).await });
    azure_at(&address)
}

#[tokio::test(start_paused = true)]
async fn a_list_is_limited_in_bytes_and_in_time() {
    let began = Instant::now();
    let endless = endless_pages(0).await;
    assert_eq!(kind(endless.list(&research(), &ThrottleWait::new()).await), AzureErrorKind::ListTooLong);
    assert!((900..1000).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    let began = Instant::now();
    let large = endless_pages(8 * 1024 * 1024).await;
    assert_eq!(kind(large.list(&research(), &ThrottleWait::new()).await), AzureErrorKind::ListTooLong);
    // Far below the limit of time. On a busy machine the paused clock advances while the kernel moves a page.
    assert!(began.elapsed().as_secs() < 600, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn as_many_instances_as_azure_allows_are_read_whatever_the_page_size() {
    let began = Instant::now();
    let stage = Stage::new(Options {
        instances: 2500,
        page_size: 1,
        throttled: true,
        clock: Arc::new(move || jiff::Timestamp::UNIX_EPOCH + began.elapsed()),
        ..Options::default()
    })
    .await;
    // Another process uses the budget too.
    let (own, other) = (&stage.azure, azure_at(&stage.address));
    let (research, waiting) = (research(), ThrottleWait::new());
    let (own, others) = tokio::join!(own.list(&research, &waiting), other.list(&research, &waiting));
    for all in [own.unwrap(), others.unwrap()] {
        assert!(all.len() >= 2500, "{}", all.len());
    }
    let refused = |request: &RecordedRequest| request.status == Some(429);
    assert!(stage.emulator.requests().iter().any(refused));
}
