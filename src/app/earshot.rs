//! How long it makes sense to work: until the host ends, or until nothing said arrives any more.

use std::sync::Arc;

use futures::future::BoxFuture;
use tokio::time::{Instant, sleep_until};

use super::{App, Later};
use crate::ask::Ask;

/// A host's time, cut to how long the platform takes late answers.
pub(super) struct Earshot {
    host: Arc<dyn Later>,
    until: Option<Instant>,
}

impl App {
    /// For a request that came just now.
    pub(super) fn earshot(&self, ask: &Ask, host: Arc<dyn Later>) -> Earshot {
        let source = self.sources.get(&ask.caller.source);
        let late = source.and_then(|source| source.late_answers());
        Earshot {
            host,
            until: late.map(|late| Instant::now() + late),
        }
    }
}

impl Later for Earshot {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        self.host.spawn(work);
    }

    fn out_of_time(&self) -> BoxFuture<'static, ()> {
        let (host, until) = (self.host.out_of_time(), self.until);
        let Some(until) = until else {
            return host;
        };
        Box::pin(async move {
            tokio::select! {
                () = host => {}
                () = sleep_until(until) => {}
            }
        })
    }
}
