//! How far a command has come, for whoever has to speak before it is through.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use crate::{
    azure::Waiting,
    command::{Command, Verb},
    fleet::{Looked, Unread},
    lifecycle::{Attempt, Outcome, Report},
    reply::{self, Acknowledged, Audience, Reply, Voice},
    target::ComputeId,
};

/// Each instance's attempt, and what became of it.
type Attempts = Vec<(Arc<Attempt>, Option<Outcome>)>;

/// What can truthfully be said of a command now. Clones speak of the same one.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    pub(super) voice: Voice,
    pub(super) waiting: Waiting,
    command: watch::Sender<Option<Command>>,
    attempts: Arc<Mutex<Attempts>>,
    /// Workspaces that could not be looked at.
    unread: Arc<OnceLock<Vec<Unread>>>,
    in_channel: Arc<AtomicBool>,
    /// Whether a ticket's seal fitted, or somebody at a terminal said yes.
    confirmed: Arc<AtomicBool>,
    /// Held while something is posted; whether anything was said but an acknowledgement.
    pub(super) mouth: Arc<tokio::sync::Mutex<bool>>,
}

impl Progress {
    pub(super) fn new(voice: Voice, caller: &str) -> Self {
        let waiting = Waiting::of(caller);
        Self {
            voice,
            waiting,
            command: watch::Sender::new(None),
            attempts: Arc::default(),
            unread: Arc::default(),
            in_channel: Arc::default(),
            confirmed: Arc::default(),
            mouth: Arc::default(),
        }
    }

    /// The first answer for want of a better one: at `due`, or as soon as Azure makes us wait for
    /// longer than that.
    pub(super) async fn acknowledge(&self, due: Instant) -> Reply {
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
        reply::acknowledgement(&self.voice, self.command().as_ref(), self.known_so_far())
    }

    /// Why there is nothing better to say yet.
    pub(super) fn known_so_far(&self) -> Acknowledged {
        let sent = self
            .attempts()
            .iter()
            .any(|(attempt, outcome)| outcome.is_none() && attempt.sent());
        match (self.waiting.left(), sent) {
            (_, true) => Acknowledged::Asking,
            (Some(wait), _) => Acknowledged::Throttled(Duration::from_secs(wait.as_secs_f64().ceil() as u64)),
            (None, false) if self.waiting.is_queued() => Acknowledged::Queued,
            (None, false) => Acknowledged::Looking,
        }
    }

    /// Something was said; when to the channel, the channel hears how it ends too.
    pub(super) fn said(&self, reply: &Reply) {
        if reply.audience == Audience::Channel {
            self.in_channel.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn in_channel(&self) -> bool {
        self.in_channel.load(Ordering::Relaxed)
    }

    pub(super) fn confirmed(&self) {
        self.confirmed.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_confirmed(&self) -> bool {
        self.confirmed.load(Ordering::Relaxed)
    }

    pub(super) fn understood(&self, command: &Command) {
        if command.verb().is_power() {
            self.waiting.make_urgent();
        }
        self.command.send_replace(Some(command.clone()));
    }

    pub(super) fn command(&self) -> Option<Command> {
        self.command.borrow().clone()
    }

    pub(super) fn looked(&self, looked: &Looked) {
        // Once is all that a command looks.
        let _ = self.unread.set(looked.unread.clone());
    }

    pub(super) fn unread(&self) -> Vec<Unread> {
        self.unread.get().cloned().unwrap_or_default()
    }

    /// One more instance is acted on.
    pub(super) fn attempt(&self, id: ComputeId) -> Arc<Attempt> {
        let attempt = Arc::new(Attempt::new(id, self.waiting.clone()));
        self.attempts().push((attempt.clone(), None));
        attempt
    }

    pub(super) fn ended(&self, attempt: &Arc<Attempt>, outcome: Outcome) {
        let mut attempts = self.attempts();
        if let Some((_, slot)) = attempts.iter_mut().find(|(known, _)| Arc::ptr_eq(known, attempt)) {
            *slot = Some(outcome);
        }
    }

    /// What is known of each instance so far, were this the end of it.
    pub(super) fn reports(&self, verb: Verb) -> Vec<Report> {
        let cut_short = |attempt: &Attempt| Outcome::CutShort { sent: attempt.sent() };
        let mut reports: Vec<_> = self
            .attempts()
            .iter()
            .map(|(attempt, outcome)| Report {
                id: attempt.id.clone(),
                verb,
                outcome: outcome.clone().unwrap_or_else(|| cut_short(attempt)),
            })
            .collect();
        reports.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        reports
    }

    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
