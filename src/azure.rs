//! Azure Machine Learning's compute instances, through Azure Resource Manager (ARM).
//!
//! Thin on purpose: one method, one request, one answer read carefully. What to do about an answer
//! is [`crate::lifecycle`]'s business. Nothing here sleeps for longer than the two seconds of a
//! read's retries; who wants to sit out a throttle uses [`patiently`].
//!
//! Wire formats follow `Microsoft.MachineLearningServices` 2025-12-01 of Azure/azure-rest-api-specs
//! and, where the service differs from it, recordings in Azure/azure-sdk-for-python.

mod cloud;
mod credential;
mod error;
mod loose;
mod model;
mod operation;
mod permissions;
mod schedule;
mod throttle;
mod transport;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use azure_core::{
    credentials::TokenCredential,
    http::{
        Context, Method, Pipeline, PipelineSendOptions, PipelineStreamOptions, RawResponse, Request,
        RetryOptions, StatusCode, Url,
        headers::Headers,
        policies::{Policy, auth::BearerTokenAuthorizationPolicy},
    },
};
use serde::Deserialize;
use serde_json::Value;

use crate::target::{Alias, ComputeId};
use {
    credential::Credential,
    loose::Loose,
    permissions::Entry,
    transport::{Transport, TwiceMore},
};

pub use {
    cloud::{Cloud, Endpoint, EndpointError},
    credential::CredentialSettings,
    error::{AzureError, Kind},
    model::{Application, Compute, Fault, LastOperation, OperationName, OperationResult, State, Trigger},
    operation::{Accepted, Operation, OperationStatus},
    permissions::{Permissions, actions},
    schedule::{Action, Schedule, Timing},
    throttle::{Waiting, patiently},
};

/// Stable, with everything we call, and what Microsoft's own `azure-ai-ml` speaks; newer stable
/// versions describe the same operations. Sovereign clouds may lag: hence a setting.
pub const DEFAULT_API_VERSION: &str = "2025-12-01";

/// Of `Microsoft.Authorization`, for [`Azure::permissions`].
const PERMISSIONS_API_VERSION: &str = "2022-04-01";

/// One call with its retries and, if need be, a token.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// No workspace has so many instances that an honest list would need more.
const MOST_PAGES: usize = 100;

/// Where and as whom to work.
#[derive(Clone, Debug)]
pub struct Settings {
    pub cloud: Cloud,
    pub credential: CredentialSettings,
    /// [`DEFAULT_API_VERSION`], unless the cloud does not have it.
    pub api_version: String,
    pub workspaces: BTreeMap<Alias, Workspace>,
}

/// Where a workspace is, in ARM's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// The id, not the name.
    pub subscription: String,
    pub resource_group: String,
    pub workspace: String,
}

/// The client. Making one contacts nobody; one serves the whole process.
pub struct Azure {
    cloud: Cloud,
    api_version: String,
    workspaces: BTreeMap<Alias, Workspace>,
    credential: Arc<Credential>,
    /// For what may be repeated.
    reads: Pipeline,
    /// For what may not: each is sent once.
    commands: Pipeline,
}

impl Azure {
    /// # Errors
    ///
    /// `CredentialUnavailable` when the credential lacks something, such as the federated token's
    /// file.
    pub fn new(settings: Settings, client: reqwest::Client) -> Result<Self, AzureError> {
        let Settings {
            cloud,
            credential,
            api_version,
            workspaces,
        } = settings;
        let credential = Credential::new(credential, &cloud, client.clone())?;
        let transport = Transport::to_cloud(client, &cloud);
        let tokens: Arc<dyn TokenCredential> = credential.clone();
        // One for both pipelines, so that they share the token it keeps.
        let bearer: Arc<dyn Policy> = Arc::new(BearerTokenAuthorizationPolicy::new(tokens, [cloud.scope()]));
        let pipeline = |retry| {
            Pipeline::new(
                option_env!("CARGO_PKG_NAME"),
                option_env!("CARGO_PKG_VERSION"),
                transport.options(&cloud, retry),
                Vec::new(),
                vec![bearer.clone()],
                None,
            )
        };
        Ok(Self {
            reads: pipeline(TwiceMore::options()),
            commands: pipeline(RetryOptions::none()),
            cloud,
            api_version,
            workspaces,
            credential,
        })
    }

