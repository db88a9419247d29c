//! The progress of a command, for answers that are due before its end.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    azure::ThrottleWait,
    command::{Command, Verb},
    fleet::{Selected, Unreadable},
    lifecycle::{Attempt, Outcome, Report},
    reply::{self, Delay, Localizer, Reply},
    target::ComputeId,
};

/// The present state of a command.
#[derive(Debug)]
pub struct Progress {
    /// The caller's language and clock, for all answers to the request.
    pub localizer: Localizer,
    /// The waits that Azure imposes on its calls.
    pub waiting: ThrottleWait,
    command: OnceLock<Command>,
    attempts: Mutex<Vec<Arc<Attempt>>>,
    /// Workspaces that could not be read.
    unread: OnceLock<Vec<Unreadable>>,
    /// As [`Selected::unknown_size`].
    unknown_size: OnceLock<Vec<ComputeId>>,
    /// Whether a valid ticket came with the request, or a person at a terminal confirmed it.
    confirmed: AtomicBool,
}

impl Progress {
    /// The beginning: nothing is known yet. `caller` is the id that takes turns in the queue for Azure.
    pub fn new(localizer: Localizer, caller: &str) -> Arc<Self> {
        Arc::new(Self {
            localizer,
            waiting: ThrottleWait::of(caller),
            command: OnceLock::new(),
            attempts: Mutex::default(),
            unread: OnceLock::new(),
            unknown_size: OnceLock::new(),
            confirmed: AtomicBool::default(),
        })
    }

    /// The first answer if there is no result yet: at `due`, or as soon as Azure imposes a wait beyond it.
    pub async fn acknowledge(&self, due: Instant) -> Reply {
        let told_to_wait = async {
            loop {
                let wait = self.waiting.begun().await;
                if Instant::now() + wait > due {
                    return;
                }
                tokio::time::sleep(wait).await;
            }
        };
        tokio::select! {
            () = tokio::time::sleep_until(due) => {}
            () = told_to_wait => {}
        }
        reply::acknowledgement(&self.localizer, self.command(), self.known_so_far())
    }

    /// The reason why there is no result yet.
    pub fn known_so_far(&self) -> Delay {
        let sent = self.attempts().iter().any(|attempt| attempt.outcome.get().is_none() && attempt.sent());
        match (self.waiting.left(), sent) {
            (_, true) => Delay::Asking,
            (Some(wait), _) => Delay::Throttled(Duration::from_secs(wait.as_secs_f64().ceil() as u64)),
            (None, false) if self.waiting.is_queued() => Delay::Queued,
            (None, false) => Delay::Looking,
        }
    }

    /// Notes that the caller has confirmed the command.
    pub fn confirmed(&self) {
        self.confirmed.store(true, Ordering::Relaxed);
    }

    /// Whether [`Self::confirmed`] was called.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed.load(Ordering::Relaxed)
    }

    /// Notes the parsed command, for an acknowledgement that names it.
    pub fn understood(&self, command: &Command) {
        if command.verb().is_power() {
            self.waiting.make_urgent();
        }
        // A request is parsed once, and selects once.
        drop(self.command.set(command.clone()));
    }

    /// `None` until the text was parsed.
    pub fn command(&self) -> Option<&Command> {
        self.command.get()
    }

    /// Notes what the selection could not see, for every result.
    pub fn selected(&self, selected: &Selected) {
        drop(self.unread.set(selected.unread.clone()));
        drop(self.unknown_size.set(selected.unknown_size.clone()));
    }

    /// Instances that `--gpu` or `--size` may have meant.
    pub fn unknown_size(&self) -> &[ComputeId] {
        self.unknown_size.get().map_or(&[], Vec::as_slice)
    }

    /// The workspaces that could not be read; empty until they have been.
    pub fn unread(&self) -> &[Unreadable] {
        self.unread.get().map_or(&[], Vec::as_slice)
    }

    /// Begins with an instance.
    pub fn attempt(&self, id: ComputeId) -> Arc<Attempt> {
        let attempt = Arc::new(Attempt::new(id, self.waiting.clone()));
        self.attempts().push(attempt.clone());
        attempt
    }

    /// The outcome of each instance, as if this were the end.
    pub fn reports(&self, verb: Verb) -> Vec<Report> {
        let report = |attempt: &Arc<Attempt>| {
            let outcome = attempt.outcome.get().cloned();
            let outcome = outcome.unwrap_or_else(|| Outcome::CutShort { sent: attempt.sent() });
            Report { id: attempt.id.clone(), verb, outcome }
        };
        let mut reports: Vec<_> = self.attempts().iter().map(report).collect();
        reports.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        reports
    }

    fn attempts(&self) -> MutexGuard<'_, Vec<Arc<Attempt>>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
