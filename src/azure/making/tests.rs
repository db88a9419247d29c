//! Nothing but what a blueprint says can be made.

use proptest::{collection, option, prelude::*, sample::select};

use super::*;
use std::collections::BTreeMap;

use crate::azure::{ScheduleAction, Zone, schedule};

fn home() -> Home {
    Home { location: "eastus2".to_owned(), tenant: "aaaa".to_owned() }
}

fn at() -> Timestamp {
    "2026-11-30T05:00:00Z".parse().unwrap()
}

fn any_blueprint() -> impl Strategy<Value = Blueprint> {
    let schedule = select(&[ScheduleAction::Start, ScheduleAction::Stop][..])
        .prop_map(|action| (action, "0 20 * * 1-5".to_owned(), Zone::called("Europe/Lisbon").unwrap()));
    let tags = collection::btree_map("[a-z]{1,6}", "[ -~]{0,12}", 0..3);
    let ids =
        (option::of("/subscriptions/[a-z]{4}/subnets/[a-z]{3}"), option::of("/subscriptions/[a-z]{4}/id"));
    let size = select(&["Standard_DS3_v2", "Standard_NC6s_v3"][..]);
    (size, 15..4320_i64, collection::vec(schedule, 0..5), ids, any::<bool>(), tags).prop_map(
        |(size, idle, schedules, (subnet, identity), public_ip, tags)| Blueprint {
            name: "small".to_owned(),
            size: size.to_owned(),
            idle: SignedDuration::from_mins(idle),
            schedules,
            subnet,
            public_ip,
            identity,
            tags,
            workspaces: Vec::new(),
            most_per_person: 1,
            most: 9,
        },
    )
}

/// An instance with settings that nobody chose by a blueprint.
fn any_old() -> impl Strategy<Value = Value> {
    let text = "[ -~]{0,12}";
    let idle = select(vec![json!("PT15M"), json!("P3D"), json!("PT0S"), json!(7), Value::Null]);
    let schedules = select(vec![
        Value::Null,
        json!({"computeStartStop": [{"id": "7f", "action": "Stop", "status": "Disabled",
                "provisioningStatus": "Completed", "cron": {"expression": "0 20 * * *", "timeZone": "UTC"}}]}),
    ]);
    (text, text, idle, schedules, collection::btree_map("[a-zA-Z-]{1,22}", text, 0..4)).prop_map(
        |(secret, script, idle, schedules, tags)| {
            json!({
                "name": "old", "location": "westeurope", "tags": tags,
                "identity": {"type": "SystemAssigned", "principalId": secret},
                "properties": {
                    "computeType": "ComputeInstance", "disableLocalAuth": false,
                    "properties": {
                        "vmSize": "STANDARD_ND96", "idleTimeBeforeShutdown": idle, "schedules": schedules,
                        "sshSettings": {"sshPublicAccess": "Enabled", "adminPublicKey": secret},
                        "setupScripts": {"scripts": {"creationScript": {"scriptData": script}}},
                        "customServices": [{"name": script}], "state": "Running",
                        "createdBy": {"userId": secret, "userOrgId": secret},
                    },
                },
            })
        },
    )
}

/// The paths of all members of an object, without the elements of lists and what people name.
fn paths(value: &Value, at: &str, into: &mut Vec<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let path = format!("{at}/{name}");
        if !matches!(path.as_str(), "/tags" | "/identity/userAssignedIdentities") {
            paths(value, &path, into);
        }
        into.push(path);
    }
}

const ALLOWED: &[&str] = &[
    "/identity",
    "/identity/type",
    "/identity/userAssignedIdentities",
    "/location",
    "/properties",
    "/properties/computeType",
    "/properties/properties",
    "/properties/properties/applicationSharingPolicy",
    "/properties/properties/computeInstanceAuthorizationType",
    "/properties/properties/enableNodePublicIp",
    "/properties/properties/idleTimeBeforeShutdown",
    "/properties/properties/personalComputeInstanceSettings",
    "/properties/properties/personalComputeInstanceSettings/assignedUser",
    "/properties/properties/personalComputeInstanceSettings/assignedUser/objectId",
    "/properties/properties/personalComputeInstanceSettings/assignedUser/tenantId",
    "/properties/properties/schedules",
    "/properties/properties/schedules/computeStartStop",
    "/properties/properties/sshSettings",
    "/properties/properties/sshSettings/sshPublicAccess",
    "/properties/properties/subnet",
    "/properties/properties/subnet/id",
    "/properties/properties/vmSize",
    "/tags",
];

