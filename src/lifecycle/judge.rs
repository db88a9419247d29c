//! Decides from the state of an instance whether a command is sent to Azure. Pure.

use jiff::Timestamp;

use super::{
    outcome::Outcome,
    timing::{SKEW, not_before},
};
use crate::{
    azure::{Compute, LastOperation, OperationName, OperationStatus, State},
    command::Verb,
    policy::Permit,
};

/// What a `--dry-run` reports about an instance: the same judgement, and no call.
pub fn dry_run(permit: &Permit<impl Copy + Into<Verb>>, seen: &Compute, asked: Timestamp) -> Outcome {
    settled_already(permit, seen, asked).unwrap_or_else(|| would(seen))
}

/// What `verb` is likely to come to, judging by the state alone. Needs no permit.
pub fn predict(verb: Verb, force: bool, seen: &Compute, now: Timestamp) -> Outcome {
    by_state(verb, force, false, seen, now).unwrap_or_else(|| would(seen))
}

fn would(seen: &Compute) -> Outcome {
    Outcome::Would(seen.state.clone())
}

/// Whether a command may be sent to Azure. `false` only if the instance is plainly settled: not if it was read in part,
/// or may have changed when its turn comes.
pub fn might_act(permit: &Permit<impl Copy + Into<Verb>>, seen: &Compute, asked: Timestamp) -> bool {
    let is_settled = |outcome: Outcome| {
        matches!(
            outcome,
            Outcome::Already { .. } | Outcome::Working { .. } | Outcome::NothingToRestart | Outcome::Stale(_)
        )
    };
    let partial = seen.state.is_none() || seen.last_operation.is_none();
    partial || !settled_already(permit, seen, asked).is_some_and(is_settled)
}

/// The outcome if sending the command is needless or wrong; `None` to go on.
///
/// The last operation is judged before the state: a command given before it, at `asked`, did not know about it.
pub(super) fn settled_already(
    permit: &Permit<impl Copy + Into<Verb>>,
    seen: &Compute,
    asked: Timestamp,
) -> Option<Outcome> {
    let verb = permit.action().into();
    let last = seen.last_operation.as_ref();
    last.and_then(|last| by_last_operation(verb, seen, last, asked))
        .or_else(|| by_state(verb, permit.force(), permit.may_force(), seen, asked))
}

fn by_last_operation(verb: Verb, seen: &Compute, last: &LastOperation, asked: Timestamp) -> Option<Outcome> {
    let same = last.name.verb() == Some(verb);
    if same && not_before(last.time, asked) {
        return match last.status {
            OperationStatus::InProgress => {
                Some(Outcome::Busy { state: seen.state.clone(), since: Some(last.time) })
            }
            OperationStatus::Succeeded => {
                Some(Outcome::Already { state: seen.state.clone(), last: Some(last.clone()) })
            }
            OperationStatus::Failed | OperationStatus::Other(_) => None,
        };
    }
    let later = last.time.duration_since(asked) > SKEW;
    (!same && later).then(|| Outcome::Stale(last.clone()))
}

fn by_state(verb: Verb, force: bool, may_force: bool, seen: &Compute, now: Timestamp) -> Option<Outcome> {
    if let Some(stuck) = stuck(seen, now) {
        // Azure's own advice, and the only way out.
        return (verb != Verb::Delete).then_some(stuck);
    }
    let Some(state) = &seen.state else {
        return Some(busy(seen)); // Azure shows no state while it creates an instance
    };
    let already = || Outcome::Already { state: Some(state.clone()), last: seen.last_operation.clone() };
    match (verb, state) {
        (_, state) if state.is_changing() => Some(busy(seen)),
        (Verb::Stop, State::Stopped) => Some(already()),
        (Verb::Start, State::Running | State::JobRunning) => Some(already()),
        (Verb::Stop | Verb::Restart, State::JobRunning) if !force => Some(Outcome::Working { may_force }),
        (Verb::Restart, State::Stopped) => Some(Outcome::NothingToRestart),
        _ => None,
    }
}

/// The outcome if the instance is changing for far longer than usual.
pub(super) fn stuck(seen: &Compute, now: Timestamp) -> Option<Outcome> {
    let since = seen.stuck_since(now)?;
    Some(Outcome::Stuck { state: seen.state.clone(), since })
}

fn busy(seen: &Compute) -> Outcome {
    let in_progress = seen
        .last_operation
        .as_ref()
        .filter(|last| last.status == OperationStatus::InProgress && last.name != OperationName::Create);
    Outcome::Busy { state: seen.state.clone(), since: in_progress.map(|last| last.time) }
}

/// The verbs worth offering for an instance in this state: none that ends running work or that Azure would refuse.
pub fn available_verbs(state: &State) -> &'static [Verb] {
    match state {
        State::Stopped => &[Verb::Start],
        State::Running => &[Verb::Stop, Verb::Restart],
        State::Unusable => &[Verb::Restart],
        _ => &[],
    }
}

#[cfg(test)]
mod tests;
