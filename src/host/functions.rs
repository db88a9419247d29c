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
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, StatusCode, header::CONTENT_TYPE, request::Parts};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tracing::{error, info, warn};

use super::{
    empty,
    http::{Answer, serve_with},
};
use crate::{
    app::{App, EventFailed, Later, Response},
    verify::{Origin, Request},
};

/// What Functions puts before every public route, unless `host.json` says otherwise.
const PREFIX: &str = "/api";

/// Headers that a request from outside cannot be without: the first is written by the Functions host
/// over whatever it proxies, the second by Azure's front end. Envelopes have neither.
const PASSED_ON: [HeaderName; 2] = [
    HeaderName::from_static("x-ms-invocation-id"),
    HeaderName::from_static("x-forwarded-for"),
];

/// In letters; longer names Functions does not allow.
const LONGEST_NAME: usize = 128;

/// Serves `app` on the loopback port that the Functions host speaks to, until `shutdown` resolves;
/// then as [`super::http::serve`] does.
pub async fn run(app: Arc<App>, port: u16, shutdown: impl Future<Output = ()>) -> io::Result<()> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let clock = app.clock().clone();
    let answer: Answer = Arc::new(move |request, later| {
        let app = app.clone();
        Box::pin(async move {
            match request.origin {
                Origin::Public => app.handle(request, later).await,
                Origin::Platform => invoked(&app, request, later).await,
            }
        })
    });
    serve_with(admit, answer, clock, listener, shutdown).await
}

/// Tells the public from the platform: see above. The host asks for `/` until we answer.
fn admit(head: &Parts) -> Result<(Origin, String), StatusCode> {
    let path = head.uri.path();
    if path == "/" {
        return Ok((Origin::Public, "/healthz".to_owned()));
    }
    if let Some(below) = below_prefix(path) {
        return Ok((Origin::Public, below.to_owned()));
    }
    if head.method != Method::POST || !is_function(path) {
        info!(method = %head.method, path, "no such path: public ones begin with /api, functions' are one name");
        return Err(StatusCode::NOT_FOUND);
    }
    if PASSED_ON.iter().any(|name| head.headers.contains_key(name)) || head.uri.authority().is_some() {
        warn!(
            path,
            "refused a request from outside for a function's own path: in host.json, routePrefix has to be api"
        );
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
    #[serde(rename = "Data")]
    data: HashMap<String, Value>,
    #[serde(rename = "Metadata")]
    _metadata: IgnoredAny,
}

impl Envelope {
    /// Whether somebody's HTTP request is in it.
    fn holds_http(&self) -> bool {
        let is_http = |trigger: &Value| {
            ["Url", "Method", "Headers"]
                .iter()
                .all(|key| trigger.get(key).is_some())
        };
        self.data.values().any(is_http)
    }
}

/// Answers one invocation. Whatever is not 2xx makes it fail, and a retry policy run it again.
async fn invoked(app: &Arc<App>, event: Request, later: Arc<dyn Later>) -> Response {
    let function = event.path.clone();
    match serde_json::from_slice::<Envelope>(&event.body) {
        Ok(envelope) if envelope.holds_http() => not_proxied(&function),
        Ok(_) => ran(&function, app.event(event, later).await),
        Err(_) => {
            warn!(function, "refused what is no envelope of a function");
            empty(StatusCode::BAD_REQUEST)
        }
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
fn not_proxied(function: &str) -> Response {
    let advice = "requests come wrapped in JSON, and no signature can be checked: in host.json, set customHandler.enableProxyingHttpRequest to true";
    error!(function, "{advice}");
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
