//! Resource Manager's rules: versions, scopes, limits, and what it does not have.

mod create;
mod resources;

use http::Method;
use serde_json::{Value, json};

use crate::{
    Options, Pace, Rights,
    test_rig::{COMPUTES, Reply, TestRig},
};

const SUBSCRIPTION: &str = "/subscriptions/00000000-0000-0000-0000-000000000001";
const VERSION: &str = "api-version=2025-12-01";

/// A rig whose caller may do everything.
async fn owner() -> TestRig {
    let rig = TestRig::by_hand().await;
    rig.emulator.grant(Rights { actions: vec!["*".into()], not_actions: vec![] });
    rig
}

fn workspace() -> &'static str {
    COMPUTES.trim_end_matches("/computes")
}

fn message(reply: &Reply) -> &str {
    reply.body["error"]["message"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn each_operation_has_its_api_versions_and_refuses_others() {
    let rig = owner().await;
    let (get, post) = (Method::GET, Method::POST);
    let group = format!("{SUBSCRIPTION}/resourceGroups/ml-rg");
    let ml = format!("{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices");
    let provider = "NoRegisteredProviderFound";
    let manager = "InvalidApiVersionParameter";
    for (method, path, good, bad, code) in [
        (&get, COMPUTES.to_owned(), "2023-08-01-preview", "2023-08-01", provider),
        (&get, format!("{COMPUTES}/myci"), "2026-09-01", "2027-01-01", provider),
        (&get, format!("{COMPUTES}/myci"), "2018-11-19", "1", provider),
        (&post, format!("{COMPUTES}/myci/stop"), "2020-06-01", "2019-05-01", provider),
        (&post, format!("{COMPUTES}/myci/updateIdleShutdownSetting"), "2021-07-01", "2025-12-01", provider),
        (
            &post,
            format!("{COMPUTES}/myci/updateIdleShutdownSetting"),
            "2026-03-15-preview",
            "latest",
            provider,
        ),
        (&post, format!("{COMPUTES}/myci/updateSchedules"), "2021-03-01-preview", "2021-07-01", provider),
        (&get, workspace().to_owned(), "2025-12-01", "2025-12-02", provider),
        (&get, format!("{workspace}/jobs", workspace = workspace()), "2024-04-01", "2019-05-01", provider),
        (&get, format!("{ml}/workspaces"), "2025-12-01", "2015-01-01", provider),
        (&get, format!("{ml}/locations/eastus2/vmSizes"), "2025-12-01", "2015-01-01", provider),
        (&get, format!("{ml}/locations/eastus2/usages"), "2025-12-01", "2015-01-01", provider),
        (
            &get,
            format!("{group}/providers/Microsoft.Authorization/permissions"),
            "2022-04-01",
            "2025-12-01",
            provider,
        ),
        (
            &get,
            format!("{}/providers/Microsoft.Resources/tags/default", workspace()),
            "2021-04-01",
            "2019-07-01",
            manager,
        ),
        (&get, "/subscriptions".to_owned(), "2022-12-01", "2022-12-02", manager),
        (&get, group, "2024-11-01", "1.0", manager),
    ] {
        let known = rig.send(method.clone(), &format!("{path}?api-version={good}"), &json!({})).await;
        assert!(
            !["NoRegisteredProviderFound", "InvalidApiVersionParameter"].contains(&known.code()),
            "{path} {good}"
        );
        let refused = rig.send(method.clone(), &format!("{path}?api-version={bad}"), &json!({})).await;
        assert_eq!((refused.status, refused.code()), (400, code), "{path} {bad}");
        assert!(message(&refused).contains(&format!("'{bad}'")), "{}", message(&refused));
        assert!(message(&refused).contains(good), "the supported ones are named: {}", message(&refused));
    }
    let unversioned = rig.get(&format!("{COMPUTES}?api-version=")).await;
    assert_eq!((unversioned.status, unversioned.code()), (400, "MissingApiVersionParameter"));
}

#[tokio::test]
async fn addresses_in_answers_have_the_scheme_of_the_client() {
    let rig = TestRig::new(Options { instances: 250, pace: Pace::Real, ..Options::default() }).await;
    let ask = async |method: Method, path: &str, forwarded: Option<&str>| {
        let mut request = rig.request(method, path);
        if let Some(scheme) = forwarded {
            request = request.header("X-Forwarded-Proto", scheme);
        }
        TestRig::read(request.send().await.unwrap()).await
    };
    for (forwarded, scheme) in [
        (None, "http://"),
        (Some("http"), "http://"),
        (Some("https"), "https://"),
        (Some("HTTPS, http"), "https://"),
        (Some("http, https"), "http://"),
        (Some("javascript"), "http://"),
    ] {
        let base = rig.base.replacen("http://", scheme, 1);
        let page = ask(Method::GET, &format!("{COMPUTES}?{VERSION}"), forwarded).await.body;
        let instance = if scheme == "http://" { "ci-a0001" } else { "ci-a0002" };
        let stop = ask(Method::POST, &format!("{COMPUTES}/{instance}/stop?{VERSION}"), forwarded).await;
        rig.pass(60);
        let metadata = ask(Method::GET, "/metadata/endpoints?api-version=2022-09-01", forwarded).await.body;
        let tenant = ask(Method::GET, "/any/v2.0/.well-known/openid-configuration", forwarded).await.body;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        for address in [
            text(&page["nextLink"]),
            stop.header("location").unwrap_or_default().to_owned(),
            stop.header("azure-asyncoperation").unwrap_or_default().to_owned(),
            text(&metadata["resourceManager"]),
            text(&metadata["authentication"]["loginEndpoint"]),
            text(&tenant["issuer"]),
            text(&tenant["token_endpoint"]),
            text(&tenant["jwks_uri"]),
        ] {
            assert!(address.starts_with(&base), "{forwarded:?}: {address}");
        }
    }
}

#[tokio::test]
async fn a_cloud_is_described_to_each_version_in_its_shape() {
    let rig = TestRig::by_hand().await;
    let one = rig.get("/metadata/endpoints?api-version=2022-09-01").await.body;
    let list = rig.get("/metadata/endpoints?api-version=2019-05-01").await.body;
    assert_eq!(list, json!([one]));
}

#[tokio::test]
async fn there_are_several_subscriptions_with_workspaces_of_their_own() {
    let rig = owner().await;
    let all = rig.get("/subscriptions?api-version=2022-12-01").await.body;
    let ids: Vec<&str> =
        all["value"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [SUBSCRIPTION.to_owned(), SUBSCRIPTION.replace("0001", "0002")]);
    for (id, workspaces) in [(ids[0], json!(["ml-research"])), (ids[1], json!(["ml-sandbox"]))] {
        let one = rig.get(&format!("{id}?api-version=2022-12-01")).await;
        assert_eq!((one.status, &one.body["id"]), (200, &json!(id)));
        let groups = rig.get(&format!("{id}/resourceGroups?api-version=2024-11-01")).await.body;
        let group = groups["value"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(group, format!("{id}/resourceGroups/ml-rg"));
        for scope in [id, &group] {
            let ml = "providers/Microsoft.MachineLearningServices/workspaces";
            let listed = rig.get(&format!("{scope}/{ml}?{VERSION}")).await.body;
            let names = listed["value"].as_array().unwrap().iter().map(|it| it["name"].clone());
            assert_eq!(names.collect::<Value>(), workspaces);
        }
    }
    let elsewhere = COMPUTES.replace("000001/", "000002/");
    let missing = rig.get(&format!("{elsewhere}/myci?{VERSION}")).await;
    assert_eq!((missing.status, missing.code()), (404, "ResourceNotFound"));
    let there = elsewhere.replace("ml-research", "ml-sandbox") + "/sandbox-ci";
    let own = rig.get(&format!("{there}?{VERSION}")).await;
    assert_eq!((own.status, &own.body["id"]), (200, &json!(there)));
    let started = rig.send(Method::POST, &format!("{there}/start?{VERSION}"), &json!({})).await;
    let status = started.header("azure-asyncoperation").unwrap();
    assert!(status.contains("/subscriptions/00000000-0000-0000-0000-000000000002/"), "{status}");
    assert_eq!(rig.get(status).await.body["status"], "InProgress");
    assert_eq!(rig.get(&status.replace("000002/", "000001/")).await.status, 404);
}

#[tokio::test]
async fn a_resource_group_is_there_or_not() {
    let rig = owner().await;
    for (name, status) in [("ml-rg", 204), ("ML-RG", 204), ("other", 404)] {
        let address = format!("{SUBSCRIPTION}/resourceGroups/{name}?api-version=2024-11-01");
        assert_eq!(rig.send(Method::HEAD, &address, &json!({})).await.status, status);
    }
}

#[tokio::test]
async fn what_is_not_played_is_answered_as_what_arm_does_not_have() {
    let rig = owner().await;
    let group = format!("{SUBSCRIPTION}/resourceGroups/ml-rg");
    for (method, path, status, code) in [
        ("GET", format!("{}/datastores", workspace()), 404, "InvalidResourceType"),
        ("GET", format!("{}/datastores/blob", workspace()), 404, "ResourceNotFound"),
        ("POST", format!("{COMPUTES}/myci/listKeys"), 404, "InvalidResourceType"),
        ("POST", format!("{}/listKeys", workspace()), 404, "InvalidResourceType"),
        ("GET", format!("{group}/providers/Microsoft.Storage/storageAccounts/lake"), 404, "ResourceNotFound"),
        ("GET", format!("{group}/providers/Microsoft.Storage/storageAccounts"), 404, "InvalidResourceType"),
        ("GET", format!("{group}/providers/mailjet.email/services/x"), 404, "InvalidResourceNamespace"),
        ("GET", format!("{SUBSCRIPTION}/providers/Microsoft.Storage"), 404, "InvalidResourceNamespace"),
        ("GET", format!("{SUBSCRIPTION}/locations"), 404, "NotFound"),
        ("GET", "/favicon.ico".to_owned(), 404, "NotFound"),
        ("DELETE", workspace().to_owned(), 405, "MethodNotAllowed"),
        ("PUT", format!("{COMPUTES}/myci/stop"), 405, "MethodNotAllowed"),
        ("GET", SUBSCRIPTION.replace("0001", "0003") + "/anything", 404, "SubscriptionNotFound"),
        ("GET", format!("{SUBSCRIPTION}/resourceGroups/other/anything"), 404, "ResourceGroupNotFound"),
        ("GET", "/subscriptions/Pay-As-You-Go".to_owned(), 400, "InvalidSubscriptionId"),
        ("GET", "/subscriptions//resourceGroups/ml-rg".to_owned(), 400, "InvalidSubscriptionId"),
    ] {
        let reply = rig.send(method.parse().unwrap(), &format!("{path}?{VERSION}"), &json!({})).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{method} {path}");
        assert!(!message(&reply).is_empty(), "{method} {path}");
        assert_eq!(reply.header("x-ms-failure-cause"), Some("gateway"));
    }
    let keys = rig.send(Method::POST, &format!("{COMPUTES}/myci/listKeys?{VERSION}"), &json!({})).await;
    assert!(message(&keys).contains("'workspaces/computes/listKeys'"), "{}", message(&keys));
    let nodes = rig.send(Method::POST, &format!("{COMPUTES}/myci/listNodes?{VERSION}"), &json!({})).await;
    assert_eq!((nodes.status, nodes.code()), (400, "UserError"), "instances have no nodes");
}

#[tokio::test]
async fn a_generic_client_finds_the_versions_of_each_type() {
    let rig = owner().await;
    let ml = "providers/Microsoft.MachineLearningServices?api-version=2024-11-01";
    let provider = rig.get(&format!("{SUBSCRIPTION}/{ml}")).await.body;
    let types = provider["resourceTypes"].as_array().unwrap();
    let computes = types.iter().find(|it| it["resourceType"] == "workspaces/computes").unwrap();
    assert_eq!(computes["apiVersions"][0], "2026-09-01");
}

#[tokio::test]
async fn limits_are_counted_for_each_subscription_and_for_the_tenant() {
    let rig = TestRig::new(Options { throttled: true, ..Options::default() }).await;
    let elsewhere = COMPUTES.replace("000001/", "000002/").replace("ml-research", "ml-sandbox");
    for _ in 0..250 {
        rig.get(&format!("{COMPUTES}?{VERSION}")).await;
    }
    let refused = rig.get(&format!("{COMPUTES}?{VERSION}")).await;
    assert_eq!((refused.status, refused.code()), (429, "SubscriptionRequestsThrottled"));
    assert!(message(&refused).contains("'00000000-0000-0000-0000-000000000001'"), "{}", message(&refused));
    let other = rig.get(&format!("{elsewhere}?{VERSION}")).await;
    assert_eq!(other.header("x-ms-ratelimit-remaining-subscription-reads"), Some("249"));
    let tenant = rig.get("/subscriptions?api-version=2022-12-01").await;
    assert_eq!(tenant.header("x-ms-ratelimit-remaining-tenant-reads"), Some("249"));
}

#[tokio::test]
async fn the_list_for_people_has_state_price_and_owner() {
    let rig = TestRig::by_hand().await;
    rig.post("/myci/stop").await;
    let listed = rig.emulator.instances();
    let named = |name| listed.as_array().unwrap().iter().find(|one| one["instance"] == name).unwrap();
    let myci = json!({
        "workspace": "ml-research",
        "instance": "myci",
        "state": "Stopping",
        "operation": "Stop",
        "size": "STANDARD_DS3_V2",
        "price": 0.293,
        "owner": "00000000-0000-0000-0000-0000000000bb",
    });
    assert_eq!(*named("myci"), myci);
    assert_eq!(
        named("stopped-ci")["owner"],
        "00000000-0000-0000-0000-0000000000bc",
        "assigned, not the creator"
    );
}
