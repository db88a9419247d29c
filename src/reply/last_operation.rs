//! The last operation on an instance: what it was, since when, and by whom.

use super::{
    localizer::{Localizer, args, say},
    markup::Phrase,
};
use crate::azure::{LastOperation, OperationName, OperationStatus, State, Trigger};

/// Whether the instance is in this state because of the operation. A running job does not show when it began.
pub(super) fn led_to(last: &LastOperation, state: Option<&State>) -> bool {
    use OperationName::{Create, Restart, Start, Stop};
    use OperationStatus::Succeeded;
    match (state, &last.name, &last.status) {
        (Some(State::Running), Start | Restart | Create, Succeeded)
        | (Some(State::Stopped), Stop, Succeeded) => true,
        (Some(state), _, OperationStatus::InProgress) => state.is_changing(),
        _ => false,
    }
}

/// `, since 18:02 (idle shutdown)`, if the operation led to the state that the instance is in.
pub(super) fn since(l10n: &Localizer, state: Option<&State>, last: Option<&LastOperation>) -> Option<Phrase> {
    let last = last.filter(|last| led_to(last, state))?;
    let args = args!(l10n, since = l10n.since(last.time));
    let why = match last.trigger {
        Some(Trigger::Schedule) => "why-schedule",
        Some(Trigger::IdleShutdown) => "why-idle",
        _ => return Some(l10n.say("since", args)),
    };
    Some(say!(l10n, "since-why", ..args, why = l10n.word(why)))
}

/// Who or what caused the operation, if Azure says.
pub(super) fn by(l10n: &Localizer, last: &LastOperation) -> Option<Phrase> {
    Some(match last.trigger.as_ref()? {
        Trigger::User => l10n.word("by-user"),
        Trigger::Schedule => l10n.word("by-schedule"),
        Trigger::IdleShutdown => l10n.word("by-idle"),
        Trigger::Other(by) => say!(l10n, "by-other", by),
    })
}

/// `, by a person`
pub(super) fn by_clause(l10n: &Localizer, last: &LastOperation) -> Option<Phrase> {
    by(l10n, last).map(|by| say!(l10n, "status-by", by))
}

/// `stopped`
pub(super) fn did(l10n: &Localizer, last: &LastOperation) -> Phrase {
    let args = args!(l10n, n = 1);
    match (last.name.verb(), &last.name) {
        (Some(verb), _) => l10n.say(&format!("did-{}", verb.name()), args),
        (None, OperationName::Create) => l10n.say("did-create", args),
        (None, other) => say!(l10n, "did-other", ..args, operation = other.as_str()),
    }
}
