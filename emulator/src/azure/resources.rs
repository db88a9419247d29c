//! Resources as ARM writes them: shapes from recordings of the service and from its 2026-09-01
//! specification, ids and addresses made up.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::timestamp::stamp;
use crate::{
    ids::{LOCATION, TENANT},
    resource_id::Place,
};

/// What tells one compute instance from another.
pub(crate) struct Likeness<'a> {
    pub size: &'a str,
    /// The Entra object id of its creator.
    pub creator: &'a str,
    pub creator_name: Option<&'a str>,
    /// The Entra object id of the person it was made for, if by another.
    pub assigned: Option<&'a str>,
    /// ISO 8601; none is "never".
    pub idle: Option<&'a str>,
    /// Whether its OS image is a month or more behind.
    pub outdated: bool,
    pub schedules: Value,
    pub setup: Setup<'a>,
    pub created: Timestamp,
}

/// What was chosen about an instance's safety when it was made.
#[derive(Clone, Copy, Default)]
pub(crate) struct Setup<'a> {
    /// The kind of its managed identity, such as `SystemAssigned`.
    pub identity: Option<&'a str>,
    pub ssh_is_public: bool,
    pub local_auth_is_disabled: bool,
    /// ARM id.
    pub subnet: Option<&'a str>,
}

/// A compute instance that is up, but for its `state` and `lastOperation`.
pub(crate) fn instance(place: &Place, likeness: &Likeness) -> Value {
    let mut resource = envelope(place, "ComputeInstance", likeness.created);
    resource["identity"] = likeness.setup.identity.map_or(Value::Null, |kind| {
        json!({
            "type": kind,
            "principalId": "00000000-0000-0000-0000-0000000000cc",
            "tenantId": TENANT,
        })
    });
    resource["properties"]["disableLocalAuth"] = json!(likeness.setup.local_auth_is_disabled);
    resource["properties"]["properties"] = body(&place.compute, likeness);
    resource
}

/// Takes back what the service does not know yet of an instance that is being created.
pub(crate) fn hide_unborn(resource: &mut Value) {
    const UNKNOWN: [&str; 9] = [
        "applicationSharingPolicy",
        "applications",
        "connectivityEndpoints",
        "customServices",
        "errors",
        "osImageMetadata",
        "schedules",
        "sshSettings",
        "versions",
    ];
    resource["properties"]["provisioningState"] = json!("Creating");
    for field in UNKNOWN {
        resource["properties"]["properties"][field] = Value::Null;
    }
}

/// A training cluster: in the same list as the instances, and none of them.
pub(crate) fn cluster(place: &Place, created: Timestamp) -> Value {
    let mut resource = envelope(place, "AmlCompute", created);
    resource["properties"]["properties"] = json!({
        "vmSize": "STANDARD_NC6S_V3",
        "vmPriority": "Dedicated",
        "osType": "Linux",
        "scaleSettings": {
            "minNodeCount": 0, "maxNodeCount": 4, "nodeIdleTimeBeforeScaleDown": "PT120S",
        },
        "allocationState": "Steady",
        "allocationStateTransitionTime": stamp(created),
        "currentNodeCount": 0,
        "targetNodeCount": 0,
        "nodeStateCounts": {
            "preparingNodeCount": 0, "runningNodeCount": 0, "idleNodeCount": 0,
            "unusableNodeCount": 0, "leavingNodeCount": 0, "preemptedNodeCount": 0,
        },
        "errors": null,
        "remoteLoginPortPublicAccess": "NotSpecified",
        "subnet": null,
        "isolatedNetwork": false,
        "enableNodePublicIp": true,
    });
    resource
}

