//! A command on its way out.

use std::future::IntoFuture;

use azure_core::http::{Method, Url};
use futures::future::BoxFuture;

use super::{arm::Arm, error::AzureError, operation::Accepted, throttle::Waiting};

/// A command to one instance. Awaited, it waits until ARM's budget has room for it and is sent,
/// once.
#[must_use = "nothing is sent before it is awaited"]
pub struct Order<'a> {
    arm: &'a Arm,
    method: Method,
    url: Result<Url, AzureError>,
    waiting: Option<&'a Waiting>,
    leaving: Option<&'a (dyn Fn() + Sync)>,
}

impl<'a> Order<'a> {
    pub(super) fn new(arm: &'a Arm, method: Method, url: Result<Url, AzureError>) -> Self {
        Self {
            arm,
            method,
            url,
            waiting: None,
            leaving: None,
        }
    }

    /// Whoever answers the user meanwhile learns from `waiting` how long it stands in line.
    pub fn telling(self, waiting: &'a Waiting) -> Self {
        let waiting = Some(waiting);
        Self { waiting, ..self }
    }

    /// Calls `leaving` when it is sent: from then on it may have been done.
    pub fn leaving(self, leaving: &'a (dyn Fn() + Sync)) -> Self {
        let leaving = Some(leaving);
        Self { leaving, ..self }
    }

    async fn send(self) -> Result<Accepted, AzureError> {
        let url = self.url?;
        let leave = self.arm.leave(self.method, &url, self.waiting).await?;
        if let Some(leaving) = self.leaving {
            leaving();
        }
        self.arm.command(leave, self.method, url).await
    }
}

impl<'a> IntoFuture for Order<'a> {
    type Output = Result<Accepted, AzureError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
