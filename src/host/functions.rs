//! Azure Functions: its host starts us as a custom handler and speaks HTTP to us on a loopback port.
//! Two kinds of request come to that port, and what tells them apart is all that a stranger's timer
//! event is kept out by:
//!
//! - **Public ones**, passed on as they came (`enableProxyingHttpRequest`), path included. Functions
//!   puts `api` before every public route (`routePrefix`), so their paths begin with `/api/`; below
//!   that they are ours: `/api/hooks/<source>`, `/api/healthz`.
//! - **The platform's own**, for every function that is not plain HTTP: a POST to `/<function>` with
//!   an envelope of `Data` and `Metadata`. Its path is the bare name of a function, and so never
//!   begins with `/api/`.
//!
//! Hence the rule: **the platform is believed for its path, and only as long as `routePrefix` is not
//! empty**; with an empty one and a route that takes anything, whoever knows a timer's name could
//! play it. As a second fence, nothing is taken for the platform's that bears a mark of having been
//! passed on ([`PASSED_ON`]), was addressed to a whole URL, or is not spelled as the host spells it:
//! no path is decoded or tidied here.
//!
//! The envelope: <https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers>. What
//! the host really does was read in its source, `DefaultHttpWorkerService` and
//! `DefaultHttpProxyService` of <https://github.com/Azure/azure-functions-host>.

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
    http::{AcceptedHead, Handler, ServerOptions, serve_with},
    panics::empty,
};
use crate::{
    app::{App, EventFailed, Response},
    background::Later,
    log_limit::{LogLimit, METHOD, PATH, excerpt},
    verify::{NotRead, Origin, Request},
};

/// What Functions puts before every public route, unless `host.json` says otherwise.
const PREFIX: &str = "/api";

/// Headers that a request from outside cannot be without: the first is written by the Functions host
/// over whatever it proxies, the second by Azure's front end. Envelopes have neither.
const PASSED_ON: [HeaderName; 2] = [
    HeaderName::from_static("x-ms-invocation-id"),
    HeaderName::from_static("x-forwarded-for"),
];

/// In bytes, of what triggered a function.
const LONGEST_ENVELOPE: usize = 1024 * 1024;

/// In letters; longer names Functions does not allow.
const LONGEST_NAME: usize = 128;

/// How long one invocation's work goes on: `functionTimeout` in our `host.json` is ten minutes, and
/// the host kills a handler that is late. Counted from when the event came.
const TIME: Duration = Duration::from_secs(9 * 60);

/// Left after that for a last message.
const NOTICE: Duration = Duration::from_secs(30);

/// Serves `app` on the loopback port that the Functions host speaks to, until `shutdown` resolves;
/// then as [`super::http::serve`] does.
pub async fn run(app: Arc<App>, port: u16, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let settings = ServerOptions::of(&app);
    serve_with(Box::new(Functions(app)), settings, listener, shutdown).await
}

struct Functions(Arc<App>);

impl Handler for Functions {
    fn admit(&self, head: &Parts) -> Result<AcceptedHead, StatusCode> {
        let (origin, path) = admit(head, self.0.log_limit())?;
        let longest_body = match origin {
            Origin::Public => self.0.longest_body(&path),
            Origin::Platform => LONGEST_ENVELOPE,
        };
        Ok(AcceptedHead {
            origin,
            path,
            longest_body,
        })
    }

    fn answer(
        &self,
        request: Request,
        read: Result<(), NotRead>,
        later: Arc<dyn Later>,
    ) -> BoxFuture<'static, Response> {
        let app = self.0.clone();
        Box::pin(async move {
            match (request.origin, read) {
                (Origin::Public, Ok(())) => app.handle(request, later).await,
                (Origin::Platform, Ok(())) => invoked(&app, request, later).await,
                (Origin::Public, Err(why)) => app.not_read(request, why, later).await,
                (Origin::Platform, Err(why)) => {
                    let function = request.path;
                    warn!(function, reason = %why, undone = true, "an envelope of a function was not read");
                    empty(why.status())
                }
            }
        })
    }
}

/// Tells the public from the platform: see above. The host asks for `/` until we answer.
fn admit(head: &Parts, log_limit: &LogLimit) -> Result<(Origin, String), StatusCode> {
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
    if PASSED_ON.iter().any(|name| head.headers.contains_key(name)) || head.uri.authority().is_some() {
        let path = excerpt(path, PATH);
        log_limit.log("passed on to a function", move |requests| {
            warn!(target: "lamplighter::host", path, requests, "refused from outside: set routePrefix to api");
        });
        return Err(StatusCode::NOT_FOUND);
    }
    Ok((Origin::Platform, path.to_owned()))
}

