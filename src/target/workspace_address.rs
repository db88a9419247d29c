//! Where a configured workspace is in Azure.

/// A workspace's address in ARM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceAddress {
    /// The id, not the name.
    pub subscription: String,
    /// The group that contains the workspace.
    pub resource_group: String,
    /// The workspace's name in Azure, which may differ from its alias.
    pub workspace: String,
}
