//! The whole story: a request comes in, an answer goes out, and whatever takes longer is told later.

use std::sync::Arc;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{Method, StatusCode};

use crate::verify::Request;

pub type Response = http::Response<Bytes>;

/// Where work goes on after the first answer was written. One implementation per host.
pub trait Later: Send + Sync {
    /// Runs `work` to its end, after the response too, as long as the host lives.
    fn spawn(&self, work: BoxFuture<'static, ()>);

    /// Resolves when the host is about to end or freeze us: say now what is known.
    fn out_of_time(&self) -> BoxFuture<'static, ()>;
}

/// A platform event could not even be attempted, for a reason that may pass; the platform should
/// deliver it again.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct EventFailed(pub String);

/// The application, ready to hear.
pub struct App;

impl App {
    /// Answers a request that came over HTTP.
    pub async fn handle(self: &Arc<Self>, request: Request, _later: Arc<dyn Later>) -> Response {
        match (&request.method, request.path.as_str()) {
            (&Method::GET, "/healthz") => empty(StatusCode::OK),
            _ => empty(StatusCode::NOT_FOUND),
        }
    }

    /// Takes an event that the platform itself delivered ([`crate::verify::Origin::Platform`]).
    pub async fn event(
        self: &Arc<Self>,
        _event: Request,
        _later: Arc<dyn Later>,
    ) -> Result<serde_json::Value, EventFailed> {
        Ok(serde_json::Value::Null)
    }
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
