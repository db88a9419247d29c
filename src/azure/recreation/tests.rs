use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// Stands wherever a secret or a read-only value may be.
const SECRET: &str = "no-one-may-see-this";

/// Two schedules as `GET` shows them.
fn schedules_of_two() -> Value {
    json!({ "computeStartStop": [
        {
            "id": SECRET, "provisioningStatus": SECRET, "status": "Disabled", "action": "Stop",
            "triggerType": "Cron", "recurrence": null, "schedule": { "id": SECRET },
            "cron": { "startTime": "2026-01-01T00:00:00", "timeZone": "UTC", "expression": "0 18 * * 1-5" },
        },
        {
            "status": "Enabled", "action": "Start", "triggerType": "Recurrence",
            "recurrence": {
                "frequency": "Week", "interval": 1, "startTime": null, "timeZone": "UTC",
                "schedule": { "hours": [8], "minutes": [0], "weekDays": ["Monday"], "monthDays": null },
            },
        },
    ] })
}

/// What is read-only, or may be secret.
fn untouched() -> Value {
    json!({
        "setupScripts": { "scripts": { "creationScript": { "scriptArguments": SECRET, "scriptData": SECRET } } },
        "customServices": [
            { "name": "rstudio", "environmentVariables": { "RSP_LICENSE": { "value": SECRET } } },
            { "name": 7, "image": { "reference": SECRET } },
        ],
        "dataMounts": [{ "mountName": "images", "source": SECRET }],
        "osImageMetadata": { "currentImageVersion": SECRET }, "connectivityEndpoints": { "publicIpAddress": SECRET },
        "applications": [{ "displayName": SECRET }], "createdBy": { "userId": "bob", "userOrgId": SECRET },
        "errors": [{ "code": SECRET }], "state": SECRET, "lastOperation": { "operationName": SECRET },
        "containers": [{ "name": SECRET }], "dataDisks": [{ "lun": 1 }], "versions": { "runtime": SECRET },
        "someDayThereIs": SECRET,
    })
}

/// An instance with every field that Azure has, as `GET` shows it.
fn whole() -> Value {
    let mut whole = json!({
        "id": SECRET, "name": "myci", "type": SECRET, "systemData": { "createdBy": SECRET }, "sku": { "name": SECRET },
        "location": "eastus2",
        "tags": { "team": "vision", "note": "", "lamplighter-request": SECRET },
        "identity": {
            "type": "SystemAssigned, userassigned", "principalId": SECRET, "tenantId": SECRET,
            "userAssignedIdentities": { "/subscriptions/s/id": { "principalId": SECRET, "clientId": SECRET } },
        },
        "properties": {
            "computeType": "ComputeInstance", "computeLocation": "eastus2", "description": "for training",
            "disableLocalAuth": "True", "resourceId": SECRET, "provisioningState": SECRET, "createdOn": SECRET,
            "modifiedOn": SECRET, "provisioningErrors": [{ "code": SECRET }], "isAttachedCompute": false,
            "properties": {
                "vmSize": "STANDARD_DS3_V2",
                "subnet": { "id": "/subscriptions/s/subnets/ml", "name": SECRET },
                "applicationSharingPolicy": "Shared", "computeInstanceAuthorizationType": "personal",
                "personalComputeInstanceSettings": { "assignedUser": { "objectId": "ana", "tenantId": "t" } },
                "sshSettings": {
                    "sshPublicAccess": "Enabled", "adminUserName": SECRET, "sshPort": 4000, "adminPublicKey": SECRET,
                },
                "enableNodePublicIp": false, "idleTimeBeforeShutdown": "PT60M",
                "schedules": schedules_of_two(),
                "enableSSO": false, "enableOSPatching": false, "enableRootAccess": true, "releaseQuotaOnStop": null,
            },
        },
    });
    let Value::Object(others) = untouched() else { unreachable!() };
    whole["properties"]["properties"].as_object_mut().unwrap().extend(others);
    whole
}

/// [`whole`] with another value of one inner property.
fn with(field: &str, value: Value) -> Recreation {
    let mut resource = whole();
    resource["properties"]["properties"][field] = value;
    Recreation::of(&resource)
}

fn inner<'a>(recreation: &'a Recreation, field: &str) -> &'a Value {
    &recreation.body["properties"]["properties"][field]
}

fn unreadable(recreation: &Recreation) -> Vec<&str> {
    recreation.lost.get(&Loss::Unreadable).into_iter().flatten().map(String::as_str).collect()
}

fn losses_of(recreation: &Recreation) -> Vec<Loss> {
    recreation.lost.keys().copied().collect()
}

