//! A command on its way out.

use std::sync::{Arc, atomic::AtomicBool};

use azure_core::http::{Method, Url};
use tokio::time::Instant;

use super::{
    arm::Arm, departure::Departure, error::AzureError, operation::Accepted, rate_limiter::Slot,
    throttle_wait::Waiting,
};

/// A command to one instance, with its turn in ARM's budget. Dropped,
/// the turn is given back.
#[must_use = "nothing is sent before `send`"]
pub struct PendingRequest<'a> {
    arm: &'a Arm,
    method: Method,
    url: Url,
    turn: Slot,
}

impl<'a> PendingRequest<'a> {
    /// Waits until ARM's budget has room for it. `waiting` tells whoever answers the user meanwhile
    /// how long that takes.
    pub(super) async fn reserve(
        arm: &'a Arm,
        method: Method,
        url: Url,
        waiting: &Waiting,
    ) -> Result<Self, AzureError> {
        let turn = arm.line(method, &url).turn(waiting, false).await?;
        Ok(Self {
            arm,
            method,
            url,
            turn,
        })
    }

    /// Sends it, once, and sets `sent` when it leaves. Gives the moment it left, and the answer.
    /// `None` where nothing was sent: it could not leave before `not_after`, or Azure closed the
    /// line.
    pub async fn send(
        self,
        not_after: Instant,
        sent: &Arc<AtomicBool>,
    ) -> Option<(Instant, Result<Accepted, AzureError>)> {
        let departure = Departure::by(not_after, self.turn, sent.clone());
        self.arm.command(self.method, self.url, departure).await
    }
}
