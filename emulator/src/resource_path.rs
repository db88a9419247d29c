//! The path of an ARM resource.

use super::ids::RESOURCE_GROUP;

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
    /// The path of a workspace in the subscription's only resource group.
    pub fn of(subscription: &str, workspace: &str) -> Self {
        Self {
            subscription: subscription.into(),
            resource_group: RESOURCE_GROUP.into(),
            workspace: workspace.into(),
            compute: String::new(),
        }
    }

    /// The path of a compute in this workspace.
    pub fn with_compute(&self, name: &str) -> Self {
        Self { compute: name.into(), ..self.clone() }
    }

    /// Whether both are in the same workspace.
    pub fn names_workspace_of(&self, other: &Self) -> bool {
        self.subscription.eq_ignore_ascii_case(&other.subscription)
            && self.resource_group.eq_ignore_ascii_case(&other.resource_group)
            && self.workspace.eq_ignore_ascii_case(&other.workspace)
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
