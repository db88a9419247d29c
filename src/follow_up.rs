//! Follows a request until the instance settles: plain data, and pure steps from what was read to what to do next:
//! `Continue` to look again after a time, at the status of [`Pending::operation`] if there is one, else at the
//! instance; `Break` with the outcome. The driver owns the clock and the calls.

use std::{
    ops::ControlFlow::{self, Break, Continue},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    azure::{
        AzureError, AzureErrorKind, Compute, LastOperation, Operation, OperationResult, OperationStatus,
        State, Trigger,
    },
    command::Verb,
    lifecycle::{Outcome, Pending, Report, not_before},
    target::ComputeId,
};

/// The time between two looks, unless Azure says otherwise.
pub(crate) const PACE: Duration = Duration::from_secs(10);

/// How long an instance is followed. Slack's `response_url` works for 30 minutes.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(25);

/// The number of looks without a trace after which an unanswered request counts as not accepted.
const DOUBTS: u8 = 3;

/// An instance that has not settled, and the request that is followed.
#[derive(Clone, Debug)]
pub(crate) struct FollowUp {
    /// The instance to look at.
    pub id: ComputeId,
    /// What was asked of Azure, and how to see whether it is done.
    pub pending: Pending,
    /// Whether somebody else asked before, so that this command sent nothing.
    theirs: bool,
    doubts: u8,
    /// The state last seen.
    state: Option<State>,
    /// How the operation ended, once Azure said so: it succeeded or was canceled, or a creation failed.
    end: Option<OperationResult>,
}

impl FollowUp {
    /// Follows what an outcome leaves pending, if anything: the request, or what somebody else began to the same end.
    pub fn of(Report { id, verb, outcome }: &Report) -> Option<Self> {
        let (pending, state) = match outcome {
            Outcome::Busy { state: Some(state), since: Some(since) } if state.verb() == Some(*verb) => {
                (Pending::begun(*verb, *since), Some(state.clone()))
            }
            outcome => (outcome.pending()?.clone(), None),
        };
        let theirs = state.is_some();
        Some(Self { id: id.clone(), doubts: 0, state, end: None, pending, theirs })
    }

    /// The time to the next look at the operation. `hint` is the `Retry-After` of its status, a hint about the pace
    /// that is bounded; else that of Azure's acceptance counts.
    pub fn pace(&self, hint: Option<Duration>) -> Duration {
        let accepted = || self.pending.operation.as_ref().and_then(Operation::retry_after);
        let bounded = |hint: Duration| hint.clamp(Duration::from_secs(2), Duration::from_secs(60));
        hint.or_else(accepted).map_or(PACE, bounded)
    }

    /// Takes the status of the operation. It may be unreadable for good: it belongs to the subscription, and our role
    /// to a resource group.
    pub fn on_operation(
        &mut self,
        seen: Result<OperationResult, AzureError>,
        now: Timestamp,
    ) -> ControlFlow<Outcome, Duration> {
        let after = match seen {
            Ok(OperationResult::Running { retry_after }) => self.pace(retry_after),
            // What is left of an instance that could not be made is to be seen.
            Ok(OperationResult::Failed(error)) if self.pending.verb != Verb::Create => {
                return Break(Outcome::Failed(error));
            }
            Err(error)
                if matches!(
                    error.kind,
                    AzureErrorKind::Throttled { .. }
                        | AzureErrorKind::Unreachable
                        | AzureErrorKind::Unanswered
                        | AzureErrorKind::Server
                ) =>
            {
                after_error(&error)
            }
            ended => {
                // The result shows on the instance.
                self.end = ended.ok();
                self.pending.operation = None;
                Duration::ZERO
            }
        };
        self.look_again(after, now)
    }

