//! The vCPUs that instances of each VM family may have in a subscription.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    problem::ArmProblem,
    vm_sizes::{self, Size},
    workspace::Workspace,
};

/// The limit of each family: the same in each subscription and location.
pub(crate) struct Quotas(BTreeMap<&'static str, u32>);

impl Quotas {
    /// Quotas with room for what exists and some more.
    pub fn around(workspaces: &[Workspace]) -> Self {
        let limit = |family| used(family, workspaces.iter()) + free_at_first(family);
        Self(vm_sizes::families().map(|family| (family, limit(family))).collect())
    }

    /// Sets the limit of a family, also below what is in use.
    pub fn set(&mut self, family: &str, vcpus: u32) -> Result<(), String> {
        let families: Vec<_> = self.0.keys().copied().collect();
        let limit = self.0.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(family));
        let (_, limit) = limit.ok_or_else(|| {
            format!("No VM family is called {family:?}; there are {}.", families.join(", "))
        })?;
        *limit = vcpus;
        Ok(())
    }

    /// Refuses a new instance that its family has no room for. Reports of 2026 quote code and text; the service
    /// spells it "accomodate". Stopped instances count.
    pub fn check<'a>(
        &self,
        size: &Size,
        existing: impl Iterator<Item = &'a Workspace>,
    ) -> Result<(), ArmProblem> {
        let limit = self.0.get(size.family).copied().unwrap_or_default();
        if used(size.family, existing) + size.vcpus <= limit {
            return Ok(());
        }
        let message = format!(
            "The specified subscription has a {} family vCPU quota of {limit} and cannot accomodate for at \
             least 1 requested managed compute nodes which maps to {} vCPUs.",
            title(size.family),
            size.vcpus
        );
        let code = "ClusterMinNodesExceedCoreQuota";
        Err(ArmProblem::service(StatusCode::BAD_REQUEST, code, "BadArgument", message))
    }

    /// The answer of `usages`: one page, in the shapes of the specification's example. A family is also listed for
    /// each workspace that uses it, under the same name: only `type` and `id` differ.
    pub fn usages(&self, subscription: &str, workspaces: &[&Workspace]) -> Value {
        let base = format!("/subscriptions/{subscription}");
        let in_use = |family| used(family, workspaces.iter().copied());
        let total = self.0.keys().copied().map(in_use).sum();
        let name = "Total Cluster Dedicated Regional vCPUs";
        let mut entries =
            vec![entry(format!("{base}/usages"), "dedicatedCores", name, total, self.0.values().sum())];
        for (&family, &limit) in &self.0 {
            let name = format!("{} Family Cluster Dedicated vCPUs", title(family));
            let id = |base: &str| format!("{base}/usages/{}", name.replace(' ', "_"));
            entries.push(entry(id(&base), "vmFamily", &name, in_use(family), limit));
            for workspace in workspaces {
                let own = used(family, std::iter::once(*workspace));
                if own > 0 {
                    entries.push(entry(id(&workspace.path.id()), "workspaces", &name, own, limit));
                }
            }
        }
        json!({ "value": entries })
    }
}

fn entry(id: String, kind: &str, name: &str, used: u32, limit: u32) -> Value {
    json!({
        "id": id,
        "type": format!("Microsoft.MachineLearningServices/{kind}/usages"),
        "unit": "Count",
        "currentValue": used,
        "limit": limit,
        "name": { "value": name, "localizedValue": name },
    })
}

fn used<'a>(family: &str, workspaces: impl Iterator<Item = &'a Workspace>) -> u32 {
    let instances =
        workspaces.flat_map(|workspace| &workspace.computes).filter_map(|compute| compute.instance());
    let sizes = instances.filter_map(|instance| vm_sizes::find(instance.size()).ok());
    sizes.filter(|size| size.family == family).map(|size| size.vcpus).sum()
}

/// The vCPUs free at first. Many subscriptions have no quota for the newest GPUs.
fn free_at_first(family: &str) -> u32 {
    match family {
        "standardNCADSA100v4Family" => 0,
        "standardNCSv3Family" => 12,
        _ => 100,
    }
}

/// `Standard DSv2`, of `standardDSv2Family`.
fn title(family: &str) -> String {
    let name = family.trim_start_matches("standard").trim_end_matches("Family");
    format!("Standard {name}")
}
