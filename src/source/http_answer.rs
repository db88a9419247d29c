//! HTTP answers, independent of the host's types.

use bytes::Bytes;
use serde_json::{Value, json};

/// The sentence for people in the answer to a machine, which may be a problem document.
pub fn message(answer: &Value) -> Option<String> {
    let sentence = answer["message"].as_str().or(answer["detail"].as_str());
    sentence.map(str::to_owned)
}

/// An HTTP answer, independent of the host's types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Decides whether a machine sends its request again. Chats show no error for a 200 only.
    pub status: http::StatusCode,
    /// `None` without a body.
    pub content_type: Option<&'static str>,
    /// In seconds, if trying again helps.
    pub retry_after: Option<u32>,
    /// In the form that `content_type` says.
    pub body: Bytes,
}

impl Answer {
    /// A bare status, for a sender that must not learn more or needs no more.
    pub fn empty(status: http::StatusCode) -> Self {
        Self { status, content_type: None, retry_after: None, body: Bytes::new() }
    }

    /// A problem document (RFC 9457), for senders that are machines.
    pub fn problem(status: http::StatusCode, detail: &str) -> Self {
        Self::problem_with(status, detail, &json!({}))
    }

    /// A problem document with more members.
    pub fn problem_with(status: http::StatusCode, detail: &str, more: &Value) -> Self {
        let mut problem = more.clone();
        problem["title"] = status.canonical_reason().unwrap_or_default().into();
        problem["status"] = status.as_u16().into();
        problem["detail"] = detail.into();
        Self { status, content_type: Some("application/problem+json"), ..Self::json(&problem) }
    }

    /// A 200 with this body.
    pub fn json(value: &Value) -> Self {
        Self {
            content_type: Some("application/json"),
            body: value.to_string().into(),
            ..Self::empty(http::StatusCode::OK)
        }
    }
}
