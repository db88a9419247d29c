//! What is stored of a resource: tags, descriptions, settings, and their limits.

use http::Method;
use serde_json::{Map, Value, json};

use super::{SUBSCRIPTION, VERSION, message, owner, workspace};
use crate::test_rig::COMPUTES;

fn numbered(count: usize) -> Value {
    (0..count).map(|number| (format!("tag{number}"), json!("x"))).collect::<Map<_, _>>().into()
}

#[tokio::test]
async fn a_resource_has_at_most_fifty_valid_tags_whatever_sets_them() {
    let rig = owner().await;
    let instance = |name: &str, tags: Value| {
        let body = json!({
            "location": "eastus2",
            "tags": tags,
            "properties": {
                "computeType": "ComputeInstance",
                "properties": { "vmSize": "Standard_DS3_v2" },
            },
        });
        (Method::PUT, format!("{COMPUTES}/{name}?{VERSION}"), body)
    };
    let at =
        |scope: &str| format!("{scope}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01");
    let tags = |tags: &Value| json!({ "properties": { "tags": tags } });
    let merge = |tags: &Value| json!({ "operation": "Merge", "properties": { "tags": tags } });
    let ways = |given: &Value| {
        [
            instance("new-ci", given.clone()),
            instance("myci", given.clone()),
            (Method::PATCH, format!("{COMPUTES}/stopped-ci?{VERSION}"), json!({ "tags": given })),
            (Method::PATCH, format!("{}?{VERSION}", workspace()), json!({ "tags": given })),
            (Method::PUT, at(workspace()), tags(given)),
            (Method::PATCH, at(&format!("{COMPUTES}/busy-ci")), merge(given)),
            (Method::PUT, at(&format!("{SUBSCRIPTION}/resourceGroups/ml-rg")), tags(given)),
            (Method::PUT, at(SUBSCRIPTION), tags(given)),
        ]
    };
    for (given, code, words) in [
        (numbered(51), "InvalidTags", "Requested tag count - '51'. Maximum number of tags allowed - '50'."),
        (json!({ "a/b": "x" }), "InvalidTagNameCharacters", "'a/b' have reserved characters"),
        (json!({ "a".repeat(513): "x" }), "InvalidTagName", "'512' characters"),
        (json!({ "a": "x".repeat(257) }), "InvalidTagValueLength", "'256' characters"),
        (json!({ "a": {} }), "InvalidRequestContent", "'a'"),
    ] {
        for (method, address, body) in ways(&given) {
            let refused = rig.send(method, &address, &body).await;
            assert_eq!((refused.status, refused.code()), (400, code), "{address}");
            assert!(message(&refused).contains(words), "{}", message(&refused));
        }
    }
    for (method, address, body) in ways(&numbered(50)) {
        let set = rig.send(method, &address, &body).await;
        assert!([200, 201].contains(&set.status), "{address} {}", set.body);
        let found = rig.get(&address).await.body;
        let found = [&found["tags"], &found["properties"]["tags"]].into_iter().find(|tags| tags.is_object());
        assert_eq!(found, Some(&numbered(50)), "{address}");
    }
    let cleared = rig.send(Method::DELETE, &at(workspace()), &json!({})).await;
    assert_eq!((cleared.status, &cleared.body["properties"]["tags"]), (200, &json!({})));
}

#[tokio::test]
async fn an_instance_keeps_the_tags_the_description_and_the_settings_it_was_created_with() {
    let rig = owner().await;
    let address = format!("{COMPUTES}/new-ci?{VERSION}");
    let wanted = |tags: Value, description: Value, idle: &str| {
        json!({
            "location": "eastus2",
            "tags": tags,
            "properties": {
                "computeType": "ComputeInstance",
                "description": description,
                "properties": {
                    "vmSize": "Standard_DS3_v2",
                    "applicationSharingPolicy": "Personal",
                    "idleTimeBeforeShutdown": idle,
                },
            },
        })
    };
    let shown = async || {
        let all = rig.get(&address).await.body;
        let inner = &all["properties"]["properties"];
        let rest = [&inner["applicationSharingPolicy"], &inner["idleTimeBeforeShutdown"]];
        json!([all["tags"], all["properties"]["description"], rest[0], rest[1]])
    };
    let created = wanted(json!({ "team": "vision" }), json!("Ana's"), "PT30M");
    assert_eq!(rig.send(Method::PUT, &address, &created).await.status, 201);
    rig.emulator.settle("new-ci");
    assert_eq!(shown().await, json!([{ "team": "vision" }, "Ana's", "Personal", "PT30M"]));

    let replaced = wanted(json!({ "cost": "7" }), Value::Null, "PT90M");
    assert_eq!(rig.send(Method::PUT, &address, &replaced).await.status, 200);
    assert_eq!(
        shown().await,
        json!([{ "cost": "7" }, null, "Personal", "PT30M"]),
        "a PUT replaces no setting"
    );

    let patch = json!({ "tags": { "a": "b" }, "properties": { "description": "Bruno's" } });
    assert_eq!(rig.send(Method::PATCH, &address, &patch).await.status, 200);
    assert_eq!(shown().await, json!([{ "a": "b" }, "Bruno's", "Personal", "PT30M"]));
    assert_eq!(rig.get(&address).await.body["properties"]["properties"].get("scaleSettings"), None);
    let scale = json!({ "properties": { "properties": { "scaleSettings": { "maxNodeCount": 9 } } } });
    assert_eq!(rig.send(Method::PATCH, &address, &scale).await.code(), "UserError", "clusters alone scale");
    let cluster = format!("{COMPUTES}/train-cluster?{VERSION}");
    let scaled = rig.send(Method::PATCH, &cluster, &scale).await.body;
    let settings = &scaled["properties"]["properties"]["scaleSettings"];
    assert_eq!((&settings["maxNodeCount"], &settings["minNodeCount"]), (&json!(9), &json!(0)));
    let turned = rig.send(Method::PUT, &cluster, &replaced).await;
    assert_eq!((turned.status, turned.code()), (400, "UserError"), "a cluster does not become an instance");
}

