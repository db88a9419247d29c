use http::StatusCode;

use super::{
    problem::ArmProblem,
    rights::action,
    world::{World, check_scope},
};
use crate::{call::Call, request::EmulatedRequest};

/// The checks that ARM's gateway makes of every call, in its order.
pub(crate) fn admit(world: &World, request: &EmulatedRequest) -> Result<(), ArmProblem> {
    if request.bearer().is_none() {
        return Err(ArmProblem::gateway(
            StatusCode::UNAUTHORIZED,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
        ));
    }
    if request.token_number().is_some_and(|number| number <= world.revoked) {
        return Err(ArmProblem::gateway(
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            "The access token has been revoked.",
        ));
    }
    if request.route.call == Call::Unknown {
        return Err(not_played(request));
    }
    if request.parameter("api-version").is_none() {
        return Err(ArmProblem::gateway(
            StatusCode::BAD_REQUEST,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        ));
    }
    check_scope(&request.route.target)?;
    match action(request.route.call) {
        Some(action) if !world.rights.allow(action) => {
            Err(ArmProblem::not_authorized(action, &request.route.target.id()))
        }
        _ => Ok(()),
    }
}

pub(crate) fn not_played(request: &EmulatedRequest) -> ArmProblem {
    let message = format!(
        "No HTTP resource was found that matches the request URI '{}', or this emulator does not \
         play it.",
        request.path
    );
    ArmProblem::gateway(StatusCode::NOT_FOUND, "InvalidResourceType", message)
}
