//! The statuses among the faults, in the words of whoever refuses.

use http::StatusCode;

use super::{
    problem::{Problem, not_authorized},
    throttle::{budget_of, throttled},
};
use crate::{faults::Effect, request::Visit};

/// ARM's or the service's refusal of this very call. A full disk is told as vscode-tools-for-ai#2605
/// quotes it, missing quota as Azure/mlops-v2#81 does; the rest are ARM's usual words.
pub(crate) fn by_azure(effect: Effect, visit: &Visit) -> Option<Problem> {
    let status = effect.status()?;
    let compute = &visit.route.place.compute;
    let problem = match effect {
        Effect::Unauthorized => Problem::gateway(
            status,
            "ExpiredAuthenticationToken",
            "The access token expiry UTC time is earlier than the current UTC time.",
        ),
        Effect::Forbidden => not_authorized(visit),
        Effect::NotFound if !compute.is_empty() => Problem::missing_compute(&visit.route.place),
        Effect::NotFound => {
            let message = format!("The Resource '{}' was not found.", visit.route.place.id());
            Problem::gateway(status, "ResourceNotFound", message)
        }
        Effect::Conflict => {
            let message = format!("Another operation is in progress on compute {compute}.");
            Problem::service(status, "Conflict", "ConflictError", message)
        }
        Effect::Throttled => throttled(budget_of(&visit.method), visit.retry_after().unwrap_or(1)),
        Effect::ServerError => {
            Problem::service(status, "ServiceError", "ServiceError", "InternalServerError")
        }
        Effect::BadGateway => Problem::gateway(
            status,
            "BadGatewayConnection",
            "The network connectivity issue encountered for 'Microsoft.MachineLearningServices'; \
             cannot fulfill the request.",
        ),
        Effect::Unavailable => {
            let message = "The service is temporarily unavailable, please retry after some time.";
            Problem::gateway(status, "ServiceUnavailable", message)
        }
        Effect::DiskFull => Problem::user("StopCompute is not allowed when ComputeInstance disk is full."),
        Effect::Quota => quota(status),
        _ => Problem::user("The request is invalid."),
    };
    Some(Problem {
        retry_after: visit.retry_after(),
        ..problem
    })
}

/// "accomodate" is how the service spells it.
fn quota(status: StatusCode) -> Problem {
    let message = "The specified subscription has a total vCPU quota of 0 and cannot accomodate \
                   for at least 1 requested managed compute node which maps to 6 vCPUs. Please \
                   raise a support request to increase the quota.";
    Problem::service(status, "BadRequest", "QuotaExceeded", message)
}
