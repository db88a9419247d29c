//! The client for compute instances: one method, one request, one answer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use azure_core::http::{Method, RawResponse, Url};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    arm::{self, Arm},
    compute::Compute,
    credential::Credential,
    error::{AzureError, AzureErrorKind, MissingScope, Result},
    freshness::Seen,
    operation::{Operation, OperationResult},
    pending_request::PendingRequest,
    permissions::Permissions,
    price_list::PriceAnswer,
    rate_limiter::RateLimiter,
    settings::Settings,
    throttle_wait::ThrottleWait,
};
use crate::{
    command::Power,
    target::{Alias, ComputeId, WorkspaceAddress},
};

/// Of `Microsoft.Authorization`, for [`Azure::permissions`].
const PERMISSIONS_API_VERSION: &str = "2022-04-01";

/// The client, one for the whole process. `new` makes no call.
pub struct Azure {
    pub(super) arm: Arc<Arm>,
    credential: Arc<Credential>,
    pub(super) settings: Settings,
    /// By subscription and location, with the time of the request.
    pub(super) prices: Mutex<HashMap<(String, String), (Instant, PriceAnswer)>>,
}

impl Azure {
    /// `client` must not follow redirects; [`crate::client::http_client`] does not.
    ///
    /// # Errors
    ///
    /// `CredentialUnavailable` if the credential lacks something, such as the federated token's file.
    pub fn new(settings: Settings, client: reqwest::Client) -> Result<Self> {
        let credential = Credential::new(settings.credential.clone(), &settings.cloud, client.clone())?;
        let arm = Arc::new(Arm::new(&settings.cloud, credential.clone(), client));
        Ok(Self { arm, credential, settings, prices: Mutex::default() })
    }

    /// The api-version of all calls but those that change settings.
    pub fn api_version(&self) -> &str {
        &self.settings.api_version
    }

    /// The workspaces of the settings.
    pub fn workspaces(&self) -> impl Iterator<Item = &Alias> {
        self.settings.workspaces.keys()
    }

    /// Reads one instance. `NotFound` also if another kind of compute has the name.
    pub async fn get(&self, id: &ComputeId, waiting: &ThrottleWait) -> Result<Seen<Compute>> {
        Ok(self.resource(id, waiting).await?.0)
    }

