//! A workspace's jobs: read only, and only as far as they say what they are aimed at. The shape is that
//! of a list recorded by azure-powershell in July 2024.

use serde_json::Value;

use super::{
    job::{give_status, job},
    problem::Problem,
    world::World,
};
use crate::{answer::Answer, ids::means, page::page, request::Visit, resource_id::Place};

/// One page of the jobs that are not archived.
pub(crate) fn list(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    let page_size = world.options.page_size;
    let workspace = world.workspace(&visit.route.place)?;
    Ok(page(page_size, visit, workspace.jobs.iter(), Value::clone))
}

/// Begins a job on an instance that runs. False when it does not, or runs one already.
pub(crate) fn begin(world: &mut World, instance: &str, name: &str) -> Result<bool, String> {
    let begins = world.named(instance)?.turn("Running", "JobRunning");
    if begins {
        set(world, instance, name, "Running")?;
    }
    Ok(begins)
}

/// Ends a job. False when the instance runs none.
pub(crate) fn end(world: &mut World, instance: &str, name: &str) -> Result<bool, String> {
    let ends = world.named(instance)?.turn("JobRunning", "Running");
    if ends {
        set(world, instance, name, "Completed")?;
    }
    Ok(ends)
}

/// Adds a job that is aimed at an instance, or gives one another status.
pub(crate) fn set(world: &mut World, instance: &str, name: &str, status: &str) -> Result<(), String> {
    let compute = world.named(instance)?.name.clone();
    let now = world.now();
    let home = world.workspaces.iter_mut().find(|workspace| {
        let mut computes = workspace.computes.iter();
        computes.any(|own| means(instance, &workspace.name, own.name()))
    });
    let home = home.ok_or_else(|| format!("No workspace has {instance:?}."))?;
    let aim = Place::of(&home.name, &compute).id();
    match home.jobs.iter_mut().find(|job| job["name"] == name) {
        Some(job) => {
            job["properties"]["computeId"] = aim.into();
            give_status(job, status);
        }
        None => home.jobs.insert(0, job(&home.name, name, &compute, status, now)),
    }
    Ok(())
}
