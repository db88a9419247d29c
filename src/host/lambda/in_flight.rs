//! One invocation's time and work.

use std::time::{Duration, SystemTime};

use futures::FutureExt;
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span, error};

use crate::{background::Background, host::panics::background_work};

/// How long before the deadline the work is told that its time is up: enough for a last message with one or two
/// retries.
const NOTICE: Duration = Duration::from_secs(15);

/// How long before the deadline the work is abandoned. Lambda kills an environment that exceeds it, and the
/// next event needs a cold start.
const MARGIN: Duration = Duration::from_secs(1);

/// An invocation, from its event to its deadline.
///
/// A short time is divided: at most half of it is for the last message, and at most half of that is margin.
pub(super) struct InFlight {
    pub(super) end: Instant,
    tasks: TaskTracker,
    pub(super) later: Background,
    /// Identifies the invocation in the log.
    pub(super) span: Span,
}

impl InFlight {
    pub(super) fn until(deadline: SystemTime, span: Span) -> Self {
        let left = deadline.duration_since(SystemTime::now()).unwrap_or_default();
        let notice = NOTICE.min(left / 2);
        let margin = MARGIN.min(notice / 2);
        let now = Instant::now();
        let (notice, end, tasks) = (now + (left - notice), now + (left - margin), TaskTracker::new());
        let (started, spawned_in) = (tasks.clone(), span.clone());
        let run = move |work| {
            let in_time = run_until(end, background_work(work)).map(|_| ());
            started.spawn(in_time.instrument(spawned_in.clone()));
        };
        Self { end, tasks, later: Background::new(run, async move { sleep_until(notice).await }), span }
    }

    /// Resolves when all work has ended or was abandoned, always before the deadline.
    pub(super) async fn ended(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Sends the traces, as far as time allows.
    #[cfg(feature = "otel")]
    pub(super) async fn flush_traces(&self) {
        timeout_at(self.end, crate::traces::flush()).await.ok();
    }
}

/// Runs `work`; `None` if `end` comes first.
pub(super) async fn run_until<T>(end: Instant, work: impl Future<Output = T>) -> Option<T> {
    let outcome = timeout_at(end, work).await.ok();
    if outcome.is_none() {
        error!("abandoned: the function's time is over");
    }
    outcome
}
