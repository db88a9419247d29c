//! The client for compute instances: one method, one request, one answer.

use std::{collections::BTreeMap, sync::Arc};

use azure_core::{
    credentials::TokenCredential,
    http::{Method, RawResponse, Url},
};
use serde_json::Value;

use super::{
    arm::{Arm, json},
    compute::Compute,
    credential::Credential,
    error::{AzureError, AzureErrorKind, MissingScope},
    operation::{Operation, OperationResult},
    pending_request::PendingRequest,
    permissions::Permissions,
    price_list::PriceLists,
    seen::Seen,
    settings::{Settings, WorkspaceAddress},
    throttle_wait::ThrottleWait,
};
use crate::target::{Alias, ComputeId};

/// Of `Microsoft.Authorization`, for [`Azure::permissions`].
const PERMISSIONS_API_VERSION: &str = "2022-04-01";

/// The client, one for the whole process. `new` makes no call.
pub struct Azure {
    pub(super) arm: Arc<Arm>,
    /// The scope of our tokens.
    scope: String,
    credential: Arc<Credential>,
    pub(super) api_version: String,
    pub(super) sees_jobs: bool,
    pub(super) idle_api_version: String,
    pub(super) schedules_api_version: String,
    workspaces: BTreeMap<Alias, WorkspaceAddress>,
    pub(super) prices: PriceLists,
}

impl Azure {
    /// `client` must not follow redirects; [`crate::client::http_client`] does not.
    ///
    /// # Errors
    ///
    /// `CredentialUnavailable` if the credential lacks something, such as the federated token's file.
    pub fn new(settings: Settings, client: reqwest::Client) -> Result<Self, AzureError> {
        let cloud = settings.cloud;
        let credential = Credential::new(settings.credential, &cloud, client.clone())?;
        Ok(Self {
            arm: Arc::new(Arm::new(&cloud, credential.clone(), client)),
            scope: cloud.scope(),
            credential,
            api_version: settings.api_version,
            sees_jobs: settings.jobs,
            idle_api_version: settings.idle_api_version,
            schedules_api_version: settings.schedules_api_version,
            workspaces: settings.workspaces,
            prices: PriceLists::default(),
        })
    }

    /// The workspaces of the settings.
    pub fn workspaces(&self) -> impl Iterator<Item = &Alias> {
        self.workspaces.keys()
    }

    /// Reads one instance. `NotFound` also if another kind of compute has the name.
    pub async fn get(&self, id: &ComputeId, waiting: &ThrottleWait) -> Result<Seen<Compute>, AzureError> {
        let response = self.arm.read(self.compute(id, None)?, waiting).await?;
        let (compute, _) = read_resource(id, &response)?;
        Ok(response.with(compute))
    }

