//! What a request asks for, read off its method and address.
//!
//! A web framework's router will not do: ARM ignores the case of every segment it knows, and
//! clients spell `resourceGroups` in at least three ways.

use std::fmt;

use http::Method;
use serde::{Deserialize, Serialize};

/// What a request asks for. Faults are armed, and requests recorded, under these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Call {
    /// An access token, from Entra or for a managed identity.
    Token,
    /// The keys that Entra signs tokens with.
    Keys,
    /// What a directory of Entra says of itself.
    OpenId,
    /// One page of a workspace's computes.
    List,
    Get,
    Create,
    Start,
    Stop,
    Restart,
    Delete,
    /// `updateIdleShutdownSetting`.
    Idle,
    /// `updateSchedules`.
    Schedules,
    /// The status of a long-running operation, at either of its addresses.
    Operation,
    /// What the caller may do, at a resource group or a workspace.
    Permissions,
    /// Sizes and prices.
    VmSizes,
    /// One workspace.
    Workspace,
    /// The subscription's workspaces.
    Workspaces,
    /// One page of a workspace's jobs.
    Jobs,
    /// A workspace's tags, read.
    Tags,
    /// A workspace's tags, changed.
    Tag,
    /// The cloud's endpoints, for clients that discover them.
    Metadata,
    /// AWS: STS's token that says which role the caller has.
    Sts,
    /// AWS: a secret of Secrets Manager.
    #[serde(rename = "aws-secret")]
    AwsSecret,
    /// AWS: a parameter of Systems Manager.
    #[serde(rename = "aws-parameter")]
    AwsParameter,
    /// A secret of Key Vault.
    #[serde(rename = "vault-secret")]
    VaultSecret,
    /// A message to the inbox.
    Inbox,
    /// Anything at all: only faults are armed for this.
    #[serde(rename = "*")]
    Any,
    /// An address that Azure does not have, or this emulator does not play.
    #[serde(skip_deserializing)]
    Unknown,
}

impl Call {
    /// Whether it starts something that goes on after the answer.
    pub(super) fn is_long_running(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Start | Self::Stop | Self::Restart | Self::Delete
        )
    }

    /// The action that a role must grant for it. None: everybody may.
    pub(super) fn action(self) -> Option<&'static str> {
        Some(match self {
            Self::List | Self::Get => "Microsoft.MachineLearningServices/workspaces/computes/read",
            Self::Create => "Microsoft.MachineLearningServices/workspaces/computes/write",
            Self::Start => "Microsoft.MachineLearningServices/workspaces/computes/start/action",
            Self::Stop => "Microsoft.MachineLearningServices/workspaces/computes/stop/action",
            Self::Restart => "Microsoft.MachineLearningServices/workspaces/computes/restart/action",
            Self::Delete => "Microsoft.MachineLearningServices/workspaces/computes/delete",
            Self::Idle => {
                "Microsoft.MachineLearningServices/workspaces/computes/updateIdleShutdownSetting/action"
            }
            Self::Schedules => "Microsoft.MachineLearningServices/workspaces/computes/updateSchedules/action",
            Self::Workspace | Self::Workspaces => "Microsoft.MachineLearningServices/workspaces/read",
            Self::Operation => "Microsoft.MachineLearningServices/locations/computeOperationsStatus/read",
            Self::VmSizes => "Microsoft.MachineLearningServices/locations/vmSizes/read",
            Self::Jobs => "Microsoft.MachineLearningServices/workspaces/jobs/read",
            Self::Tags => "Microsoft.Resources/tags/read",
            Self::Tag => "Microsoft.Resources/tags/write",
            // Whoever has a role may ask which: Permissions is free to all.
            Self::Permissions => return None,
            Self::Token | Self::Keys | Self::OpenId => return None,
            Self::Sts | Self::AwsSecret | Self::AwsParameter | Self::VaultSecret => return None,
            Self::Metadata | Self::Inbox | Self::Any | Self::Unknown => return None,
        })
    }
}

impl fmt::Display for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}

/// The resource that an ARM address names; what it does not name is empty. In the caller's
/// spelling: ARM compares names without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub subscription: String,
    pub resource_group: String,
    pub workspace: String,
    pub compute: String,
}

impl Place {
    /// The ARM id of the narrowest resource named, as messages about scopes print it.
    pub fn id(&self) -> String {
        let parts = [
            ("/subscriptions/", &self.subscription),
            ("/resourceGroups/", &self.resource_group),
            (
                "/providers/Microsoft.MachineLearningServices/workspaces/",
                &self.workspace,
            ),
            ("/computes/", &self.compute),
        ];
        let named = parts.iter().take_while(|(_, name)| !name.is_empty());
        named.map(|(kind, name)| format!("{kind}{name}")).collect()
    }
}

/// An address understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub call: Call,
    pub place: Place,
    /// The id of the operation, where one is meant.
    pub operation_id: String,
}

