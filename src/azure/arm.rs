//! Requests to Azure Resource Manager: sent with a token, to no other host, and read to the end.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, Once},
    time::Duration,
};

use azure_core::http::{
    AsyncRawResponse, HttpClient, Method, RawResponse, Request, StatusCode, Url,
    headers::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, value::RawValue};
use tokio::time::{Instant, sleep, timeout};

use super::{
    cloud::{Cloud, Endpoint},
    credential::Credential,
    error::{AzureError, AzureErrorKind, Result, correlation},
    freshness::Seen,
    rate_limiter::RateLimiter,
    throttle_wait::ThrottleWait,
    transport::{APPLICATION, RETRIED, RETRIES, Transport},
};

/// The limit on one call with its retries and, if needed, a token.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// The limit on all pages of one list: with one instance a page, a workspace's 2,500 take minutes.
const LONGEST_LIST: Duration = Duration::from_secs(15 * 60);

/// In bytes of JSON; 2,500 instances have some 15 MB.
const LARGEST_LIST: usize = 64 * 1024 * 1024;

pub(super) struct Arm {
    pub(super) endpoint: Endpoint,
    transport: Transport,
    credential: Arc<Credential>,
    /// Done once the first connection is begun.
    connected: Once,
    /// The scope of our tokens.
    scope: String,
    /// By subscription and class of call.
    pub(super) pace: Mutex<HashMap<(String, &'static str), RateLimiter>>,
}

impl Arm {
    pub(super) fn new(cloud: &Cloud, credential: Arc<Credential>, client: reqwest::Client) -> Self {
        Self {
            endpoint: cloud.resource_manager.clone(),
            transport: Transport::to_cloud(client, cloud),
            credential,
            connected: Once::new(),
            scope: cloud.scope(),
            pace: Mutex::default(),
        }
    }

