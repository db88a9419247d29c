//! A command to an instance that has its slot and is not sent yet.

use std::sync::atomic::{AtomicBool, Ordering};

use azure_core::http::{
    AsyncRawResponse, Method, Request, StatusCode, Url,
    headers::{CONTENT_TYPE, HeaderName},
};
use tokio::time::Instant;

use super::{
    arm::{Arm, in_time},
    error::{AzureError, AzureErrorKind, Result},
    operation::Accepted,
    rate_limiter::{CallSlot, RateLimiter},
};

const IF_NONE_MATCH: HeaderName = HeaderName::from_static("if-none-match");

/// A command to one instance, with its slot in ARM's budget. Dropping it gives the slot back.
#[must_use = "nothing is sent before `send`"]
pub struct PendingRequest<'a> {
    pub(super) arm: &'a Arm,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) slot: CallSlot,
    /// Of a request that makes an instance where none is.
    pub(super) body: Option<String>,
}

impl PendingRequest<'_> {
    /// Sends the command once, and sets `sent` when it leaves: from then on it may have taken effect. Returns when it
    /// left, and the answer; `None` if it was not sent because `not_after` had passed or Azure had closed the limiter.
    pub async fn send(
        mut self,
        not_after: Instant,
        sent: &AtomicBool,
    ) -> Option<(Instant, Result<Accepted>)> {
        let mut sent_at = None;
        let leave = || {
            let now = Instant::now();
            let leaves = now <= not_after && self.slot.take();
            if leaves {
                sent.store(true, Ordering::Relaxed);
                sent_at = Some(now);
            }
            leaves
        };
        let mut request = Request::new(self.url.clone(), self.method);
        if let Some(body) = self.body.take() {
            request.insert_header(CONTENT_TYPE, "application/json");
            request.insert_header(IF_NONE_MATCH, "*");
            request.set_body(body);
        }
        let answer = match in_time(self.arm.send_once(request, leave)).await {
            Err(error) if sent_at.is_none() && error.kind == AzureErrorKind::ReadTooOld => return None,
            Err(error) => Err(error),
            Ok(response) => self.accepted(response).await,
        };
        Some((sent_at.unwrap_or_else(Instant::now), answer))
    }

    /// The status alone decides: Azure has accepted the command whatever the body holds and whether or not it
    /// arrives.
    async fn accepted(self, response: AsyncRawResponse) -> Result<Accepted> {
        let (status, headers, body) = response.deconstruct();
        if let Some(accepted) = Accepted::read(self.method, status, &headers, &self.arm.endpoint) {
            // Azure answers 201 to one that makes an instance. With 200, there was one all the same.
            let is_made = self.method != Method::Put || status != StatusCode::Ok;
            return if is_made { Ok(accepted) } else { Err(AzureError::of(AzureErrorKind::NameTaken)) };
        }
        let body = in_time(async { Ok(body.collect().await.unwrap_or_default()) }).await;
        let limiter = RateLimiter::of(&self.arm.pace, self.method, &self.url);
        Err(limiter.refused(status, &headers, &body.unwrap_or_default()))
    }
}