#[test]
fn a_new_instance_has_what_a_caller_may_set() {
    let schedules = json!({ "computeStartStop": [
        {
            "status": "Disabled", "action": "Stop", "triggerType": "Cron",
            "cron": { "startTime": "2026-01-01T00:00:00", "timeZone": "UTC", "expression": "0 18 * * 1-5" },
        },
        {
            "status": "Enabled", "action": "Start", "triggerType": "Recurrence",
            "recurrence": {
                "frequency": "Week", "interval": 1, "timeZone": "UTC",
                "schedule": { "hours": [8], "minutes": [0], "weekDays": ["Monday"] },
            },
        },
    ] });
    let expected = json!({
        "location": "eastus2",
        "tags": { "team": "vision", "note": "" },
        "identity": {
            "type": "SystemAssigned,UserAssigned", "userAssignedIdentities": { "/subscriptions/s/id": {} },
        },
        "properties": {
            "computeType": "ComputeInstance", "description": "for training", "disableLocalAuth": true,
            "properties": {
                "vmSize": "STANDARD_DS3_V2",
                "subnet": { "id": "/subscriptions/s/subnets/ml" },
                "applicationSharingPolicy": "Shared", "computeInstanceAuthorizationType": "personal",
                "personalComputeInstanceSettings": { "assignedUser": { "objectId": "ana", "tenantId": "t" } },
                "sshSettings": { "sshPublicAccess": "Disabled" },
                "enableNodePublicIp": false, "idleTimeBeforeShutdown": "PT60M",
                "schedules": schedules,
            },
        },
    });
    assert_eq!(Recreation::of(&whole()).body, expected);
}

#[test]
fn everything_else_is_listed_without_its_secrets() {
    let recreation = Recreation::of(&whole());
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let expected = [
        (Loss::OsDisk, names(&[])),
        (Loss::TemporaryDisk, names(&[])),
        (Loss::SetupScripts, names(&[])),
        (Loss::CustomServices, names(&["rstudio"])),
        (Loss::DataMounts, names(&["images"])),
        (Loss::Ssh, names(&[])),
        (Loss::SystemIdentity, names(&[])),
        (Loss::SingleSignOn, names(&[])),
        (Loss::PreviewSettings, names(&["enableOSPatching=false", "enableRootAccess=true"])),
    ];
    assert_eq!(recreation.lost, expected.into());
    assert!(!format!("{recreation:?}").contains(SECRET), "{recreation:?}");
}

#[test]
fn a_plain_instance_loses_its_disks_and_perhaps_scripts() {
    let bare = Recreation::of(&json!({
        "location": "eastus2", "tags": {}, "identity": { "type": "None" },
        "properties": { "properties": {
            "vmSize": "STANDARD_DS3_V2", "subnet": { "id": null }, "idleTimeBeforeShutdown": "",
            "schedules": { "computeStartStop": [] }, "setupScripts": { "scripts": { "startupScript": null } },
            "sshSettings": { "sshPublicAccess": "Disabled" }, "customServices": [], "dataMounts": null,
            "personalComputeInstanceSettings": null, "createdBy": { "userId": "ana", "userOrgId": "t" },
        } },
    }));
    assert_eq!(losses_of(&bare), [Loss::OsDisk, Loss::TemporaryDisk, Loss::SetupScriptsNotShown]);
    let user = json!({ "assignedUser": { "objectId": "ana", "tenantId": "t" } });
    assert_eq!(inner(&bare, "personalComputeInstanceSettings"), &user, "the creator");
    for absent in ["subnet", "idleTimeBeforeShutdown", "schedules"] {
        assert!(inner(&bare, absent).is_null(), "{absent}");
    }
}

#[test]
fn what_cannot_be_read_is_neither_sent_nor_taken_for_absent() {
    let stop = || whole()["properties"]["properties"]["schedules"]["computeStartStop"][0].clone();
    for (field, value) in [
        ("vmSize", json!(null)),
        ("vmSize", json!(["STANDARD_DS3_V2"])),
        ("subnet", json!("/subscriptions/s/subnets/ml")),
        ("subnet", json!({ "id": 7 })),
        ("idleTimeBeforeShutdown", json!("some day")),
        ("idleTimeBeforeShutdown", json!(3600)),
        ("enableNodePublicIp", json!("perhaps")),
        ("applicationSharingPolicy", json!({ "id": SECRET })),
        ("schedules", json!("none")),
        ("schedules", json!({ "computeStartStop": { "0": stop() } })),
        ("schedules", json!({ "computeStartStop": [stop(), "what is this"] })),
        ("schedules", json!({ "computeStartStop": [stop(), { "action": "Stop" }] })),
    ] {
        let recreation = with(field, value.clone());
        assert_eq!(unreadable(&recreation), [field], "{value}");
        assert!(inner(&recreation, field).is_null(), "{value}");
    }
    for identity in [json!("SystemAssigned"), json!({ "type": "Odd" }), json!({ "type": "UserAssigned" })] {
        let mut resource = whole();
        resource["identity"] = identity.clone();
        let recreation = Recreation::of(&resource);
        assert_eq!(unreadable(&recreation), ["identity"], "{identity}");
        assert!(recreation.body["identity"].is_null(), "{identity}");
    }
}

#[test]
fn an_instance_is_never_given_to_somebody_else() {
    for settings in [
        json!("ana"),
        json!({ "assignedUser": "ana" }),
        json!({ "assignedUser": { "objectId": "ana" } }),
        json!({ "assignedUser": { "objectId": "ana", "tenantId": "" } }),
    ] {
        let recreation = with("personalComputeInstanceSettings", settings.clone());
        assert_eq!(unreadable(&recreation), ["assignedUser"], "{settings}");
        assert!(inner(&recreation, "personalComputeInstanceSettings").is_null(), "{settings}");
    }
}

