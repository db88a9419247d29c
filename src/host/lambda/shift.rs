//! The time one invocation has, and the work that is done in it.

use std::time::{Duration, SystemTime};

use futures::{FutureExt, future::BoxFuture};
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span, error};

use crate::{background::Later, host::panics::after_answer};

/// How long before the deadline work is told that its time is up: enough for a last message, tried
/// again once or twice.
const NOTICE: Duration = Duration::from_secs(15);

/// How long before the deadline work is abandoned. Lambda kills an environment that is late, and the
/// next event would find a cold one.
const MARGIN: Duration = Duration::from_secs(1);

/// One invocation, from its event to its deadline.
///
/// A short time is shared out: at most half of it is notice, at most half of the notice is margin.
pub(super) struct Shift {
    notice: Instant,
    end: Instant,
    tasks: TaskTracker,
    /// Says in the log whose work it is.
    pub(super) span: Span,
}

impl Shift {
    /// Begins now.
    pub(super) fn until(deadline: SystemTime, span: Span) -> Self {
        let left = deadline.duration_since(SystemTime::now()).unwrap_or_default();
        let notice = NOTICE.min(left / 2);
        let margin = MARGIN.min(notice / 2);
        let now = Instant::now();
        Self {
            notice: now + (left - notice),
            end: now + (left - margin),
            tasks: TaskTracker::new(),
            span,
        }
    }

    /// Runs `work` unless the shift ends first.
    pub(super) async fn in_time<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        before(self.end, work).await
    }

    /// Resolves when all work has ended, done or abandoned; before the deadline in any case.
    pub(super) async fn ended(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Resolves when the traces of the shift are sent, or given up.
    #[cfg(feature = "otel")]
    pub(super) async fn traced(&self) {
        timeout_at(self.end, crate::traces::flush()).await.ok();
    }
}

impl Later for Shift {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        let in_time = before(self.end, after_answer(work)).map(|_| ());
        self.tasks.spawn(in_time.instrument(self.span.clone()));
    }

    fn out_of_time(&self) -> BoxFuture<'static, ()> {
        Box::pin(sleep_until(self.notice))
    }
}

/// Runs `work` unless `end` comes first.
async fn before<T>(end: Instant, work: impl Future<Output = T>) -> Option<T> {
    let outcome = timeout_at(end, work).await.ok();
    if outcome.is_none() {
        error!("abandoned: the function's time is over");
    }
    outcome
}
