//! What is still to be told of one instance: plain data, and a pure step from what was seen to
//! what to do next. Whoever drives it owns the clock and the calls.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    azure::{
        AzureError, Compute, Kind, LastOperation, Operation, OperationResult, OperationStatus, State, Trigger,
    },
    command::Verb,
    lifecycle::{Outcome, Pending, not_before},
    target::ComputeId,
};

/// How long between two looks, unless Azure says otherwise.
pub const PACE: Duration = Duration::from_secs(10);

/// How long an instance is followed. Slack's `response_url` lives for 30 minutes.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(25);

/// Looks that show nothing of an unanswered request before we say that nothing came of it.
const DOUBTS: u8 = 3;

/// One instance that is not where it was asked to be.
#[derive(Clone, Debug)]
pub struct FollowUp {
    pub id: ComputeId,
    pub pending: Pending,
    doubts: u8,
    /// As last seen.
    state: Option<State>,
    /// What Azure said of the operation when it was over.
    through: Option<Through>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Through {
    Succeeded,
    Canceled,
}

/// What was just read.
#[derive(Debug)]
pub enum Observed {
    Operation(Result<OperationResult, AzureError>),
    Instance(Result<Box<Compute>, AzureError>),
}

/// What to do next.
#[derive(Debug)]
pub enum Step {
    Look { at: At, after: Duration },
    Tell(Outcome),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The status of [`Pending::operation`].
    Operation,
    Instance,
}

impl FollowUp {
    /// What an outcome leaves to be told, if anything, and where to look first.
    pub fn of(id: ComputeId, outcome: &Outcome) -> Option<(Self, Step)> {
        let pending = outcome.pending()?.clone();
        let follow_up = Self {
            id,
            doubts: 0,
            state: None,
            through: None,
            pending,
        };
        let first = follow_up.look(follow_up.hint().map_or(PACE, bounded));
        Some((follow_up, first))
    }

    /// How often Azure said, when it accepted, that it likes to be asked.
    fn hint(&self) -> Option<Duration> {
        self.pending.operation.as_ref().and_then(Operation::retry_after)
    }

    /// Takes what was seen and says what to do next.
    pub fn step(&mut self, seen: Observed, now: Timestamp) -> Step {
        let step = match seen {
            Observed::Operation(Ok(status)) => self.on_operation(status),
            Observed::Operation(Err(error)) => self.on_lost_operation(&error),
            Observed::Instance(Ok(compute)) => self.on_instance(*compute, now),
            Observed::Instance(Err(error)) if error.kind == Kind::NotFound => Step::Tell(self.gone(now)),
            Observed::Instance(Err(error)) => self.again(&error),
        };
        match step {
            Step::Look { .. } if now.duration_since(self.pending.asked) > PATIENCE => {
                Step::Tell(self.give_up())
            }
            step => step,
        }
    }

    /// What is known when nobody can look any longer.
    pub fn give_up(&self) -> Outcome {
        if self.is_certain() {
            Outcome::StillGoing {
                state: self.state.clone(),
            }
        } else {
            Outcome::Unsure(self.pending.clone())
        }
    }

    /// Whether Azure said that it accepted.
    fn is_certain(&self) -> bool {
        self.pending.accepted.is_some()
    }

    /// Whether an operation can be what was asked for: Azure dates operations by when it accepts
    /// them, and these it accepted before it answered.
    fn may_be_ours(&self, last: &LastOperation) -> bool {
        let by_then = |answered: Timestamp| not_before(answered, last.time);
        let by_schedule = matches!(last.trigger, Some(Trigger::Schedule | Trigger::IdleShutdown));
        last.name.verb() == Some(self.pending.verb)
            && !by_schedule
            && self.pending.accepted.is_none_or(by_then)
    }

    fn on_operation(&mut self, status: OperationResult) -> Step {
        self.through = match status {
            OperationResult::Running { retry_after } => {
                return self.look(retry_after.or(self.hint()).map_or(PACE, bounded));
            }
            OperationResult::Failed(error) => return Step::Tell(Outcome::Failed(error)),
            OperationResult::Succeeded => Some(Through::Succeeded),
            OperationResult::Canceled => Some(Through::Canceled),
        };
        // What came of it is the instance's to show.
        self.pending.operation = None;
        self.look(Duration::ZERO)
    }

