//! The caller's role.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::Call;

/// The actions that the caller's role grants and those that it excludes. `*` matches any text.
///
/// The default is the least that Lamplighter needs for all of its verbs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rights {
    /// What the role grants: `Microsoft.MachineLearningServices/workspaces/computes/*`.
    pub actions: Vec<String>,
    /// What it excludes of that, whatever `actions` grants.
    #[serde(default)]
    pub not_actions: Vec<String>,
}

impl Default for Rights {
    fn default() -> Self {
        let actions = [
            "Microsoft.MachineLearningServices/locations/*/read",
            "Microsoft.MachineLearningServices/workspaces/read",
            "Microsoft.MachineLearningServices/workspaces/checkComputeNameAvailability/action",
            "Microsoft.MachineLearningServices/workspaces/computes/read",
            "Microsoft.MachineLearningServices/workspaces/computes/write",
            "Microsoft.MachineLearningServices/workspaces/computes/delete",
            "Microsoft.MachineLearningServices/workspaces/computes/start/action",
            "Microsoft.MachineLearningServices/workspaces/computes/stop/action",
            "Microsoft.MachineLearningServices/workspaces/computes/restart/action",
            "Microsoft.MachineLearningServices/workspaces/computes/updateIdleShutdownSetting/action",
            "Microsoft.MachineLearningServices/workspaces/computes/updateSchedules/action",
            "Microsoft.MachineLearningServices/workspaces/jobs/read",
            "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
            "Microsoft.Network/virtualNetworks/subnets/join/action",
            "Microsoft.Resources/tags/read",
            "Microsoft.Resources/tags/write",
        ];
        Self { actions: actions.map(Into::into).into(), not_actions: Vec::new() }
    }
}

impl Rights {
    pub(crate) fn allow(&self, action: &str) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, action));
        any(&self.actions) && !any(&self.not_actions)
    }

    /// The answer of `Microsoft.Authorization/permissions`.
    pub(crate) fn resource(&self) -> Value {
        json!({ "value": [{
            "actions": self.actions,
            "notActions": self.not_actions,
            "dataActions": [],
            "notDataActions": [],
        }]})
    }
}

/// The action that the role must grant for a call; `None` if every caller may make it.
pub(crate) fn action(call: Call) -> Option<&'static str> {
    Some(match call {
        Call::List | Call::Get => "Microsoft.MachineLearningServices/workspaces/computes/read",
        Call::Create | Call::Update => "Microsoft.MachineLearningServices/workspaces/computes/write",
        Call::Start => "Microsoft.MachineLearningServices/workspaces/computes/start/action",
        Call::Stop => "Microsoft.MachineLearningServices/workspaces/computes/stop/action",
        Call::Restart => "Microsoft.MachineLearningServices/workspaces/computes/restart/action",
        Call::Delete => "Microsoft.MachineLearningServices/workspaces/computes/delete",
        Call::Nodes => "Microsoft.MachineLearningServices/workspaces/computes/listNodes/action",
        Call::Idle => {
            "Microsoft.MachineLearningServices/workspaces/computes/updateIdleShutdownSetting/action"
        }
        Call::Schedules => "Microsoft.MachineLearningServices/workspaces/computes/updateSchedules/action",
        Call::Workspace | Call::Workspaces => "Microsoft.MachineLearningServices/workspaces/read",
        Call::UpdateWorkspace => "Microsoft.MachineLearningServices/workspaces/write",
        Call::Subscription => "Microsoft.Resources/subscriptions/read",
        Call::Provider => "Microsoft.Resources/subscriptions/providers/read",
        Call::ResourceGroups | Call::ResourceGroup => "Microsoft.Resources/subscriptions/resourceGroups/read",
        Call::Operation => "Microsoft.MachineLearningServices/locations/computeOperationsStatus/read",
        Call::VmSizes => "Microsoft.MachineLearningServices/locations/vmSizes/read",
        Call::Usages => "Microsoft.MachineLearningServices/locations/usages/read",
        Call::Jobs => "Microsoft.MachineLearningServices/workspaces/jobs/read",
        Call::Tags => "Microsoft.Resources/tags/read",
        Call::Tag => "Microsoft.Resources/tags/write",
        // Every caller may read what it has a role in.
        Call::Permissions | Call::Subscriptions | Call::Tenants => return None,
        Call::Token | Call::Keys | Call::OpenId => return None,
        Call::Sts | Call::AwsSecret | Call::AwsParameter | Call::VaultSecret => return None,
        Call::Metadata | Call::Inbox | Call::Activity | Call::Conversation | Call::Any | Call::Unknown => {
            return None;
        }
    })
}

/// Whether an action matches a pattern in which `*` stands for any text, regardless of case.
fn matches(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.to_ascii_lowercase(), action.to_ascii_lowercase());
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == action;
    };
    let Some(mut left) = action.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(index) = left.find(part) else {
            return false;
        };
        left = &left[index + part.len()..];
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_matches_anything_and_exclusions_win() {
        let rights = Rights {
            actions: vec!["Microsoft.X/workspaces/*/action".into()],
            not_actions: vec!["Microsoft.X/workspaces/computes/stop/*".into()],
        };
        assert!(rights.allow("microsoft.x/workspaces/computes/start/action"));
        assert!(!rights.allow("Microsoft.X/workspaces/computes/stop/action"));
        assert!(!rights.allow("Microsoft.X/workspaces/computes/read"));
    }
}