    /// The workspaces of the settings.
    pub fn workspaces(&self) -> impl Iterator<Item = &Alias> {
        self.workspaces.keys()
    }

    /// Reads one instance. `NotFound` also when the name is that of another kind of compute.
    pub async fn get(&self, id: &ComputeId) -> Result<Compute, AzureError> {
        let response = self.read(self.compute(id, None)?).await?;
        let resource: Value = json(&response)?;
        let compute = Compute::read(&id.workspace, &resource);
        compute.ok_or_else(|| {
            let named = resource.get("name").is_some_and(Value::is_string);
            AzureError::new(if named { Kind::NotFound } else { Kind::Garbage })
        })
    }

    /// Reads all instances of a workspace. One that cannot be made out is left out, and logged.
    ///
    /// # Errors
    ///
    /// As any read; and `Garbage` rather than a part of the list, when the pages do not end or
    /// lead away from Resource Manager.
    pub async fn list(&self, workspace: &Alias) -> Result<Vec<Compute>, AzureError> {
        let first = self.url(&self.computes(workspace)?, &self.api_version);
        let resources: Vec<Value> = self.pages(first).await.map_err(|error| match error.kind {
            Kind::NotFound => AzureError {
                kind: Kind::WorkspaceNotFound,
                ..error
            },
            _ => error,
        })?;
        let read = |resource| Compute::read(workspace, resource);
        Ok(resources.iter().filter_map(read).collect())
    }

    /// Asks Azure to start an instance.
    pub async fn start(&self, id: &ComputeId) -> Result<Accepted, AzureError> {
        self.command(Method::Post, self.compute(id, Some("start"))?).await
    }

    /// Asks Azure to stop an instance.
    pub async fn stop(&self, id: &ComputeId) -> Result<Accepted, AzureError> {
        self.command(Method::Post, self.compute(id, Some("stop"))?).await
    }

    /// Asks Azure to restart an instance. Not idempotent: asked twice, it is done twice.
    pub async fn restart(&self, id: &ComputeId) -> Result<Accepted, AzureError> {
        self.command(Method::Post, self.compute(id, Some("restart"))?)
            .await
    }

    /// Asks Azure to delete an instance with the machine under it.
    pub async fn delete(&self, id: &ComputeId) -> Result<Accepted, AzureError> {
        let mut url = self.compute(id, None)?;
        url.query_pairs_mut()
            .append_pair("underlyingResourceAction", "Delete");
        self.command(Method::Delete, url).await
    }

    /// Asks how an operation goes on.
    ///
    /// # Errors
    ///
    /// When the question fails, not the operation. Its address is at the subscription, which a
    /// role on a resource group cannot read: after `Forbidden`, read the instance instead.
    pub async fn operation(&self, operation: &Operation) -> Result<OperationStatus, AzureError> {
        let url = self.cloud.resource_manager.secure(operation.url.clone());
        match self.read(url).await {
            Ok(response) => operation.read(&response),
            Err(error) => operation.interpret(error),
        }
    }

    /// What we may do in a workspace, as Azure works it out.
    pub async fn permissions(&self, workspace: &Alias) -> Result<Permissions, AzureError> {
        let mut path = self.computes(workspace)?;
        path.pop();
        path.extend(["providers", "Microsoft.Authorization", "permissions"]);
        let first = self.url(&path, PERMISSIONS_API_VERSION);
        let entries: Vec<Loose<Entry>> = self.pages(first).await?;
        Ok(Permissions::new(
            entries.into_iter().filter_map(|entry| entry.0).collect(),
        ))
    }

    /// Gets a token, or learns why there is none.
    pub async fn token(&self) -> Result<(), AzureError> {
        let token = self.credential.get_token(&[&self.cloud.scope()], None).await;
        token.map(drop).map_err(|error| AzureError::from_pipeline(&error))
    }

    fn compute(&self, id: &ComputeId, action: Option<&str>) -> Result<Url, AzureError> {
        let mut path = self.computes(&id.workspace)?;
        path.push(&id.name);
        path.extend(action);
        Ok(self.url(&path, &self.api_version))
    }

