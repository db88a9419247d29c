//! Changes the stored properties of workspaces and computes.

use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    problem::{ArmProblem, json_object},
    tags,
    timestamp::stamp,
    workspace::Compute,
    world::World,
};
use crate::{
    answer::{Answer, json},
    request::EmulatedRequest,
};

/// `PATCH` of a workspace: changes the tags, the description and the friendly name, if given. `PUT` does the same,
/// but removes tags that are not given. It creates no workspace.
pub(crate) fn workspace(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let wanted = json_object(request)?;
    let workspace = world.workspace(&request.route.target)?;
    if !wanted["tags"].is_null() || request.method == Method::PUT {
        workspace.tags = tags::wanted_by(&wanted)?;
    }
    let text = |name: &str| wanted["properties"][name].as_str().map(str::to_owned);
    if let Some(description) = text("description") {
        workspace.description = description;
    }
    if let Some(name) = text("friendlyName") {
        workspace.friendly_name = name;
    }
    Ok(json(StatusCode::OK, &workspace.resource()))
}

/// `PATCH` of a compute: changes the tags and the description, if given, and a cluster's scale settings. The
/// specification has no other property to update; that an instance's properties are refused is inferred from
/// `listNodes` (azure-docs#85756).
pub(crate) fn compute(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let wanted = json_object(request)?;
    let now = world.now();
    let compute = world.compute(&request.route.target)?;
    let inner = &wanted["properties"]["properties"];
    if matches!(compute, Compute::Instance(_)) && !inner.is_null() {
        let message = "ComputeUpdate with computeType ComputeInstance is not supported.";
        return Err(ArmProblem::user(message));
    }
    let stored = compute.stored();
    if !wanted["tags"].is_null() {
        stored["tags"] = Value::Object(tags::wanted_by(&wanted)?);
    }
    if let Some(description) = wanted["properties"]["description"].as_str() {
        stored["properties"]["description"] = json!(description);
    }
    scale(stored, inner);
    stored["properties"]["modifiedOn"] = json!(stamp(now));
    Ok(json(StatusCode::OK, &compute.resource()))
}

/// `PUT` of a compute that exists: replaces the tags, the description and a cluster's scale settings. Nothing
/// else changes: users report that neither schedules nor idle time do (bicep-types-az#2543).
pub(crate) fn replace(compute: &mut Compute, wanted: &Value, now: Timestamp) -> Result<(), ArmProblem> {
    let stored = compute.stored();
    let (kind, asked) = (&stored["properties"]["computeType"], &wanted["properties"]["computeType"]);
    if kind != asked {
        let message = format!("The compute type cannot be changed from {kind} to {asked}.");
        return Err(ArmProblem::user(message));
    }
    describe(stored, wanted)?;
    scale(stored, &wanted["properties"]["properties"]);
    stored["properties"]["modifiedOn"] = json!(stamp(now));
    Ok(())
}

/// Stores the tags and the description of a `PUT`.
pub(crate) fn describe(stored: &mut Value, wanted: &Value) -> Result<(), ArmProblem> {
    stored["tags"] = Value::Object(tags::wanted_by(wanted)?);
    stored["properties"]["description"] = wanted["properties"]["description"].clone();
    Ok(())
}

/// Changes those scale settings of a cluster that are given.
fn scale(stored: &mut Value, inner: &Value) {
    let settings = stored.pointer_mut("/properties/properties/scaleSettings");
    let settings = settings.and_then(Value::as_object_mut);
    if let (Some(settings), Some(wanted)) = (settings, inner["scaleSettings"].as_object()) {
        settings.extend(wanted.clone());
    }
}
