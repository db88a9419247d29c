//! The calls that the emulator answers, by name.

use std::fmt;

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
    pub(crate) fn is_long_running(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Start | Self::Stop | Self::Restart | Self::Delete
        )
    }
}

impl fmt::Display for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}
