//! Requests that are turned away before anything of them is read. Anybody can send them, so each is answered with
//! a bare status and logged at most once a second for each source.

use bytes::Bytes;
use http::{StatusCode, header};

use crate::{
    log_limit::{LogLimit, METHOD, PATH, excerpt},
    source::{Answer, Source},
    verify::{Rejection, Request},
};

/// An answer as every host sends it: with a whole body, not a stream.
pub type Response = http::Response<Bytes>;

/// After how many seconds a sender may retry.
pub(super) const RETRY_AFTER: u32 = 30;

/// Answers a request for an unknown path: mostly a scanner, or a wrong source name in a URL.
pub(super) fn no_such_path(log_limit: &LogLimit, request: &Request) -> Answer {
    let method = excerpt(request.method.as_str(), METHOD);
    let path = excerpt(&request.path, PATH);
    log_limit.log("no such path", move |requests| {
        tracing::info!(method, path, requests, "no such path");
    });
    Answer::empty(StatusCode::NOT_FOUND)
}

/// Logs a method other than POST. A slash command may be set up with GET, which puts its token into URLs.
pub(super) fn log_wrong_method(log_limit: &LogLimit, source: &Source, request: &Request) {
    let (source, method) = (source.name.clone(), excerpt(request.method.as_str(), METHOD));
    log_limit.log(&format!("method|{source}"), move |requests| {
        tracing::info!(source, method, requests, "wrong method: only POST is heard");
    });
}

/// Logs why a request could not be verified.
pub(super) fn log_rejection(log_limit: &LogLimit, source: &Source, rejection: Rejection) {
    let source = source.name.clone();
    log_limit.log(&format!("refused|{source}"), move |requests| {
        tracing::warn!(source, reason = %rejection, requests, "refused a request that is not verified");
    });
}

/// A bare status, and when to retry if that helps.
pub(super) fn bare(status: StatusCode) -> Answer {
    Answer {
        retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER),
        ..Answer::empty(status)
    }
}

pub(super) fn wrong_method(allow: &'static str) -> Response {
    let mut response = response(Answer::empty(StatusCode::METHOD_NOT_ALLOWED));
    response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allow));
    response
}

pub(super) fn response(answer: Answer) -> Response {
    let mut response = Response::new(answer.body);
    *response.status_mut() = answer.status;
    let content_type = answer.content_type.map(header::HeaderValue::from_static);
    let retry_after = answer.retry_after.map(header::HeaderValue::from);
    let headers = [(header::CONTENT_TYPE, content_type), (header::RETRY_AFTER, retry_after)];
    response.headers_mut().extend(headers.into_iter().filter_map(|(name, value)| Some((name, value?))));
    response
}
