//! A job as ARM returns it.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::timestamp::stamp;
use crate::resource_path::ResourcePath;

/// A command job that runs on `compute`.
pub(crate) fn job(
    workspace: &ResourcePath,
    name: &str,
    compute: &str,
    status: &str,
    created: Timestamp,
) -> Value {
    let id = workspace.id();
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
            "computeId": workspace.with_compute(compute).id(),
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

pub(crate) fn name(job: &Value) -> &str {
    job["name"].as_str().unwrap_or_default()
}

pub(crate) fn give_status(job: &mut Value, status: &str) {
    job["properties"]["status"] = json!(status);
}

/// The jobs that are running on an instance.
pub(crate) fn running_on<'a>(jobs: &'a mut [Value], compute: &str) -> impl Iterator<Item = &'a mut Value> {
    let end = format!("/computes/{compute}").to_ascii_lowercase();
    jobs.iter_mut().filter(move |job| {
        let properties = &job["properties"];
        let on = properties["computeId"].as_str().unwrap_or_default();
        properties["status"] == "Running" && on.to_ascii_lowercase().ends_with(&end)
    })
}
