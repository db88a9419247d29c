//! Creates: what is refused and when, what is stored, and how they end.

use http::Method;
use serde_json::{Value, json};

use super::{SUBSCRIPTION, VERSION, message, owner};
use crate::{
    Call, Effect, Fault, Options, Rights,
    azure::links::SUBNET,
    test_rig::{COMPUTES, Reply, TestRig},
};

const PERSON: &str = "00000000-0000-0000-0000-0000000000bd";
const IDENTITY: &str = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/\
                        Microsoft.ManagedIdentity/userAssignedIdentities/research";

/// The body of a `PUT`, with these settings.
fn wanted(inner: Value) -> Value {
    let mut wanted = json!({
        "location": "eastus2",
        "tags": { "lamplighter-request": "7f3a" },
        "properties": {
            "computeType": "ComputeInstance",
            "properties": { "vmSize": "Standard_DS3_v2" },
        },
    });
    let Value::Object(inner) = inner else { panic!("no settings") };
    wanted["properties"]["properties"].as_object_mut().unwrap().extend(inner);
    wanted
}

async fn put(rig: &TestRig, name: &str, body: &Value) -> Reply {
    rig.send(Method::PUT, &format!("{COMPUTES}/{name}?{VERSION}"), body).await
}

async fn put_if_none_matches(rig: &TestRig, name: &str, body: &Value) -> Reply {
    let request = rig.request(Method::PUT, &format!("{COMPUTES}/{name}?{VERSION}"));
    let request = request.header("If-None-Match", "*").body(body.to_string());
    TestRig::read(request.send().await.unwrap()).await
}

async fn inner(rig: &TestRig, name: &str) -> Value {
    rig.computes(Method::GET, &format!("/{name}")).await.body["properties"]["properties"].take()
}

#[tokio::test]
async fn a_create_is_answered_with_a_status_address_alone_and_ends_in_running() {
    let rig = TestRig::new(Options::default()).await;
    let created = put(&rig, "new-ci", &wanted(json!({}))).await;
    assert_eq!(
        (created.status, created.header("location"), created.header("retry-after")),
        (201, None, None)
    );
    assert_eq!(created.body["properties"]["provisioningState"], "Creating");
    assert_eq!(created.body["tags"], json!({ "lamplighter-request": "7f3a" }));
    rig.pass(7);
    assert_eq!(rig.shows("new-ci").await, "null, null null");
    rig.pass(1);
    assert_eq!(rig.shows("new-ci").await, "Running, Create Succeeded");
    let status = rig.get(created.header("azure-asyncoperation").unwrap()).await.body;
    assert_eq!(status["status"], "Succeeded");
}

#[tokio::test]
async fn an_instance_keeps_person_network_identity_and_schedules() {
    let rig = TestRig::by_hand().await;
    let person = json!({ "assignedUser": { "objectId": PERSON, "tenantId": "contoso" } });
    let mut body = wanted(json!({
        "personalComputeInstanceSettings": person,
        "subnet": { "id": SUBNET },
        "enableNodePublicIp": false,
        "idleTimeBeforeShutdown": "PT45M",
        "schedules": { "computeStartStop": [{ "action": "Stop", "status": "Disabled" }] },
        "setupScripts": { "scripts": { "creationScript": { "scriptData": "ZWNobw==" } } },
    }));
    let identities = json!({ IDENTITY: {} });
    body["identity"] = json!({ "type": "SystemAssigned,UserAssigned", "userAssignedIdentities": identities });
    assert_eq!(put(&rig, "new-ci", &body).await.status, 201);
    rig.emulator.settle("new-ci");
    let inner = inner(&rig, "new-ci").await;
    assert_eq!(inner["personalComputeInstanceSettings"], person);
    assert_eq!(inner["createdBy"]["userId"], crate::ids::CALLER);
    let kept = [&inner["subnet"]["id"], &inner["enableNodePublicIp"], &inner["idleTimeBeforeShutdown"]];
    assert_eq!(kept, [&json!(SUBNET), &json!(false), &json!("PT45M")]);
    assert_eq!(inner["schedules"]["computeStartStop"][0]["status"], "Disabled");
    assert_eq!(inner["setupScripts"]["scripts"]["creationScript"]["scriptData"], "ZWNobw==");
    assert_eq!(inner["osImageMetadata"]["isLatestOsImageVersion"], true);
    let identity = rig.computes(Method::GET, "/new-ci").await.body["identity"].take();
    assert!(identity["principalId"].is_string(), "{identity}");
    assert!(identity["userAssignedIdentities"][IDENTITY]["clientId"].is_string(), "{identity}");
    let listed = rig.emulator.instances();
    let new = listed.as_array().unwrap().iter().find(|one| one["instance"] == "new-ci").unwrap();
    assert_eq!(new["owner"], PERSON);
}