    /// Takes the instance as it is now.
    pub fn on_instance(
        &mut self,
        seen: Result<Compute, AzureError>,
        now: Timestamp,
    ) -> ControlFlow<Outcome, Duration> {
        let after = match seen {
            Ok(compute) => self.judge(compute, now)?,
            // Azure may not show yet what it makes.
            Err(error)
                if error.kind == AzureErrorKind::NotFound
                    && self.pending.verb == Verb::Create
                    && self.pending.created_on.is_none()
                    && self.failure().is_none() =>
            {
                self.on_nothing_yet()?
            }
            Err(error) if error.kind == AzureErrorKind::NotFound => return Break(self.gone(now)),
            Err(error) => after_error(&error),
        };
        self.look_again(after, now)
    }

    fn look_again(&self, after: Duration, now: Timestamp) -> ControlFlow<Outcome, Duration> {
        let too_long = now.duration_since(self.pending.asked) > PATIENCE;
        if too_long { Break(self.give_up()) } else { Continue(after) }
    }

    /// What is known when following ends before the instance settles.
    pub fn give_up(&self) -> Outcome {
        if let Some(error) = self.failure() {
            return Outcome::Failed(error);
        }
        match &self.state {
            state if self.theirs => Outcome::Busy { state: state.clone(), since: Some(self.pending.asked) },
            state if self.is_certain() => Outcome::StillGoing(state.clone()),
            Some(state) if state.is_changing() || self.reached() => {
                Outcome::Unattributed { state: Some(state.clone()), last: None }
            }
            _ => Outcome::Unsure(self.pending.clone()),
        }
    }

    /// Whether Azure accepted the request.
    pub fn is_certain(&self) -> bool {
        self.pending.accepted.is_some()
    }

    /// Whether `last` may be the operation that was requested. Azure dates operations by their acceptance, which is
    /// before its answer.
    fn may_be_ours(&self, last: &LastOperation) -> bool {
        let by_then = |answered: Timestamp| not_before(answered, last.time);
        let by_schedule = matches!(last.trigger, Some(Trigger::Schedule | Trigger::IdleShutdown));
        last.name.verb() == Some(self.pending.verb)
            && !by_schedule
            && self.pending.accepted.is_none_or(by_then)
    }

    fn judge(&mut self, compute: Compute, now: Timestamp) -> ControlFlow<Outcome, Duration> {
        if self.pending.created_on.is_some() && compute.created_on != self.pending.created_on {
            return Break(self.gone(now)); // a younger one has its name
        }
        self.state.clone_from(&compute.state);
        if let Some(failed) = self.failed_creation(&compute) {
            return Break(failed);
        }
        if self.theirs {
            return self.judge_theirs(compute);
        }
        let why = compute.trouble();
        let modified = compute.modified_on;
        let since = compute.last_operation.filter(|last| not_before(last.time, self.pending.asked));
        let (ours, theirs) = match since {
            Some(last) if self.may_be_ours(&last) => (Some(last), None),
            since => (None, since),
        };
        // Where its own status tells of success, the failure is of another one of the same kind.
        let failed = ours.as_ref().filter(|last| last.status == OperationStatus::Failed);
        if let Some(last) =
            failed.filter(|_| self.is_certain() && self.end != Some(OperationResult::Succeeded))
        {
            let unknown = || unknown(&format!("{}Failed", last.name.as_str()));
            let error = why.map_or_else(unknown, AzureError::of);
            let is_created = self.pending.verb == Verb::Create;
            return Break(if is_created { Outcome::LeftBroken(error) } else { Outcome::Failed(error) });
        }
        // Whose it was is unknown, so nothing shows that Azure did not take ours.
        if let Some(last) = failed.filter(|_| !self.is_certain()) {
            return Break(Outcome::Unattributed { state: compute.state, last: Some(last.clone()) });
        }
        if compute.state.as_ref().is_none_or(State::is_changing) {
            return Continue(PACE);
        }
        let succeeded = self.end == Some(OperationResult::Succeeded)
            || self.end.is_none() && ours.is_some_and(|last| last.status == OperationStatus::Succeeded);
        // A state shows a start or a stop, but not a restart.
        let shown = matches!(self.pending.verb, Verb::Create | Verb::Start | Verb::Stop) && theirs.is_none();
        let seen = self.reached() && (shown || succeeded);
        match theirs {
            // Their operation hides ours.
            Some(last) if last.status == OperationStatus::InProgress && !seen => Continue(PACE),
            Some(last) if !self.is_certain() => {
                Break(Outcome::Unattributed { state: compute.state, last: Some(last) })
            }
            Some(last) if last.status != OperationStatus::InProgress => {
                Break(Outcome::Overtaken { state: compute.state, last, done: succeeded })
            }
            _ if seen => Break(self.done(modified, now)),
            _ if succeeded || self.end.is_some() => {
                Break(Outcome::Ended { state: compute.state, canceled: !succeeded })
            }
            _ => self.on_nothing_yet(),
        }
    }

