//! Follows a request until the instance settles: plain data, and a pure step from what was read to what to do next.
//! The driver owns the clock and the calls.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    azure::{
        AzureError, AzureErrorKind, Compute, LastOperation, Operation, OperationResult, OperationStatus,
        State, Trigger,
    },
    command::Verb,
    lifecycle::{Outcome, Pending, not_before},
    target::ComputeId,
};

/// The time between two looks, unless Azure says otherwise.
pub const PACE: Duration = Duration::from_secs(10);

/// How long an instance is followed. Slack's `response_url` works for 30 minutes.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(25);

/// The number of looks without a trace after which an unanswered request counts as not accepted.
const DOUBTS: u8 = 3;

/// An instance that has not settled, and the request that is followed.
#[derive(Clone, Debug)]
pub struct FollowUp {
    pub id: ComputeId,
    pub pending: Pending,
    doubts: u8,
    /// The state last seen.
    state: Option<State>,
    /// How the operation ended, once Azure said so.
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Succeeded,
    Canceled,
}

/// The answer to a look.
#[derive(Debug)]
pub enum Observed {
    Operation(Result<OperationResult, AzureError>),
    Instance(Result<Box<Compute>, AzureError>),
}

/// What to do next.
#[derive(Debug)]
pub enum Step {
    /// Look again after this time: at the status of [`Pending::operation`] if there is one, else at the instance.
    Look(Duration),
    Tell(Outcome),
}

impl FollowUp {
    /// Follows what an outcome leaves pending, if anything; and where to look first.
    pub fn of(id: ComputeId, outcome: &Outcome) -> Option<(Self, Step)> {
        let pending = outcome.pending()?.clone();
        let follow_up = Self { id, doubts: 0, state: None, end: None, pending };
        let first = Step::Look(follow_up.pace(None));
        Some((follow_up, first))
    }

    /// The time to the next look at the operation. `hint` is the `Retry-After` of its status, a hint about the pace
    /// that is bounded; else that of Azure's acceptance counts.
    fn pace(&self, hint: Option<Duration>) -> Duration {
        let accepted = || self.pending.operation.as_ref().and_then(Operation::retry_after);
        let bounded = |hint: Duration| hint.clamp(Duration::from_secs(2), Duration::from_secs(60));
        hint.or_else(accepted).map_or(PACE, bounded)
    }

    /// Takes the answer to a look, and says what to do next.
    pub fn step(&mut self, seen: Observed, now: Timestamp) -> Step {
        let step = match seen {
            Observed::Operation(Ok(status)) => self.on_operation(status),
            Observed::Operation(Err(error)) => self.on_lost_operation(&error),
            Observed::Instance(Ok(compute)) => self.on_instance(*compute, now),
            Observed::Instance(Err(error)) if error.kind == AzureErrorKind::NotFound => {
                Step::Tell(self.gone(now))
            }
            Observed::Instance(Err(error)) => self.again(&error),
        };
        match step {
            Step::Look(_) if now.duration_since(self.pending.asked) > PATIENCE => Step::Tell(self.give_up()),
            step => step,
        }
    }

    /// What is known when following ends before the instance settles.
    pub fn give_up(&self) -> Outcome {
        if self.is_certain() {
            Outcome::StillGoing(self.state.clone())
        } else {
            Outcome::Unsure(self.pending.clone())
        }
    }

