//! The Azure RBAC actions that Lamplighter needs.
//! <https://learn.microsoft.com/azure/role-based-access-control/permissions/ai-machine-learning>

pub const READ: &str = "Microsoft.MachineLearningServices/workspaces/computes/read";
pub const START: &str = "Microsoft.MachineLearningServices/workspaces/computes/start/action";
pub const STOP: &str = "Microsoft.MachineLearningServices/workspaces/computes/stop/action";
pub const RESTART: &str = "Microsoft.MachineLearningServices/workspaces/computes/restart/action";
pub const DELETE: &str = "Microsoft.MachineLearningServices/workspaces/computes/delete";
/// For `create` and `renew`. The action is wide: Azure lets whoever has it overwrite an instance, choose any size and run
/// scripts as root. Lamplighter makes what a blueprint says, where nothing is.
pub const CREATE: &str = "Microsoft.MachineLearningServices/workspaces/computes/write";
/// The region and the directory of a workspace are read before an instance is made.
pub const READ_WORKSPACE: &str = "Microsoft.MachineLearningServices/workspaces/read";
/// Azure asks for it where an instance is made.
pub const CHECK_NAME: &str =
    "Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action";

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

/// For `lamplighter check`.
const READ_PERMISSIONS: &str = "Microsoft.Authorization/permissions/read";

/// The roles of `infra/azure`, as they are called, and the actions of each.
pub const ROLES: &[(&str, &[&str])] = &[
    ("Lamplighter", &[READ, START, STOP, RESTART, READ_TAGS, READ_PERMISSIONS]),
    ("Lamplighter keep", &[WRITE_TAGS]),
    ("Lamplighter schedules", &[SCHEDULES]),
    ("Lamplighter idle", &[IDLE]),
    ("Lamplighter prices", &[READ_PRICES]),
    ("Lamplighter jobs", &[READ_JOBS]),
    ("Lamplighter delete", &[DELETE]),
    ("Lamplighter create", &[CREATE, CHECK_NAME, READ_WORKSPACE]),
];

/// Whether most of Lamplighter works without an action.
pub fn is_optional(action: &str) -> bool {
    role_with(action).is_some_and(|role| role != "Lamplighter")
}

/// The role of `infra/azure` that gives an action. Ignores case, as Azure does.
pub fn role_with(action: &str) -> Option<&'static str> {
    let gives = |actions: &[&str]| actions.iter().any(|given| given.eq_ignore_ascii_case(action));
    ROLES.iter().find(|(_, actions)| gives(actions)).map(|(role, _)| *role)
}