proptest! {
    #[test]
    fn a_body_says_what_the_blueprint_says_and_who_it_is_for(
        blueprint in any_blueprint(), old in option::of(any_old()), owner in "[0-9a-f]{8}",
    ) {
        let carried = old.as_ref().map(Recreation::of);
        let making = Making { blueprint: &blueprint, old: carried.as_ref() };
        let request = RequestId::of(&[b"request"]);
        let body = making.body(&home(), &owner, request, at());
        let mut found = Vec::new();
        paths(&body, "", &mut found);
        let foreign: Vec<_> = found.iter().filter(|path| !ALLOWED.contains(&path.as_str())).collect();
        prop_assert!(foreign.is_empty(), "{foreign:?}");
        let inner = &body["properties"]["properties"];
        prop_assert_eq!(&inner["vmSize"], &json!(blueprint.size));
        prop_assert_eq!(inner["subnet"]["id"].as_str(), blueprint.subnet.as_deref());
        prop_assert_eq!(&inner["enableNodePublicIp"], &json!(blueprint.public_ip));
        prop_assert_eq!(&inner["sshSettings"]["sshPublicAccess"], "Disabled");
        let user = &inner["personalComputeInstanceSettings"]["assignedUser"];
        prop_assert_eq!(user, &json!({"objectId": owner, "tenantId": "aaaa"}));
        let minutes: i64 = inner["idleTimeBeforeShutdown"].as_str().unwrap()[2..].trim_end_matches('M').parse().unwrap();
        prop_assert!(minutes == blueprint.idle.as_mins() || old.is_some() && minutes == 15 && blueprint.idle.as_mins() > 15);
        for (name, value) in &blueprint.tags {
            prop_assert_eq!(&body["tags"][name], &json!(value));
        }
        prop_assert_eq!(&body["tags"][BLUEPRINT_TAG], "small");
        prop_assert_eq!(&body["tags"][REQUEST_TAG], &json!(request.to_string()));
        let replaces = old.as_ref().map_or(Value::Null, |old| old["name"].clone());
        prop_assert_eq!(body["tags"].get(REPLACES_TAG).unwrap_or(&Value::Null), &replaces);
        let known = |name: &String| {
            blueprint.tags.contains_key(name) || [BLUEPRINT_TAG, REPLACES_TAG, REQUEST_TAG].contains(&name.as_str())
                || old.as_ref().is_some_and(|old| !old["tags"][name].is_null()) && !name.starts_with("lamplighter-")
        };
        prop_assert!(body["tags"].as_object().unwrap().keys().all(known));
        let identities: Vec<_> = body["identity"]["userAssignedIdentities"].as_object().into_iter().flatten().collect();
        prop_assert_eq!(identities.len(), usize::from(blueprint.identity.is_some()));
        let schedules = schedule::read(&inner["schedules"]);
        let wanted = old.as_ref().map_or(blueprint.schedules.len(), |old| {
            schedule::read(&old["properties"]["properties"]["schedules"]).len()
        });
        prop_assert_eq!(schedules.len(), wanted);
        prop_assert!(schedules.iter().all(|schedule| schedule.id.is_none()), "Azure assigns ids");
        // The same again, whatever else was asked.
        prop_assert_eq!(making.body(&home(), &owner, request, at()), body);
    }
}

#[test]
fn an_instance_fits_a_blueprint_by_what_cannot_be_changed_later() {
    let blueprint = Blueprint {
        name: "small".to_owned(),
        size: "Standard_DS3_v2".to_owned(),
        idle: SignedDuration::from_hours(1),
        schedules: Vec::new(),
        subnet: Some("/subscriptions/S/subnets/ML".to_owned()),
        public_ip: false,
        identity: Some("/subscriptions/s/id".to_owned()),
        tags: BTreeMap::new(),
        workspaces: Vec::new(),
        most_per_person: 1,
        most: 9,
    };
    let old = json!({
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/subscriptions/S/ID": {}}},
        "properties": {"properties": {"vmSize": "STANDARD_DS3_V2", "enableNodePublicIp": false,
            "subnet": {"id": "/subscriptions/s/subnets/ml"},
            "createdBy": {"userId": "a", "userOrgId": "b"}}},
        "location": "eastus2",
    });
    let fits = |old: &Value| blueprint.fits(&Recreation::of(old));
    assert!(fits(&old));
    let changes: [(&str, Value); 6] = [
        ("/properties/properties/createdBy", Value::Null),
        ("/properties/properties/vmSize", json!("STANDARD_NC6")),
        ("/properties/properties/enableNodePublicIp", json!(true)),
        ("/properties/properties/subnet", Value::Null),
        ("/identity/userAssignedIdentities", json!({})),
        ("/identity/userAssignedIdentities", json!({"/subscriptions/S/ID": {}, "/other": {}})),
    ];
    for (path, value) in changes {
        let mut other = old.clone();
        *other.pointer_mut(path).unwrap() = value;
        assert!(!fits(&other), "{path}");
    }
}
