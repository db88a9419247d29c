//! The server: connections, requests, and the work that goes on after the answers.

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
    connections::{Arrival, Connections, OpenConnection},
    handler::Handler,
};
use crate::{
    app::{App, Response},
    background::Later,
    clock::Clock,
    host::panics::{after_answer, answered, empty},
    log_limit::LogLimit,
    verify::{NotRead, Origin, PATIENCE, Request},
};

/// How long a connection may go without the headers of a next request. Proxies and load balancers
/// keep idle connections for 60 s; were we the first to close one, they would answer 502 for us.
const IDLE: Duration = Duration::from_secs(75);

/// For the head of a request, in bytes; and how much of a body is read at once. Tokens of Entra's take some 2 KiB.
const LONGEST_HEAD: usize = 32 * 1024;

/// How long, after the stop signal, work has to say what is known. Container platforms commonly kill
/// 30 s after the signal.
const DRAIN: Duration = Duration::from_secs(25);

/// What the server is told by the configuration, and what it shares with the application.
pub(crate) struct ServerOptions {
    pub clock: Clock,
    pub log_limit: LogLimit,
    /// For the bodies of strangers.
    pub unverified_mib: usize,
}

impl ServerOptions {
    pub fn of(app: &App) -> Self {
        Self {
            clock: app.clock().clone(),
            log_limit: app.log_limit().clone(),
            unverified_mib: app.unverified_mib(),
        }
    }
}

struct Server {
    handler: Box<dyn Handler>,
    clock: Clock,
    log_limit: LogLimit,
    /// What strangers send, and what the platform itself does.
    public: BodyBudget,
    platform: BodyBudget,
    work: Arc<Work>,
}

/// Work after the answers, until the process is told to stop.
#[derive(Default)]
struct Work {
    tasks: TaskTracker,
    stopping: CancellationToken,
}

impl Later for Work {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self.tasks.spawn(after_answer(work));
    }

    fn out_of_time(&self) -> BoxFuture<'static, ()> {
        Box::pin(self.stopping.clone().cancelled_owned())
    }
}

/// [`serve`], for whatever answers.
pub(crate) async fn serve_with(
    handler: Box<dyn Handler>,
    settings: ServerOptions,
    mut listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    info!(address = %listener.local_addr()?, "listening");
    let work = Arc::new(Work::default());
    let server = Arc::new(Server {
        handler,
        clock: settings.clock,
        log_limit: settings.log_limit,
        public: BodyBudget::of_mib(settings.unverified_mib),
        platform: BodyBudget::of_mib(settings.unverified_mib),
        work: work.clone(),
    });
    let (graceful, open) = (GracefulShutdown::new(), Arc::<Connections>::default());
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            (stream, _) = Listener::accept(&mut listener) => {
                let Arrival { place, full } = open.enter();
                if full {
                    server.log_limit.log("connections", |connections| {
                        warn!(connections, "too many connections: the longest idle one is closed, or 503 is answered");
                    });
                }
                if let Some(place) = place {
                    connect(stream, place, server.clone(), &graceful);
                }
            }
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    work.stopping.cancel();
    drain(graceful, &work.tasks).await;
    server.log_limit.flush();
    #[cfg(feature = "otel")]
    crate::traces::flush().await;
    Ok(())
}

/// Speaks HTTP/1.1 on one connection, as a task of its own.
fn connect(stream: TcpStream, place: OpenConnection, server: Arc<Server>, graceful: &GracefulShutdown) {
    // An answer is one small write; nothing is gained by waiting for more of it.
    stream.set_nodelay(true).ok();
    let place = Arc::new(place);
    let asked = place.clone();
    let service = service_fn(move |request| hear(server.clone(), asked.clone(), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // A connection fails when the client goes away or talks nonsense: no fault of ours.
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        tokio::select! {
            _ended = connection => {}
            () = place.lost() => {}
        }
    });
}

/// Waits for connections first, since their requests may still begin work, then for the work.
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

async fn hear(
    server: Arc<Server>,
    place: Arc<OpenConnection>,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    place.asks();
    let (head, mut body) = request.into_parts();
    let mut response = server.respond(&place, head, &mut body).await;
    place.is_answered();
    if !body.is_end_stream() {
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
        tokio::spawn(discard(body));
    }
    Ok(response.map(Full::new))
}

impl Server {
    /// The answer to one request, before its body is read where that is not worth while.
    async fn respond(&self, place: &OpenConnection, head: Parts, body: &mut Incoming) -> Response {
        let arrived = self.clock.now();
        let admitted = match self.handler.admit(&head) {
            Ok(admitted) => admitted,
            Err(status) => return empty(status),
        };
        let budget = match admitted.origin {
            Origin::Public => &self.public,
            Origin::Platform => &self.platform,
        };
        let received = if place.crowded && admitted.path != "/healthz" {
            Err(NotRead::NoConnection)
        } else if admitted.longest_body == 0 {
            Ok(Bytes::new())
        } else {
            receive(body, admitted.longest_body, budget).await
        };
        place.is_heard();
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

    /// Answers as a task of its own: a client that hangs up must not stop half-way what it asked for.
    async fn answer(&self, request: Request, read: Result<(), NotRead>) -> Response {
        let answering = answered(self.handler.answer(request, read, self.work.clone()));
        let answering = self.work.tasks.spawn(answering.in_current_span());
        answering
            .await
            .unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

#[cfg(test)]
mod tests;
