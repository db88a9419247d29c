//! Azure Functions, whose host starts this process as a custom handler and sends it HTTP requests on a loopback
//! port.
//!
//! Two kinds of request arrive there. Distinguishing them is the only protection against a forged timer event:
//!
//! - **Public requests**, forwarded unchanged (`enableProxyingHttpRequest`), path included. Functions puts
//!   `api` before every public route (`routePrefix`), so their paths begin with `/api/`:
//!   `/api/hooks/<source>`, `/api/healthz`.
//! - **The platform's own invocations** of functions that are not plain HTTP: a POST to `/<function>` with
//!   an envelope of `Data` and `Metadata`. Since the path is the bare name of a function, it never begins
//!   with `/api/`.
//!
//! Hence **the path decides, which is safe only while `routePrefix` is not empty**: with an empty one and a
//! catch-all route, anyone who knows a timer's name could forge its events. As a second barrier, a request is
//! not an invocation if it has a header that proxies add ([`PROXY_HEADERS`]), an absolute URL, or a path in
//! another spelling than the host's: paths are not decoded or normalised here.
//!
//! The envelope: <https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers>. The host's
//! actual behaviour is from its source, `DefaultHttpWorkerService` and `DefaultHttpProxyService` of
//! <https://github.com/Azure/azure-functions-host>.

use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderName, HeaderValue, Method, StatusCode, header::CONTENT_TYPE, request::Parts};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    time::{Instant, sleep_until, timeout_at},
};
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

use super::{
    http::{AcceptedHead, Handler, Server},
    panics::empty,
};
use crate::{
    app::{App, Response},
    background::Background,
    log_limit::{LogLimit, METHOD, PATH, excerpt},
    verify::{NotRead, Origin, Request},
};

/// The prefix of every public route, unless `host.json` changes it.
const PREFIX: &str = "/api";

/// Headers that every forwarded request has: the Functions host writes the first over whatever it proxies,
/// Azure's front end writes the second. Invocations have neither.
const PROXY_HEADERS: [HeaderName; 2] =
    [HeaderName::from_static("x-ms-invocation-id"), HeaderName::from_static("x-forwarded-for")];

/// In bytes.
const LONGEST_ENVELOPE: usize = 1024 * 1024;

/// The longest name that Functions allows, in letters.
const LONGEST_FUNCTION_NAME: usize = 128;

/// How long the work of one invocation may take. `functionTimeout` in our `host.json` is ten minutes from the
/// event, and then the host kills the handler.
const INVOCATION_TIME: Duration = Duration::from_secs(9 * 60);

/// The time after that for a last message.
const FINAL_MESSAGE_TIME: Duration = Duration::from_secs(30);

/// Serves `app` on the loopback port that the Functions host uses, until `shutdown` resolves; then as
/// [`super::http::serve`] does.
pub async fn run(app: Arc<App>, port: u16, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    Server::of(&app, FunctionsHandler(app.clone())).serve(listener, shutdown).await
}

struct FunctionsHandler(Arc<App>);

impl Handler for FunctionsHandler {
    fn admit(&self, head: &Parts) -> Result<AcceptedHead, StatusCode> {
        let (origin, path) = classify(head, &self.0.log_limit)?;
        let longest_body = match origin {
            Origin::Public => self.0.longest_body(&path),
            Origin::Platform => LONGEST_ENVELOPE,
        };
        Ok(AcceptedHead { origin, path, longest_body })
    }

    fn answer(
        &self,
        request: Request,
        read: Result<(), NotRead>,
        later: Background,
    ) -> BoxFuture<'static, Response> {
        if request.origin == Origin::Public {
            return self.0.answer(request, read, later);
        }
        let app = self.0.clone();
        Box::pin(async move {
            let Err(why) = read else { return invoke(&app, request, later).await };
            let function = request.path;
            warn!(function, reason = %why, undone = true, "an envelope of a function was not read");
            empty(why.status())
        })
    }
}

/// Distinguishes public requests from invocations; the module describes the rule. The host requests `/` until
/// it gets an answer.
fn classify(head: &Parts, log_limit: &LogLimit) -> Result<(Origin, String), StatusCode> {
    let path = head.uri.path();
    if path == "/" {
        return Ok((Origin::Public, "/healthz".to_owned()));
    }
    if let Some(below) = below_prefix(path) {
        return Ok((Origin::Public, below.to_owned()));
    }
    if head.method != Method::POST || !is_function(path) {
        let (method, path) = (excerpt(head.method.as_str(), METHOD), excerpt(path, PATH));
        log_limit.log("no such path of the host's", move |requests| {
            info!(target: "lamplighter::host", method, path, requests, "no such path");
        });
        return Err(StatusCode::NOT_FOUND);
    }
    if PROXY_HEADERS.iter().any(|name| head.headers.contains_key(name)) || head.uri.authority().is_some() {
        let path = excerpt(path, PATH);
        log_limit.log("passed on to a function", move |requests| {
            warn!(target: "lamplighter::host", path, requests, "refused from outside: set routePrefix to api");
        });
        return Err(StatusCode::NOT_FOUND);
    }
    Ok((Origin::Platform, path.to_owned()))
}

