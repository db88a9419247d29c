//! What ARM's gateway checks of every call.

use http::StatusCode;

use super::{
    problem::Problem,
    rights::action,
    world::{World, check_scope},
};
use crate::{call::Call, request::Visit};

/// What ARM's gateway checks of every call, in its order.
pub(crate) fn admit(world: &World, visit: &Visit) -> Result<(), Problem> {
    if visit.bearer().is_none() {
        return Err(Problem::gateway(
            StatusCode::UNAUTHORIZED,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.",
        ));
    }
    if visit.token_number().is_some_and(|number| number <= world.revoked) {
        return Err(Problem::gateway(
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            "The access token has been revoked.",
        ));
    }
    if visit.route.call == Call::Unknown {
        return Err(not_played(visit));
    }
    if visit.parameter("api-version").is_none() {
        return Err(Problem::gateway(
            StatusCode::BAD_REQUEST,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        ));
    }
    check_scope(&visit.route.place)?;
    match action(visit.route.call) {
        Some(action) if !world.rights.allow(action) => {
            Err(Problem::not_authorized(action, &visit.route.place.id()))
        }
        _ => Ok(()),
    }
}

pub(crate) fn not_played(visit: &Visit) -> Problem {
    let message = format!(
        "No HTTP resource was found that matches the request URI '{}', or this emulator does not \
         play it.",
        visit.path
    );
    Problem::gateway(StatusCode::NOT_FOUND, "InvalidResourceType", message)
}