    /// Whether Azure accepted the request.
    fn is_certain(&self) -> bool {
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

    fn on_operation(&mut self, status: OperationResult) -> Step {
        self.end = match status {
            OperationResult::Running { retry_after } => {
                return Step::Look(self.pace(retry_after));
            }
            OperationResult::Failed(error) => return Step::Tell(Outcome::Failed(error)),
            OperationResult::Succeeded => Some(End::Succeeded),
            OperationResult::Canceled => Some(End::Canceled),
        };
        // The result shows on the instance.
        self.pending.operation = None;
        Step::Look(Duration::ZERO)
    }

    /// The status may be unreadable for good: it belongs to the subscription, and our role to a resource group.
    fn on_lost_operation(&mut self, error: &AzureError) -> Step {
        match error.kind {
            AzureErrorKind::Throttled { .. }
            | AzureErrorKind::Unreachable
            | AzureErrorKind::Unanswered
            | AzureErrorKind::Server => self.again(error),
            _ => {
                self.pending.operation = None;
                Step::Look(Duration::ZERO)
            }
        }
    }

    fn on_instance(&mut self, compute: Compute, now: Timestamp) -> Step {
        if self.pending.created_on.is_some() && compute.created_on != self.pending.created_on {
            return Step::Tell(self.gone(now)); // a younger one has its name
        }
        self.state.clone_from(&compute.state);
        let why = compute.trouble();
        let modified = compute.modified_on;
        let since = compute.last_operation.filter(|last| not_before(last.time, self.pending.asked));
        let (ours, theirs) = match since {
            Some(last) if self.may_be_ours(&last) => (Some(last), None),
            since => (None, since),
        };
        if let Some(last) =
            ours.as_ref().filter(|last| last.status == OperationStatus::Failed && self.is_certain())
        {
            let unknown = || AzureErrorKind::Other { code: format!("{}Failed", last.name.as_str()) };
            return Step::Tell(Outcome::Failed(AzureError::of(why.unwrap_or_else(unknown))));
        }
        if compute.state.as_ref().is_none_or(State::is_changing) {
            return Step::Look(PACE);
        }
        let end = self.end.or(match ours {
            Some(last) if last.status == OperationStatus::Succeeded => Some(End::Succeeded),
            _ => None,
        });
        // A state shows a start or a stop, but not a restart.
        let shown = matches!(self.pending.verb, Verb::Start | Verb::Stop) && theirs.is_none();
        let seen = self.reached() && (shown || end == Some(End::Succeeded));
        match (theirs, end) {
            // Their operation hides ours.
            (Some(last), _) if last.status == OperationStatus::InProgress && !seen => Step::Look(PACE),
            (Some(_), _) if !self.is_certain() => Step::Tell(Outcome::Unattributed(compute.state)),
            (Some(last), end) if last.status != OperationStatus::InProgress => {
                Step::Tell(Outcome::Overtaken {
                    state: compute.state,
                    last,
                    done: end == Some(End::Succeeded),
                })
            }
            _ if seen => Step::Tell(self.done(modified, now)),
            (_, Some(end)) => {
                Step::Tell(Outcome::Ended { state: compute.state, canceled: end == End::Canceled })
            }
            _ => self.on_nothing_yet(),
        }
    }

    /// The request has left no trace on the instance.
    fn on_nothing_yet(&mut self) -> Step {
        if self.is_certain() {
            return Step::Look(PACE);
        }
        self.doubts += 1;
        if self.doubts < DOUBTS {
            Step::Look(PACE)
        } else {
            Step::Tell(Outcome::NotTaken(self.state.clone()))
        }
    }

    fn again(&self, error: &AzureError) -> Step {
        Step::Look(match error.kind {
            AzureErrorKind::Throttled { retry_after } => retry_after.max(PACE),
            _ => PACE,
        })
    }

    fn reached(&self) -> bool {
        match self.pending.verb {
            Verb::Stop => self.state == Some(State::Stopped),
            Verb::Start | Verb::Restart => matches!(self.state, Some(State::Running | State::JobRunning)),
            _ => false,
        }
    }

    fn gone(&self, now: Timestamp) -> Outcome {
        match self.pending.verb {
            Verb::Delete => self.done(None, now),
            _ => Outcome::Gone,
        }
    }

    /// Dates the end by Azure's `modifiedOn`, because the look may come up to [`PACE`] later.
    fn done(&self, modified: Option<Timestamp>, now: Timestamp) -> Outcome {
        let ended = modified.filter(|at| *at > self.pending.asked && *at <= now).unwrap_or(now);
        if !self.is_certain() {
            return Outcome::Unattributed(self.state.clone());
        }
        Outcome::Done { state: self.state.clone(), took: ended.duration_since(self.pending.asked) }
    }
}

#[cfg(test)]
mod tests;
