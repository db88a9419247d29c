//! Requests to Azure Resource Manager: sent with a token, read to the end, never sent elsewhere.

use std::{sync::Arc, time::Duration};

use azure_core::{
    credentials::TokenCredential,
    http::{
        Context, Method, Pipeline, PipelineSendOptions, PipelineStreamOptions, RawResponse, Request,
        RetryOptions, Url,
        policies::{Policy, auth::BearerTokenAuthorizationPolicy},
    },
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use tokio::sync::Semaphore;

use super::{
    cloud::{Cloud, Endpoint},
    error::{AzureError, Kind, correlation},
    loose::Loose,
    operation::Accepted,
    transport::{Transport, TwiceMore},
};

/// One call with its retries and, if need be, a token.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// Calls under way at once. One command may mean hundreds of instances; Azure's budget is for
/// everybody, and so are our sockets.
const AT_ONCE: usize = 16;

/// No workspace has so many instances that an honest list would need more.
const MOST_PAGES: usize = 100;

pub(super) struct Arm {
    endpoint: Endpoint,
    /// For what may be repeated.
    reads: Pipeline,
    /// For what may not: each is sent once.
    commands: Pipeline,
    turnstile: Semaphore,
}

impl Arm {
    pub(super) fn new(cloud: &Cloud, tokens: Arc<dyn TokenCredential>, client: reqwest::Client) -> Self {
        let transport = Transport::to_cloud(client, cloud);
        // One for both pipelines, so that they share the token it keeps.
        let bearer: Arc<dyn Policy> = Arc::new(BearerTokenAuthorizationPolicy::new(tokens, [cloud.scope()]));
        let pipeline = |retry| {
            Pipeline::new(
                option_env!("CARGO_PKG_NAME"),
                option_env!("CARGO_PKG_VERSION"),
                transport.options(cloud, retry),
                Vec::new(),
                vec![bearer.clone()],
                None,
            )
        };
        Self {
            endpoint: cloud.resource_manager.clone(),
            reads: pipeline(TwiceMore::options()),
            commands: pipeline(RetryOptions::none()),
            turnstile: Semaphore::new(AT_ONCE),
        }
    }

    /// The address of a resource, each part of its path encoded.
    pub(super) fn url(&self, path: &[&str], api_version: &str) -> Url {
        let mut url = self.endpoint.secured();
        // An http or https URL always has such a path.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().extend(path);
        }
        url.query_pairs_mut().append_pair("api-version", api_version);
        url
    }

    /// Reads `{"value": […], "nextLink": …}` and the pages after it.
    pub(super) async fn pages<T: DeserializeOwned>(&self, first: Url) -> Result<Vec<T>, AzureError> {
        let mut page: Page<T> = json(&self.read(first).await?)?;
        let mut all = Vec::new();
        for _ in 1..MOST_PAGES {
            all.append(&mut page.value);
            let Some(link) = page.next_link.0.filter(|link| !link.is_empty()) else {
                return Ok(all);
            };
            let next = Url::parse(&link).map_err(|_| AzureError::of(Kind::Garbage))?;
            page = json(&self.follow(next).await?)?;
        }
        Err(AzureError::of(Kind::Garbage))
    }

    /// Reads an address that an answer named, if a token may go there.
    pub(super) async fn follow(&self, link: Url) -> Result<RawResponse, AzureError> {
        if !self.endpoint.owns(&link) {
            return Err(AzureError::of(Kind::ForeignHost));
        }
        self.read(self.endpoint.secure(link)).await
    }

    pub(super) async fn read(&self, url: Url) -> Result<RawResponse, AzureError> {
        let mut request = Request::new(url, Method::Get);
        let options = PipelineSendOptions {
            skip_checks: true,
            ..PipelineSendOptions::default()
        };
        let context = Context::new();
        let _through = self.turnstile.acquire().await;
        let response = in_time(self.reads.send(&context, &mut request, Some(options))).await?;
        if response.status().is_success() {
            return Ok(response);
        }
        let (status, headers, body) = response.deconstruct();
        Err(AzureError::from_answer(status, &headers, &body))
    }

    /// Sends a command once. Its status alone makes it a success: what the body holds, or whether
    /// it arrives at all, changes nothing about what Azure has accepted.
    pub(super) async fn command(&self, method: Method, url: Url) -> Result<Accepted, AzureError> {
        let mut request = Request::new(url, method);
        let options = PipelineStreamOptions {
            skip_checks: true,
            ..PipelineStreamOptions::default()
        };
        let context = Context::new();
        let _through = self.turnstile.acquire().await;
        let response = in_time(self.commands.stream(&context, &mut request, Some(options))).await?;
        let (status, headers, body) = response.deconstruct();
        if let Some(accepted) = Accepted::read(method, status, &headers, &self.endpoint) {
            return Ok(accepted);
        }
        let body = in_time(body.collect()).await.unwrap_or_default();
        Err(AzureError::from_answer(status, &headers, &body))
    }
}

#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(default, rename = "nextLink")]
    next_link: Loose<String>,
}

pub(super) fn json<T: DeserializeOwned>(response: &RawResponse) -> Result<T, AzureError> {
    serde_json::from_slice(response.body()).map_err(|_| AzureError {
        kind: Kind::Garbage,
        status: Some(response.status().into()),
        correlation: correlation(response.headers()),
    })
}

async fn in_time<T>(call: impl Future<Output = azure_core::Result<T>>) -> Result<T, AzureError> {
    match tokio::time::timeout(CALL_LIMIT, call).await {
        Ok(result) => result.map_err(|error| AzureError::from_pipeline(&error)),
        Err(_) => Err(AzureError::of(Kind::Unanswered)),
    }
}
