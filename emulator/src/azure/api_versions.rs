//! The API versions at which each operation exists.

use http::StatusCode;
use serde_json::{Value, json};

use super::problem::ArmProblem;
use crate::{call::Call, ids::LOCATION};

const NAMESPACE: &str = "Microsoft.MachineLearningServices";

/// The versions of [`NAMESPACE`] in Microsoft's specifications and types for Bicep, oldest
/// first.
#[rustfmt::skip]
const MACHINE_LEARNING: &[&str] = &[
    "2018-03-01-preview", "2018-11-19", "2019-05-01", "2019-06-01", "2019-11-01", "2020-01-01",
    "2020-02-18-preview", "2020-03-01", "2020-04-01", "2020-04-01-preview", "2020-05-01-preview",
    "2020-05-15-preview", "2020-06-01", "2020-08-01", "2020-09-01-preview", "2021-01-01", "2021-03-01-preview",
    "2021-04-01", "2021-07-01", "2022-01-01-preview", "2022-02-01-preview", "2022-05-01", "2022-06-01-preview",
    "2022-10-01", "2022-10-01-preview", "2022-12-01-preview", "2023-02-01-preview", "2023-04-01",
    "2023-04-01-preview", "2023-06-01-preview", "2023-08-01-preview", "2023-10-01", "2024-01-01-preview",
    "2024-04-01", "2024-04-01-preview", "2024-07-01-preview", "2024-10-01", "2024-10-01-preview",
    "2025-01-01-preview", "2025-04-01", "2025-04-01-preview", "2025-06-01", "2025-07-01-preview", "2025-09-01",
    "2025-10-01-preview", "2025-12-01", "2026-01-15-preview", "2026-03-01", "2026-03-15-preview", "2026-05-01",
    "2026-05-15-preview", "2026-07-01", "2026-07-15-preview", "2026-09-01",
];

/// The versions of Resource Manager itself, newest first: those that its error listed in 2023 (azure-cli#28038),
/// and those of its clients since then.
#[rustfmt::skip]
const RESOURCE_MANAGER: &[&str] = &[
    "2025-04-01", "2025-03-01", "2024-11-01", "2024-07-01", "2024-03-01", "2023-07-01", "2023-07-01-preview",
    "2023-03-01-preview", "2022-12-01", "2022-11-01-preview", "2022-09-01", "2022-06-01", "2022-05-01",
    "2022-03-01-preview", "2022-01-01", "2021-04-01", "2021-01-01", "2020-10-01", "2020-09-01", "2020-08-01",
    "2020-07-01", "2020-06-01", "2020-05-01", "2020-01-01", "2019-11-01", "2019-10-01", "2019-09-01",
    "2019-08-01", "2019-07-01", "2019-06-01", "2019-05-10", "2019-05-01", "2019-03-01", "2018-11-01",
    "2018-09-01", "2018-08-01", "2018-07-01", "2018-06-01", "2018-05-01", "2018-02-01", "2018-01-01",
    "2017-12-01", "2017-08-01", "2017-06-01", "2017-05-10", "2017-05-01", "2017-03-01", "2016-09-01",
    "2016-07-01", "2016-06-01", "2016-02-01", "2015-11-01", "2015-01-01", "2014-04-01-preview", "2014-04-01",
    "2014-01-01", "2013-03-01",
];

/// The first version of Resource Manager that has tags as resources.
const TAGS_SINCE: &str = "2019-10-01";

/// The versions of `Microsoft.Authorization/permissions`.
const PERMISSIONS: &[&str] = &["2015-07-01", "2018-01-01-preview", "2018-07-01", "2022-04-01"];

/// The only version that describes `updateSchedules`.
const SCHEDULES: &[&str] = &["2021-03-01-preview"];

/// The version of `updateIdleShutdownSetting` in Microsoft's documentation. Besides it, all previews since
/// [`IDLE_SINCE`] describe it, and no stable version does.
const IDLE: &str = "2021-07-01";
const IDLE_SINCE: &str = "2022-10-01-preview";