#[tokio::test]
async fn a_put_overwrites_unless_its_condition_is_honoured() {
    let rig = TestRig::by_hand().await;
    let body = wanted(json!({ "idleTimeBeforeShutdown": "PT90M", "schedules": { "computeStartStop": [] } }));
    let refused = put_if_none_matches(&rig, "myci", &body).await;
    assert_eq!((refused.status, refused.code()), (412, "PreconditionFailed"));
    rig.emulator.fault(Fault::new(Call::Create, Effect::Unconditional));
    assert_eq!(put_if_none_matches(&rig, "myci", &body).await.status, 200);
    let myci = rig.computes(Method::GET, "/myci").await.body;
    assert_eq!(myci["tags"], body["tags"]);
    let inner = &myci["properties"]["properties"];
    assert_eq!(inner["idleTimeBeforeShutdown"], "PT60M", "a PUT changes neither idle time");
    assert_eq!(inner["schedules"]["computeStartStop"].as_array().unwrap().len(), 1, "nor schedules");
    assert_eq!(put_if_none_matches(&rig, "new-ci", &body).await.status, 201);
    assert_eq!(put_if_none_matches(&rig, "new-ci", &body).await.status, 412, "also while it is created");
}

#[tokio::test]
async fn a_name_is_valid_and_free_in_the_whole_region() {
    let rig = TestRig::by_hand().await;
    for (name, words) in [
        ("gpu-2", "Reason: Invalid. Message: A name for an Azure ML Compute Instance"),
        ("1ci", "Reason: Invalid."),
        ("Sandbox-CI", "name Sandbox-CI is already in use and is therefore unavailable"),
    ] {
        let refused = put(&rig, name, &wanted(json!({}))).await;
        assert_eq!((refused.status, refused.code()), (400, "UserError"), "{name}");
        assert!(message(&refused).contains(words), "{}", message(&refused));
    }
    let nowhere = json!({ "properties": { "computeType": "ComputeInstance" } });
    assert_eq!(put(&rig, "new-ci", &nowhere).await.code(), "LocationRequired");
    let nobody =
        wanted(json!({ "personalComputeInstanceSettings": { "assignedUser": { "objectId": PERSON } } }));
    assert!(message(&put(&rig, "new-ci", &nobody).await).starts_with("AssignedUser must have"));
}

#[tokio::test]
async fn a_create_needs_a_right_for_each_thing_that_it_uses() {
    let rig = TestRig::by_hand().await;
    let mut body = wanted(json!({ "subnet": { "id": SUBNET } }));
    body["identity"] = json!({ "type": "UserAssigned", "userAssignedIdentities": { IDENTITY: {} } });
    for (action, code) in [
        ("Microsoft.MachineLearningServices/workspaces/computes/write", "AuthorizationFailed"),
        (
            "Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action",
            "AuthorizationFailed",
        ),
        ("Microsoft.Network/virtualNetworks/subnets/join/action", "LinkedAuthorizationFailed"),
        ("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", "LinkedAuthorizationFailed"),
    ] {
        rig.emulator.grant(Rights { not_actions: vec![action.into()], ..Rights::default() });
        let refused = put(&rig, "new-ci", &body).await;
        assert_eq!((refused.status, refused.code()), (403, code), "{action}");
        assert!(message(&refused).contains(&format!("'{action}'")), "{}", message(&refused));
    }
    rig.emulator.grant(Rights::default());
    for (id, status, code) in [
        (SUBNET.replace("/computes", "/gone"), 403, "LinkedAuthorizationFailed"),
        ("ml-net/computes".to_owned(), 400, "LinkedInvalidPropertyId"),
    ] {
        let refused = put(&rig, "new-ci", &wanted(json!({ "subnet": { "id": id } }))).await;
        assert_eq!((refused.status, refused.code()), (status, code), "{id}");
    }
    assert_eq!(put(&rig, "new-ci", &body).await.status, 201);
}

#[tokio::test]
async fn each_family_has_a_quota_that_stopped_instances_use_too() {
    let rig = owner().await;
    let usage = async || {
        let path =
            format!("{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices/locations/eastus2/usages");
        let all = rig.get(&format!("{path}?{VERSION}")).await.body;
        let is_family = |one: &&Value| {
            one["type"] == "Microsoft.MachineLearningServices/vmFamily/usages"
                && one["name"]["value"] == "Standard NCSv3 Family Cluster Dedicated vCPUs"
        };
        let family = all["value"].as_array().unwrap().iter().find(is_family).unwrap();
        json!([family["currentValue"], family["limit"]])
    };
    let gpu = wanted(json!({ "vmSize": "STANDARD_NC6S_V3" }));
    assert_eq!(rig.emulator.state("stopped-ci").as_deref(), Some("Stopped"));
    assert_eq!(usage().await, json!([6, 18]));
    rig.emulator.set_quota("standardNCSv3Family", 12);
    assert_eq!(put(&rig, "gpu-a", &gpu).await.status, 201);
    assert_eq!(usage().await, json!([12, 12]));
    let refused = put(&rig, "gpu-b", &gpu).await;
    assert_eq!((refused.status, refused.code()), (400, "ClusterMinNodesExceedCoreQuota"));
    let words = "Standard NCSv3 family vCPU quota of 12 and cannot accomodate for at least 1 requested managed \
                 compute nodes which maps to 6 vCPUs.";
    assert!(message(&refused).ends_with(words), "{}", message(&refused));
    assert_eq!(put(&rig, "cpu-a", &wanted(json!({}))).await.status, 201, "another family");
    let a100 = put(&rig, "gpu-c", &wanted(json!({ "vmSize": "Standard_NC24ads_A100_v4" }))).await;
    assert_eq!(a100.code(), "ClusterMinNodesExceedCoreQuota", "there is none at first");
}