    /// The address of a resource, with each segment of its path encoded.
    pub(super) fn url(&self, path: &[&str], api_version: &str) -> Url {
        let mut url = self.endpoint.at(path);
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
    ) -> Result<bool> {
        let too_late = Instant::now() + LONGEST_LIST;
        let (mut bytes, mut links) = (0, HashSet::new());
        let mut response = self.read(first, waiting).await?;
        loop {
            let next_link = page(&response, |element| take(&response, element))?;
            bytes += response.body().len();
            let Some(link) = next_link else { return Ok(true) };
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

    /// All elements of such a list.
    pub(super) async fn all(&self, first: Url, waiting: &ThrottleWait) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        self.pages(first, usize::MAX, waiting, &mut |_, element| all.push(element.clone())).await?;
        Ok(all)
    }

    /// Reads an address from an answer, if a token may go there.
    pub(super) async fn follow(&self, link: Url, waiting: &ThrottleWait) -> Result<Seen<RawResponse>> {
        if !self.endpoint.owns(&link) {
            return Err(AzureError::of(AzureErrorKind::ForeignHost));
        }
        self.read(link, waiting).await
    }

    pub(super) async fn read(&self, url: Url, waiting: &ThrottleWait) -> Result<Seen<RawResponse>> {
        self.call(&Request::new(url, Method::Get), &RETRIES, waiting).await
    }

    /// Sends `body` once.
    pub(super) async fn send(
        &self,
        method: Method,
        url: Url,
        body: &Value,
        waiting: &ThrottleWait,
    ) -> Result<RawResponse> {
        let mut request = Request::new(url, method);
        request.insert_header(CONTENT_TYPE, "application/json");
        request.set_body(body.to_string());
        self.call(&request, &[], waiting).await.map(Seen::into_inner)
    }

    /// Calls; after a 401 once more, with another token.
    async fn call(
        &self,
        request: &Request,
        retries: &[Duration],
        waiting: &ThrottleWait,
    ) -> Result<Seen<RawResponse>> {
        match self.call_once(request, retries, waiting).await {
            Err(error) if matches!(error.kind, AzureErrorKind::TokenRejected(_)) => {
                self.call_once(request, retries, waiting).await
            }
            answer => answer,
        }
    }

    /// Calls, again after each of `retries` while the failure may pass. Each try waits for a slot.
    async fn call_once(
        &self,
        request: &Request,
        retries: &[Duration],
        waiting: &ThrottleWait,
    ) -> Result<Seen<RawResponse>> {
        let limiter = RateLimiter::of(&self.pace, request.method(), request.url());
        let _under_way = limiter.leave(waiting, false).await?;
        in_time(async {
            let mut retries = retries.iter();
            loop {
                let (error, may_pass) = match self.try_once(request, &limiter).await {
                    Ok(response) => return Ok(response),
                    Err(failed) => failed,
                };
                let pause = retries.next().filter(|_| may_pass).ok_or(error)?;
                sleep(*pause).await;
                limiter.leave(waiting, true).await?;
            }
        })
        .await
    }

    /// One try. With the error comes whether the next may succeed. Not after 429, nor after 503, with a time to wait: the
    /// caller would not learn of the wait, and `Retry-After` has no upper bound.
    async fn try_once(
        &self,
        request: &Request,
        limiter: &RateLimiter,
    ) -> Result<Seen<RawResponse>, (AzureError, bool)> {
        let mut sent_at = None;
        let leave = || sent_at.replace(Instant::now()).is_none();
        let response = self.send_once(request.clone(), leave).await;
        let Some(sent_at) = sent_at else { return Err((response.err().unwrap_or_else(unanswered), false)) };
        let response = response.map_err(|error| (error, true))?.try_into_raw_response().await;
        let response = response.map_err(|error| (AzureError::from_transport(&error), true))?;
        if response.status().is_success() {
            return Ok(Seen::since(sent_at, response));
        }
        let (status, headers, body) = response.deconstruct();
        Err((limiter.refused(status, &headers, &body), RETRIED.contains(&status)))
    }

    /// Sends a request with a token, unless `leave` forbids it at the last moment: to fetch the token may take long.
    ///
    /// # Errors
    ///
    /// `ReadTooOld` if it was not sent.
    pub(super) async fn send_once(
        &self,
        mut request: Request,
        leave: impl FnOnce() -> bool,
    ) -> Result<AsyncRawResponse> {
        self.connected.call_once(|| self.transport.connect_ahead());
        let token = self.credential.token(&self.scope).await?;
        request.insert_header(AUTHORIZATION, format!("Bearer {}", token.secret()));
        request.insert_header(USER_AGENT, APPLICATION);
        if !leave() {
            return Err(AzureError::of(AzureErrorKind::ReadTooOld));
        }
        let response = self.transport.execute_request(&request).await;
        let response = response.map_err(|error| AzureError::from_transport(&error))?;
        if response.status() == StatusCode::Unauthorized {
            self.credential.reject(token).await;
        }
        Ok(response)
    }
}

/// Calls `take` with each element of one page of a list, one at a time: a parsed one takes ten times its text. Returns the
/// link to the next page.
///
/// A page has at least one of the two keys; `null` in place of the list is an empty one.
pub(super) fn page(response: &RawResponse, mut take: impl FnMut(&Value)) -> Result<Option<String>> {
    let garbled = |_| garbage(response);
    let body: HashMap<String, &RawValue> = serde_json::from_slice(response.body()).map_err(garbled)?;
    let link = body.get("nextLink");
    let elements: Option<Vec<&RawValue>> = match body.get("value") {
        Some(elements) => serde_json::from_str(elements.get()).map_err(garbled)?,
        None if link.is_some() => None,
        None => return Err(garbage(response)),
    };
    for element in elements.unwrap_or_default() {
        take(&serde_json::from_str(element.get()).map_err(garbled)?);
    }
    let link: Option<String> = link.and_then(|link| serde_json::from_str(link.get()).ok());
    Ok(link.filter(|link| !link.is_empty()))
}

pub(super) fn json<T: DeserializeOwned>(response: &RawResponse) -> Result<T> {
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

pub(super) async fn in_time<T>(call: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(CALL_LIMIT, call).await.unwrap_or_else(|_| Err(unanswered()))
}

fn unanswered() -> AzureError {
    AzureError::of(AzureErrorKind::Unanswered)
}
