//! Sends late answers to the platforms, and tries again while that helps. URLs are capabilities and
//! never logged.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use jiff::fmt::rfc2822;
use serde_json::Value;
use url::Url;

use crate::{client::body_within, traces};

/// One message to a platform.
pub struct Delivery {
    /// POST for a new message, PATCH or PUT for a change of one.
    pub method: Method,
    /// Never shown, since anyone who knows it may post there.
    pub url: Url,
    /// The message in the platform's JSON.
    pub body: Value,
    /// Whether 404 means "not yet", because the platform may take a moment to know the address.
    pub may_be_early: bool,
    /// Lamplighter's name and version, unless the platform requires another form.
    pub user_agent: &'static str,
    /// The source whose token the request shows. `None`: the URL alone is enough.
    pub bearer: Option<String>,
    /// Where the platform's answer is kept, which names the message. `null` before.
    pub answer: Option<Arc<Mutex<Value>>>,
    /// What is sent if the platform refuses this.
    pub instead: Option<Box<Delivery>>,
}

/// Why an answer did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// The last answer of the platform, after the retries that it allows.
    #[error("the platform answered {0}")]
    Refused(StatusCode),
    /// No connection was made, so the message did not arrive.
    #[error("no connection: {0}")]
    Unreachable(reqwest::Error),
    /// The message was not sent, since the platform takes it only with a token.
    #[error("no token: {0}")]
    NoToken(String),
    /// The message may have arrived, so it is not sent again.
    #[error("sent, but not answered: {0}")]
    Unanswered(reqwest::Error),
}

impl Undelivered {
    /// Whether the address does not exist any more, or takes no messages from us, or there is no token for it: a secret
    /// may have changed.
    pub fn is_gone(&self) -> bool {
        match self {
            Self::Refused(status) => matches!(status.as_u16(), 401 | 403 | 404 | 410),
            other => matches!(other, Self::NoToken(_)),
        }
    }
}

/// Enough for a short outage of a platform, and few enough for the last seconds of a function.
const TRIES: usize = 4;

/// If the platform asks for a longer pause, nobody waits for the answer any more.
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

impl Delivery {
    /// A new message with the usual settings.
    pub fn post(url: Url, body: Value) -> Self {
        Self {
            method: Method::POST,
            url,
            body,
            may_be_early: false,
            user_agent: concat!("lamplighter/", env!("CARGO_PKG_VERSION")),
            bearer: None,
            answer: None,
            instead: None,
        }
    }

    /// This delivery and, if the platform refuses it and all that was to be sent instead, `last`.
    pub fn or_else(self, last: Option<Self>) -> Self {
        let instead = match self.instead {
            Some(next) => Some(next.or_else(last)),
            None => last,
        };
        Self { instead: instead.map(Box::new), ..self }
    }

    /// Whether a refusal with this status may pass, and if so, whether the message is sent again with the same token.
    fn again_after(&self, status: StatusCode) -> Option<bool> {
        let is_repeatable = self.method == Method::PUT;
        match status {
            StatusCode::TOO_MANY_REQUESTS => Some(true),
            StatusCode::REQUEST_TIMEOUT | StatusCode::PRECONDITION_FAILED => Some(is_repeatable),
            StatusCode::NOT_FOUND if self.may_be_early => Some(true),
            StatusCode::UNAUTHORIZED => Some(false),
            // The Bot Connector may have posted the message before a gateway gave up.
            status if status.is_server_error() => Some(is_repeatable || self.bearer.is_none()),
            _ => None,
        }
    }

    /// Whether the platform refused this message for good, and did not only ask for another time or another token.
    pub fn is_refused(&self, error: &Undelivered) -> bool {
        matches!(error, Undelivered::Refused(status) if self.again_after(*status).is_none())
    }

