//! A panic ends one request or one piece of work, never the host.

use std::panic::AssertUnwindSafe;

use bytes::Bytes;
use futures::{FutureExt, future::BoxFuture};
use http::StatusCode;
use tracing::error;

use crate::app::Response;

/// Runs `work`, which the log calls `name`; `None` when it panicked. The panic's message stays out of
/// the log, since it may quote what somebody sent us.
pub(super) async fn caught<T>(name: &'static str, work: impl Future<Output = T>) -> Option<T> {
    let outcome = AssertUnwindSafe(work).catch_unwind().await.ok();
    if outcome.is_none() {
        error!("{name} panicked");
    }
    outcome
}

/// Answers even when the application panicked: then with 500 and an empty body.
pub(super) async fn answered(answer: impl Future<Output = Response>) -> Response {
    let answer = caught("a request", answer).await;
    answer.unwrap_or_else(|| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

/// Work after the answer, which fails alone. A trace has it below what we are in, not inside: that
/// ends with the answer.
pub(super) fn after_answer(work: BoxFuture<'static, ()>) -> impl Future<Output = ()> {
    let work = async {
        caught("work after the answer", work).await;
    };
    #[cfg(feature = "otel")]
    let work = tracing::Instrument::instrument(work, crate::traces::work());
    work
}

pub(super) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
