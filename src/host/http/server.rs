//! The HTTP server: connections, requests, and background work.

use std::{convert::Infallible, io, pin::pin, sync::Arc, time::Duration};

use axum::{body::HttpBody, serve::Listener};
use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderValue, StatusCode, header::CONNECTION, request::Parts};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{Instrument, info, warn};

use super::{
    body::{BodyBudget, CLIENT_PATIENCE, discard, receive},
    connections::Connection,
};
use crate::{
    app::{App, Response},
    background::Background,
    clock::Clock,
    host::panics::{answer_or_500, background_work, empty},
    log_limit::LogLimit,
    verify::{NotRead, Origin, PATIENCE, Request},
};

/// How long a connection may be idle between requests. Proxies and load balancers close idle connections after
/// 60 s; if this server closed one first, they would answer 502.
const IDLE: Duration = Duration::from_secs(75);

/// The longest head of a request and the most of a body read at once, in bytes. Entra's tokens take some 2 KiB.
const LONGEST_HEAD: usize = 32 * 1024;

/// How long background work may take after the stop signal. Container platforms usually kill the process 30 s
/// after it.
const DRAIN: Duration = Duration::from_secs(25);

/// Answers the server's requests: the application or a test.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Decides by its head whether a request is accepted, or the status of its answer.
    fn admit(&self, head: &Parts) -> Result<AcceptedHead, StatusCode>;

    /// Answers a request. If `read` is an error, the body is empty.
    fn answer(
        &self,
        request: Request,
        read: Result<(), NotRead>,
        later: Background,
    ) -> BoxFuture<'static, Response>;
}

/// An accepted request, before its body is read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AcceptedHead {
    pub origin: Origin,
    /// The path without a platform's prefix.
    pub path: String,
    /// In bytes; 0 means that no body is read.
    pub longest_body: usize,
}

pub(crate) struct Server {
    handler: Box<dyn Handler>,
    clock: Clock,
    log_limit: LogLimit,
    /// The budgets of public requests and of the platform's own.
    public: BodyBudget,
    platform: BodyBudget,
    /// Answers, and work after them.
    tasks: TaskTracker,
    stopping: CancellationToken,
    later: Background,
}

/// Serves one HTTP/1.1 connection in a task of its own.
fn connect(stream: TcpStream, connection: Arc<Connection>, server: Arc<Server>, graceful: &GracefulShutdown) {
    // An answer is one small write, so waiting for more of it gains nothing.
    stream.set_nodelay(true).ok();
    let served = connection.clone();
    let service = service_fn(move |request| handle(server.clone(), served.clone(), request));
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // An error means that the client went away or sent garbage.
    let serving = graceful.watch(serving);
    tokio::spawn(async move {
        tokio::select! {
            _ended = serving => {}
            () = connection.must_close() => {}
        }
    });
}

/// Waits for the connections first, since their requests may still start work, then for the work.
async fn drain(connections: GracefulShutdown, work: &TaskTracker) {
    let all = async {
        let unanswered = timeout(CLIENT_PATIENCE, connections.shutdown()).await.is_err();
        work.close();
        work.wait().await;
        unanswered
    };
    match timeout(DRAIN, all).await {
        Ok(unanswered) => info!(unanswered, "stopped"),
        Err(_) => warn!(work = work.len(), "stopped with work unfinished"),
    }
}

async fn handle(
    server: Arc<Server>,
    connection: Arc<Connection>,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    connection.waits_for_client(true);
    let (head, mut body) = request.into_parts();
    let mut response = server.respond(&connection, head, &mut body).await;
    connection.waits_for_client(true);
    if !body.is_end_stream() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        tokio::spawn(discard(body));
    }
    Ok(response.map(Full::new))
}

impl Server {
    /// A server for `app`, whose requests `handler` answers.
    pub fn of(app: &App, handler: impl Handler) -> Self {
        Self::new(handler, app.engine.clock.clone(), app.log_limit.clone(), app.unverified_mib)
    }

    /// `unverified_mib` is the memory for bodies of public requests.
    fn new(handler: impl Handler, clock: Clock, log_limit: LogLimit, unverified_mib: usize) -> Self {
        let (tasks, stopping) = (TaskTracker::new(), CancellationToken::new());
        let started = tasks.clone();
        let run = move |work| {
            started.spawn(background_work(work));
        };
        Self {
            handler: Box::new(handler),
            clock,
            log_limit,
            public: BodyBudget::of_mib(unverified_mib),
            platform: BodyBudget::of_mib(unverified_mib),
            later: Background::new(run, stopping.clone().cancelled_owned()),
            tasks,
            stopping,
        }
    }

    /// Serves as [`super::serve`] does.
    pub async fn serve(
        self,
        mut listener: TcpListener,
        shutdown: impl Future<Output = ()>,
    ) -> io::Result<()> {
        info!(address = %listener.local_addr()?, "listening");
        let server = Arc::new(self);
        let (graceful, mut open) = (GracefulShutdown::new(), Vec::new());
        let mut shutdown = pin!(shutdown);
        loop {
            tokio::select! {
                (stream, _) = Listener::accept(&mut listener) => {
                    let connection = Connection::enter(&mut open);
                    if connection.as_ref().is_none_or(|connection| connection.at_limit) {
                        server.log_limit.log("connections", |connections| {
                            warn!(connections, "too many connections: the longest idle one is closed, or 503 is answered");
                        });
                    }
                    if let Some(connection) = connection {
                        connect(stream, connection, server.clone(), &graceful);
                    }
                }
                () = &mut shutdown => break,
            }
        }
        drop(listener);
        server.stopping.cancel();
        drain(graceful, &server.tasks).await;
        server.log_limit.flush();
        #[cfg(feature = "otel")]
        crate::traces::flush().await;
        Ok(())
    }

    /// Answers a request; reads its body only if needed.
    async fn respond(&self, connection: &Connection, head: Parts, body: &mut Incoming) -> Response {
        let arrived = self.clock.now();
        let admitted = match self.handler.admit(&head) {
            Ok(admitted) => admitted,
            Err(status) => return empty(status),
        };
        let budget = match admitted.origin {
            Origin::Public => &self.public,
            Origin::Platform => &self.platform,
        };
        let received = if connection.over_limit && !matches!(admitted.path.as_str(), "/healthz" | "/readyz") {
            Err(NotRead::NoConnection)
        } else if admitted.longest_body == 0 {
            Ok(Bytes::new())
        } else {
            receive(body, admitted.longest_body, budget).await
        };
        connection.waits_for_client(false);
        let read = received.as_ref().map(|_| ()).map_err(|why| *why);
        let request = Request {
            method: head.method,
            path: admitted.path,
            query: head.uri.query().map(str::to_owned),
            headers: head.headers,
            body: received.unwrap_or_default(),
            origin: admitted.origin,
            arrived,
            patience: PATIENCE,
        };
        self.answer(request, read).await
    }

    /// Answers in a task of its own, so that a client that hangs up does not interrupt the request.
    async fn answer(&self, request: Request, read: Result<(), NotRead>) -> Response {
        let answering = answer_or_500(self.handler.answer(request, read, self.later.clone()));
        let answering = self.tasks.spawn(answering.in_current_span());
        answering.await.unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

#[cfg(test)]
mod tests;
