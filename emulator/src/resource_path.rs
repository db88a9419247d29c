//! The path of an ARM resource.

use super::ids::{RESOURCE_GROUP, SUBSCRIPTION};

/// The resource that an ARM address names; parts that it does not name are empty. Keeps the caller's spelling,
/// since ARM compares names without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResourcePath {
    pub subscription: String,
    pub resource_group: String,
    pub workspace: String,
    pub compute: String,
}

impl ResourcePath {
    /// The path of a compute in the only resource group; of the workspace if `compute` is empty.
    pub fn of(workspace: &str, compute: &str) -> Self {
        Self {
            subscription: SUBSCRIPTION.into(),
            resource_group: RESOURCE_GROUP.into(),
            workspace: workspace.into(),
            compute: compute.into(),
        }
    }

    /// The ARM id of the narrowest resource named, as messages about scopes print it.
    pub fn id(&self) -> String {
        let parts = [
            ("/subscriptions/", &self.subscription),
            ("/resourceGroups/", &self.resource_group),
            ("/providers/Microsoft.MachineLearningServices/workspaces/", &self.workspace),
            ("/computes/", &self.compute),
        ];
        let named = parts.iter().take_while(|(_, name)| !name.is_empty());
        named.map(|(kind, name)| format!("{kind}{name}")).collect()
    }
}
