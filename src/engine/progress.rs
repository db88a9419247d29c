//! The progress of a command, for answers that are due before its end.

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
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
    /// What the selection could not see: [`Selected::unread`] and [`Selected::unknown_size`].
    unseen: OnceLock<(Vec<Unreadable>, Vec<ComputeId>)>,
    /// Set if a valid ticket came with the request, or a person at a terminal confirmed it.
    pub confirmed: OnceLock<()>,
}

impl Progress {
    /// The beginning: nothing is known yet. `caller` is the id that takes turns in the queue for Azure.
    pub fn new(localizer: Localizer, caller: &str) -> Arc<Self> {
        Arc::new(Self {
            localizer,
            waiting: ThrottleWait::of(caller),
            command: OnceLock::new(),
            attempts: Mutex::default(),
            unseen: OnceLock::new(),
            confirmed: OnceLock::new(),
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
        drop(self.unseen.set((selected.unread.clone(), selected.unknown_size.clone())));
    }

    /// Instances that `--gpu` or `--size` may have meant.
    pub fn unknown_size(&self) -> &[ComputeId] {
        self.unseen.get().map_or(&[], |(_, unknown_size)| unknown_size)
    }

    /// The workspaces that could not be read; empty until they have been.
    pub fn unread(&self) -> &[Unreadable] {
        self.unseen.get().map_or(&[], |(unread, _)| unread)
    }

    /// Begins with an instance.
    pub fn attempt(&self, id: ComputeId) -> Arc<Attempt> {
        self.attempt_to(None, id)
    }

    /// The same, to do something else than the command's verb.
    pub fn attempt_to(&self, verb: Option<Verb>, id: ComputeId) -> Arc<Attempt> {
        let attempt = Arc::new(Attempt::new(id, verb, self.waiting.clone()));
        self.attempts().push(attempt.clone());
        attempt
    }

    /// The outcome of each instance, as if this were the end.
    pub fn reports(&self, verb: Verb) -> Vec<Report> {
        let report = |attempt: &Arc<Attempt>| {
            let outcome = attempt.outcome.get().cloned();
            let outcome = outcome.unwrap_or_else(|| Outcome::CutShort { sent: attempt.sent() });
            Report { id: attempt.id.clone(), verb: attempt.verb.unwrap_or(verb), outcome }
        };
        let mut reports: Vec<_> = self.attempts().iter().map(report).collect();
        reports.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        reports
    }

    fn attempts(&self) -> MutexGuard<'_, Vec<Arc<Attempt>>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
