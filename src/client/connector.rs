//! How the client connects: ahead of the first request while something else is waited for, and no more often than needed.

use std::{
    fmt::Debug,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::{FutureExt, future};
use reqwest::Client;
use tokio::{
    task::{self, JoinHandle},
    time::{Instant, sleep, timeout},
};
use tower::{BoxError, Service, ServiceExt, service_fn, util::BoxCloneSyncService};
use url::Url;

/// TCP and TLS take well under a second with a reachable host.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How old a connection that was opened ahead may be when it is first used. The server closes idle ones.
const LASTS: Duration = Duration::from_secs(10);

/// How often other tasks run before a connection is begun. One whose answer was just read is back in the pool by then.
const TURNS: usize = 8;

/// How long a request waits for the connection of another one before it begins its own: about as long as that takes.
pub const CONNECTION_PATIENCE: Duration = Duration::from_millis(100);

tokio::task_local! {
    /// Whether a connection is for a later request; else for one to a host that others are in flight to, whose connections may
    /// become free first. Unset for most requests.
    static AHEAD: bool;
}

/// A connection that was opened ahead: where to, since when, and what comes of it.
type Ahead<C> = (String, Instant, JoinHandle<Option<C>>);

/// Begins to open a connection to `url`, which the next request there takes. Sends nothing.
pub fn connect_ahead(client: &Client, url: Url) {
    // The request is dropped when it has asked for a connection.
    AHEAD.sync_scope(true, || client.get(url).send().now_or_never());
}

/// Sends a request to a host that others are in flight to.
pub async fn further<T>(request: impl Future<Output = T>) -> T {
    AHEAD.scope(false, request).await
}

/// The connector around the client's own. It knows hosts by how their addresses are shown for debugging: `reqwest` shows them
/// no other way.
pub(super) fn connector<D, C>(
    inner: BoxCloneSyncService<D, C, BoxError>,
) -> impl Service<D, Response = C, Error = BoxError, Future: Send> + Clone + Send + Sync
where
    D: Debug + Send + 'static,
    C: Send + 'static,
{
    let ahead = Arc::new(Mutex::new(None));
    service_fn(move |to| connect(inner.clone(), ahead.clone(), to))
}

async fn connect<D: Debug + Send + 'static, C: Send + 'static>(
    inner: BoxCloneSyncService<D, C, BoxError>,
    ahead: Arc<Mutex<Option<Ahead<C>>>>,
    address: D,
) -> Result<C, BoxError> {
    let (to, since) = (format!("{address:?}"), Instant::now());
    let opened = ahead.lock().unwrap_or_else(PoisonError::into_inner).take_if(|(there, ..)| *there == to);
    let is_ahead = AHEAD.try_with(|ahead| *ahead).ok();
    if is_ahead == Some(true) {
        let connection = timeout(CONNECT_TIMEOUT, inner.oneshot(address));
        let connection = tokio::spawn(async { connection.await.ok()?.ok() });
        *ahead.lock().unwrap_or_else(PoisonError::into_inner) = Some((to, since, connection));
        return future::pending().await;
    }
    if let Some((_, since, connection)) = opened
        && since.elapsed() < LASTS
        && let Ok(Some(connection)) = connection.await
    {
        return Ok(connection);
    }
    let asker = task::try_id();
    for _ in 0..TURNS {
        task::yield_now().await;
    }
    if is_ahead == Some(false) {
        sleep(CONNECTION_PATIENCE).await;
    }
    // If another connection became free first, the pool completes this one in a task of its own.
    if task::try_id() != asker {
        return Err("another connection became free".into());
    }
    inner.oneshot(address).await
}
