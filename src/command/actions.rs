//! The Azure RBAC actions that Lamplighter needs.
//! <https://learn.microsoft.com/azure/role-based-access-control/permissions/ai-machine-learning>

pub const READ: &str = "Microsoft.MachineLearningServices/workspaces/computes/read";
pub const START: &str = "Microsoft.MachineLearningServices/workspaces/computes/start/action";
pub const STOP: &str = "Microsoft.MachineLearningServices/workspaces/computes/stop/action";
pub const RESTART: &str = "Microsoft.MachineLearningServices/workspaces/computes/restart/action";
pub const DELETE: &str = "Microsoft.MachineLearningServices/workspaces/computes/delete";

/// Timers and alerts need it too, to see which instances are kept.
pub const READ_TAGS: &str = "Microsoft.Resources/tags/read";
/// For `keep`. The action is wide: it can change any tag of the workspace.
pub const WRITE_TAGS: &str = "Microsoft.Resources/tags/write";

/// For `jobs = true` in the settings.
pub const READ_JOBS: &str = "Microsoft.MachineLearningServices/workspaces/jobs/read";

/// For `idle`. Azure does not publish this action; see `infra/azure`.
pub const IDLE: &str =
    "Microsoft.MachineLearningServices/workspaces/computes/updateIdleShutdownSetting/action";
/// For changes by `schedule`.
pub const SCHEDULES: &str = "Microsoft.MachineLearningServices/workspaces/computes/updateSchedules/action";

/// For prices, at the subscription.
pub const READ_PRICES: &str = "Microsoft.MachineLearningServices/locations/vmSizes/read";