#[tokio::test]
async fn quotas_can_be_set_through_the_controls() {
    let rig = TestRig::by_hand().await;
    let set = async |family: &str| {
        let body = json!({ "family": family, "vcpus": 3 });
        rig.send(Method::POST, "/_emulator/quotas", &body).await
    };
    assert_eq!(set("standardDSv2Family").await.status, 200);
    assert_eq!(put(&rig, "new-ci", &wanted(json!({}))).await.code(), "ClusterMinNodesExceedCoreQuota");
    let unknown = set("standardFamily").await;
    assert_eq!(unknown.status, 400);
    assert!(unknown.body["error"].as_str().unwrap().contains("there are standardDSv2Family, "));
}

#[tokio::test]
async fn a_policy_or_a_lock_refuses_a_create() {
    let rig = TestRig::by_hand().await;
    for (effect, status, code, words) in [
        (Effect::Policy, 403, "RequestDisallowedByPolicy", "Resource 'new-ci' was disallowed by policy."),
        (Effect::Locked, 409, "ScopeLocked", "/resourceGroups/ml-rg'. Please remove the lock and try again."),
        (Effect::Quota, 400, "BadRequest", "cannot accomodate"),
    ] {
        rig.emulator.fault(Fault::new(Call::Create, effect));
        let refused = put(&rig, "new-ci", &wanted(json!({}))).await;
        assert_eq!((refused.status, refused.code()), (status, code));
        assert!(message(&refused).contains(words), "{}", message(&refused));
        assert_eq!(rig.computes(Method::GET, "/new-ci").await.status, 404, "nothing is left behind");
    }
}

#[tokio::test]
async fn a_create_that_fails_late_leaves_an_instance_with_its_error() {
    let rig = TestRig::by_hand().await;
    for (name, effect, state, code) in [
        ("ci-a", Effect::FailsLate, "CreateFailed", "ComputeInstanceOperationTimedOut"),
        ("ci-b", Effect::NoCapacity, "CreateFailed", "AllocationFailed"),
        ("ci-c", Effect::SetupFails, "SetupFailed", "StorageMountError"),
    ] {
        rig.emulator.fault(Fault::new(Call::Create, effect));
        let accepted = put(&rig, name, &wanted(json!({}))).await;
        assert_eq!(accepted.status, 201);
        assert_eq!(rig.shows(name).await, "null, null null");
        rig.emulator.settle(name);
        assert_eq!(rig.shows(name).await, format!("{state}, Create CreateFailed"));
        assert_eq!(inner(&rig, name).await["errors"][0]["error"]["code"], code);
        let failed = rig.computes(Method::GET, &format!("/{name}")).await.body;
        assert_eq!(failed["properties"]["provisioningState"], "Failed");
        let status = rig.get(accepted.header("azure-asyncoperation").unwrap()).await.body;
        assert_eq!((&status["status"], &status["error"]["code"]), (&json!("Failed"), &json!(code)));
    }
}

#[tokio::test]
async fn a_new_image_comes_out_each_month_and_old_instances_keep_theirs() {
    let rig = TestRig::by_hand().await;
    let image = async |name: &str| {
        let image = inner(&rig, name).await["osImageMetadata"].take();
        json!([image["currentImageVersion"], image["latestImageVersion"], image["isLatestOsImageVersion"]])
    };
    assert_eq!(image("myci").await, json!(["26.06.14", "26.10.22", false]));
    assert_eq!(image("stopped-ci").await, json!(["26.10.22", "26.10.22", true]));
    rig.emulator.set("busy-ci", json!({ "osImageMetadata": null }));
    rig.pass(10 * 24 * 60 * 60);
    assert_eq!(image("stopped-ci").await, json!(["26.10.22", "26.11.24", false]));
    assert_eq!(image("busy-ci").await, json!([null, null, null]));
    put(&rig, "new-ci", &wanted(json!({}))).await;
    rig.emulator.settle("new-ci");
    assert_eq!(image("new-ci").await, json!(["26.11.24", "26.11.24", true]));
}