    /// That creating the instance failed, as the operation or the instance says.
    fn failed_creation(&self, compute: &Compute) -> Option<Outcome> {
        let state = compute.state.as_ref().filter(|_| self.pending.verb == Verb::Create);
        let has_failed = state.is_some_and(State::has_failed);
        let seen = || {
            let state = state.filter(|state| has_failed || **state == State::Unusable)?;
            Some(compute.trouble().map_or_else(|| unknown(state.as_str()), AzureError::of))
        };
        // Where Azure showed nothing at first, the instance may be somebody else's.
        let is_ours = has_failed || self.pending.created_on.is_some();
        let error = self.failure().or_else(seen)?;
        Some(if is_ours && state != Some(&State::Unusable) {
            Outcome::LeftBroken(error)
        } else {
            Outcome::Failed(error)
        })
    }

    /// What somebody else began has ended once the instance settles.
    fn judge_theirs(&self, compute: Compute) -> ControlFlow<Outcome, Duration> {
        if compute.state.as_ref().is_none_or(State::is_changing) {
            return Continue(PACE);
        }
        match compute.last_operation {
            Some(last) if last.status != OperationStatus::Succeeded || !self.reached() => {
                Break(Outcome::Stale(last))
            }
            last => Break(Outcome::Already { state: compute.state, last }),
        }
    }

    /// The request has left no trace on the instance.
    fn on_nothing_yet(&mut self) -> ControlFlow<Outcome, Duration> {
        self.doubts += u8::from(!self.is_certain());
        if self.doubts < DOUBTS { Continue(PACE) } else { Break(Outcome::NotTaken(self.state.clone())) }
    }

    fn reached(&self) -> bool {
        match self.pending.verb {
            Verb::Stop => self.state == Some(State::Stopped),
            Verb::Create | Verb::Start | Verb::Restart => {
                matches!(self.state, Some(State::Running | State::JobRunning))
            }
            _ => false,
        }
    }

    fn gone(&self, now: Timestamp) -> Outcome {
        match self.pending.verb {
            Verb::Delete => self.done(None, now),
            _ => self.failure().map_or(Outcome::Gone, Outcome::Failed),
        }
    }

    /// Why the operation failed, as its status says.
    fn failure(&self) -> Option<AzureError> {
        match &self.end {
            Some(OperationResult::Failed(error)) => Some(error.clone()),
            _ => None,
        }
    }

    /// Dates the end by Azure's `modifiedOn`, because the look may come up to [`PACE`] later.
    fn done(&self, modified: Option<Timestamp>, now: Timestamp) -> Outcome {
        let ended = modified.filter(|at| *at > self.pending.asked && *at <= now).unwrap_or(now);
        if !self.is_certain() {
            let state = self.state.clone().filter(|_| self.pending.verb != Verb::Delete);
            return Outcome::Unattributed { state, last: None };
        }
        Outcome::Done { state: self.state.clone(), took: ended.duration_since(self.pending.asked) }
    }
}

/// A failure for which Azure names no reason that we know.
fn unknown(code: &str) -> AzureError {
    AzureError { code: Some(code.to_owned()), ..AzureError::of(AzureErrorKind::Other) }
}

/// The time to the next look after one that failed.
fn after_error(error: &AzureError) -> Duration {
    match error.kind {
        AzureErrorKind::Throttled { retry_after } => retry_after.max(PACE),
        _ => PACE,
    }
}

#[cfg(test)]
mod tests;