const AUTHORIZATION: &str = "microsoft.authorization";
const ML: &str = "microsoft.machinelearningservices";
const RESOURCES: &str = "microsoft.resources";

impl Route {
    /// Reads an address. One that leads nowhere is a route too, of [`Call::Unknown`]; AWS's calls,
    /// which all have the same one, are told apart by [`aws::call`](super::aws::call).
    pub fn of(method: &Method, path: &str) -> Self {
        let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
        let lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let name = |index: usize| names.get(index).copied().unwrap_or_default().to_owned();
        let call = match (method.as_str(), lower.as_slice()) {
            ("POST", [_tenant, "oauth2", "v2.0", "token"]) => Call::Token,
            ("GET", [_tenant, "discovery", "v2.0", "keys"] | [_tenant, "discovery", "keys"]) => Call::Keys,
            ("GET", [_tenant, "v2.0", ".well-known", "openid-configuration"]) => Call::OpenId,
            ("GET", ["msi", "token"]) => Call::Token,
            ("GET", ["secrets", _] | ["secrets", _, _]) => Call::VaultSecret,
            ("GET", ["metadata", "endpoints"]) => Call::Metadata,
            ("POST" | "PUT" | "PATCH", ["_emulator", "inbox", ..]) => Call::Inbox,
            ("GET", ["subscriptions", _, "providers", ML, rest @ ..]) => in_subscription(rest),
            (method, ["subscriptions", _, "resourcegroups", _, "providers", rest @ ..]) => {
                in_resource_group(method, rest)
            }
            _ => Call::Unknown,
        };
        let operation_id = if call == Call::Operation {
            name(7)
        } else {
            String::new()
        };
        Self {
            call,
            place: place(&lower, name),
            operation_id,
        }
    }
}

fn in_subscription(rest: &[&str]) -> Call {
    match rest {
        ["workspaces"] => Call::Workspaces,
        ["locations", _, "vmsizes"] => Call::VmSizes,
        [
            "locations",
            _,
            "computeoperationsstatus" | "computeoperationsresults",
            _,
        ] => Call::Operation,
        _ => Call::Unknown,
    }
}

fn in_resource_group(method: &str, rest: &[&str]) -> Call {
    match (method, rest) {
        ("GET", [AUTHORIZATION, "permissions"]) => Call::Permissions,
        (method, [ML, "workspaces", _, rest @ ..]) => in_workspace(method, rest),
        _ => Call::Unknown,
    }
}

fn in_workspace(method: &str, rest: &[&str]) -> Call {
    match (method, rest) {
        ("GET", []) => Call::Workspace,
        ("GET", ["providers", AUTHORIZATION, "permissions"]) => Call::Permissions,
        ("GET", ["providers", RESOURCES, "tags", "default"]) => Call::Tags,
        ("PATCH", ["providers", RESOURCES, "tags", "default"]) => Call::Tag,
        ("GET", ["jobs"]) => Call::Jobs,
        ("GET", ["computes"]) => Call::List,
        ("GET", ["computes", _]) => Call::Get,
        ("PUT", ["computes", _]) => Call::Create,
        ("DELETE", ["computes", _]) => Call::Delete,
        ("POST", ["computes", _, "start"]) => Call::Start,
        ("POST", ["computes", _, "stop"]) => Call::Stop,
        ("POST", ["computes", _, "restart"]) => Call::Restart,
        ("POST", ["computes", _, "updateidleshutdownsetting"]) => Call::Idle,
        ("POST", ["computes", _, "updateschedules"]) => Call::Schedules,
        _ => Call::Unknown,
    }
}

/// The resource that the segments name, as far as they do.
fn place(lower: &[&str], name: impl Fn(usize) -> String) -> Place {
    let names = |index: usize, word: &str| {
        if lower.get(index - 1) == Some(&word) {
            name(index)
        } else {
            String::new()
        }
    };
    Place {
        subscription: names(1, "subscriptions"),
        resource_group: names(3, "resourcegroups"),
        workspace: names(7, "workspaces"),
        compute: names(9, "computes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arm_ignores_the_case_of_its_own_words_and_keeps_that_of_names() {
        let path = "/Subscriptions/S1/RESOURCEGROUPS/Ml-Rg/providers/\
                    microsoft.MACHINElearningServices/workspaces/W/computes/MyCi/Stop";
        let route = Route::of(&Method::POST, path);
        assert_eq!(route.call, Call::Stop);
        assert_eq!(
            route.place.id(),
            "/subscriptions/S1/resourceGroups/Ml-Rg/providers/\
             Microsoft.MachineLearningServices/workspaces/W/computes/MyCi"
        );
    }

    #[test]
    fn an_operation_belongs_to_the_subscription() {
        let path = "/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/\
                    eastus2/computeOperationsStatus/0a";
        let route = Route::of(&Method::GET, path);
        assert_eq!((route.call, route.operation_id.as_str()), (Call::Operation, "0a"));
        assert_eq!(route.place.id(), "/subscriptions/s");
    }
}
