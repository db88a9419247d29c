//! The headers on every answer of ARM.

use http::HeaderValue;
use jiff::Timestamp;

use crate::answer::{Answer, with};

/// The values of these headers.
pub(crate) struct Correlation<'a> {
    /// Unique to the answer.
    pub request_id: &'a str,
    /// The caller's `x-ms-correlation-request-id`; if it sent none, the request id.
    pub correlation_id: &'a str,
    /// The header that says how many calls are left in the budget.
    pub budget: &'static str,
    /// The number of calls left in the budget.
    pub remaining: u64,
    pub at: Timestamp,
}

/// Adds the headers that every answer has in the public recordings of this service.
pub(crate) fn correlated(mut answer: Answer, correlation: &Correlation) -> Answer {
    const ALWAYS: [(&str, &str); 8] = [
        ("cache-control", "no-cache"),
        ("pragma", "no-cache"),
        ("expires", "-1"),
        ("request-context", "appId=cid-v1:00000000-0000-0000-0000-000000000000"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-aml-cluster", "vienna-eastus2-01"),
        ("x-content-type-options", "nosniff"),
        ("x-request-time", "0.285"),
    ];
    for (name, value) in ALWAYS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let is_error = answer.status().is_client_error() || answer.status().is_server_error();
    let routing = format!("EASTUS2:{}:{}", correlation.at.strftime("%Y%m%dT%H%M%SZ"), correlation.request_id);
    let said = [
        ("x-ms-request-id", correlation.request_id),
        ("x-ms-correlation-request-id", correlation.correlation_id),
        ("x-ms-routing-request-id", &routing),
        ("x-ms-response-type", if is_error { "error" } else { "standard" }),
        (correlation.budget, &correlation.remaining.to_string()),
    ];
    said.into_iter().fold(answer, |answer, (name, value)| with(answer, name, value))
}
