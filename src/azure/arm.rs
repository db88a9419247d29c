//! Requests to Azure Resource Manager: sent with a token, read to the end, never sent elsewhere.

use std::{sync::Arc, time::Duration};

use azure_core::http::{
    Context, Method, Pipeline, PipelineSendOptions, PipelineStreamOptions, RawResponse, Request,
    RetryOptions, Url, headers::CONTENT_TYPE, policies::Policy,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::Instant,
};

use super::{
    bearer::Bearer,
    cloud::{Cloud, Endpoint},
    credential::Credential,
    departure::{Depart, Departure},
    error::{AzureError, Kind, correlation},
    loose::Loose,
    operation::Accepted,
    pace::{AgainInLine, Line, Pace, Turn},
    seen::Seen,
    throttle::Waiting,
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
    pace: Arc<Pace>,
    turnstile: Semaphore,
}

/// What a call needs to be sent: ARM's budget has room for it, and so have we.
pub(super) struct Leave<'a> {
    line: Line,
    _place: Option<SemaphorePermit<'a>>,
}

impl Arm {
    pub(super) fn new(cloud: &Cloud, tokens: Arc<Credential>, client: reqwest::Client) -> Self {
        let transport = Transport::to_cloud(client, cloud);
        let bearer: Arc<dyn Policy> = Arc::new(Bearer::new(tokens.clone(), cloud.scope()));
        let pace = Arc::new(Pace::default());
        let again: Arc<dyn Policy> = Arc::new(AgainInLine(pace.clone()));
        let pipeline = |retry| {
            Pipeline::new(
                option_env!("CARGO_PKG_NAME"),
                option_env!("CARGO_PKG_VERSION"),
                transport.options(cloud, retry),
                Vec::new(),
                vec![again.clone(), bearer.clone(), Arc::new(Depart)],
                None,
            )
        };
        Self {
            endpoint: cloud.resource_manager.clone(),
            reads: pipeline(TwiceMore::options()),
            commands: pipeline(RetryOptions::none()),
            pace,
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

    /// Reads `{"value": […], "nextLink": …}` and the pages after it; each element is dated by its page.
    pub(super) async fn pages<T: DeserializeOwned>(&self, first: Url) -> Result<Vec<Seen<T>>, AzureError> {
        match self.some_pages(first, MOST_PAGES).await? {
            (all, true) => Ok(all),
            (_, false) => Err(AzureError::of(Kind::Garbage)),
        }
    }

    /// The same, but no more than so many pages; and whether these were all.
    pub(super) async fn some_pages<T: DeserializeOwned>(
        &self,
        first: Url,
        most: usize,
    ) -> Result<(Vec<Seen<T>>, bool), AzureError> {
        let mut response = self.read(first).await?;
        let mut all = Vec::new();
        for left in (0..most).rev() {
            let mut page: Page<T> = json(&response)?;
            all.extend(page.value.drain(..).map(|value| response.with(value)));
            let Some(link) = page.next_link() else {
                return Ok((all, true));
            };
            if left == 0 {
                break;
            }
            let next = Url::parse(&link).map_err(|_| AzureError::of(Kind::Garbage))?;
            response = self.follow(next).await?;
        }
        Ok((all, false))
    }

    /// Reads an address that an answer named, if a token may go there.
    pub(super) async fn follow(&self, link: Url) -> Result<Seen<RawResponse>, AzureError> {
        if !self.endpoint.owns(&link) {
            return Err(AzureError::of(Kind::ForeignHost));
        }
        self.read(self.endpoint.secure(link)).await
    }

    pub(super) async fn read(&self, url: Url) -> Result<Seen<RawResponse>, AzureError> {
        self.call(&self.reads, Request::new(url, Method::Get)).await
    }

    /// Sends `body`, once.
    pub(super) async fn patch(&self, url: Url, body: &Value) -> Result<RawResponse, AzureError> {
        self.send(Method::Patch, url, body).await
    }

    /// Sends `body`, once.
    pub(super) async fn post(&self, url: Url, body: &Value) -> Result<RawResponse, AzureError> {
        self.send(Method::Post, url, body).await
    }

    async fn send(&self, method: Method, url: Url, body: &Value) -> Result<RawResponse, AzureError> {
        let mut request = Request::new(url, method);
        request.insert_header(CONTENT_TYPE, "application/json");
        request.set_body(body.to_string());
        self.call(&self.commands, request).await.map(Seen::into_inner)
    }

    /// A call that may be repeated. After a 401 the token is another one, so it is tried once more.
    async fn call(&self, pipeline: &Pipeline, request: Request) -> Result<Seen<RawResponse>, AzureError> {
        match self.call_once(pipeline, request.clone()).await {
            Err(error) if error.kind == Kind::TokenRejected => self.call_once(pipeline, request).await,
            answer => answer,
        }
    }

    async fn call_once(
        &self,
        pipeline: &Pipeline,
        mut request: Request,
    ) -> Result<Seen<RawResponse>, AzureError> {
        let options = PipelineSendOptions {
            skip_checks: true,
            ..PipelineSendOptions::default()
        };
        let departure = Arc::<Departure>::default();
        let context = Context::new().with_value(departure.clone());
        let leave = self.leave(request.method(), request.url(), None).await?;
        let began = Instant::now();
        let response = in_time(pipeline.send(&context, &mut request, Some(options))).await?;
        if response.status().is_success() {
            return Ok(Seen::since(departure.sent_at().unwrap_or(began), response));
        }
        let (status, headers, body) = response.deconstruct();
        Err(leave.line.refused(status, &headers, &body))
    }

    /// Waits for a turn in the line of ARM's budget, without a place among our own calls: a command
    /// that has one still has to look, and looks need places.
    pub(super) async fn turn(
        &self,
        method: Method,
        url: &Url,
        waiting: Option<&Waiting>,
    ) -> Result<Turn, AzureError> {
        self.pace.line(method, url).turn(waiting).await
    }

    /// Waits until a call may be sent, and lets `waiting` know how long that takes.
    ///
    /// First ARM's budget and then our own turnstile, so that nobody holds a place while waiting.
    pub(super) async fn leave(
        &self,
        method: Method,
        url: &Url,
        waiting: Option<&Waiting>,
    ) -> Result<Leave<'_>, AzureError> {
        let line = self.pace.line(method, url);
        loop {
            let mut turn = line.turn(waiting).await?;
            // Fails when the turnstile is closed, which nobody does.
            let place = self.turnstile.acquire().await.ok();
            if turn.take() {
                return Ok(Leave { line, _place: place });
            }
        }
    }

    /// Sends a command once. Its status alone makes it a success: what the body holds, or whether
    /// it arrives at all, changes nothing about what Azure has accepted. `None` when it did not leave:
    /// it was too late for its look, or its turn was void.
    pub(super) async fn command(
        &self,
        method: Method,
        url: Url,
        departure: Departure,
    ) -> Option<(Instant, Result<Accepted, AzureError>)> {
        let line = self.pace.line(method, &url);
        let _place = self.turnstile.acquire().await.ok();
        let departure = Arc::new(departure);
        let answer = self.command_once(method, url, &departure, &line).await;
        match (departure.sent_at(), answer) {
            (None, Err(error)) if error.kind == Kind::LookTooOld => None,
            (sent_at, answer) => Some((sent_at.unwrap_or_else(Instant::now), answer)),
        }
    }

    async fn command_once(
        &self,
        method: Method,
        url: Url,
        departure: &Arc<Departure>,
        line: &Line,
    ) -> Result<Accepted, AzureError> {
        let mut request = Request::new(url, method);
        let options = PipelineStreamOptions {
            skip_checks: true,
            ..PipelineStreamOptions::default()
        };
        let context = Context::new().with_value(departure.clone());
        let response = in_time(self.commands.stream(&context, &mut request, Some(options))).await?;
        let (status, headers, body) = response.deconstruct();
        if let Some(accepted) = Accepted::read(method, status, &headers, &self.endpoint) {
            return Ok(accepted);
        }
        let body = in_time(body.collect()).await.unwrap_or_default();
        Err(line.refused(status, &headers, &body))
    }
}

#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(default, rename = "nextLink")]
    next_link: Loose<String>,
}

impl<T> Page<T> {
    fn next_link(&mut self) -> Option<String> {
        self.next_link.0.take().filter(|link| !link.is_empty())
    }
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
