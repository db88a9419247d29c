//! Requests to Azure Resource Manager: sent with a token, to no other host, and read to the end.

use std::{collections::HashSet, sync::Arc, time::Duration};

use azure_core::http::{
    Context, Method, Pipeline, PipelineSendOptions, RawResponse, Request, RetryOptions, Url,
    headers::CONTENT_TYPE, policies::Policy,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::{
    cloud::{Cloud, Endpoint},
    credential::Credential,
    error::{AzureError, AzureErrorKind, correlation},
    freshness::Seen,
    freshness_policy::{Departure, Dispatch},
    rate_limiter::RateLimiters,
    throttle_wait::ThrottleWait,
    transport::{Transport, TwiceMore},
};

/// The limit on one call with its retries and, if needed, a token.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// The limit on all pages of one list: with one instance a page, a workspace's 2,500 take minutes.
const LONGEST_LIST: Duration = Duration::from_secs(15 * 60);

/// In bytes of JSON; 2,500 instances have some 15 MB.
const LARGEST_LIST: usize = 64 * 1024 * 1024;

pub(super) struct Arm {
    pub(super) endpoint: Endpoint,
    /// Retries.
    reads: Pipeline,
    /// Sends once.
    pub(super) commands: Pipeline,
    pub(super) pace: Arc<RateLimiters>,
}

impl Arm {
    pub(super) fn new(cloud: &Cloud, credential: Arc<Credential>, client: reqwest::Client) -> Self {
        let transport = Transport::to_cloud(client, cloud);
        let dispatch: Arc<dyn Policy> = Arc::new(Dispatch { credential, scope: cloud.scope() });
        let pace = Arc::new(RateLimiters::default());
        let pipeline = |retry| {
            Pipeline::new(
                option_env!("CARGO_PKG_NAME"),
                option_env!("CARGO_PKG_VERSION"),
                transport.options(cloud, retry),
                Vec::new(),
                vec![pace.clone(), dispatch.clone()],
                None,
            )
        };
        Self {
            endpoint: cloud.resource_manager.clone(),
            reads: pipeline(TwiceMore::options()),
            commands: pipeline(RetryOptions::none()),
            pace,
        }
    }

    /// The address of a resource, with each segment of its path encoded.
    pub(super) fn url(&self, path: &[&str], api_version: &str) -> Url {
        let mut url = self.endpoint.secured();
        // An http or https URL always has such a path.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().extend(path);
        }
        url.query_pairs_mut().append_pair("api-version", api_version);
        url
    }

    /// Reads `{"value": […], "nextLink": …}` and the pages after it, at most `most` of them, and calls
    /// `take` with each element and its page. Returns whether these were all pages.
    pub(super) async fn pages(
        &self,
        first: Url,
        most: usize,
        waiting: &ThrottleWait,
        take: &mut (dyn FnMut(&Seen<RawResponse>, &Value) + Send),
    ) -> Result<bool, AzureError> {
        let too_late = Instant::now() + LONGEST_LIST;
        let (mut bytes, mut links) = (0, HashSet::new());
        let mut response = self.read(first, waiting).await?;
        loop {
            let (elements, next_link) = page(&response)?;
            elements.iter().for_each(|element| take(&response, element));
            bytes += response.body().len();
            let Some(link) = next_link else {
                return Ok(true);
            };
            if links.len() + 1 == most {
                return Ok(false);
            }
            if bytes > LARGEST_LIST || Instant::now() > too_late {
                return Err(AzureError::of(AzureErrorKind::ListTooLong));
            }
            let next = Url::parse(&link).map_err(|_| garbage(&response))?;
            if !links.insert(link) {
                return Err(AzureError::of(AzureErrorKind::ListLoops));
            }
            // Waits out a 429 here: the pages before must not be read again.
            response = waiting.retry_throttled(|| self.follow(next.clone(), waiting)).await?;
        }
    }

    /// Reads an address from an answer, if a token may go there.
    pub(super) async fn follow(
        &self,
        link: Url,
        waiting: &ThrottleWait,
    ) -> Result<Seen<RawResponse>, AzureError> {
        if !self.endpoint.owns(&link) {
            return Err(AzureError::of(AzureErrorKind::ForeignHost));
        }
        self.read(self.endpoint.secure(link), waiting).await
    }

    pub(super) async fn read(
        &self,
        url: Url,
        waiting: &ThrottleWait,
    ) -> Result<Seen<RawResponse>, AzureError> {
        self.call(&self.reads, Request::new(url, Method::Get), waiting).await
    }

    /// Sends `body` once.
    pub(super) async fn send(
        &self,
        method: Method,
        url: Url,
        body: &Value,
        waiting: &ThrottleWait,
    ) -> Result<RawResponse, AzureError> {
        let mut request = Request::new(url, method);
        request.insert_header(CONTENT_TYPE, "application/json");
        request.set_body(body.to_string());
        self.call(&self.commands, request, waiting).await.map(Seen::into_inner)
    }

    /// Calls; after a 401 once more, with another token.
    async fn call(
        &self,
        pipeline: &Pipeline,
        request: Request,
        waiting: &ThrottleWait,
    ) -> Result<Seen<RawResponse>, AzureError> {
        match self.call_once(pipeline, request.clone(), waiting).await {
            Err(error) if matches!(error.kind, AzureErrorKind::TokenRejected(_)) => {
                self.call_once(pipeline, request, waiting).await
            }
            answer => answer,
        }
    }

    async fn call_once(
        &self,
        pipeline: &Pipeline,
        mut request: Request,
        waiting: &ThrottleWait,
    ) -> Result<Seen<RawResponse>, AzureError> {
        let options = PipelineSendOptions { skip_checks: true, ..PipelineSendOptions::default() };
        let departure = Arc::<Departure>::default();
        let context = Context::new().with_value(departure.clone()).with_value(waiting.clone());
        let limiter = self.pace.limiter(request.method(), request.url());
        let _under_way = limiter.leave(waiting, false).await?;
        let began = Instant::now();
        let response = in_time(pipeline.send(&context, &mut request, Some(options))).await?;
        if response.status().is_success() {
            return Ok(Seen::since(departure.sent_at().unwrap_or(began), response));
        }
        let (status, headers, body) = response.deconstruct();
        Err(limiter.refused(status, &headers, &body))
    }
}

