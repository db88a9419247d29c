//! What the state of an instance says about a request before anything is asked of Azure. Pure.

use jiff::Timestamp;

use super::{
    SKEW, not_before,
    outcome::{Outcome, Pending},
};
use crate::{
    azure::{Compute, LastOperation, OperationName, OperationStatus, State},
    command::Verb,
    policy::Permit,
};

/// The outcome that makes asking Azure needless or wrong; `None` means go ahead.
///
/// `asked` is when the caller asked. The guard comes before the state: a command older than the instance's last operation was
/// given by somebody who could not know of it.
pub(super) fn settled_already(permit: &Permit, seen: &Compute, asked: Timestamp) -> Option<Outcome> {
    match &seen.last_operation {
        Some(last) => by_guard(permit, seen, last, asked).or_else(|| permitted(permit, seen)),
        None => permitted(permit, seen),
    }
}

fn by_guard(permit: &Permit, seen: &Compute, last: &LastOperation, asked: Timestamp) -> Option<Outcome> {
    let same = last.name.verb() == Some(permit.verb());
    if same && not_before(last.time, asked) {
        return match last.status {
            OperationStatus::InProgress => Some(Outcome::Busy {
                state: seen.state.clone(),
                since: Some(last.time),
            }),
            OperationStatus::Succeeded => Some(Outcome::Already {
                state: seen.state.clone(),
                last: Some(last.clone()),
            }),
            OperationStatus::Failed | OperationStatus::Other(_) => None,
        };
    }
    let later = last.time.duration_since(asked) > SKEW;
    (!same && later).then(|| Outcome::Stale { last: last.clone() })
}

fn permitted(permit: &Permit, seen: &Compute) -> Option<Outcome> {
    by_state(permit.verb(), permit.force(), permit.may_force(), seen)
}

/// The same, of the state alone.
pub(super) fn by_state(verb: Verb, force: bool, may_force: bool, seen: &Compute) -> Option<Outcome> {
    let Some(state) = &seen.state else {
        return Some(busy(seen)); // Azure shows no state while it makes a new instance
    };
    let already = || Outcome::Already {
        state: Some(state.clone()),
        last: seen.last_operation.clone(),
    };
    let working = || Outcome::Working { may_force };
    match (verb, state) {
        (_, state) if state.is_changing() => Some(busy(seen)),
        (Verb::Stop, State::Stopped) => Some(already()),
        (Verb::Start, State::Running | State::JobRunning) => Some(already()),
        (Verb::Stop | Verb::Restart, State::JobRunning) if !force => Some(working()),
        (Verb::Restart, State::Stopped) => Some(Outcome::NothingToRestart),
        _ => None,
    }
}

/// What makes sense to offer for an instance in this state: nothing that would end running work,
/// and nothing that Azure is sure to refuse.
pub fn leaves_to_do(state: &State) -> &'static [Verb] {
    match state {
        State::Stopped => &[Verb::Start],
        State::Running => &[Verb::Stop, Verb::Restart],
        State::Unusable => &[Verb::Restart],
        _ => &[],
    }
}

/// A request that was sent at `sent` and not answered.
pub(super) fn unanswered(permit: &Permit, sent: Timestamp) -> Pending {
    Pending {
        verb: permit.verb(),
        asked: sent,
        accepted: None,
        created_on: permit.instance().created_on,
        correlation: None,
        operation: None,
    }
}

fn busy(seen: &Compute) -> Outcome {
    let in_progress = seen
        .last_operation
        .as_ref()
        .filter(|last| last.status == OperationStatus::InProgress && last.name != OperationName::Create);
    Outcome::Busy {
        state: seen.state.clone(),
        since: in_progress.map(|last| last.time),
    }
}
