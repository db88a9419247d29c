//! ARM's gateway: what it refuses before a service sees the call.

use http::{Method, StatusCode};

use super::{api_versions, problem::ArmProblem, rights::action, scope::check_scope, world::World};
use crate::{call::Call, request::EmulatedRequest, route::Route};

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
    let Some(version) = request.parameter("api-version").filter(|version| !version.is_empty()) else {
        return Err(ArmProblem::gateway(
            StatusCode::BAD_REQUEST,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        ));
    };
    check_scope(&request.route.target)?;
    if request.route.call == Call::Unknown {
        return Err(missing(request));
    }
    api_versions::check(request.route.call, &version)?;
    match action(request.route.call) {
        Some(action) if !world.rights.allow(action) => {
            Err(ArmProblem::not_authorized(action, &request.route.target.id()))
        }
        _ => Ok(()),
    }
}

/// The error for an address that the emulator does not answer: that of ARM for what it does not have.
pub(crate) fn missing(request: &EmulatedRequest) -> ArmProblem {
    let method = &request.method;
    let others = [Method::GET, Method::PUT, Method::PATCH, Method::POST, Method::DELETE];
    if others.iter().any(|other| Route::of(other, &request.path).call != Call::Unknown) {
        let message = format!("The requested resource does not support http method '{method}'.");
        return ArmProblem::gateway(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message);
    }
    match last_provider(&request.path) {
        Some(provider) => missing_type(request, provider),
        None => {
            let (base, path) = (request.base_url(), &request.path);
            let message = format!("No HTTP resource was found that matches the request URI '{base}{path}'.");
            not_found("NotFound", message)
        }
    }
}

/// The error for a resource, or a list of resources, of a type that the emulator does not have.
fn missing_type(request: &EmulatedRequest, provider: &str) -> ArmProblem {
    let (namespace, rest) = provider.split_once('/').unwrap_or((provider, ""));
    let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
    let is_known = namespace.to_ascii_lowercase().starts_with("microsoft.");
    if !is_known || parts.is_empty() {
        let message = format!("The resource namespace '{namespace}' is invalid.");
        return not_found("InvalidResourceNamespace", message);
    }
    let group = &request.route.target.resource_group;
    if parts.len().is_multiple_of(2) && !group.is_empty() {
        return ArmProblem::missing_resource(&format!("{namespace}/{rest}"), group);
    }
    let resource_type: Vec<&str> = parts.into_iter().step_by(2).collect();
    let message = format!(
        "The resource type '{}' could not be found in the namespace '{namespace}' for api version '{}'.",
        resource_type.join("/"),
        request.parameter("api-version").unwrap_or_default()
    );
    not_found("InvalidResourceType", message)
}

fn not_found(code: &str, message: String) -> ArmProblem {
    ArmProblem::gateway(StatusCode::NOT_FOUND, code, message)
}

/// What follows the last `/providers/` of a path: a namespace, then types and names in turn.
fn last_provider(path: &str) -> Option<&str> {
    const WORD: &str = "/providers/";
    path.to_ascii_lowercase().rfind(WORD).and_then(|start| path.get(start + WORD.len()..))
}
