//! Panics end one request or one piece of work, never the host.

use std::panic::AssertUnwindSafe;

use bytes::Bytes;
use futures::{FutureExt, future::BoxFuture};
use http::StatusCode;
use tracing::error;

use crate::app::Response;

/// Runs `work`; `None` if it panicked. The log names `work` as `name` and leaves out the panic's message, since
/// it may quote request data.
pub(super) async fn catch_panic<T>(name: &'static str, work: impl Future<Output = T>) -> Option<T> {
    let outcome = AssertUnwindSafe(work).catch_unwind().await.ok();
    if outcome.is_none() {
        error!("{name} panicked");
    }
    outcome
}

/// The answer, or 500 with an empty body if computing it panicked.
pub(super) async fn answer_or_500(answer: impl Future<Output = Response>) -> Response {
    catch_panic("a request", answer).await.unwrap_or_else(|| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

/// Work after the answer; a panic ends it alone. In a trace it is a sibling of the current span, which ends
/// with the answer.
pub(super) fn background_work(work: BoxFuture<'static, ()>) -> impl Future<Output = ()> {
    let work = async {
        catch_panic("work after the answer", work).await;
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
