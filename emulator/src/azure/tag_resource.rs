//! The tags of subscriptions, resource groups, workspaces and computes as resources of their own.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    problem::ArmProblem,
    scope::check_scope,
    tags::{Tags, check, invalid},
    world::World,
};
use crate::{
    answer::{Answer, json},
    request::EmulatedRequest,
    resource_path::ResourcePath,
};

pub(crate) fn read(world: &mut World, target: &ResourcePath) -> Result<Answer, ArmProblem> {
    let tags = of(world, target)?.clone();
    Ok(answer(target, &tags))
}

/// `PUT` replaces all tags, `DELETE` removes them, and `PATCH` merges, replaces or deletes some.
pub(crate) fn change(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let target = &request.route.target;
    let tags = of(world, target)?;
    let changed = match request.method {
        Method::DELETE => Tags::new(),
        Method::PUT => wanted(&body(request))?,
        _ => patched(tags, &body(request))?,
    };
    check(&changed)?;
    tags.clone_from(&changed);
    Ok(answer(target, &changed))
}

/// The tags of the resource at `target`.
pub(crate) fn of<'a>(world: &'a mut World, target: &ResourcePath) -> Result<&'a mut Tags, ArmProblem> {
    if !target.compute.is_empty() {
        return Ok(stored_in(world.compute(target)?.stored()));
    }
    if !target.workspace.is_empty() {
        return Ok(&mut world.workspace(target)?.tags);
    }
    check_scope(target)?;
    Ok(world.scope_tags.entry(target.id().to_ascii_lowercase()).or_default())
}

fn stored_in(resource: &mut Value) -> &mut Tags {
    let tags = &mut resource["tags"];
    if !tags.is_object() {
        *tags = json!({});
    }
    tags.as_object_mut().unwrap_or_else(|| unreachable!("it is an object by now"))
}

fn body(request: &EmulatedRequest) -> Value {
    serde_json::from_slice(&request.body).unwrap_or_default()
}

fn wanted(body: &Value) -> Result<Tags, ArmProblem> {
    let tags = body["properties"]["tags"].as_object();
    tags.cloned().ok_or_else(|| invalid("InvalidTags", "The request body must have properties.tags."))
}

fn patched(tags: &Tags, body: &Value) -> Result<Tags, ArmProblem> {
    let wanted = wanted(body)?;
    let mut changed = tags.clone();
    let operation = body["operation"].as_str().unwrap_or_default();
    match operation.to_ascii_lowercase().as_str() {
        "merge" => wanted.iter().for_each(|(name, value)| put(&mut changed, name, value)),
        "replace" => changed = wanted,
        "delete" => changed.retain(|name, value| !takes_away(&wanted, name, value)),
        _ => return Err(invalid("InvalidTags", "The operation must be Merge, Replace or Delete.")),
    }
    Ok(changed)
}

fn answer(target: &ResourcePath, tags: &Tags) -> Answer {
    let resource = json!({
        "id": format!("{}/providers/Microsoft.Resources/tags/default", target.id()),
        "name": "default",
        "type": "Microsoft.Resources/tags",
        "properties": { "tags": tags },
    });
    json(StatusCode::OK, &resource)
}

/// Tag names are compared regardless of case.
fn put(tags: &mut Tags, name: &str, value: &Value) {
    let known = tags.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
    tags.insert(known.unwrap_or_else(|| name.into()), value.clone());
}

/// Whether a tag is deleted: it is named, with its own value or none.
fn takes_away(named: &Tags, name: &str, value: &Value) -> bool {
    named.iter().any(|(wanted, wanted_value)| {
        let any_value = wanted_value.as_str().is_none_or(str::is_empty);
        wanted.eq_ignore_ascii_case(name) && (any_value || wanted_value == value)
    })
}
