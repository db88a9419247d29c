//! Brings a late answer to where the platform takes it: tried again while trying helps, counted,
//! and when it is lost, logged. URLs are capabilities and never logged.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use http::{Method, StatusCode};
use serde_json::Value;
use url::Url;

use crate::traces;

/// One message to a platform, as data: [`Mailbox`] sends it.
pub struct Delivery {
    /// POST for a new message, PATCH for a change of one.
    pub method: Method,
    /// Whoever knows it may post there: it is never shown.
    pub url: Url,
    pub body: Value,
    /// Whether 404 means "not yet": the platform may take a moment to know the address.
    pub may_be_early: bool,
    pub user_agent: &'static str,
}

impl Delivery {
    /// A new message. Whatever is unusual about it is set by the caller.
    pub fn post(url: Url, body: Value) -> Self {
        Self {
            method: Method::POST,
            url,
            body,
            may_be_early: false,
            user_agent: concat!("lamplighter/", env!("CARGO_PKG_VERSION")),
        }
    }
}

/// The way out for late answers: the process's one HTTP client, and how often it may try.
#[derive(Clone, Debug)]
pub struct Mailbox {
    client: reqwest::Client,
}

/// Why an answer did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    #[error("the platform answered {0}")]
    Refused(StatusCode),
    #[error("no connection: {0}")]
    Unreachable(reqwest::Error),
    /// It may have arrived: sent again, it would be said twice.
    #[error("sent, but not answered: {0}")]
    Unanswered(reqwest::Error),
}

impl Undelivered {
    /// Whether there is nobody at that address, or nobody who may post.
    pub fn is_gone(&self) -> bool {
        const GONE: &[StatusCode] =
            &[StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::GONE];
        matches!(self, Self::Refused(status) if GONE.contains(status))
    }
}

/// Long enough for a platform's hiccup, short enough for a function's last seconds.
const TRIES: usize = 4;

impl Mailbox {
    pub fn new(client: reqwest::Client) -> Self {
        Self { client }
    }

    pub async fn deliver(&self, delivery: &Delivery) -> Result<(), Undelivered> {
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(500))
            .with_max_times(TRIES - 1)
            .build();
        loop {
            let (error, told) = match self.send(delivery).await {
                Ok(()) => return Ok(()),
                Err((error, told)) => (error, told),
            };
            let again = match &error {
                Undelivered::Refused(StatusCode::NOT_FOUND) => delivery.may_be_early,
                Undelivered::Refused(status) => {
                    *status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
                }
                Undelivered::Unreachable(_) => true,
                Undelivered::Unanswered(_) => false,
            };
            match delays.next().filter(|_| again) {
                Some(delay) => tokio::time::sleep(told.unwrap_or(delay)).await,
                None => return Err(error),
            }
        }
    }

    /// One try; with the error, how long the platform asked us to wait.
    #[cfg_attr(feature = "otel", tracing::instrument(
        name = "deliver", target = "traces", level = "debug", skip_all,
        fields(
            otel.kind = "client", otel.status_code, server.address = delivery.url.host_str(),
            http.request.method = delivery.method.as_str(), http.response.status_code,
        )
    ))]
    async fn send(&self, delivery: &Delivery) -> Result<(), (Undelivered, Option<Duration>)> {
        let request = self
            .client
            .request(delivery.method.clone(), delivery.url.clone())
            .header(http::header::CONTENT_TYPE, "application/json; charset=utf-8")
            .header(http::header::USER_AGENT, delivery.user_agent)
            .timeout(Duration::from_secs(10))
            .body(delivery.body.to_string());
        let response = request.send().await.map_err(|error| {
            traces::failed();
            let error = error.without_url();
            if error.is_connect() {
                (Undelivered::Unreachable(error), None)
            } else {
                (Undelivered::Unanswered(error), None)
            }
        })?;
        traces::answered(response.status().as_u16(), !response.status().is_success());
        match response.status() {
            status if status.is_success() => Ok(()),
            status => Err((Undelivered::Refused(status), retry_after(&response))),
        }
    }
}

/// Seconds, as all chat platforms send it; bounded, since somebody waits for the answer.
fn retry_after(response: &reqwest::Response) -> Option<Duration> {
    let header = response.headers().get(http::header::RETRY_AFTER)?;
    let seconds: u64 = header.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(60)))
}
