//! Reading computes, and the operations on instances.

use http::StatusCode;
use serde_json::Value;

use super::{
    operation::Verb,
    operation_status::{addresses, fate},
    problem::Problem,
    workspace::Compute,
    world::World,
};
use crate::{
    answer::{Answer, empty, json},
    faults::Effect,
    page::page,
    request::Visit,
};

pub(crate) fn list(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let page_size = world.options.page_size;
    let workspace = world.workspace(&visit.route.place)?;
    let resource = |compute: &Compute| {
        let mut resource = compute.resource();
        if visit.befallen_by(Effect::Nulls) {
            forget_state(&mut resource);
        }
        resource
    };
    Ok(page(page_size, visit, workspace.computes.iter(), resource))
}

pub(crate) fn get(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let mut resource = world.compute(&visit.route.place)?.resource();
    if visit.befallen_by(Effect::Nulls) {
        forget_state(&mut resource);
    }
    Ok(json(StatusCode::OK, &resource))
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
pub(crate) fn operate(world: &mut World, visit: &Visit, verb: Verb) -> Result<Answer, Problem> {
    let place = &visit.route.place;
    let operation = world.accept(place, verb, fate(visit, verb))?;
    operation.unreadable = visit.befallen_by(Effect::NoStatus);
    let id = operation.id.clone();
    Ok(addresses(empty(StatusCode::ACCEPTED), &id, world, visit))
}

pub(crate) fn delete(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    match visit.parameter("underlyingResourceAction").as_deref() {
        Some("Delete" | "Detach") => {}
        Some(other) => {
            let message = format!("'{other}' is no underlyingResourceAction: Delete or Detach.");
            return Err(Problem::user(message));
        }
        None => {
            let message = "The underlyingResourceAction query parameter is required.";
            return Err(Problem::user(message));
        }
    }
    let place = &visit.route.place;
    world.workspace(place)?;
    if world.compute(place).is_err() {
        // As the specification has it.
        return Ok(empty(StatusCode::NO_CONTENT));
    }
    operate(world, visit, Verb::Delete)
}
