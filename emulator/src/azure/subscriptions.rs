//! Subscriptions and their resource groups, and the tenant.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{problem::ArmProblem, tags, world::World};
use crate::{
    answer::{Answer, empty, json},
    ids::{LOCATION, OTHER_SUBSCRIPTION, RESOURCE_GROUP, SUBSCRIPTION, TENANT},
    request::EmulatedRequest,
    resource_path::ResourcePath,
};

/// The subscriptions that the caller has a role in, by id and display name. Each has one resource group.
const SUBSCRIPTIONS: [(&str, &str); 2] =
    [(SUBSCRIPTION, "Lamplighter research"), (OTHER_SUBSCRIPTION, "Lamplighter sandbox")];

/// Checks that subscription and resource group, if named, exist.
pub(crate) fn check_scope(target: &ResourcePath) -> Result<(), ArmProblem> {
    let ResourcePath { subscription, resource_group, .. } = target;
    if !subscription.is_empty() && !is_guid(subscription) {
        let message =
            format!("The provided subscription identifier '{subscription}' is malformed or invalid.");
        return Err(ArmProblem::gateway(StatusCode::BAD_REQUEST, "InvalidSubscriptionId", message));
    }
    let known = SUBSCRIPTIONS.iter().any(|(id, _)| id.eq_ignore_ascii_case(subscription));
    if !subscription.is_empty() && !known {
        let message = format!("The subscription '{subscription}' could not be found.");
        return Err(ArmProblem::gateway(StatusCode::NOT_FOUND, "SubscriptionNotFound", message));
    }
    if !resource_group.is_empty() && !resource_group.eq_ignore_ascii_case(RESOURCE_GROUP) {
        let message = format!("Resource group '{resource_group}' could not be found.");
        return Err(ArmProblem::gateway(StatusCode::NOT_FOUND, "ResourceGroupNotFound", message));
    }
    Ok(())
}

fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

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
        "tags": tags::of(world, &path)?,
    }))
}

fn group_resource(world: &mut World, target: &ResourcePath) -> Result<Value, ArmProblem> {
    let path = ResourcePath { resource_group: RESOURCE_GROUP.into(), ..target.clone() };
    Ok(json!({
        "id": path.id(),
        "name": RESOURCE_GROUP,
        "type": "Microsoft.Resources/resourceGroups",
        "location": LOCATION,
        "tags": tags::of(world, &path)?,
        "properties": { "provisioningState": "Succeeded" },
    }))
}
