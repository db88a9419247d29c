//! The last policy before the transport. It adds our token, does not send a command that was decided by a
//! read which is too old by now, and records when each request leaves.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use azure_core::{
    credentials::TokenCredential,
    error::{Error, ErrorKind},
    http::{
        Context, Request, StatusCode,
        headers::AUTHORIZATION,
        policies::{Policy, PolicyResult},
    },
};
use tokio::time::Instant;

use super::{
    credential::Credential,
    error::{AzureError, AzureErrorKind},
    rate_limiter::CallSlot,
};

/// The conditions for one request to leave, and when it left. Part of the request's context.
#[derive(Debug, Default)]
pub(super) struct Departure {
    /// For a command: it does not leave later.
    not_after: Option<Instant>,
    /// For a command: used when it leaves.
    slot: Option<Mutex<CallSlot>>,
    /// Set when the request leaves: from then on it may have taken effect.
    sent: Arc<AtomicBool>,
    sent_at: Mutex<Option<Instant>>,
}

impl Departure {
    /// For a command that leaves by `not_after` and uses `slot` then.
    pub(super) fn by(not_after: Instant, slot: CallSlot, sent: Arc<AtomicBool>) -> Self {
        Self { not_after: Some(not_after), slot: Some(Mutex::new(slot)), sent, sent_at: Mutex::default() }
    }

    /// When the last attempt left; `None` if none did.
    pub(super) fn sent_at(&self) -> Option<Instant> {
        *self.sent_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self) -> bool {
        let now = Instant::now();
        let takes = |slot: &Mutex<CallSlot>| slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let late = self.not_after.is_some_and(|not_after| now > not_after);
        if late || !self.slot.as_ref().is_none_or(takes) {
            return false;
        }
        self.sent.store(true, Ordering::Relaxed);
        *self.sent_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        true
    }
}

/// The policy; in place of `azure_core`'s for tokens, which caches a token of its own and ignores refusals.
#[derive(Debug)]
pub(super) struct Dispatch {
    pub credential: Arc<Credential>,
    /// The scope of the token.
    pub scope: String,
}

#[async_trait]
impl Policy for Dispatch {
    async fn send(&self, ctx: &Context, request: &mut Request, next: &[Arc<dyn Policy>]) -> PolicyResult {
        if request.url().scheme() != "https" {
            return Err(Error::with_message(ErrorKind::Other, "a token goes over TLS only"));
        }
        let token = self.credential.get_token(&[&self.scope], None).await?.token;
        request.insert_header(AUTHORIZATION, format!("Bearer {}", token.secret()));
        // Only now: to fetch the token may have taken long.
        if ctx.value::<Arc<Departure>>().is_some_and(|departure| !departure.leave()) {
            return Err(Error::new(ErrorKind::Other, AzureError::of(AzureErrorKind::ReadTooOld)));
        }
        let response = next[0].send(ctx, request, &next[1..]).await?;
        if response.status() == StatusCode::Unauthorized {
            self.credential.reject(token).await;
        }
        Ok(response)
    }
}
