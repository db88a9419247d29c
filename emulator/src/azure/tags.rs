use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{problem::ArmProblem, workspace::Workspace, world::World};
use crate::{
    answer::{Answer, json},
    resource_path::ResourcePath,
};

/// The most tags that a resource can have.
const MOST: usize = 50;

pub(crate) fn read(world: &mut World, target: &ResourcePath) -> Result<Answer, ArmProblem> {
    let workspace = world.workspace(target)?;
    Ok(json(StatusCode::OK, &resource(workspace, target)))
}

/// `PATCH`: merges, replaces or deletes tags.
pub(crate) fn change(world: &mut World, target: &ResourcePath, body: &Bytes) -> Result<Answer, ArmProblem> {
    let workspace = world.workspace(target)?;
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let (operation, Some(tags)) =
        (body["operation"].as_str().unwrap_or_default(), body["properties"]["tags"].as_object())
    else {
        return Err(invalid("The request body must have an operation and properties.tags."));
    };
    let mut changed = workspace.tags.clone();
    match operation.to_ascii_lowercase().as_str() {
        "merge" => tags.iter().for_each(|(name, value)| put(&mut changed, name, value)),
        "replace" => changed.clone_from(tags),
        "delete" => changed.retain(|name, value| !takes_away(tags, name, value)),
        _ => return Err(invalid("The operation must be Merge, Replace or Delete.")),
    }
    check(&changed)?;
    workspace.tags = changed;
    Ok(json(StatusCode::OK, &resource(workspace, target)))
}

fn resource(workspace: &Workspace, target: &ResourcePath) -> Value {
    json!({
        "id": format!("{}/providers/Microsoft.Resources/tags/default", target.id()),
        "name": "default",
        "type": "Microsoft.Resources/tags",
        "properties": { "tags": workspace.tags },
    })
}

/// Tag names are compared regardless of case.
fn put(tags: &mut Map<String, Value>, name: &str, value: &Value) {
    let known = tags.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
    tags.insert(known.unwrap_or_else(|| name.into()), value.clone());
}

/// Whether a tag is deleted: it is named, with its own value or none.
fn takes_away(instance_named: &Map<String, Value>, name: &str, value: &Value) -> bool {
    instance_named.iter().any(|(wanted, wanted_value)| {
        let any_value = wanted_value.as_str().is_none_or(str::is_empty);
        wanted.eq_ignore_ascii_case(name) && (any_value || wanted_value == value)
    })
}

fn check(tags: &Map<String, Value>) -> Result<(), ArmProblem> {
    if tags.len() > MOST {
        return Err(invalid(format!(
            "The resource has {} tags; the maximum number of tags is {MOST}.",
            tags.len()
        )));
    }
    for (name, value) in tags {
        let value = value.as_str().ok_or_else(|| invalid("The value of a tag must be a string."))?;
        if name.chars().count() > 512 || value.chars().count() > 256 {
            return Err(invalid(format!(
                "The tag '{name}' is too long: at most 512 characters of name and 256 of value."
            )));
        }
    }
    Ok(())
}

fn invalid(message: impl Into<String>) -> ArmProblem {
    ArmProblem::gateway(StatusCode::BAD_REQUEST, "InvalidTags", message)
}