/// The path below the prefix, whose case Functions ignores.
fn below_prefix(path: &str) -> Option<&str> {
    let (prefix, below) = path.split_at_checked(PREFIX.len())?;
    (prefix.eq_ignore_ascii_case(PREFIX) && below.starts_with('/')).then_some(below)
}

/// Whether the path is only a function's name: a letter, then letters, digits, `-`, `_`.
fn is_function(path: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    path.strip_prefix('/').is_some_and(|name| {
        name.len() <= LONGEST_FUNCTION_NAME
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(allowed)
    }) && !path.eq_ignore_ascii_case(PREFIX)
}

/// Whether the trigger of an invocation is an HTTP request; an error if the body is not an envelope.
fn holds_http(body: &[u8]) -> serde_json::Result<bool> {
    #[derive(Deserialize)]
    struct Envelope {
        /// The trigger's data, by the name of its binding.
        #[serde(rename = "Data", alias = "data")]
        data: HashMap<String, Value>,
        #[serde(rename = "Metadata", alias = "metadata")]
        _metadata: IgnoredAny,
    }
    let has = |trigger: &Value, key: &str| {
        let mut fields = trigger.as_object().into_iter().flatten();
        fields.any(|(field, _)| field.eq_ignore_ascii_case(key))
    };
    let is_http = |trigger: &Value| ["Url", "Method", "Headers"].iter().all(|key| has(trigger, key));
    serde_json::from_slice(body).map(|envelope: Envelope| envelope.data.values().any(is_http))
}

/// Answers one invocation. Any status but 2xx makes it fail, so that a retry policy runs it again.
async fn invoke(app: &Arc<App>, event: Request, later: Background) -> Response {
    let function = event.path.clone();
    match holds_http(&event.body) {
        Ok(true) => not_proxied(&function, &app.log_limit),
        Ok(false) => {
            let (tasks, end) = (TaskTracker::new(), Instant::now() + INVOCATION_TIME);
            let (started, stopping) = (tasks.clone(), later.out_of_time());
            let out_of_time = async move {
                tokio::select! {
                    () = stopping => {}
                    () = sleep_until(end) => {}
                }
            };
            let work = Background::new(move |work| later.spawn(started.track_future(work)), out_of_time);
            let outcome = app.event(event, work).await;
            // The host may end an app without notice once it has no unanswered request.
            tasks.close();
            if timeout_at(end + FINAL_MESSAGE_TIME, tasks.wait()).await.is_err() {
                warn!("an event is answered while work of it goes on");
            }
            invocation_response(&function, outcome)
        }
        Err(_) => {
            let function = excerpt(&function, PATH);
            app.log_limit.log("no envelope", move |requests| {
                warn!(target: "lamplighter::host", function, undone = true, requests, "refused what is no envelope of a function");
            });
            empty(StatusCode::BAD_REQUEST)
        }
    }
}

/// The answer for an event that was handled, or that failed.
fn invocation_response(function: &str, outcome: Result<Value, String>) -> Response {
    match outcome {
        Ok(done) => {
            let message = done["message"].as_str().unwrap_or_default();
            invocation_result(json!({}), &message.lines().collect::<Vec<_>>())
        }
        Err(failed) => {
            // The host reads only the status, so the reason is logged here.
            error!(function, reason = %failed, "the function fails, to be run again");
            empty(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// The answer to a request that the host wrapped in JSON: the bytes that its signature covered are lost.
fn not_proxied(function: &str, log_limit: &LogLimit) -> Response {
    let advice = "requests come wrapped in JSON, and no signature can be checked: in host.json, set customHandler.enableProxyingHttpRequest to true";
    let function = excerpt(function, PATH);
    log_limit.log("not proxied", move |requests| {
        error!(function, requests, "{advice}");
    });
    invocation_result(json!({ "res": { "statusCode": 501, "body": advice } }), &[advice])
}

/// A successful invocation. The host writes `logs` to its log.
fn invocation_result(outputs: Value, logs: &[&str]) -> Response {
    let body = json!({ "Outputs": outputs, "Logs": logs, "ReturnValue": null });
    let mut response = Response::new(Bytes::from(body.to_string()));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

#[cfg(any(test, fuzzing))]
pub(crate) mod hostile_tests;
#[cfg(test)]
mod tests;
