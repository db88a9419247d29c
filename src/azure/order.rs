//! A command on its way out.

use azure_core::http::{Method, Url};
use tokio::time::Instant;

use super::{
    arm::{Arm, Slot},
    error::AzureError,
    operation::Accepted,
    throttle::Waiting,
};

/// A command to one instance: first a slot is reserved for it, then it is sent once.
#[must_use = "nothing is sent before it is reserved and sent"]
pub struct Order<'a> {
    pub(super) arm: &'a Arm,
    pub(super) method: Method,
    pub(super) url: Result<Url, AzureError>,
}

/// A command with its slot in ARM's budget, ready to be sent. Dropped, the slot is given back.
#[must_use = "nothing is sent before `send`"]
pub struct Reserved<'a> {
    arm: &'a Arm,
    method: Method,
    url: Url,
    slot: Slot,
}

impl<'a> Order<'a> {
    pub(super) fn new(arm: &'a Arm, method: Method, url: Result<Url, AzureError>) -> Self {
        Self { arm, method, url }
    }

    /// Waits until ARM's budget has room for it. `waiting` tells whoever answers the user meanwhile
    /// how long that takes.
    pub async fn reserve(self, waiting: &Waiting) -> Result<Reserved<'a>, AzureError> {
        let Self { arm, method, url } = self;
        let url = url?;
        let slot = arm.slot(method, &url, Some(waiting)).await?;
        Ok(Reserved {
            arm,
            method,
            url,
            slot,
        })
    }
}

impl Reserved<'_> {
    /// Sends it, unless that cannot happen before `not_after` or the slot was voided: then `None`,
    /// and nothing was sent. Calls `leaving` when it is sent: from then on it may have been done.
    pub async fn send(
        self,
        not_after: Instant,
        leaving: impl FnOnce(),
    ) -> Option<Result<Accepted, AzureError>> {
        let leave = self.arm.leave_by(self.slot, not_after).await?;
        leaving();
        Some(self.arm.command(leave, self.method, self.url).await)
    }
}