#[tokio::test]
async fn a_workspace_can_be_renamed_and_described() {
    let rig = owner().await;
    let address = format!("{}?{VERSION}", workspace());
    let patch = json!({ "properties": { "description": "Vision", "friendlyName": "The lab" } });
    assert_eq!(rig.send(Method::PATCH, &address, &patch).await.status, 200);
    let found = rig.get(&address).await.body;
    assert_eq!(found["properties"]["description"], "Vision");
    assert_eq!(found["properties"]["friendlyName"], "The lab");
    assert_eq!(found["name"], "ml-research");
    let tagged = json!({ "tags": { "a": "b" } });
    let put = rig.send(Method::PUT, &address, &tagged).await;
    assert_eq!((put.status, &put.body["tags"]), (200, &json!({ "a": "b" })));
    let untagged = rig.send(Method::PUT, &address, &json!({})).await.body;
    assert_eq!(untagged["tags"], json!({}));
    assert_eq!(untagged["properties"]["description"], "Vision", "what is not given stays");
    let elsewhere = address.replace("ml-research", "ml-elsewhere");
    assert_eq!(rig.send(Method::PUT, &elsewhere, &tagged).await.code(), "ResourceNotFound");
}

#[tokio::test]
async fn a_create_is_held_to_the_limits_of_each_setting() {
    let rig = owner().await;
    let address = format!("{COMPUTES}/new-ci?{VERSION}");
    let wanted = |name: &str, value: Value| {
        let mut wanted = json!({
            "location": "eastus2",
            "properties": {
                "computeType": "ComputeInstance",
                "properties": { "vmSize": "Standard_DS3_v2" },
            },
        });
        wanted["properties"]["properties"][name] = value;
        wanted
    };
    let schedules = |count: usize| json!({ "computeStartStop": vec![json!({ "action": "Stop" }); count] });
    for (name, value) in [
        ("idleTimeBeforeShutdown", json!("PT5M")),
        ("idleTimeBeforeShutdown", json!("P4D")),
        ("idleTimeBeforeShutdown", json!(60)),
        ("schedules", schedules(5)),
        ("schedules", json!([])),
    ] {
        let refused = rig.send(Method::PUT, &address, &wanted(name, value)).await;
        assert_eq!((refused.status, refused.code()), (400, "UserError"), "{name}");
    }
    assert_eq!(rig.send(Method::PUT, &address, &wanted("schedules", schedules(4))).await.status, 201);
    rig.emulator.settle("new-ci");
    let made = rig.computes(Method::GET, "/new-ci").await.body;
    let made = &made["properties"]["properties"]["schedules"]["computeStartStop"];
    assert!(made.as_array().unwrap().iter().all(|schedule| schedule["id"].is_string()), "{made}");
}

#[tokio::test]
async fn a_size_that_no_instance_can_have_is_refused_with_those_that_it_can() {
    let rig = owner().await;
    for size in ["Standard_B2s", "Standard_DS3_v2 ", "gpu", ""] {
        let wanted = json!({
            "location": "eastus2",
            "properties": { "computeType": "ComputeInstance", "properties": { "vmSize": size } },
        });
        let refused = rig.send(Method::PUT, &format!("{COMPUTES}/new-ci?{VERSION}"), &wanted).await;
        assert_eq!((refused.status, refused.code()), (400, "InvalidPropertyValue"));
        assert!(message(&refused).contains("is not a supported VM size"), "{}", message(&refused));
        let details = &refused.body["error"]["details"][0];
        assert_eq!(details["code"], "SupportedVMSizes");
        assert!(details["message"].as_str().unwrap().contains("STANDARD_DS3_V2"));
        assert_eq!(rig.computes(Method::GET, "/new-ci").await.status, 404, "nothing is left behind");
    }
}