/// The answer of `GET …/providers/Microsoft.MachineLearningServices`: its resource types and their versions,
/// newest first. Generic clients choose a version by it.
pub(crate) fn provider(subscription: &str) -> Value {
    let types = [Call::Workspace, Call::Get, Call::Jobs, Call::VmSizes, Call::Usages, Call::Operation];
    let types = types.map(|call| {
        let mut versions = supported(call);
        versions.reverse();
        json!({
            "resourceType": resource_type(call),
            "locations": [LOCATION],
            "apiVersions": versions,
            "capabilities": "None",
        })
    });
    json!({
        "id": format!("/subscriptions/{subscription}/providers/{NAMESPACE}"),
        "namespace": NAMESPACE,
        "registrationPolicy": "RegistrationRequired",
        "registrationState": "Registered",
        "resourceTypes": types,
    })
}

/// Refuses a version at which the operation does not exist.
pub(crate) fn check(call: Call, version: &str) -> Result<(), ArmProblem> {
    let supported = supported(call);
    if supported.is_empty() || supported.iter().any(|known| known.eq_ignore_ascii_case(version)) {
        return Ok(());
    }
    let (code, message) = match resource_type(call) {
        Some(resource_type) => (
            "NoRegisteredProviderFound",
            format!(
                "No registered resource provider found for location '{LOCATION}' and API version '{version}' \
                 for type '{resource_type}'. The supported api-versions are '{}'. The supported locations are \
                 '{LOCATION}'.",
                supported.join(", ")
            ),
        ),
        None => (
            "InvalidApiVersionParameter",
            format!(
                "The api-version '{version}' is invalid. The supported versions are '{}'.",
                supported.join(",")
            ),
        ),
    };
    Err(ArmProblem::gateway(StatusCode::BAD_REQUEST, code, message))
}

/// A version at which a call exists.
pub(crate) fn any(call: Call) -> &'static str {
    supported(call).first().copied().unwrap_or_default()
}

/// The versions at which a call exists; none if ARM does not check it.
fn supported(call: Call) -> Vec<&'static str> {
    let since = |versions: &[&'static str], first: &str| {
        versions.iter().copied().filter(|known| *known >= first).collect::<Vec<_>>()
    };
    match call {
        Call::Workspace | Call::Workspaces | Call::UpdateWorkspace => MACHINE_LEARNING.into(),
        Call::List | Call::Get | Call::Create | Call::Update | Call::Delete | Call::Nodes => {
            MACHINE_LEARNING.into()
        }
        Call::Operation | Call::VmSizes | Call::Usages => MACHINE_LEARNING.into(),
        Call::Start | Call::Stop | Call::Restart => since(MACHINE_LEARNING, "2020-06-01"),
        Call::Jobs => since(MACHINE_LEARNING, "2021-03-01-preview"),
        Call::Idle => {
            let mut previews = since(MACHINE_LEARNING, IDLE_SINCE);
            previews.retain(|known| known.ends_with("-preview"));
            previews.insert(0, IDLE);
            previews
        }
        Call::Schedules => SCHEDULES.into(),
        Call::Permissions => PERMISSIONS.into(),
        Call::Subscriptions | Call::Subscription | Call::Tenants => RESOURCE_MANAGER.into(),
        Call::Provider => RESOURCE_MANAGER.into(),
        Call::ResourceGroups | Call::ResourceGroup => RESOURCE_MANAGER.into(),
        Call::Tags | Call::Tag => since(RESOURCE_MANAGER, TAGS_SINCE),
        _ => Vec::new(),
    }
}

/// The resource type of a provider's call; `None` for Resource Manager's own.
fn resource_type(call: Call) -> Option<&'static str> {
    Some(match call {
        Call::Workspace | Call::Workspaces | Call::UpdateWorkspace => "workspaces",
        Call::Idle => "workspaces/computes/updateIdleShutdownSetting",
        Call::Schedules => "workspaces/computes/updateSchedules",
        Call::Operation => "locations/computeOperationsStatus",
        Call::VmSizes => "locations/vmSizes",
        Call::Usages => "locations/usages",
        Call::Jobs => "workspaces/jobs",
        Call::Permissions => "permissions",
        Call::Subscriptions | Call::Subscription | Call::Tenants | Call::Provider => return None,
        Call::ResourceGroups | Call::ResourceGroup | Call::Tags | Call::Tag => return None,
        _ => "workspaces/computes",
    })
}