/// A workspace, with no more than clients of its computes look at.
pub(crate) fn workspace(place: &Place, tags: &Map<String, Value>) -> Value {
    json!({
        "id": place.id(),
        "name": place.workspace,
        "type": "Microsoft.MachineLearningServices/workspaces",
        "location": LOCATION,
        "tags": tags,
        "kind": "Default",
        "sku": { "name": "Basic", "tier": "Basic" },
        "identity": {
            "type": "SystemAssigned",
            "principalId": "00000000-0000-0000-0000-0000000000ce",
            "tenantId": TENANT,
        },
        "properties": {
            "friendlyName": place.workspace,
            "description": "",
            "provisioningState": "Succeeded",
            "workspaceId": "00000000-0000-0000-0000-0000000000cd",
            "hbiWorkspace": false,
            "publicNetworkAccess": "Enabled",
        },
    })
}

fn envelope(place: &Place, kind: &str, created: Timestamp) -> Value {
    json!({
        "id": place.id(),
        "name": place.compute,
        "type": "Microsoft.MachineLearningServices/workspaces/computes",
        "location": LOCATION,
        "tags": {},
        "properties": {
            "createdOn": stamp(created),
            "modifiedOn": stamp(created),
            "disableLocalAuth": false,
            "description": null,
            "resourceId": null,
            "computeType": kind,
            "computeLocation": LOCATION,
            "provisioningState": "Succeeded",
            "provisioningErrors": null,
            "isAttachedCompute": false,
            "properties": {},
        },
    })
}

/// The inner `properties` of a compute instance.
fn body(name: &str, likeness: &Likeness) -> Value {
    let mut body = machine(name, likeness);
    body["createdBy"] = json!({ "userOrgId": TENANT, "userId": likeness.creator });
    if let Some(name) = likeness.creator_name {
        body["createdBy"]["userName"] = json!(name);
    }
    if let Some(assigned) = likeness.assigned {
        body["personalComputeInstanceSettings"] =
            json!({ "assignedUser": { "objectId": assigned, "tenantId": TENANT } });
    }
    body["schedules"] = json!({ "computeStartStop": likeness.schedules });
    body["idleTimeBeforeShutdown"] = json!(likeness.idle);
    body["subnet"] = likeness
        .setup
        .subnet
        .map_or(Value::Null, |id| json!({ "id": id }));
    if likeness.setup.ssh_is_public {
        body["sshSettings"]["sshPublicAccess"] = json!("Enabled");
    }
    body["osImageMetadata"] = json!({
        "currentImageVersion": if likeness.outdated { "26.06.14" } else { "26.10.22" },
        "latestImageVersion": "26.10.22",
        "isLatestOsImageVersion": !likeness.outdated,
    });
    body
}

/// Every field the service writes, with the values that all instances here have in common.
fn machine(name: &str, likeness: &Likeness) -> Value {
    json!({
        // However it was asked for, the service gives the size back in capitals.
        "vmSize": likeness.size.to_ascii_uppercase(),
        "subnet": null,
        "sshSettings": {
            "sshPublicAccess": "Disabled", "adminUserName": "azureuser",
            "sshPort": 4000, "adminPublicKey": null,
        },
        "autologgerSettings": null,
        "errors": [],
        "connectivityEndpoints": {
            "publicIpAddress": "192.0.2.10", "privateIpAddress": "10.0.18.0",
        },
        "applications": [
            {
                "displayName": "Jupyter",
                "endpointUri": format!("https://{name}.{LOCATION}.instances.azureml.ms/tree/"),
            },
            {
                "displayName": "Jupyter Lab",
                "endpointUri": format!("https://{name}.{LOCATION}.instances.azureml.ms/lab"),
            },
        ],
        "state": null,
        "lastOperation": null,
        "createdBy": null,
        "applicationSharingPolicy": "Shared",
        "computeInstanceAuthorizationType": "personal",
        "personalComputeInstanceSettings": null,
        "setupScripts": null,
        "schedules": null,
        "dataMounts": null,
        "dataDisks": null,
        "containers": null,
        "updateStatus": null,
        "versions": { "runtime": "3.0.02094.0004" },
        "customServices": [],
        "osImageMetadata": null,
        "idleTimeBeforeShutdown": null,
        "enableSSO": true,
        "enableRootAccess": true,
        "releaseQuotaOnStop": false,
        "enableOSPatching": false,
        "enableNodePublicIp": true,
    })
}
