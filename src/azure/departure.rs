//! The last policy before the transport: it dates each request, and holds back a command whose look
//! has become too old.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use azure_core::{
    error::{Error, ErrorKind},
    http::{
        Context, Request,
        policies::{Policy, PolicyResult},
    },
};
use tokio::time::Instant;

use super::{
    error::{AzureError, Kind},
    rate_limiter::Slot,
};

/// What one request needs to leave, and when it left. It travels in the request's context.
#[derive(Debug, Default)]
pub(super) struct Departure {
    /// Of a command, which does not leave later; a read leaves whenever it comes.
    not_after: Option<Instant>,
    /// Of a command, which uses it by leaving.
    turn: Option<Mutex<Slot>>,
    /// Set when it leaves: from then on it may have been done.
    sent: Arc<AtomicBool>,
    sent_at: Mutex<Option<Instant>>,
}

impl Departure {
    /// Of a command, which uses `turn` if it leaves, and does not leave after `not_after`.
    pub(super) fn by(not_after: Instant, turn: Slot, sent: Arc<AtomicBool>) -> Self {
        Self {
            not_after: Some(not_after),
            turn: Some(Mutex::new(turn)),
            sent,
            sent_at: Mutex::default(),
        }
    }

    /// When the last attempt left. `None` where none did.
    pub(super) fn sent_at(&self) -> Option<Instant> {
        *self.sent_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self) -> bool {
        let now = Instant::now();
        let takes = |turn: &Mutex<Slot>| turn.lock().unwrap_or_else(PoisonError::into_inner).take();
        let late = self.not_after.is_some_and(|not_after| now > not_after);
        if late || !self.turn.as_ref().is_none_or(takes) {
            return false;
        }
        self.sent.store(true, Ordering::Relaxed);
        *self.sent_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        true
    }
}

/// Lets requests depart.
#[derive(Debug)]
pub(super) struct Depart;

#[async_trait]
impl Policy for Depart {
    async fn send(&self, ctx: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        if let Some(departure) = ctx.value::<Arc<Departure>>()
            && !departure.leave()
        {
            let late = AzureError::of(Kind::LookTooOld);
            return Err(Error::new(ErrorKind::Other, late));
        }
        next[0].send(ctx, request, &next[1..]).await
    }
}