/// The elements of one page of a list, and the link to the next page.
///
/// A page has at least one of the two keys; `null` in place of the list is an empty one.
fn page(response: &RawResponse) -> Result<(Vec<Value>, Option<String>), AzureError> {
    let mut body: Map<String, Value> = json(response)?;
    let link = body.remove("nextLink");
    let value = match body.remove("value") {
        Some(Value::Array(value)) => value,
        Some(Value::Null) => Vec::new(),
        None if link.is_some() => Vec::new(),
        Some(_) | None => return Err(garbage(response)),
    };
    match link {
        Some(Value::String(link)) if !link.is_empty() => Ok((value, Some(link))),
        _ => Ok((value, None)),
    }
}

pub(super) fn json<T: DeserializeOwned>(response: &RawResponse) -> Result<T, AzureError> {
    serde_json::from_slice(response.body()).map_err(|_| garbage(response))
}

pub(super) fn garbage(response: &RawResponse) -> AzureError {
    AzureError {
        kind: AzureErrorKind::Garbage,
        code: None,
        status: Some(response.status().into()),
        correlation: correlation(response.headers()),
    }
}

pub(super) async fn in_time<T>(call: impl Future<Output = azure_core::Result<T>>) -> Result<T, AzureError> {
    match tokio::time::timeout(CALL_LIMIT, call).await {
        Ok(result) => result.map_err(|error| AzureError::from_pipeline(&error)),
        Err(_) => Err(AzureError::of(AzureErrorKind::Unanswered)),
    }
}
