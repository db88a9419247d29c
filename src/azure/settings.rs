//! What the configuration says about Azure: cloud, credential, API versions, workspaces.

use std::collections::BTreeMap;

use super::{cloud::Cloud, credential::CredentialSettings};
use crate::target::Alias;

/// Stable, with everything we call, and what Microsoft's own `azure-ai-ml` speaks; newer stable
/// versions describe the same operations. Sovereign clouds may lag: hence a setting.
pub const DEFAULT_API_VERSION: &str = "2025-12-01";

/// What Microsoft's documentation calls `updateIdleShutdownSetting` with; only previews describe it.
pub const DEFAULT_IDLE_API_VERSION: &str = "2021-07-01";

/// The last that described `updateSchedules`, which the studio uses to this day.
pub const DEFAULT_SCHEDULES_API_VERSION: &str = "2021-03-01-preview";

/// Where and as whom to work.
#[derive(Clone, Debug)]
pub struct Settings {
    pub cloud: Cloud,
    pub credential: CredentialSettings,
    /// [`DEFAULT_API_VERSION`], unless the cloud does not have it.
    pub api_version: String,
    /// Whether jobs are looked for before a delete, and before a machine ends work. Takes a role of
    /// its own: [`READ_JOBS`](crate::command::READ_JOBS).
    pub jobs: bool,
    /// [`DEFAULT_IDLE_API_VERSION`], likewise.
    pub idle_api_version: String,
    /// [`DEFAULT_SCHEDULES_API_VERSION`], likewise.
    pub schedules_api_version: String,
    pub workspaces: BTreeMap<Alias, WorkspaceAddress>,
}

/// Where a workspace is, in ARM's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceAddress {
    /// The id, not the name.
    pub subscription: String,
    pub resource_group: String,
    pub workspace: String,
}