    /// Sends it with `token`, up to four times: again after failures that may pass and in which the platform took nothing,
    /// and a PUT, which has the same effect twice, after any that may pass.
    ///
    /// # Errors
    ///
    /// The reason of the last try.
    pub async fn send(&self, client: &reqwest::Client, token: Option<&str>) -> Result<(), Undelivered> {
        let delays = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(500))
            .with_max_times(TRIES - 1);
        let sent = (|| self.try_once(client, token))
            .retry(delays)
            .when(|(error, told)| match error {
                _ if told.is_some_and(|told| told > LONGEST_PAUSE) => false,
                Undelivered::Refused(status) => self.again_after(*status).unwrap_or_default(),
                Undelivered::Unreachable(_) => true,
                Undelivered::Unanswered(_) => self.method == Method::PUT,
                Undelivered::NoToken(_) => false,
            })
            .adjust(|(_, told), delay| delay.map(|delay| told.unwrap_or(delay)));
        sent.await.map_err(|(error, _)| error)
    }

    /// One try. With the error comes the time that the platform asks us to wait.
    #[cfg_attr(feature = "otel", tracing::instrument(
        name = "deliver", target = "traces", level = "debug", skip_all,
        fields(
            otel.kind = "client", otel.status_code, server.address = self.url.host_str(),
            http.request.method = self.method.as_str(), http.response.status_code,
        )
    ))]
    async fn try_once(
        &self,
        client: &reqwest::Client,
        token: Option<&str>,
    ) -> Result<(), (Undelivered, Option<Duration>)> {
        let mut request = client
            .request(self.method.clone(), self.url.clone())
            .header(http::header::CONTENT_TYPE, "application/json; charset=utf-8")
            .header(http::header::USER_AGENT, self.user_agent)
            .timeout(Duration::from_secs(10))
            .body(self.body.to_string());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.map_err(|error| {
            traces::failed();
            let error = error.without_url();
            let kind = if error.is_connect() { Undelivered::Unreachable } else { Undelivered::Unanswered };
            (kind(error), None)
        })?;
        traces::answered(response.status().as_u16(), !response.status().is_success());
        match response.status() {
            status if status.is_success() => {
                self.keep(response).await;
                Ok(())
            }
            status => Err((Undelivered::Refused(status), retry_after(response.headers()))),
        }
    }

    /// Keeps the answer if it is wanted and can be read. The message was taken in any case.
    async fn keep(&self, response: reqwest::Response) {
        let Some(answer) = &self.answer else { return };
        if let Ok(Some(body)) = body_within(LONGEST_ANSWER, response).await
            && let Ok(read) = serde_json::from_slice(&body)
        {
            *answer.lock().unwrap_or_else(PoisonError::into_inner) = read;
        }
    }
}

/// The longest answer that is kept, in bytes: it only names the message.
const LONGEST_ANSWER: usize = 16 * 1024;

/// In seconds, as all chat platforms send it, or as a date of the clock that dates the answer.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
    let date = |text: &str| rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    let told = text(http::header::RETRY_AFTER)?;
    if let Ok(seconds) = told.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let pause = date(told)?.duration_since(date(text(http::header::DATE)?)?);
    pause.try_into().ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    #[test]
    fn a_pause_is_told_in_seconds_or_by_a_date() {
        let told = |retry_after: &str, date: Option<&str>| {
            let header = |text| HeaderValue::from_str(text).unwrap();
            let date = date.map(|date| (http::header::DATE, header(date)));
            let headers = [(http::header::RETRY_AFTER, header(retry_after))].into_iter().chain(date);
            super::retry_after(&headers.collect()).map(|pause| pause.as_secs())
        };
        let now = Some("Mon, 23 Nov 2026 18:00:00 GMT");
        assert_eq!(told("7", None), Some(7));
        assert_eq!(told(" 3600 ", None), Some(3600));
        assert_eq!(told("Mon, 23 Nov 2026 18:01:30 GMT", now), Some(90));
        assert_eq!(told("Mon, 23 Nov 2026 18:01:30 GMT", None), None);
        for unreadable in ["Mon, 23 Nov 2026 17:59:59 GMT", "soon", "-1", "1.5", ""] {
            assert_eq!(told(unreadable, now), None, "{unreadable}");
        }
    }
}
