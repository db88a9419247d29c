//! Subscriptions and their resource groups, and the tenant.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{problem::ArmProblem, scope::SUBSCRIPTIONS, tag_resource, world::World};
use crate::{
    answer::{Answer, empty, json},
    ids::{LOCATION, RESOURCE_GROUP, TENANT},
    request::EmulatedRequest,
    resource_path::ResourcePath,
};

/// All subscriptions, on one page. Azure returns those in which the caller has any role.
pub(crate) fn list(world: &mut World) -> Result<Answer, ArmProblem> {
    let all = SUBSCRIPTIONS.iter().map(|(id, name)| subscription(world, id, name));
    let all = all.collect::<Result<Vec<_>, _>>()?;
    let count = json!({ "type": "Total", "value": all.len() });
    Ok(json(StatusCode::OK, &json!({ "value": all, "count": count })))
}

pub(crate) fn get(world: &mut World, target: &ResourcePath) -> Result<Answer, ArmProblem> {
    let mut all = SUBSCRIPTIONS.iter();
    let found = all.find(|(id, _)| id.eq_ignore_ascii_case(&target.subscription));
    let (id, name) = found.unwrap_or(&SUBSCRIPTIONS[0]);
    Ok(json(StatusCode::OK, &subscription(world, id, name)?))
}

pub(crate) fn tenants() -> Answer {
    let tenant = json!({
        "id": format!("/tenants/{TENANT}"),
        "tenantId": TENANT,
        "countryCode": "PT",
        "displayName": "Lamplighter emulator",
        "defaultDomain": "lamplighter.example",
        "domains": ["lamplighter.example"],
        "tenantCategory": "Home",
        "tenantType": "AAD",
    });
    json(StatusCode::OK, &json!({ "value": [tenant] }))
}

pub(crate) fn groups(world: &mut World, target: &ResourcePath) -> Result<Answer, ArmProblem> {
    Ok(json(StatusCode::OK, &json!({ "value": [group_resource(world, target)?] })))
}

/// One resource group, or for `HEAD` only that it exists.
pub(crate) fn group(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let target = &request.route.target;
    if request.method == Method::HEAD {
        return Ok(empty(StatusCode::NO_CONTENT));
    }
    Ok(json(StatusCode::OK, &group_resource(world, target)?))
}

fn subscription(world: &mut World, id: &str, name: &str) -> Result<Value, ArmProblem> {
    let path = ResourcePath { subscription: id.into(), ..ResourcePath::default() };
    Ok(json!({
        "id": path.id(),
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": id,
        "tenantId": TENANT,
        "displayName": name,
        "state": "Enabled",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "PayAsYouGo_2014-09-01",
            "spendingLimit": "Off",
        },
        "tags": tag_resource::of(world, &path)?,
    }))
}

fn group_resource(world: &mut World, target: &ResourcePath) -> Result<Value, ArmProblem> {
    let path = ResourcePath { resource_group: RESOURCE_GROUP.into(), ..target.clone() };
    Ok(json!({
        "id": path.id(),
        "name": RESOURCE_GROUP,
        "type": "Microsoft.Resources/resourceGroups",
        "location": LOCATION,
        "tags": tag_resource::of(world, &path)?,
        "properties": { "provisioningState": "Succeeded" },
    }))
}