    /// The path of a workspace's computes.
    fn computes(&self, workspace: &Alias) -> Result<Vec<&str>, AzureError> {
        let found = self.workspaces.get(workspace);
        let found = found.ok_or_else(|| AzureError::new(Kind::WorkspaceNotFound))?;
        Ok(vec![
            "subscriptions",
            &found.subscription,
            "resourceGroups",
            &found.resource_group,
            "providers",
            "Microsoft.MachineLearningServices",
            "workspaces",
            &found.workspace,
            "computes",
        ])
    }

    fn url(&self, path: &[&str], api_version: &str) -> Url {
        let mut url = self.cloud.resource_manager.secured();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().extend(path);
        }
        url.query_pairs_mut().append_pair("api-version", api_version);
        url
    }

    /// Follows `{"value": […], "nextLink": …}` to its end.
    async fn pages<T: for<'de> Deserialize<'de>>(&self, first: Url) -> Result<Vec<T>, AzureError> {
        let mut all = Vec::new();
        let mut next = Some(first);
        for _ in 0..MOST_PAGES {
            let Some(url) = next else {
                return Ok(all);
            };
            let page: Page<T> = json(&self.read(url).await?)?;
            all.extend(page.value);
            next = match page.next_link.0.filter(|link| !link.is_empty()) {
                Some(link) => Some(self.follow(&link)?),
                None => None,
            };
        }
        Err(AzureError::new(Kind::Garbage))
    }

    /// A link out of an answer, if a token may go there.
    fn follow(&self, link: &str) -> Result<Url, AzureError> {
        let arm = &self.cloud.resource_manager;
        let url = Url::parse(link).ok().filter(|url| arm.owns(url));
        let url = url.ok_or_else(|| AzureError::new(Kind::Garbage))?;
        Ok(arm.secure(url))
    }

    async fn read(&self, url: Url) -> Result<RawResponse, AzureError> {
        let mut request = Request::new(url, Method::Get);
        let options = PipelineSendOptions {
            skip_checks: true,
            ..PipelineSendOptions::default()
        };
        let context = Context::new();
        let response = in_time(self.reads.send(&context, &mut request, Some(options))).await?;
        if response.status().is_success() {
            return Ok(response);
        }
        let (status, headers, body) = response.deconstruct();
        Err(AzureError::from_answer(status, &headers, &body))
    }

    /// Sends a command once. A success is one by its status: what its body holds, or whether it
    /// arrives at all, changes nothing about what Azure has accepted.
    async fn command(&self, method: Method, url: Url) -> Result<Accepted, AzureError> {
        let mut request = Request::new(url, method);
        let options = PipelineStreamOptions {
            skip_checks: true,
            ..PipelineStreamOptions::default()
        };
        let context = Context::new();
        let response = in_time(self.commands.stream(&context, &mut request, Some(options))).await?;
        let (status, headers, body) = response.deconstruct();
        if status.is_success() {
            return Ok(self.accepted(method, status, &headers));
        }
        let body = in_time(body.collect()).await.unwrap_or_default();
        Err(AzureError::from_answer(status, &headers, &body))
    }

    fn accepted(&self, method: Method, status: StatusCode, headers: &Headers) -> Accepted {
        let gone = method == Method::Delete && status != StatusCode::Accepted;
        Accepted::read(headers, &self.cloud.resource_manager, gone)
    }
}

#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(default, rename = "nextLink")]
    next_link: Loose<String>,
}

fn json<T: for<'de> Deserialize<'de>>(response: &RawResponse) -> Result<T, AzureError> {
    serde_json::from_slice(response.body()).map_err(|_| AzureError {
        kind: Kind::Garbage,
        status: Some(response.status().into()),
        correlation: error::correlation(response.headers()),
    })
}

async fn in_time<T>(call: impl Future<Output = azure_core::Result<T>>) -> Result<T, AzureError> {
    match tokio::time::timeout(CALL_LIMIT, call).await {
        Ok(result) => result.map_err(|error| AzureError::from_pipeline(&error)),
        Err(_) => Err(AzureError::new(Kind::Unanswered)),
    }
}
