//! Entra's errors.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::json;

use crate::{
    answer::{Answer, json, waiting, with},
    faults::Effect,
    ids::guid,
    request::EmulatedRequest,
};

/// The error that a fault demands.
pub(crate) fn refusal(
    effect: Effect,
    request: &EmulatedRequest,
    now: Timestamp,
    number: u64,
) -> Option<Answer> {
    let status = effect.status()?;
    let (error, code, words) = match effect {
        Effect::Unauthorized => (
            "invalid_client",
            7_000_215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the \
             client secret value, not the client secret ID.",
        ),
        Effect::Forbidden => (
            "access_denied",
            53_003,
            "Access has been blocked by Conditional Access policies. The access policy does not \
             allow token issuance.",
        ),
        Effect::Throttled => ("temporarily_unavailable", 90_055, "Tenant request throttled."),
        Effect::ServerError | Effect::BadGateway | Effect::Unavailable => {
            ("temporarily_unavailable", 90_033, "A transient error has occurred. Please try again.")
        }
        _ => (
            "invalid_request",
            90_002,
            "Tenant not found. Check to make sure you have the correct tenant ID and are signing \
             into the correct cloud.",
        ),
    };
    let answer = refused(status, error, code, words, now, number);
    Some(waiting(answer, request.retry_after()))
}

/// An error in Entra's shape, of which only the number is stable.
pub(crate) fn refused(
    status: StatusCode,
    error: &str,
    code: u32,
    words: &str,
    now: Timestamp,
    number: u64,
) -> Answer {
    let (trace, correlation) = (guid(0x7a, number), guid(0xc0, number));
    let time = now.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    let body = json!({
        "error": error,
        "error_description": format!(
            "AADSTS{code}: {words} Trace ID: {trace} Correlation ID: {correlation} \
             Timestamp: {time}"
        ),
        "error_codes": [code],
        "timestamp": time,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
    });
    with_entra_headers(json(status, &body), number)
}

pub(crate) fn with_entra_headers(answer: Answer, number: u64) -> Answer {
    let answer = with(answer, "cache-control", "no-store, no-cache");
    with(answer, "x-ms-request-id", &guid(0x7a, number))
}
