//! The subscriptions and resource groups that exist.

use http::StatusCode;

use super::problem::ArmProblem;
use crate::{
    ids::{OTHER_SUBSCRIPTION, RESOURCE_GROUP, SUBSCRIPTION},
    resource_path::ResourcePath,
};

/// The subscriptions that the caller has a role in, by id and display name. Each has one resource group.
pub(crate) const SUBSCRIPTIONS: [(&str, &str); 2] =
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
