//! A command to an instance that has its slot and is not sent yet.

use std::sync::{Arc, atomic::AtomicBool};

use azure_core::http::{Context, Method, PipelineStreamOptions, Request, Url};
use tokio::time::Instant;

use super::{
    arm::{Arm, in_time},
    error::{AzureError, AzureErrorKind},
    freshness_policy::Departure,
    operation::Accepted,
    rate_limiter::CallSlot,
};

/// A command to one instance, with its slot in ARM's budget. Dropping it gives the slot back.
#[must_use = "nothing is sent before `send`"]
pub struct PendingRequest<'a> {
    pub(super) arm: &'a Arm,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) slot: CallSlot,
}

impl PendingRequest<'_> {
    /// Sends the command once, and sets `sent` when it leaves. Returns when it left, and the answer;
    /// `None` if it was not sent because `not_after` had passed or Azure had closed the limiter.
    pub async fn send(
        self,
        not_after: Instant,
        sent: &Arc<AtomicBool>,
    ) -> Option<(Instant, Result<Accepted, AzureError>)> {
        let departure = Arc::new(Departure::by(not_after, self.slot, sent.clone()));
        let answer = answer(self.arm, self.method, self.url, &departure).await;
        match (departure.sent_at(), answer) {
            (None, Err(error)) if error.kind == AzureErrorKind::ReadTooOld => None,
            (sent_at, answer) => Some((sent_at.unwrap_or_else(Instant::now), answer)),
        }
    }
}

/// The status alone decides: Azure has accepted the command whatever the body holds and whether or not it
/// arrives.
async fn answer(
    arm: &Arm,
    method: Method,
    url: Url,
    departure: &Arc<Departure>,
) -> Result<Accepted, AzureError> {
    let limiter = arm.pace.limiter(method, &url);
    let mut request = Request::new(url, method);
    let options = PipelineStreamOptions { skip_checks: true, ..PipelineStreamOptions::default() };
    let context = Context::new().with_value(departure.clone());
    let response = in_time(arm.commands.stream(&context, &mut request, Some(options))).await?;
    let (status, headers, body) = response.deconstruct();
    if let Some(accepted) = Accepted::read(method, status, &headers, &arm.endpoint) {
        return Ok(accepted);
    }
    let body = in_time(body.collect()).await.unwrap_or_default();
    Err(limiter.refused(status, &headers, &body))
}
