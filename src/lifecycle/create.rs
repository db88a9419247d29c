//! Makes an instance, where a look has just shown that there is none of its name, by one request.

use std::{
    collections::HashMap,
    sync::{MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::{
    Lifecycle,
    outcome::{Attempt, Outcome, Pending},
    timing::{UNTIL_VISIBLE, not_before},
};
use crate::{
    azure::{Accepted, AzureError, AzureErrorKind, Compute, Home, Making, PATIENCE, Seen, State, good_until},
    command::Verb,
    command_request::RequestId,
    policy::Permit,
    target::ComputeId,
    ticket::LIFETIME,
};

/// How often the name is looked up, if each look is too old when the request can leave.
const LOOKS: u32 = 3;

/// How long Azure may take to show an instance that it makes. To make and to delete one takes longer.
const UNTIL_LISTED: SignedDuration = SignedDuration::from_secs(5);

/// What a look shows under the name.
enum Name {
    /// Nothing, which counts until then.
    Free(Instant),
    /// An instance.
    Taken(Box<Compute>),
}

impl Lifecycle {
    /// Makes the instance of the permit for its owner. `asked` is when that was confirmed: an instance that was made for
    /// the same since then is the one.
    ///
    /// Two deliveries of one request make one instance: within this process by turns, across processes by the look, by
    /// `If-None-Match`, and by the tag with the request's id, which is read back. A confirmation that comes again after
    /// somebody deleted the instance makes another one only if another process made the first.
    pub async fn create(
        &self,
        permit: &Permit<Making<'_>>,
        home: &Home,
        request: RequestId,
        asked: Timestamp,
        attempt: &Attempt,
    ) -> Outcome {
        let (azure, id, making) = (&self.azure, &permit.instance().id, permit.action());
        let _turn = self.turns.take(id).await;
        let owner = permit.instance().owner.as_deref().unwrap_or_default();
        let mut patience = PATIENCE;
        for _ in 0..LOOKS {
            let free = match self.look_up(id, attempt).await {
                Ok(Name::Free(until)) => match self.lately_made().get(id) {
                    Some((by, accepted)) if *by == asked => return self.not_seen(*accepted),
                    _ => until,
                },
                Ok(Name::Taken(there)) => return taken(*there, permit, asked),
                Err(error) => return Outcome::Failed(error),
            };
            let body = making.body(home, owner, request, self.clock.now());
            let ready = match azure.prepare_making(id, &body, &attempt.waiting).await {
                Ok(ready) => ready,
                Err(error) => return Outcome::Failed(error),
            };
            let Some((_, answer)) = ready.send(free, &attempt.sent).await else { continue };
            match answer {
                Err(AzureError { kind: AzureErrorKind::Throttled { retry_after }, .. })
                    if retry_after <= patience =>
                {
                    patience -= retry_after;
                    attempt.set_sent(false);
                    attempt.waiting.wait(retry_after).await;
                }
                answer => {
                    if answer.as_ref().map_or_else(AzureError::may_have_been_done, |_| true) {
                        let now = self.clock.now();
                        let mut made = self.lately_made();
                        made.retain(|_, (asked, _)| now.duration_since(*asked) <= LIFETIME);
                        made.insert(id.clone(), (asked, answer.is_ok().then_some(now)));
                    }
                    return self.made(permit, (request, asked), answer, attempt).await;
                }
            }
        }
        Outcome::Failed(AzureError::of(AzureErrorKind::ReadTooOld))
    }

    /// Reads back what was made.
    async fn made(
        &self,
        permit: &Permit<Making<'_>>,
        (request, asked): (RequestId, Timestamp),
        answer: Result<Accepted, AzureError>,
        attempt: &Attempt,
    ) -> Outcome {
        let id = &permit.instance().id;
        let mut pending = Pending::begun(Verb::Create, self.clock.now());
        match answer {
            Ok(accepted) => {
                (pending.operation, pending.correlation) = (accepted.operation, accepted.correlation);
            }
            Err(error) if error.may_have_been_done() => {
                pending.accepted = None;
                tokio::time::sleep(UNTIL_VISIBLE).await;
            }
            Err(error) => {
                attempt.set_sent(false);
                if error.kind == AzureErrorKind::NameTaken
                    && let Ok(Name::Taken(there)) = self.look_up(id, attempt).await
                {
                    return taken(*there, permit, asked);
                }
                return Outcome::Failed(error);
            }
        }
        match self.look_up(id, attempt).await {
            Ok(Name::Taken(there))
                if there.made.as_ref().is_some_and(|(_, by)| *by == request.to_string()) =>
            {
                pending.created_on = there.created_on;
                pending.accepted.get_or_insert(pending.asked);
                Outcome::Asked(pending)
            }
            // Another delivery or somebody else made it at the same moment.
            Ok(Name::Taken(there)) => taken(*there, permit, asked),
            _ if pending.accepted.is_some() => Outcome::Asked(pending),
            _ => Outcome::Unsure(pending),
        }
    }

    fn lately_made(&self) -> MutexGuard<'_, HashMap<ComputeId, (Timestamp, Option<Timestamp>)>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it means that Azure does not show an instance after the request to make it, which it `accepted` then or did
    /// not answer.
    fn not_seen(&self, accepted: Option<Timestamp>) -> Outcome {
        match accepted.filter(|at| self.clock.now().duration_since(*at) <= UNTIL_LISTED) {
            Some(at) => Outcome::Busy { state: Some(State::Creating), since: Some(at) },
            None => Outcome::Gone,
        }
    }

    async fn look_up(&self, id: &ComputeId, attempt: &Attempt) -> Result<Name, AzureError> {
        let (azure, waiting) = (&self.azure, &attempt.waiting);
        let read = async || {
            let at = Instant::now();
            match azure.get(id, waiting).await {
                Err(error) if error.status == Some(404) => Ok(Name::Free(good_until(at, at.elapsed()))),
                // Another kind of compute has the name.
                Err(error) if error.kind == AzureErrorKind::NotFound => {
                    Err(AzureError::of(AzureErrorKind::NameTaken))
                }
                seen => seen.map(|seen| Name::Taken(Box::new(Seen::into_inner(seen)))),
            }
        };
        waiting.retry_throttled(read).await
    }
}

/// What an instance of the name means: the one that was asked for, if it was made for the same owner from the same
/// blueprint since.
fn taken(there: Compute, permit: &Permit<Making<'_>>, asked: Timestamp) -> Outcome {
    let blueprint = &permit.action().blueprint.name;
    let is_same = there.made.as_ref().is_some_and(|(from, _)| from == blueprint)
        && there.is_owned_by(permit.instance().owner.as_deref())
        && there.created_on.is_some_and(|created| not_before(created, asked));
    let trouble = AzureError::of(there.trouble().unwrap_or(AzureErrorKind::Other));
    match there.state {
        _ if !is_same => Outcome::Failed(AzureError::of(AzureErrorKind::NameTaken)),
        Some(ref state) if state.has_failed() => Outcome::LeftBroken(trouble),
        Some(State::Unusable) => Outcome::Failed(trouble),
        Some(state) if !state.is_changing() => {
            Outcome::Already { state: Some(state), last: there.last_operation }
        }
        state => Outcome::Busy { state: Some(state.unwrap_or(State::Creating)), since: there.created_on },
    }
}
