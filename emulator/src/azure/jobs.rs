//! The jobs of a workspace: read-only, with little more than the compute that each runs on. The shape is from a
//! list that azure-powershell recorded in July 2024.

use serde_json::Value;

use super::{
    job::{give_status, job},
    problem::ArmProblem,
    world::World,
};
use crate::{answer::Answer, ids::means, page::page, request::EmulatedRequest};

pub(crate) fn list(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    let page_size = world.options.page_size;
    let workspace = world.workspace(&request.route.target)?;
    Ok(page(page_size, request, workspace.jobs.iter(), Value::clone))
}

/// Starts a job on a running instance. Returns false if the instance is not running or already runs a job.
pub(crate) fn begin(world: &mut World, instance: &str, name: &str) -> Result<bool, String> {
    let begins = world.instance_named(instance)?.change_state("Running", "JobRunning");
    if begins {
        set(world, instance, name, "Running")?;
    }
    Ok(begins)
}

/// Completes a job. Returns false if the instance runs none.
pub(crate) fn end(world: &mut World, instance: &str, name: &str) -> Result<bool, String> {
    let ends = world.instance_named(instance)?.change_state("JobRunning", "Running");
    if ends {
        set(world, instance, name, "Completed")?;
    }
    Ok(ends)
}

/// Adds a job on an instance, or sets the status of an existing one.
pub(crate) fn set(world: &mut World, instance: &str, name: &str, status: &str) -> Result<(), String> {
    let compute = world.instance_named(instance)?.name.clone();
    let now = world.now();
    let home = world.workspaces.iter_mut().find(|workspace| {
        let mut computes = workspace.computes.iter();
        computes.any(|own| means(instance, workspace.name(), own.name()))
    });
    let home = home.ok_or_else(|| format!("No workspace has {instance:?}."))?;
    let aim = home.path.with_compute(&compute).id();
    match home.jobs.iter_mut().find(|job| job["name"] == name) {
        Some(job) => {
            job["properties"]["computeId"] = aim.into();
            give_status(job, status);
        }
        None => home.jobs.insert(0, job(&home.path, name, &compute, status, now)),
    }
    Ok(())
}
