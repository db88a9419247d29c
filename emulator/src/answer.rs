//! HTTP answers: bodies and the headers that belong to them.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;

pub(crate) type Answer = Response<Bytes>;

pub(crate) fn empty(status: StatusCode) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status;
    answer
}

pub(crate) fn text(status: StatusCode, content_type: &'static str, body: String) -> Answer {
    let mut answer = Answer::new(body.into());
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

pub(crate) fn json(status: StatusCode, body: &Value) -> Answer {
    text(status, "application/json; charset=utf-8", body.to_string())
}

/// Adds a header. Leaves it out if `value` is invalid, since part of it may come from the caller.
pub(crate) fn with(mut answer: Answer, name: &'static str, value: &str) -> Answer {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
    answer
}

/// Adds `Retry-After` in seconds, if there is something to wait for.
pub(crate) fn waiting(answer: Answer, retry_after: Option<u64>) -> Answer {
    match retry_after {
        Some(seconds) => with(answer, "retry-after", &seconds.to_string()),
        None => answer,
    }
}