#[test]
fn ssh_is_lost_unless_it_is_known_to_be_off() {
    for settings in [json!(null), json!({}), json!({ "sshPublicAccess": "Odd" })] {
        assert!(losses_of(&with("sshSettings", settings)).contains(&Loss::Ssh));
    }
    let off = with("sshSettings", json!({ "sshPublicAccess": "disabled", "adminPublicKey": SECRET }));
    assert!(!losses_of(&off).contains(&Loss::Ssh));
}

/// What a body may have, whatever `GET` shows; `*` is any name.
const WRITABLE: [&str; 30] = [
    "location",
    "tags/*",
    "identity/type",
    "identity/userAssignedIdentities/*",
    "properties/computeType",
    "properties/description",
    "properties/disableLocalAuth",
    "properties/properties/vmSize",
    "properties/properties/subnet/id",
    "properties/properties/applicationSharingPolicy",
    "properties/properties/computeInstanceAuthorizationType",
    "properties/properties/enableNodePublicIp",
    "properties/properties/idleTimeBeforeShutdown",
    "properties/properties/sshSettings/sshPublicAccess",
    "properties/properties/personalComputeInstanceSettings/assignedUser/objectId",
    "properties/properties/personalComputeInstanceSettings/assignedUser/tenantId",
    "properties/properties/schedules/computeStartStop/status",
    "properties/properties/schedules/computeStartStop/action",
    "properties/properties/schedules/computeStartStop/triggerType",
    "properties/properties/schedules/computeStartStop/cron/startTime",
    "properties/properties/schedules/computeStartStop/cron/timeZone",
    "properties/properties/schedules/computeStartStop/cron/expression",
    "properties/properties/schedules/computeStartStop/recurrence/frequency",
    "properties/properties/schedules/computeStartStop/recurrence/interval",
    "properties/properties/schedules/computeStartStop/recurrence/startTime",
    "properties/properties/schedules/computeStartStop/recurrence/timeZone",
    "properties/properties/schedules/computeStartStop/recurrence/schedule/hours",
    "properties/properties/schedules/computeStartStop/recurrence/schedule/minutes",
    "properties/properties/schedules/computeStartStop/recurrence/schedule/weekDays",
    "properties/properties/schedules/computeStartStop/recurrence/schedule/monthDays",
];

/// The paths of all leaves, without the numbers of elements.
fn leaves(value: &Value, path: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                leaves(value, &[path, &[name.as_str()]].concat(), found);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                leaves(element, path, found);
            }
        }
        _ => found.push(path.join("/")),
    }
}

fn is_writable(path: &str) -> bool {
    WRITABLE.iter().any(|allowed| match allowed.strip_suffix('*') {
        Some(parent) => path.starts_with(parent) || path == parent.trim_end_matches('/'),
        None => *allowed == path,
    })
}

/// Every name that the resource or a schedule has.
fn names(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.push(name.clone());
                names(value, found);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| names(element, found)),
        _ => {}
    }
}

/// Any JSON out of the names of fields, and of values that mean something.
fn any_json() -> impl Strategy<Value = Value> {
    let mut words = Vec::new();
    names(&whole(), &mut words);
    let name = proptest::sample::select(words);
    let said =
        ["SystemAssigned", "UserAssigned", "Stop", "PT1H", "Enabled", "0 18 * * 1-5", "Day", "", SECRET];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u8>().prop_map(Value::from),
        proptest::sample::select(said.to_vec()).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |deeper| {
        prop_oneof![
            prop::collection::vec(deeper.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((name.clone(), deeper), 0..6)
                .prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    /// Any part of a whole instance may be anything.
    #[test]
    fn no_body_has_a_field_that_a_caller_may_not_set(
        at in proptest::sample::select(pointers()),
        other in any_json(),
    ) {
        let mut resource = whole();
        *resource.pointer_mut(&at).unwrap() = other;
        let body = Recreation::of(&resource).body;
        let mut found = Vec::new();
        leaves(&body, &[], &mut found);
        for path in found {
            prop_assert!(is_writable(&path), "{path} in {body}");
        }
    }

    #[test]
    fn a_recreation_of_a_recreation_has_the_same_body(
        at in proptest::sample::select(pointers()),
        other in any_json(),
    ) {
        let mut resource = whole();
        *resource.pointer_mut(&at).unwrap() = other;
        let once = Recreation::of(&resource).body;
        prop_assert_eq!(&Recreation::of(&once).body, &once);
    }
}

/// Of every part of a whole instance.
fn pointers() -> Vec<String> {
    fn walk(value: &Value, pointer: &str, found: &mut Vec<String>) {
        found.push(pointer.to_owned());
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    walk(value, &format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), found);
                }
            }
            Value::Array(elements) => {
                for (at, value) in elements.iter().enumerate() {
                    walk(value, &format!("{pointer}/{at}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&whole(), "", &mut found);
    found
}
