//! Answers on the wire: bodies, and the headers that come with them.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;

/// An answer, whole.
pub(super) type Answer = Response<Bytes>;

pub(super) fn empty(status: StatusCode) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status;
    answer
}

pub(super) fn text(status: StatusCode, content_type: &'static str, body: String) -> Answer {
    let mut answer = Answer::new(body.into());
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

pub(super) fn json(status: StatusCode, body: &Value) -> Answer {
    text(status, "application/json; charset=utf-8", body.to_string())
}

/// Adds a header, unless its value cannot stand in one: part of it may come from the caller.
pub(super) fn with(mut answer: Answer, name: &'static str, value: &str) -> Answer {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
    answer
}

/// Adds `Retry-After`, in seconds, if there is anything to wait for.
pub(super) fn waiting(answer: Answer, retry_after: Option<u64>) -> Answer {
    match retry_after {
        Some(seconds) => with(answer, "retry-after", &seconds.to_string()),
        None => answer,
    }
}

/// An id as Azure writes them. Counted rather than drawn, so that a run can be told again.
pub(super) fn guid(kind: u32, number: u64) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

/// What an ARM answer says about itself, whatever its body.
pub(super) struct Correlation<'a> {
    /// Its own, never seen before.
    pub request_id: &'a str,
    /// The caller's `x-ms-correlation-request-id`, or else the request's own.
    pub correlation_id: &'a str,
    /// `reads`, `writes` or `deletes`: the budget the call was taken from.
    pub budget: &'static str,
    /// How many calls are left in it.
    pub remaining: u64,
    pub at: Timestamp,
}

/// Adds the headers that stand on every answer in the public recordings of this service.
pub(super) fn correlated(mut answer: Answer, correlation: &Correlation) -> Answer {
    const ALWAYS: [(&str, &str); 8] = [
        ("cache-control", "no-cache"),
        ("pragma", "no-cache"),
        ("expires", "-1"),
        (
            "request-context",
            "appId=cid-v1:00000000-0000-0000-0000-000000000000",
        ),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-aml-cluster", "vienna-eastus2-01"),
        ("x-content-type-options", "nosniff"),
        ("x-request-time", "0.285"),
    ];
    for (name, value) in ALWAYS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let is_error = answer.status().is_client_error() || answer.status().is_server_error();
    let budget = match correlation.budget {
        "reads" => "x-ms-ratelimit-remaining-subscription-reads",
        "deletes" => "x-ms-ratelimit-remaining-subscription-deletes",
        _ => "x-ms-ratelimit-remaining-subscription-writes",
    };
    let routing = format!(
        "EASTUS2:{}:{}",
        correlation.at.strftime("%Y%m%dT%H%M%SZ"),
        correlation.request_id
    );
    let said = [
        ("x-ms-request-id", correlation.request_id),
        ("x-ms-correlation-request-id", correlation.correlation_id),
        ("x-ms-routing-request-id", &routing),
        ("x-ms-response-type", if is_error { "error" } else { "standard" }),
        (budget, &correlation.remaining.to_string()),
    ];
    said.into_iter()
        .fold(answer, |answer, (name, value)| with(answer, name, value))
}
