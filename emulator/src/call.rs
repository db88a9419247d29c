//! The calls that the emulator answers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kind of a call. Faults are armed and requests recorded under these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Call {
    /// An access token, from Entra or for a managed identity.
    Token,
    /// The public keys of Entra's token signatures.
    Keys,
    /// OpenID Connect metadata of a tenant.
    OpenId,
    /// One page of a workspace's computes.
    List,
    /// One compute.
    Get,
    /// `PUT` of a compute: creates an instance, or updates a compute.
    Create,
    /// `PATCH` of a compute.
    Update,
    /// `start` of an instance.
    Start,
    /// `stop` of an instance.
    Stop,
    /// `restart` of an instance.
    Restart,
    /// `DELETE` of an instance.
    Delete,
    /// `listNodes` of a cluster.
    Nodes,
    /// `updateIdleShutdownSetting`.
    Idle,
    /// `updateSchedules`.
    Schedules,
    /// The status of a long-running operation, at either of its two addresses.
    Operation,
    /// The caller's permissions at a resource group or workspace.
    Permissions,
    /// VM sizes and their prices.
    VmSizes,
    /// The vCPUs in use and their limits, by VM family.
    Usages,
    /// One workspace.
    Workspace,
    /// `PATCH` or `PUT` of a workspace.
    UpdateWorkspace,
    /// All workspaces of a subscription or resource group.
    Workspaces,
    /// One page of a workspace's jobs.
    Jobs,
    /// Reads the tags of a resource.
    Tags,
    /// Changes the tags of a resource.
    Tag,
    /// The subscriptions of the caller.
    Subscriptions,
    /// One subscription.
    Subscription,
    /// The caller's tenants.
    Tenants,
    /// The resource types of Microsoft.MachineLearningServices.
    Provider,
    /// The resource groups of a subscription.
    ResourceGroups,
    /// One resource group.
    ResourceGroup,
    /// The cloud's endpoints, for clients that discover them.
    Metadata,
    /// AWS STS: a token that states the caller's role.
    Sts,
    /// AWS Secrets Manager: a secret.
    #[serde(rename = "aws-secret")]
    AwsSecret,
    /// AWS Systems Manager: a parameter.
    #[serde(rename = "aws-parameter")]
    AwsParameter,
    /// Key Vault: a secret.
    #[serde(rename = "vault-secret")]
    VaultSecret,
    /// A message to the inbox.
    Inbox,
    /// A message of a bot to a conversation, or a change of one.
    Activity,
    /// A new conversation of a bot with one person.
    Conversation,
    /// Matches every call. For faults only.
    #[serde(rename = "*")]
    Any,
    /// An address that Azure does not have, or that this emulator does not implement.
    #[serde(skip_deserializing)]
    Unknown,
}

impl Call {
    /// Whether the call starts an operation that continues after the answer.
    pub(crate) fn is_long_running(self) -> bool {
        matches!(self, Self::Create | Self::Start | Self::Stop | Self::Restart | Self::Delete)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}
