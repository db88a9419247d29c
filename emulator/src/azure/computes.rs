//! Reads computes, and accepts operations on instances.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    operation::Verb,
    operation_status::{addresses, planned},
    problem::ArmProblem,
    workspace::Compute,
    world::World,
};
use crate::{
    answer::{Answer, empty, json},
    faults::Effect,
    page::page,
    request::EmulatedRequest,
    resource_path::ResourcePath,
};

pub(crate) fn list(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let page_size = world.options.page_size;
    let workspace = world.workspace(&request.route.target)?;
    let resource = |compute: &Compute| {
        let mut resource = compute.resource();
        if request.has_fault(Effect::Nulls) {
            forget_state(&mut resource);
        }
        resource
    };
    Ok(page(page_size, request, workspace.computes.iter(), resource))
}

pub(crate) fn get(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let mut resource = world.compute(&request.route.target)?.resource();
    if request.has_fault(Effect::Nulls) {
        forget_state(&mut resource);
    }
    Ok(json(StatusCode::OK, &resource))
}

/// The nodes of a cluster, which never has any. Instances are refused in the service's words (azure-docs#85756).
pub(crate) fn nodes(world: &mut World, target: &ResourcePath) -> Result<Answer, ArmProblem> {
    match world.compute(target)? {
        Compute::Instance(_) => {
            Err(ArmProblem::user("ComputeListNodes with computeType ComputeInstance is not supported."))
        }
        Compute::Other(_) => Ok(json(StatusCode::OK, &json!({ "nodes": [] }))),
    }
}

fn forget_state(resource: &mut Value) {
    if resource["properties"]["computeType"] != "ComputeInstance" {
        return;
    }
    let inner = &mut resource["properties"]["properties"];
    inner["state"] = Value::Null;
    inner["lastOperation"] = Value::Null;
}

/// Accepts start, stop, restart or delete.
pub(crate) fn operate(
    world: &mut World,
    request: &EmulatedRequest,
    verb: Verb,
) -> Result<Answer, ArmProblem> {
    let target = &request.route.target;
    let operation = world.accept(target, verb, planned(request, verb))?;
    operation.unreadable = request.has_fault(Effect::NoStatus);
    let id = operation.id.clone();
    Ok(addresses(empty(StatusCode::ACCEPTED), &id, world, request))
}

pub(crate) fn delete(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    match request.parameter("underlyingResourceAction").as_deref() {
        Some("Delete" | "Detach") => {}
        Some(other) => {
            let message = format!("The underlyingResourceAction must be Delete or Detach, not '{other}'.");
            return Err(ArmProblem::user(message));
        }
        None => {
            let message = "The underlyingResourceAction query parameter is required.";
            return Err(ArmProblem::user(message));
        }
    }
    let target = &request.route.target;
    world.workspace(target)?;
    if world.compute(target).is_err() {
        // The specification says so.
        return Ok(empty(StatusCode::NO_CONTENT));
    }
    operate(world, request, Verb::Delete)
}
