//! A command to an instance that has its slot and is not sent yet.

use std::sync::{Arc, atomic::AtomicBool};

use azure_core::http::{Method, Url};
use tokio::time::Instant;

use super::{
    arm::Arm, error::AzureError, freshness::Departure, operation::Accepted, rate_limiter::CallSlot,
    throttle_wait::ThrottleWait,
};

/// A command to one instance, with its slot in ARM's budget. Dropping it gives the slot back.
#[must_use = "nothing is sent before `send`"]
pub struct PendingRequest<'a> {
    arm: &'a Arm,
    method: Method,
    url: Url,
    slot: CallSlot,
}

impl<'a> PendingRequest<'a> {
    /// Waits until ARM's budget has room; `waiting` shows that it does.
    pub(super) async fn reserve(
        arm: &'a Arm,
        method: Method,
        url: Url,
        waiting: &ThrottleWait,
    ) -> Result<Self, AzureError> {
        let slot = arm.limiter(method, &url).slot(waiting, false).await?;
        Ok(Self { arm, method, url, slot })
    }

    /// Sends the command once, and sets `sent` when it leaves. Returns when it left, and the answer;
    /// `None` if it was not sent because `not_after` had passed or Azure had closed the limiter.
    pub async fn send(
        self,
        not_after: Instant,
        sent: &Arc<AtomicBool>,
    ) -> Option<(Instant, Result<Accepted, AzureError>)> {
        let departure = Departure::by(not_after, self.slot, sent.clone());
        self.arm.command(self.method, self.url, departure).await
    }
}
