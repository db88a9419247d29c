//! Receives requests, answers them in time, and lets the work they started go on.

mod admission;
mod alerts;
mod autocomplete;
mod carry_out;
mod clock_skew;
mod due;
mod event;
mod first_answer;
mod machine_requests;
mod receive;
mod refuse;
mod state;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use http::{Method, StatusCode};
use serde_json::Value;

use crate::{
    azure::{Azure, AzureError, AzureErrorKind},
    background::Background,
    clock::Clock,
    config::Config,
    engine::Engine,
    log_limit::LogLimit,
    notify::Notifier,
    registry::SourceRegistry,
    source::{Answer, Source},
    traces,
    verify::{NotRead, Request},
};

use admission::Admission;
use refuse::{log_wrong_method, no_such_path, response, wrong_method};

pub use carry_out::{rehearse, run_at_terminal};
pub use refuse::Response;
pub use state::App;

/// The time between two requests for a token while Entra refuses.
const RETRY: Duration = Duration::from_secs(10);

impl App {
    /// Assembles the application that `config` describes, without a call to the network.
    ///
    /// # Errors
    ///
    /// When the credential lacks something, such as the federated token's file.
    pub fn new(config: Config, client: reqwest::Client, clock: Clock) -> Result<Arc<Self>, AzureError> {
        for warning in &config.warnings {
            tracing::warn!(warning, "the configuration");
        }
        let azure = Arc::new(Azure::new(config.azure, client.clone())?);
        let registry = SourceRegistry::new(
            config.sources,
            config.app_credentials,
            config.policy,
            config.reload_plan,
            client.clone(),
        )?;
        let log_limit = LogLimit::default();
        let language = (config.locale, config.zone);
        Ok(Arc::new(Self {
            notifier: Notifier::new(registry.clone(), client.clone()),
            engine: Engine::new(azure, registry.clone(), clock, language),
            registry,
            admission: Admission::new(config.limits, log_limit.clone()),
            log_limit,
            unverified_mib: config.limits.unverified_mib,
            client,
            first_arrivals: Mutex::default(),
            credential_refused: AtomicBool::default(),
        }))
    }

    /// Starts to send traces with this application's HTTP client, if the environment says so.
    #[cfg(feature = "otel")]
    pub fn trace(&self, env: impl Fn(&str) -> Option<String>) {
        traces::begin(&self.client, env);
    }

    /// Requests tokens until Entra accepts the credential; `GET /readyz` answers 503 meanwhile. Where Entra cannot be
    /// reached, the server is ready: people then read why their command fails.
    pub async fn prove_readiness(self: Arc<Self>) {
        self.credential_refused.store(true, Relaxed);
        while let Err(error) = self.engine.azure.token().await
            && matches!(
                error.kind,
                AzureErrorKind::TokenRefused { .. } | AzureErrorKind::CredentialUnavailable { .. }
            )
        {
            tokio::time::sleep(RETRY).await;
        }
        self.credential_refused.store(false, Relaxed);
    }

    /// The longest body for this path, in bytes: 0 without a source.
    pub fn longest_body(&self, path: &str) -> usize {
        self.source_at(path).map_or(0, |source| source.longest_body())
    }

    /// The routes, as an operator reads them.
    pub fn routes(&self) -> Vec<String> {
        let sources = self.registry.all();
        let routes = sources.iter().filter(|source| source.platform.capabilities.has_route);
        routes
            .map(|source| format!("POST /hooks/{}", source.name))
            .chain(["GET /healthz".to_owned(), "GET /readyz".to_owned()])
            .collect()
    }

    /// Answers an HTTP request.
    pub async fn handle(self: &Arc<Self>, request: Request, later: Background) -> Response {
        let source = self.source_at(&request.path);
        let answer = match (&request.method, request.path.as_str(), source) {
            (&Method::GET | &Method::HEAD, "/readyz", _) if self.credential_refused.load(Relaxed) => {
                Answer::empty(StatusCode::SERVICE_UNAVAILABLE)
            }
            (&Method::GET | &Method::HEAD, "/healthz" | "/readyz", _) => Answer::empty(StatusCode::OK),
            (_, "/healthz" | "/readyz", _) => return wrong_method("GET, HEAD"),
            (&Method::POST, _, Some(source)) if request.body.len() > source.longest_body() => {
                return self.not_read(request, NotRead::TooLarge, later).await;
            }
            (&Method::POST, _, Some(source)) => self.request(source, request, later).await,
            (&Method::GET, _, Some(source)) if source.adapter.greet(&request).is_some() => {
                Answer::empty(StatusCode::OK)
            }
            (_, _, Some(source)) => {
                log_wrong_method(&self.log_limit, &source, &request);
                return wrong_method("POST");
            }
            (_, _, None) => no_such_path(&self.log_limit, &request),
        };
        response(answer)
    }

    /// The source with this path.
    fn source_at(&self, path: &str) -> Option<Arc<Source>> {
        let name = path.strip_prefix("/hooks/")?;
        self.registry.get(name).filter(|source| source.platform.capabilities.has_route)
    }

    /// One request to a source.
    #[cfg_attr(feature = "otel", tracing::instrument(
        target = "traces", level = "debug", skip_all,
        fields(
            otel.kind = "server", otel.name = format!("POST {}", request.path), otel.status_code, source = source.name,
            http.request.method = "POST", http.route = %request.path, http.response.status_code,
        )
    ))]
    async fn request(self: &Arc<Self>, source: Arc<Source>, request: Request, later: Background) -> Answer {
        let answer = receive::receive(self, source, request, later).await;
        traces::answered(answer.status.as_u16(), answer.status.is_server_error());
        answer
    }

    /// Answers a request whose body the host could not read; `request` is its head.
    pub async fn not_read(self: &Arc<Self>, request: Request, why: NotRead, later: Background) -> Response {
        let source = self.source_at(&request.path);
        response(receive::not_read(self, source, request, why, later).await)
    }

    /// Carries out an event that the platform itself delivered ([`crate::verify::Origin::Platform`]), and returns
    /// when Azure has accepted everything. The rest goes on in the background.
    ///
    /// # Errors
    ///
    /// The reason, for the platform's log, when nothing could be done for a reason that may pass, or time ran out before every instance had its turn:
    /// the platform should deliver the event again. Other faults are logged and sent to the source's channels, since
    /// the next delivery would have the same.
    #[cfg_attr(feature = "otel", tracing::instrument(
        target = "traces", level = "debug", skip_all,
        fields(otel.kind = "consumer", otel.status_code, source),
    ))]
    pub async fn event(self: &Arc<Self>, event: Request, later: Background) -> Result<Value, String> {
        event::receive(self, event, later).await
    }
}
