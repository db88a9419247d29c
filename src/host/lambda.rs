//! AWS Lambda: events come from its Runtime API, one at a time, and an answer is on its way to the
//! caller the moment it is posted there. The invocation, with its processor, goes on until the next
//! event is asked for; so that is not done before the work the answer left behind has ended.

mod front;
mod shift;

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use front::Heard;
use http::StatusCode;
use jiff::Timestamp;
use lambda_http::{Error, LambdaEvent, request::LambdaRequest, service_fn};
use lambda_runtime::{Diagnostic, LambdaInvocation, Runtime};
use serde_json::Value;
use shift::Shift;
use tower::{Layer, Service};
use tracing::{Instrument, info_span};

use super::panics::{answered, caught, empty};
use crate::app::App;

tokio::task_local! {
    /// The invocation that is being served, from its event to the end of its work.
    static SHIFT: Arc<Shift>;
}

/// Serves `app` until the environment is taken away; meant for a current-thread runtime. Fails when
/// the Runtime API cannot be spoken to.
///
/// # Panics
///
/// When the variables that Lambda always sets (`AWS_LAMBDA_FUNCTION_NAME` and its kin) are missing.
pub async fn run(app: Arc<App>) -> Result<(), Error> {
    let handler = service_fn(move |event: LambdaEvent<LambdaRequest>| {
        let app = app.clone();
        async {
            let shift = SHIFT.get();
            let span = shift.span.clone();
            handle(app, event.payload, shift).instrument(span).await
        }
    });
    Runtime::new(handler).layer(Overtime).run().await
}

/// Answers one event. An `Err` is a failed invocation: the platform delivers the event again.
async fn handle(app: Arc<App>, event: LambdaRequest, shift: Arc<Shift>) -> Result<Value, Diagnostic> {
    match front::hear(event, Timestamp::now()) {
        Heard::Request(request, read, front) => {
            let answer = async {
                match read {
                    Ok(()) => app.handle(request, shift.clone()).await,
                    Err(why) => app.not_read(request, why, shift.clone()).await,
                }
            };
            let answer = shift.in_time(answered(answer)).await;
            Ok(front.answer(answer.unwrap_or_else(|| empty(StatusCode::SERVICE_UNAVAILABLE))))
        }
        Heard::Event(event) => {
            let outcome = caught("an event", app.event(event, shift.clone()));
            match shift.in_time(outcome).await.flatten() {
                Some(outcome) => outcome.map_err(|failed| failure("EventFailed", failed.to_string())),
                None => Err(failure(
                    "Unfinished",
                    "the event was not handled to its end".to_owned(),
                )),
            }
        }
    }
}

fn failure(error_type: &str, error_message: String) -> Diagnostic {
    Diagnostic {
        error_type: error_type.to_owned(),
        error_message,
    }
}

/// The layer round the service that posts the answer: see [`Stay`].
struct Overtime;

impl<S> Layer<S> for Overtime {
    type Service = Stay<S>;

    fn layer(&self, inner: S) -> Stay<S> {
        Stay(inner)
    }
}

/// Lets the inner service answer the invocation, and stays with it until its work is done.
struct Stay<S>(S);

impl<S> Service<LambdaInvocation> for Stay<S>
where
    S: Service<LambdaInvocation, Response = (), Error = Error>,
    S::Future: 'static,
{
    type Response = ();
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let span = info_span!("invocation", request_id = invocation.context.request_id);
        let shift = Arc::new(Shift::until(invocation.context.deadline(), span));
        let answering = SHIFT.scope(shift.clone(), self.0.call(invocation));
        Box::pin(async move {
            let answered = answering.await;
            shift.ended().await;
            #[cfg(feature = "otel")]
            shift.traced().await;
            answered
        })
    }
}

#[cfg(test)]
mod tests;
