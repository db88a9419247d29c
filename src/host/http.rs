//! Plain HTTP, for any place that runs a container or a process: requests come over TCP, work goes
//! on after the answer as long as the process lives, and a stop signal is a deadline, not an end.
//! Azure Functions speaks to us over the same server.

use std::{io, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, body::HttpBody, extract::State, serve::Listener};
use futures::future::BoxFuture;
use http::{StatusCode, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use jiff::Timestamp;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tracing::{Instrument, info, warn};

use super::{after_answer, answered, empty};
use crate::{
    app::{App, Later, MAX_BODY, Response},
    clock::Clock,
    verify::{Origin, PATIENCE, Request},
};

/// How long a client may take to send its body and, when we are stopping, to take its answer.
const CLIENT_PATIENCE: Duration = Duration::from_secs(10);

/// How long a connection may go without the headers of a next request. Proxies and load balancers
/// keep idle connections for 60 s; were we the first to close one, they would answer 502 for us.
const IDLE: Duration = Duration::from_secs(75);

/// More connections than this wait to be accepted, so that idle ones cannot use up our sockets.
const MOST_CONNECTIONS: usize = 512;

/// How long, after the stop signal, work has to say what is known. Container platforms commonly kill
/// 30 s after the signal.
const DRAIN: Duration = Duration::from_secs(25);

/// Serves `app` until `shutdown` resolves; then accepts nothing more, tells the work that time is
/// up ([`Later::out_of_time`]), and returns when all answers are sent and all work is done, or after
/// 25 s.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let clock = app.clock().clone();
    let answer: Answer = Arc::new(move |request, later| {
        let app = app.clone();
        Box::pin(async move { app.handle(request, later).await })
    });
    serve_with(admit, answer, clock, listener, shutdown).await
}

/// Nobody but strangers comes here, whatever they ask for.
fn admit(head: &Parts) -> Result<(Origin, String), StatusCode> {
    Ok((Origin::Public, head.uri.path().to_owned()))
}

/// Resolves when the process is asked to end, by SIGTERM from a platform or SIGINT from a terminal.
pub async fn stop_signal() {
    let interrupt = pin!(tokio::signal::ctrl_c());
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let terminate = pin!(terminate.recv());
            futures::future::select(interrupt, terminate).await;
            return;
        }
    }
    interrupt.await.ok();
}

/// Tells by its head who sent a request and which path of ours it is for; or the status that it is
/// answered with, its body unread.
pub(super) type Admit = fn(&Parts) -> Result<(Origin, String), StatusCode>;

/// What answers a request: the application, or a test's stand-in.
pub(super) type Answer = Arc<dyn Fn(Request, Arc<dyn Later>) -> BoxFuture<'static, Response> + Send + Sync>;

struct Server {
    admit: Admit,
    answer: Answer,
    clock: Clock,
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

/// [`serve`], for whatever admits requests and answers them.
pub(super) async fn serve_with(
    admit: Admit,
    answer: Answer,
    clock: Clock,
    mut listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    info!(address = %listener.local_addr()?, "listening");
    let work = Arc::new(Work::default());
    let server = Arc::new(Server {
        admit,
        answer,
        clock,
        work: work.clone(),
    });
    let router = Router::new().fallback(hear).with_state(server);
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = async {
            let place = room.clone().acquire_owned().await;
            (Listener::accept(&mut listener).await.0, place)
        };
        tokio::select! {
            (stream, place) = accepted => connect(stream, place.ok(), router.clone(), &connections),
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    work.stopping.cancel();
    drain(connections, &work.tasks).await;
    #[cfg(feature = "otel")]
    crate::traces::flush().await;
    Ok(())
}

/// Speaks HTTP/1.1 on one connection, as a task of its own.
fn connect(
    stream: TcpStream,
    place: Option<OwnedSemaphorePermit>,
    router: Router,
    connections: &GracefulShutdown,
) {
    // An answer is one small write; nothing is gained by waiting for more of it.
    stream.set_nodelay(true).ok();
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // A connection fails when the client goes away or talks nonsense: no fault of ours.
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        let _ended = connection.await;
        drop(place);
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

async fn hear(State(server): State<Arc<Server>>, request: axum::extract::Request) -> http::Response<Body> {
    let response = match read(request, server.admit, server.clock.now()).await {
        Ok(request) => server.answer(request).await,
        Err(status) => empty(status),
    };
    response.map(Body::from)
}

impl Server {
    /// Answers as a task of its own: a client that hangs up must not stop half-way what it asked for.
    async fn answer(&self, request: Request) -> Response {
        let answering = answered((self.answer)(request, self.work.clone()));
        let answering = self.work.tasks.spawn(answering.in_current_span());
        answering
            .await
            .unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

/// The request with its whole body, or the status that says what is wrong with it: that of `admit`,
/// 413 over the limit, 408 when it took too long, 400 when it broke off.
async fn read(
    request: axum::extract::Request,
    admit: Admit,
    arrived: Timestamp,
) -> Result<Request, StatusCode> {
    let (head, body) = request.into_parts();
    let (origin, path) = admit(&head)?;
    // By Content-Length, before a byte of it is read.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let body = timeout(CLIENT_PATIENCE, Limited::new(body, MAX_BODY).collect())
        .await
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?
        .map_err(|error| match error.is::<LengthLimitError>() {
            true => StatusCode::PAYLOAD_TOO_LARGE,
            false => StatusCode::BAD_REQUEST,
        })?;
    Ok(Request {
        method: head.method,
        path,
        query: head.uri.query().map(str::to_owned),
        headers: head.headers,
        body: body.to_bytes(),
        origin,
        arrived,
        patience: PATIENCE,
    })
}

#[cfg(test)]
mod tests;
