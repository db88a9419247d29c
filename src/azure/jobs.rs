//! The jobs of a workspace that run on an instance or wait for it.
//!
//! The shape is that of a list recorded by Azure/azure-powershell in July 2024, api-version 2024-04-01.

use serde_json::Value;
use tokio::time::Instant;

use super::{
    client::Azure,
    error::{MissingScope, Result},
    freshness::Seen,
    throttle_wait::ThrottleWait,
};
use crate::{
    lenient_json,
    target::{Alias, ComputeId},
};

/// A workspace keeps all jobs that it ever had, and lists the newest first: a job that has not ended is
/// among them, or has run for very long.
const MOST_PAGES: usize = 5;

/// Jobs that have not ended: those that run, and those that wait for their compute to be free.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    /// The name of the compute and of the job.
    active: Vec<(String, String)>,
    /// Whether all jobs of the workspace were read, and not only the newest.
    pub complete: bool,
}

impl Jobs {
    /// The names of the jobs that run on an instance or wait for it.
    pub fn on(&self, id: &ComputeId) -> Vec<String> {
        let jobs = self.active.iter().filter(|(compute, _)| compute.eq_ignore_ascii_case(&id.name));
        jobs.map(|(_, name)| name.clone()).collect()
    }
}

impl Azure {
    /// Whether the settings ask to read jobs.
    pub fn sees_jobs(&self) -> bool {
        self.settings.jobs
    }

    /// Reads the jobs of a workspace that have not ended. Azure does not list a pipeline's steps with a
    /// compute of their own before they begin.
    pub async fn jobs(&self, workspace: &Alias, waiting: &ThrottleWait) -> Result<Seen<Jobs>> {
        let mut first = self.below(workspace, &["jobs"], &self.settings.api_version)?;
        first.query_pairs_mut().append_pair("listViewType", "ActiveOnly"); // leaves out the archived, not the ended
        let began = Instant::now();
        let mut active = Vec::new();
        let mut take = |_: &_, job: &_| active.extend(read(job));
        let complete = self.arm.pages(first, MOST_PAGES, waiting, &mut take).await;
        let complete = complete.map_err(|error| error.of_scope(MissingScope::Workspace))?;
        Ok(Seen::since(began, Jobs { active, complete }))
    }
}

const END: [&str; 3] = ["Completed", "Failed", "Canceled"];

/// The name of a job's compute and its own. `None` if it has ended, or runs on no compute of the workspace.
pub(super) fn read(job: &Value) -> Option<(String, String)> {
    let text = |pointer: &str| lenient_json::get::<String>(job, pointer);
    let compute = compute(&text("/properties/computeId")?)?.to_owned();
    let name = text("/properties/displayName").filter(|name| !name.is_empty());
    // An unknown status does not mean an end.
    let is_end = |status: String| END.iter().any(|end| status.eq_ignore_ascii_case(end));
    let ended = text("/properties/status").is_some_and(is_end);
    if ended { None } else { Some((compute, name.or_else(|| text("/name"))?)) }
}

/// The name at the end of `…/workspaces/W/computes/NAME`. Serverless jobs have none.
fn compute(arm_id: &str) -> Option<&str> {
    let (path, name) = arm_id.trim_end_matches('/').rsplit_once('/')?;
    let (_, kind) = path.rsplit_once('/')?;
    kind.eq_ignore_ascii_case("computes").then_some(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn on_myci(job: Value) -> Vec<String> {
        let listed = [Value::Null, json!(7), job];
        let active = listed.iter().filter_map(read);
        let jobs = Jobs { active: active.collect(), complete: true };
        jobs.on(&ComputeId { workspace: "research".parse().unwrap(), name: "myci".to_owned() })
    }

    #[test]
    fn a_job_with_an_unknown_status_counts() {
        let with = |status: Value| {
            let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/computes/MyCI";
            on_myci(json!({
                "name": "blue_fox",
                "properties": { "displayName": "train", "status": status, "computeId": id },
            }))
        };
        for status in ["Queued", "Running", "CancelRequested", "NotResponding", "Unknown", "New"] {
            assert_eq!(with(status.into()), ["train"], "{status}");
        }
        assert_eq!(with(Value::Null), ["train"]);
        for status in ["Completed", "failed", "Canceled"] {
            assert!(with(status.into()).is_empty(), "{status}");
        }
    }

    #[test]
    fn a_job_has_its_display_name_and_counts_for_its_own_compute() {
        let on = |id: Value| {
            on_myci(json!({ "name": "blue_fox", "properties": { "displayName": null, "computeId": id } }))
        };
        assert_eq!(on("/w/computes/myci".into()), ["blue_fox"]);
        for elsewhere in ["/w/computes/other", "/w/virtualclusters/myci", "myci", ""] {
            assert!(on(elsewhere.into()).is_empty(), "{elsewhere}");
        }
        assert!(on(Value::Null).is_empty());
    }
}