    /// The same, with the whole resource.
    pub(super) async fn resource(
        &self,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<(Compute, Value), AzureError> {
        let response = self.arm.read(self.compute(id, None)?, waiting).await?;
        read_resource(id, &response)
    }

    /// Reads all instances of a workspace. An unreadable one is left out and logged.
    ///
    /// # Errors
    ///
    /// As any read. Never a part of the list: `ListLoops` if its pages do not end, `ListTooLong` if they are
    /// over our limits, `ForeignHost` if they link to another host.
    pub async fn list(
        &self,
        workspace: &Alias,
        waiting: &ThrottleWait,
    ) -> Result<Vec<Seen<Compute>>, AzureError> {
        let first = self.arm.url(&self.computes(workspace)?, &self.api_version);
        let mut computes = Vec::new();
        let mut take = |page: &Seen<RawResponse>, resource: &Value| {
            computes.extend(Compute::read(workspace, resource).map(|compute| page.with(compute)));
        };
        let read = self.arm.pages(first, usize::MAX, waiting, &mut take).await;
        read.map_err(|error| error.of_scope(MissingScope::Workspace))?;
        Ok(computes)
    }

    /// Prepares to start an instance: nothing is sent before [`PendingRequest::send`].
    pub async fn start(
        &self,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>, AzureError> {
        self.post(id, "start", waiting).await
    }

    /// Prepares to stop an instance.
    pub async fn stop(
        &self,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>, AzureError> {
        self.post(id, "stop", waiting).await
    }

    /// Prepares to restart an instance. Not idempotent: sent twice, it restarts twice.
    pub async fn restart(
        &self,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>, AzureError> {
        self.post(id, "restart", waiting).await
    }

    /// Prepares to delete an instance with its virtual machine.
    pub async fn delete(
        &self,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>, AzureError> {
        let mut url = self.compute(id, None)?;
        url.query_pairs_mut().append_pair("underlyingResourceAction", "Delete");
        self.reserve(Method::Delete, url, waiting).await
    }

    /// Reads the status of an operation.
    ///
    /// # Errors
    ///
    /// If the read fails, not the operation. The status is at the subscription, which a role on a
    /// resource group cannot read: after `Forbidden`, read the instance instead.
    pub async fn operation(
        &self,
        operation: &Operation,
        waiting: &ThrottleWait,
    ) -> Result<OperationResult, AzureError> {
        match self.arm.follow(operation.url.clone(), waiting).await {
            Ok(response) => operation.read(&response),
            Err(error) => operation.interpret(error),
        }
    }

    /// Our effective rights in a workspace, as Azure reports them.
    pub async fn permissions(&self, workspace: &Alias) -> Result<Permissions, AzureError> {
        let mut path = self.workspace(workspace)?;
        path.extend(["providers", "Microsoft.Authorization", "permissions"]);
        let first = self.arm.url(&path, PERMISSIONS_API_VERSION);
        let mut permissions = Permissions::default();
        let mut take = |_: &_, role: &_| permissions.add(role);
        self.arm.pages(first, usize::MAX, &ThrottleWait::new(), &mut take).await?;
        Ok(permissions)
    }

    /// Fetches a token if none is cached.
    pub async fn token(&self) -> Result<(), AzureError> {
        let token = self.credential.get_token(&[&self.scope], None).await;
        token.map(drop).map_err(|error| AzureError::from_pipeline(&error))
    }

    async fn post(
        &self,
        id: &ComputeId,
        action: &str,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>, AzureError> {
        let url = self.compute(id, Some(action))?;
        self.reserve(Method::Post, url, waiting).await
    }

    async fn reserve(
        &self,
        method: Method,
        url: Url,
        waiting: &ThrottleWait,
    ) -> Result<PendingRequest<'_>, AzureError> {
        self.token().await?;
        PendingRequest::reserve(&self.arm, method, url, waiting).await
    }

    fn compute(&self, id: &ComputeId, action: Option<&str>) -> Result<Url, AzureError> {
        self.compute_at(id, action, &self.api_version)
    }

    pub(super) fn compute_at(
        &self,
        id: &ComputeId,
        action: Option<&str>,
        api_version: &str,
    ) -> Result<Url, AzureError> {
        let mut path = self.computes(&id.workspace)?;
        path.push(&id.name);
        path.extend(action);
        Ok(self.arm.url(&path, api_version))
    }

    /// The path of a workspace's computes.
    fn computes(&self, workspace: &Alias) -> Result<Vec<&str>, AzureError> {
        let mut path = self.workspace(workspace)?;
        path.push("computes");
        Ok(path)
    }

    /// The path of a workspace.
    pub(super) fn workspace(&self, workspace: &Alias) -> Result<Vec<&str>, AzureError> {
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

    pub(super) fn settings_of(&self, workspace: &Alias) -> Result<&WorkspaceAddress, AzureError> {
        let found = self.workspaces.get(workspace);
        found.ok_or_else(|| AzureError::of(AzureErrorKind::ScopeNotFound(MissingScope::Workspace)))
    }
}

/// `NotFound` also if another kind of compute has the name.
fn read_resource(id: &ComputeId, response: &RawResponse) -> Result<(Compute, Value), AzureError> {
    let resource: Value = json(response)?;
    let asked = |compute: &Compute| compute.id == *id;
    let compute = Compute::read(&id.workspace, &resource).filter(asked);
    match compute {
        Some(compute) => Ok((compute, resource)),
        None if resource.get("name").is_some_and(Value::is_string) => {
            Err(AzureError::of(AzureErrorKind::NotFound))
        }
        None => Err(AzureError::of(AzureErrorKind::Garbage)),
    }
}
