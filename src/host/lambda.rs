//! AWS Lambda: the Runtime API provides one event at a time, and an answer reaches the caller once it is posted
//! there. The environment freezes when the next event is requested, so that waits for the work after the
//! answer.

mod event;
mod in_flight;

use std::sync::Arc;

use event::Invocation;
use http::StatusCode;
use in_flight::{InFlight, run_until};
use jiff::Timestamp;
use lambda_http::{Error, LambdaEvent, request::LambdaRequest, service_fn};
use lambda_runtime::{Diagnostic, LambdaInvocation, Runtime};
use serde_json::Value;
use tower::{Service, ServiceExt, layer::layer_fn};
use tracing::{Instrument, info_span};

use super::{
    http::Handler,
    panics::{answer_or_500, catch_panic, empty},
};
use crate::app::App;

tokio::task_local! {
    /// The current invocation, from its event to the end of its work.
    static IN_FLIGHT: Arc<InFlight>;
}

/// Serves `app` until the environment ends. Requires a current-thread runtime. Fails if the Runtime API is
/// unreachable.
///
/// # Panics
///
/// If the variables that Lambda always sets (such as `AWS_LAMBDA_FUNCTION_NAME`) are missing.
pub async fn run(app: Arc<App>) -> Result<(), Error> {
    let handler = service_fn(move |event: LambdaEvent<LambdaRequest>| {
        let app = app.clone();
        async {
            let in_flight = IN_FLIGHT.get();
            let span = in_flight.span.clone();
            handle(app, event.payload, in_flight).instrument(span).await
        }
    });
    Runtime::new(handler).layer(layer_fn(waiting)).run().await
}

/// Answers one event. An `Err` is a failed invocation; the platform delivers the event again.
async fn handle(app: Arc<App>, event: LambdaRequest, in_flight: Arc<InFlight>) -> Result<Value, Diagnostic> {
    match event::read_event(event, Timestamp::now()) {
        Invocation::Request(request, read, integration) => {
            let answer = app.answer(request, read, in_flight.later.clone());
            let answer = run_until(in_flight.end, answer_or_500(answer)).await;
            Ok(integration.answer(answer.unwrap_or_else(|| empty(StatusCode::SERVICE_UNAVAILABLE))))
        }
        Invocation::Event(event) => {
            let outcome = catch_panic("an event", app.event(event, in_flight.later.clone()));
            let (error_type, error_message) = match run_until(in_flight.end, outcome).await.flatten() {
                Some(Ok(done)) => return Ok(done),
                Some(Err(failed)) => ("EventFailed", failed),
                None => ("Unfinished", "the event was not handled to its end".to_owned()),
            };
            Err(Diagnostic { error_type: error_type.to_owned(), error_message })
        }
    }
}

/// Each invocation is over when its work is.
fn waiting<S>(inner: S) -> impl Service<LambdaInvocation, Response = (), Error = Error>
where
    S: Service<LambdaInvocation, Response = (), Error = Error> + Clone,
{
    service_fn(move |invocation| wait_for_work(inner.clone(), invocation))
}

/// Lets `inner` post the answer, then waits for the invocation's work.
async fn wait_for_work(
    inner: impl Service<LambdaInvocation, Response = (), Error = Error>,
    invocation: LambdaInvocation,
) -> Result<(), Error> {
    let span = info_span!("invocation", request_id = invocation.context.request_id);
    let in_flight = Arc::new(InFlight::until(invocation.context.deadline(), span));
    let answered = IN_FLIGHT.scope(in_flight.clone(), inner.oneshot(invocation)).await;
    in_flight.ended().await;
    #[cfg(feature = "otel")]
    in_flight.flush_traces().await;
    answered
}

#[cfg(any(test, fuzzing))]
pub(crate) mod hostile_tests;
#[cfg(test)]
mod tests;
