//! An HTTP answer before any host's types.

use bytes::Bytes;

/// An HTTP answer before any host's types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: http::StatusCode,
    pub content_type: Option<&'static str>,
    /// In seconds, where trying again helps.
    pub retry_after: Option<u32>,
    pub body: Bytes,
}

impl Answer {
    pub fn empty(status: http::StatusCode) -> Self {
        Self { status, content_type: None, retry_after: None, body: Bytes::new() }
    }

    /// A problem document (RFC 9457), for senders that are machines.
    pub fn problem(status: http::StatusCode, detail: &str) -> Self {
        let title = status.canonical_reason().unwrap_or_default();
        let problem = serde_json::json!({"title": title, "status": status.as_u16(), "detail": detail});
        Self {
            status,
            content_type: Some("application/problem+json"),
            retry_after: None,
            body: problem.to_string().into(),
        }
    }

    /// The same, with what else there is to say.
    pub fn problem_with(status: http::StatusCode, detail: &str, more: &serde_json::Value) -> Self {
        let title = status.canonical_reason().unwrap_or_default();
        let mut problem = more.clone();
        problem["title"] = title.into();
        problem["status"] = status.as_u16().into();
        problem["detail"] = detail.into();
        Self { body: problem.to_string().into(), ..Self::problem(status, detail) }
    }

    pub fn json(value: &serde_json::Value) -> Self {
        Self {
            status: http::StatusCode::OK,
            content_type: Some("application/json"),
            retry_after: None,
            body: value.to_string().into(),
        }
    }
}
