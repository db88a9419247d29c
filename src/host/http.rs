//! Plain HTTP, for any container or process: work continues after the answer as long as the process lives, and
//! a stop signal starts a deadline instead of an immediate end. Azure Functions uses the same server.

mod body;
mod connections;
mod server;

use std::{io, pin::pin, sync::Arc};

use futures::future::BoxFuture;
use http::{StatusCode, request::Parts};
use tokio::net::TcpListener;

pub(super) use self::server::{AcceptedHead, Handler, Server};
use crate::{
    app::{App, Response},
    background::Background,
    verify::{NotRead, Origin, Request},
};

/// Serves `app` until `shutdown` resolves. Then it accepts no more connections, tells the work that time is up
/// ([`Background::out_of_time`]), and returns when all answers are sent and all work has ended, at most 25 s later.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    Server::of(&app, app.clone()).serve(listener, shutdown).await
}

/// Treats every request as public.
impl Handler for Arc<App> {
    fn admit(&self, head: &Parts) -> Result<AcceptedHead, StatusCode> {
        let path = head.uri.path().to_owned();
        Ok(AcceptedHead { origin: Origin::Public, longest_body: self.longest_body(&path), path })
    }

    fn answer(
        &self,
        request: Request,
        read: Result<(), NotRead>,
        later: Background,
    ) -> BoxFuture<'static, Response> {
        let app = self.clone();
        Box::pin(async move {
            match read {
                Ok(()) => app.handle(request, later).await,
                Err(why) => app.not_read(request, why, later).await,
            }
        })
    }
}

/// Resolves when the process is asked to end: by SIGTERM from a platform or SIGINT from a terminal. SIGTERM counts from this
/// call on, also before the first poll.
pub fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())
    };
    async move {
        let interrupt = pin!(tokio::signal::ctrl_c());
        #[cfg(unix)]
        if let Ok(mut terminate) = terminate {
            let terminate = pin!(terminate.recv());
            futures::future::select(interrupt, terminate).await;
            return;
        }
        interrupt.await.ok();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Otherwise a process that is told to end just when it says that it listens would die with its work.
    #[tokio::test]
    async fn a_signal_counts_before_anybody_waits_for_it() {
        let stopped = stop_signal();
        let id = std::process::id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        stopped.await;
    }
}