/// The path below the prefix, which Functions takes in any case of letters.
fn below_prefix(path: &str) -> Option<&str> {
    let (prefix, below) = path.split_at_checked(PREFIX.len())?;
    (prefix.eq_ignore_ascii_case(PREFIX) && below.starts_with('/')).then_some(below)
}

/// Whether the path is a function's name and nothing else: a letter, then letters, digits, `-`, `_`.
fn is_function(path: &str) -> bool {
    let Some(name) = path.strip_prefix('/') else {
        return false;
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    name.len() <= LONGEST_NAME
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(allowed)
        && !path.eq_ignore_ascii_case(PREFIX)
}

/// What the host sends for a function that it does not proxy.
#[derive(Deserialize)]
struct Envelope {
    /// What triggered it, by the name of its binding.
    #[serde(rename = "Data", alias = "data")]
    data: HashMap<String, Value>,
    #[serde(rename = "Metadata", alias = "metadata")]
    _metadata: IgnoredAny,
}

impl Envelope {
    /// Whether somebody's HTTP request is in it.
    fn holds_http(&self) -> bool {
        let has = |trigger: &Value, key: &str| {
            let mut fields = trigger.as_object().into_iter().flatten();
            fields.any(|(field, _)| field.eq_ignore_ascii_case(key))
        };
        let is_http = |trigger: &Value| ["Url", "Method", "Headers"].iter().all(|key| has(trigger, key));
        self.data.values().any(is_http)
    }
}

/// Answers one invocation. Whatever is not 2xx makes it fail, and a retry policy run it again.
async fn invoked(app: &Arc<App>, event: Request, later: Arc<dyn Later>) -> Response {
    let function = event.path.clone();
    match serde_json::from_slice::<Envelope>(&event.body) {
        Ok(envelope) if envelope.holds_http() => not_proxied(&function, app.log_limit()),
        Ok(_) => {
            let invocation = Arc::new(Invocation::new(later));
            let outcome = app.event(event, invocation.clone()).await;
            invocation.ended().await;
            ran(&function, outcome)
        }
        Err(_) => {
            let function = excerpt(&function, PATH);
            app.log_limit().log("no envelope", move |requests| {
                warn!(target: "lamplighter::host", function, undone = true, requests, "refused what is no envelope of a function");
            });
            empty(StatusCode::BAD_REQUEST)
        }
    }
}

/// One event with all the work that it leaves behind. The host takes an app that answers nothing for
/// an idle one, which it may end without a word: so the answer waits until all is told.
struct Invocation {
    later: Arc<dyn Later>,
    tasks: TaskTracker,
    notice: Instant,
}

impl Invocation {
    fn new(later: Arc<dyn Later>) -> Self {
        Self {
            later,
            tasks: TaskTracker::new(),
            notice: Instant::now() + TIME,
        }
    }

    /// Resolves when its work has ended, or time is up.
    async fn ended(&self) {
        self.tasks.close();
        let ended = timeout_at(self.notice + NOTICE, self.tasks.wait()).await;
        if ended.is_err() {
            warn!("an event is answered while work of it goes on");
        }
    }
}

impl Later for Invocation {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self.later.spawn(Box::pin(self.tasks.track_future(work)));
    }

    fn out_of_time(&self) -> BoxFuture<'static, ()> {
        let (stopping, notice) = (self.later.out_of_time(), self.notice);
        Box::pin(async move {
            tokio::select! {
                () = stopping => {}
                () = sleep_until(notice) => {}
            }
        })
    }
}

/// What the host is told of an event that was handled, or could not be.
fn ran(function: &str, outcome: Result<Value, EventFailed>) -> Response {
    match outcome {
        Ok(done) => {
            let message = done["message"].as_str().unwrap_or_default();
            result(json!({}), &message.lines().collect::<Vec<_>>())
        }
        Err(failed) => {
            // The host reads nothing but the status, so that the reason is told here.
            error!(function, reason = %failed, "the function fails, to be run again");
            empty(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// A request that was rewritten as JSON: its signature covered bytes that are not there any more.
fn not_proxied(function: &str, log_limit: &LogLimit) -> Response {
    let advice = "requests come wrapped in JSON, and no signature can be checked: in host.json, set customHandler.enableProxyingHttpRequest to true";
    let function = excerpt(function, PATH);
    log_limit.log("not proxied", move |requests| {
        error!(function, requests, "{advice}");
    });
    result(json!({ "res": { "statusCode": 501, "body": advice } }), &[advice])
}

/// What the host reads of an invocation that succeeded. It writes `logs` to its own log.
fn result(outputs: Value, logs: &[&str]) -> Response {
    let body = json!({ "Outputs": outputs, "Logs": logs, "ReturnValue": null });
    let mut response = Response::new(Bytes::from(body.to_string()));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

#[cfg(test)]
mod tests;