    /// The same, with the whole resource.
    pub(crate) async fn resource(
        &self,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<(Seen<Compute>, Value)> {
        let url = self.compute(id, None, &self.settings.api_version)?;
        let response = self.arm.read(url, waiting).await?;
        let resource: Value = arm::json(&response)?;
        match Compute::read(&id.workspace, &resource) {
            Some(compute) if compute.id == *id => Ok((response.with(compute), resource)),
            _ if resource.get("name").is_some_and(Value::is_string) => {
                Err(AzureError::of(AzureErrorKind::NotFound))
            }
            _ => Err(AzureError::of(AzureErrorKind::Garbage)),
        }
    }

    /// Reads all instances of a workspace. An unreadable one is left out and logged.
    ///
    /// # Errors
    ///
    /// As any read. Never a part of the list: `ListLoops` if its pages do not end, `ListTooLong` if they are
    /// over our limits, `ForeignHost` if they link to another host.
    pub async fn list(&self, workspace: &Alias, waiting: &ThrottleWait) -> Result<Vec<Seen<Compute>>> {
        let first = self.below(workspace, &["computes"], &self.settings.api_version)?;
        let mut computes = Vec::new();
        let mut take = |page: &Seen<RawResponse>, resource: &Value| {
            computes.extend(Compute::read(workspace, resource).map(|compute| page.with(compute)));
        };
        let read = self.arm.pages(first, usize::MAX, waiting, &mut take).await;
        read.map_err(|error| error.of_scope(MissingScope::Workspace))?;
        Ok(computes)
    }

    /// Prepares a command: nothing is sent before [`PendingRequest::send`]. A restart is not idempotent: sent
    /// twice, it restarts twice. A delete includes the virtual machine.
    pub async fn prepare(
        &self,
        power: Power,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>> {
        let (method, action) = match power {
            Power::Start => (Method::Post, Some("start")),
            Power::Stop => (Method::Post, Some("stop")),
            Power::Restart => (Method::Post, Some("restart")),
            Power::Delete => (Method::Delete, None),
        };
        let mut url = self.compute(id, action, &self.settings.api_version)?;
        if power == Power::Delete {
            url.query_pairs_mut().append_pair("underlyingResourceAction", "Delete");
        }
        self.token().await?;
        let slot = RateLimiter::of(&self.arm.pace, method, &url).slot(waiting, false).await?;
        Ok(PendingRequest { arm: &self.arm, method, url, slot, body: None })
    }

    /// Sets the idle time after which Azure shuts an instance down, from 15 minutes to 3 days. Sent once; safe to
    /// repeat. Azure answers 200 even if nothing changes: read the instance to be sure. It cannot be turned off.
    pub async fn set_idle(
        &self,
        id: &ComputeId,
        after: SignedDuration,
        waiting: &ThrottleWait,
    ) -> Result<()> {
        let url = self.compute(id, Some("updateIdleShutdownSetting"), &self.settings.idle_api_version)?;
        let body = json!({ "idleTimeBeforeShutdown": format!("PT{}M", after.as_mins()) });
        self.arm.send(Method::Post, url, &body, waiting).await.map(drop)
    }

    /// Reads the status of an operation.
    ///
    /// # Errors
    ///
    /// If the read fails, not the operation. The status is at the subscription, which a role on a
    /// resource group cannot read: after `Forbidden`, read the instance instead.
    pub async fn operation(&self, operation: &Operation, waiting: &ThrottleWait) -> Result<OperationResult> {
        match self.arm.follow(operation.url.clone(), waiting).await {
            Ok(response) => operation.read(&response),
            Err(error) => operation.interpret(error),
        }
    }

    /// Our effective rights in a workspace, as Azure reports them.
    pub async fn permissions(&self, workspace: &Alias) -> Result<Permissions> {
        let path = ["providers", "Microsoft.Authorization", "permissions"];
        let url = self.below(workspace, &path, PERMISSIONS_API_VERSION)?;
        let roles = self.arm.all(url, &ThrottleWait::new()).await;
        let mut permissions = Permissions::default();
        let roles = roles.map_err(|error| error.of_scope(MissingScope::Workspace))?;
        roles.iter().for_each(|role| permissions.add(role));
        Ok(permissions)
    }

    /// Fetches a token if none is cached.
    pub async fn token(&self) -> Result<()> {
        self.credential.token(&self.settings.cloud.scope()).await.map(drop)
    }

    pub(super) fn compute(&self, id: &ComputeId, action: Option<&str>, api_version: &str) -> Result<Url> {
        let path: Vec<_> = ["computes", &id.name].into_iter().chain(action).collect();
        self.below(&id.workspace, &path, api_version)
    }

    /// The address of what is at `path` below a workspace.
    pub(super) fn below(&self, workspace: &Alias, path: &[&str], api_version: &str) -> Result<Url> {
        Ok(self.arm.url(&[&self.workspace(workspace)?, path].concat(), api_version))
    }

    /// The ARM id of a workspace. `None` if none is configured under this name.
    pub fn workspace_id(&self, workspace: &Alias) -> Option<String> {
        Some(format!("/{}", self.workspace(workspace).ok()?.join("/")))
    }

    /// The path of a workspace.
    fn workspace(&self, workspace: &Alias) -> Result<Vec<&str>> {
        let found = self.settings_of(workspace)?;
        Ok(vec![
            "subscriptions",
            &found.subscription,
            "resourceGroups",
            &found.resource_group,
            "providers",
            "Microsoft.MachineLearningServices",
            "workspaces",
            &found.workspace,
        ])
    }

    pub(super) fn settings_of(&self, workspace: &Alias) -> Result<&WorkspaceAddress> {
        let found = self.settings.workspaces.get(workspace);
        found.ok_or_else(|| AzureError::of(AzureErrorKind::ScopeNotFound(MissingScope::Workspace)))
    }
}
