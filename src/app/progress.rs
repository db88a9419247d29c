//! How far a command has come, for whoever has to answer before it is through.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use crate::{
    azure::Waiting,
    command::Command,
    reply::{self, Acknowledged, Reply, Voice},
};

/// How far a command has come: what an acknowledgement can truthfully say.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    pub(super) voice: Voice,
    pub(super) waiting: Waiting,
    command: watch::Sender<Option<Command>>,
    sent: Arc<AtomicBool>,
}

impl Progress {
    pub(super) fn new(voice: Voice) -> Self {
        Self {
            voice,
            waiting: Waiting::new(),
            command: watch::Sender::new(None),
            sent: Arc::default(),
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
        let how = match (self.waiting.left(), self.sent()) {
            (Some(wait), _) => Acknowledged::Throttled(Duration::from_secs(wait.as_secs_f64().ceil() as u64)),
            (None, true) => Acknowledged::Asking,
            (None, false) => Acknowledged::Looking,
        };
        reply::acknowledgement(&self.voice, self.command().as_ref(), how)
    }

    pub(super) fn understood(&self, command: &Command) {
        self.command.send_replace(Some(command.clone()));
    }

    pub(super) fn command(&self) -> Option<Command> {
        self.command.borrow().clone()
    }

    /// From here on, something may have been done.
    pub(super) fn sending(&self, sent: bool) {
        self.sent.store(sent, Ordering::Relaxed);
    }

    pub(super) fn sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }
}
