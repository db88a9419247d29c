//! A workspace's jobs: read only, and only as far as they say what they are aimed at. The shape is that
//! of a list recorded by azure-powershell in July 2024.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    answer::Answer,
    arm, cast,
    instance::stamp,
    problem::Problem,
    visit::Visit,
    world::{World, means},
};

/// One page of the jobs that are not archived.
pub(super) fn list(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let page_size = world.options.page_size;
    let workspace = world.workspace(&visit.route.place)?;
    Ok(arm::page(page_size, visit, workspace.jobs.iter(), Value::clone))
}

/// A command job that is to run on `compute`.
pub(super) fn job(workspace: &str, name: &str, compute: &str, status: &str, created: Timestamp) -> Value {
    let id = cast::place(workspace, "").id();
    json!({
        "id": format!("{id}/jobs/{name}"),
        "name": name,
        "type": "Microsoft.MachineLearningServices/workspaces/jobs",
        "properties": {
            "description": null,
            "tags": {},
            "properties": {},
            "displayName": name,
            "status": status,
            "experimentName": "training",
            "services": {},
            "computeId": cast::place(workspace, compute).id(),
            "isArchived": false,
            "identity": null,
            "componentId": null,
            "notificationSetting": null,
            "jobType": "Command",
            "command": "python train.py",
        },
        "systemData": { "createdAt": stamp(created), "createdBy": "Ana", "createdByType": "User" },
    })
}

pub(super) fn name(job: &Value) -> &str {
    job["name"].as_str().unwrap_or_default()
}

pub(super) fn give_status(job: &mut Value, status: &str) {
    job["properties"]["status"] = json!(status);
}

/// Those of `jobs` that run on an instance.
pub(super) fn running_on<'a>(jobs: &'a mut [Value], compute: &str) -> impl Iterator<Item = &'a mut Value> {
    let end = format!("/computes/{compute}").to_ascii_lowercase();
    jobs.iter_mut().filter(move |job| {
        let properties = &job["properties"];
        let on = properties["computeId"].as_str().unwrap_or_default();
        properties["status"] == "Running" && on.to_ascii_lowercase().ends_with(&end)
    })
}

/// Begins a job on an instance that runs. False when it does not, or runs one already.
pub(super) fn begin(world: &mut World, instance: &str, name: &str) -> Result<bool, String> {
    let begins = world.named(instance)?.turn("Running", "JobRunning");
    if begins {
        set(world, instance, name, "Running")?;
    }
    Ok(begins)
}

/// Ends a job. False when the instance runs none.
pub(super) fn end(world: &mut World, instance: &str, name: &str) -> Result<bool, String> {
    let ends = world.named(instance)?.turn("JobRunning", "Running");
    if ends {
        set(world, instance, name, "Completed")?;
    }
    Ok(ends)
}

/// Adds a job that is aimed at an instance, or gives one another status.
pub(super) fn set(world: &mut World, instance: &str, name: &str, status: &str) -> Result<(), String> {
    let compute = world.named(instance)?.name.clone();
    let now = world.now();
    let home = world.workspaces.iter_mut().find(|workspace| {
        let mut computes = workspace.computes.iter();
        computes.any(|own| means(instance, &workspace.name, own.name()))
    });
    let home = home.ok_or_else(|| format!("No workspace has {instance:?}."))?;
    let aim = cast::place(&home.name, &compute).id();
    match home.jobs.iter_mut().find(|job| job["name"] == name) {
        Some(job) => {
            job["properties"]["computeId"] = aim.into();
            give_status(job, status);
        }
        None => home.jobs.insert(0, job(&home.name, name, &compute, status, now)),
    }
    Ok(())
}