    /// A role on one resource group may not read a status that lives under the subscription.
    fn on_lost_operation(&mut self, error: &AzureError) -> Step {
        match error.kind {
            Kind::Throttled { .. } | Kind::Unreachable | Kind::Unanswered | Kind::Server => self.again(error),
            _ => {
                self.pending.operation = None;
                self.look(Duration::ZERO)
            }
        }
    }

    fn on_instance(&mut self, compute: Compute, now: Timestamp) -> Step {
        if self.pending.created_on.is_some() && compute.created_on != self.pending.created_on {
            return Step::Tell(self.gone(now)); // a younger one took its name
        }
        self.state.clone_from(&compute.state);
        let why = compute.trouble();
        let modified = compute.modified_on;
        let since = compute
            .last_operation
            .filter(|last| not_before(last.time, self.pending.asked));
        let (ours, theirs) = match since {
            Some(last) if self.may_be_ours(&last) => (Some(last), None),
            since => (None, since),
        };
        if let Some(last) = ours
            .as_ref()
            .filter(|last| last.status == OperationStatus::Failed && self.is_certain())
        {
            let unknown = || Kind::Other {
                code: format!("{}Failed", last.name.as_str()),
            };
            return Step::Tell(Outcome::Failed(AzureError::of(why.unwrap_or_else(unknown))));
        }
        if compute.state.as_ref().is_none_or(State::is_changing) {
            return self.look(PACE);
        }
        let through = self.through.or(match ours {
            Some(last) if last.status == OperationStatus::Succeeded => Some(Through::Succeeded),
            _ => None,
        });
        // That it runs is no sign of a restart; that it is stopped, or runs again, is one of these.
        let shown = matches!(self.pending.verb, Verb::Start | Verb::Stop) && theirs.is_none();
        let seen = self.reached() && (shown || through == Some(Through::Succeeded));
        match (theirs, through) {
            // It hides what became of ours.
            (Some(last), _) if last.status == OperationStatus::InProgress && !seen => self.look(PACE),
            (Some(_), _) if !self.is_certain() => Step::Tell(Outcome::Unattributed { state: compute.state }),
            (Some(last), through) if last.status != OperationStatus::InProgress => {
                Step::Tell(Outcome::Overtaken {
                    state: compute.state,
                    last,
                    done: through == Some(Through::Succeeded),
                })
            }
            _ if seen => Step::Tell(self.done(modified, now)),
            (_, Some(through)) => Step::Tell(Outcome::Ended {
                state: compute.state,
                canceled: through == Through::Canceled,
            }),
            _ => self.on_nothing_yet(),
        }
    }

    /// The request left no trace on the instance.
    fn on_nothing_yet(&mut self) -> Step {
        if self.is_certain() {
            return self.look(PACE);
        }
        self.doubts += 1;
        if self.doubts < DOUBTS {
            self.look(PACE)
        } else {
            Step::Tell(Outcome::NotTaken {
                state: self.state.clone(),
            })
        }
    }

    fn again(&self, error: &AzureError) -> Step {
        self.look(match error.kind {
            Kind::Throttled { retry_after } => retry_after.max(PACE),
            _ => PACE,
        })
    }

    fn look(&self, after: Duration) -> Step {
        let at = match self.pending.operation {
            Some(_) => At::Operation,
            None => At::Instance,
        };
        Step::Look { at, after }
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

    /// Azure says when it last changed the instance; our own look may come up to [`PACE`] later.
    fn done(&self, modified: Option<Timestamp>, now: Timestamp) -> Outcome {
        let ended = modified
            .filter(|at| *at > self.pending.asked && *at <= now)
            .unwrap_or(now);
        if !self.is_certain() {
            return Outcome::Unattributed {
                state: self.state.clone(),
            };
        }
        Outcome::Done {
            state: self.state.clone(),
            took: ended.duration_since(self.pending.asked),
        }
    }
}

/// A `Retry-After` on a status is advice for pacing: no order to wait for ever, nor to hurry.
fn bounded(hint: Duration) -> Duration {
    hint.clamp(Duration::from_secs(2), Duration::from_secs(60))
}

#[cfg(test)]
mod tests;
