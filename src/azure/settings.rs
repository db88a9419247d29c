//! What the configuration says about Azure: cloud, credential, API versions, workspaces.

use std::collections::BTreeMap;

use super::{blueprint::Blueprint, cloud::Cloud, credential::CredentialSettings};
use crate::target::{Alias, WorkspaceAddress};

/// The stable version that Microsoft's `azure-ai-ml` uses; newer ones describe the same operations.
/// Sovereign clouds may lag behind: hence a setting.
pub const DEFAULT_API_VERSION: &str = "2025-12-01";

/// The version in Microsoft's documentation of `updateIdleShutdownSetting`; only previews describe it.
pub const DEFAULT_IDLE_API_VERSION: &str = "2021-07-01";

/// The last version that described `updateSchedules`, which the studio still uses.
pub const DEFAULT_SCHEDULES_API_VERSION: &str = "2021-03-01-preview";

/// The cloud, our identity in it and the workspaces.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to get tokens and where to send calls.
    pub cloud: Cloud,
    /// How we prove our identity to Entra.
    pub credential: CredentialSettings,
    /// [`DEFAULT_API_VERSION`] unless the cloud lacks it.
    pub api_version: String,
    /// Whether to read jobs before a delete, and before a machine ends work. Needs a role of its own: [`READ_JOBS`](crate::command::READ_JOBS).
    pub jobs: bool,
    /// [`DEFAULT_IDLE_API_VERSION`], likewise.
    pub idle_api_version: String,
    /// [`DEFAULT_SCHEDULES_API_VERSION`], likewise.
    pub schedules_api_version: String,
    /// By the alias that commands and grants use.
    pub workspaces: BTreeMap<Alias, WorkspaceAddress>,
    /// What `create` and `renew` may make, by name.
    pub blueprints: Vec<Blueprint>,
}
