//! The JSON of ARM's resources. The shapes are from recordings of the service and its 2026-09-01 specification;
//! ids and addresses are invented.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{image, timestamp::stamp};
use crate::{
    ids::{LOCATION, TENANT},
    resource_path::ResourcePath,
};

/// The properties in which compute instances differ.
pub(crate) struct InstanceSpec<'a> {
    pub size: &'a str,
    /// The Entra object id of the creator.
    pub creator: &'a str,
    pub creator_name: Option<&'a str>,
    /// The Entra object id of the person it was created for, if not the creator.
    pub assigned: Option<&'a str>,
    /// ISO 8601; `None` is "never".
    pub idle: Option<&'a str>,
    /// The version of its OS image.
    pub image: String,
    pub schedules: Value,
    pub security: SecuritySpec<'a>,
    pub created: Timestamp,
}

/// The security settings chosen at creation.
#[derive(Clone, Copy, Default)]
pub(crate) struct SecuritySpec<'a> {
    /// The kind of its managed identity, such as `SystemAssigned`.
    pub identity: Option<&'a str>,
    pub ssh_is_public: bool,
    pub local_auth_is_disabled: bool,
    /// An ARM id.
    pub subnet: Option<&'a str>,
}

/// A running compute instance, without its `state` and `lastOperation`.
pub(crate) fn instance(target: &ResourcePath, spec: &InstanceSpec) -> Value {
    let mut resource = envelope(target, "ComputeInstance", spec.created);
    resource["identity"] = spec.security.identity.map_or(Value::Null, |kind| {
        json!({
            "type": kind,
            "principalId": "00000000-0000-0000-0000-0000000000cc",
            "tenantId": TENANT,
        })
    });
    resource["properties"]["disableLocalAuth"] = json!(spec.security.local_auth_is_disabled);
    resource["properties"]["properties"] = body(&target.compute, spec);
    resource
}

/// Sets to null what the service does not know yet about an instance that is being created.
pub(crate) fn hide_fields_unknown_during_creation(resource: &mut Value) {
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

/// A training cluster, which is in the same list as the instances.
pub(crate) fn cluster(target: &ResourcePath, created: Timestamp) -> Value {
    let mut resource = envelope(target, "AmlCompute", created);
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

fn envelope(target: &ResourcePath, kind: &str, created: Timestamp) -> Value {
    json!({
        "id": target.id(),
        "name": target.compute,
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
fn body(name: &str, spec: &InstanceSpec) -> Value {
    let mut body = machine(name, spec);
    body["createdBy"] = json!({ "userOrgId": TENANT, "userId": spec.creator });
    if let Some(name) = spec.creator_name {
        body["createdBy"]["userName"] = json!(name);
    }
    if let Some(assigned) = spec.assigned {
        body["personalComputeInstanceSettings"] =
            json!({ "assignedUser": { "objectId": assigned, "tenantId": TENANT } });
    }
    body["schedules"] = json!({ "computeStartStop": spec.schedules });
    body["idleTimeBeforeShutdown"] = json!(spec.idle);
    body["subnet"] = spec.security.subnet.map_or(Value::Null, |id| json!({ "id": id }));
    if spec.security.ssh_is_public {
        body["sshSettings"]["sshPublicAccess"] = json!("Enabled");
    }
    // The world knows which image is the latest.
    body["osImageMetadata"] = image::metadata(&spec.image, &spec.image);
    body
}

/// All fields that the service returns, with the values that all instances here share.
fn machine(name: &str, spec: &InstanceSpec) -> Value {
    json!({
        // The service returns the size in capitals, in whatever case it was requested.
        "vmSize": spec.size.to_ascii_uppercase(),
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
