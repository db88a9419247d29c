//! The error that each fault gives.

use http::{Method, StatusCode};
use serde_json::json;

use super::{
    problem::{ArmProblem, not_authorized},
    throttle::Budget,
};
use crate::{faults::Effect, request::EmulatedRequest};

/// The error for this request: the one that the fault names, else a usual one. vscode-tools-for-ai#2605 quotes the one for a full disk, Azure/mlops-v2#81 the
/// one for missing quota; the others use ARM's usual texts.
pub(crate) fn by_azure(effect: Effect, request: &EmulatedRequest) -> Option<ArmProblem> {
    let status = effect.status()?;
    if let Some(fault) = request.fault.as_ref()
        && let Some(code) = &fault.code
    {
        let problem = ArmProblem::gateway(status, code, fault.message.as_deref().unwrap_or_default());
        return Some(ArmProblem { retry_after: request.retry_after(), ..problem });
    }
    let compute = &request.route.target.compute;
    let problem = match effect {
        Effect::Unauthorized => ArmProblem::gateway(
            status,
            "ExpiredAuthenticationToken",
            "The access token expiry UTC time is earlier than the current UTC time.",
        ),
        Effect::Forbidden => not_authorized(request),
        Effect::NotFound if !compute.is_empty() => ArmProblem::missing_compute(&request.route.target),
        Effect::NotFound => {
            let message = format!("The Resource '{}' was not found.", request.route.target.id());
            ArmProblem::gateway(status, "ResourceNotFound", message)
        }
        Effect::Conflict => {
            let message = format!("Another operation is in progress on compute {compute}.");
            ArmProblem::service(status, "Conflict", "ConflictError", message)
        }
        Effect::Throttled => Budget::of(request).exceeded(request.retry_after().unwrap_or(1)),
        Effect::ServerError => {
            ArmProblem::service(status, "ServiceError", "ServiceError", "InternalServerError")
        }
        Effect::BadGateway => ArmProblem::gateway(
            status,
            "BadGatewayConnection",
            "The network connectivity issue encountered for 'Microsoft.MachineLearningServices'; \
             cannot fulfill the request.",
        ),
        Effect::Unavailable => {
            let message = "The service is temporarily unavailable, please retry after some time.";
            ArmProblem::gateway(status, "ServiceUnavailable", message)
        }
        Effect::DiskFull => ArmProblem::user("StopCompute is not allowed when ComputeInstance disk is full."),
        Effect::Quota => quota(status),
        Effect::Policy => denied_by_policy(status, request),
        Effect::Locked => locked(status, request),
        _ => ArmProblem::user("The request is invalid."),
    };
    Some(ArmProblem { retry_after: request.retry_after(), ..problem })
}

/// With an assignment and a definition that nobody else has.
fn denied_by_policy(status: StatusCode, request: &EmulatedRequest) -> ArmProblem {
    let target = &request.route.target;
    let name = [&target.compute, &target.workspace].into_iter().find(|name| !name.is_empty());
    let authorization = format!("/subscriptions/{}/providers/Microsoft.Authorization", target.subscription);
    let identifiers = json!([{
        "policyAssignment": {
            "name": "No public addresses",
            "id": format!("{authorization}/policyAssignments/no-public-addresses"),
        },
        "policyDefinition": {
            "name": "Compute instances have no public IP address",
            "id": format!("{authorization}/policyDefinitions/compute-without-public-ip"),
        },
    }]);
    let message = format!(
        "Resource '{}' was disallowed by policy. Policy identifiers: '{identifiers}'.",
        name.map_or("ml-rg", String::as_str)
    );
    ArmProblem::gateway(status, "RequestDisallowedByPolicy", message)
}

fn locked(status: StatusCode, request: &EmulatedRequest) -> ArmProblem {
    let target = &request.route.target;
    let kind = if request.method == Method::DELETE { "delete" } else { "write" };
    let group = format!("/subscriptions/{}/resourceGroups/{}", target.subscription, target.resource_group);
    let message = format!(
        "The scope '{}' cannot perform {kind} operation because following scope(s) are locked: '{group}'. Please \
         remove the lock and try again.",
        target.id()
    );
    ArmProblem::gateway(status, "ScopeLocked", message)
}

/// The service spells it "accomodate".
fn quota(status: StatusCode) -> ArmProblem {
    let message = "The specified subscription has a total vCPU quota of 0 and cannot accomodate \
                   for at least 1 requested managed compute node which maps to 6 vCPUs. Please \
                   raise a support request to increase the quota.";
    ArmProblem::service(status, "BadRequest", "QuotaExceeded", message)
}
