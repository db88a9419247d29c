//! What was last done to an instance, in words: what, since when, by whom.

use super::localizer::{Args, Voice};
use crate::azure::{LastOperation, OperationName, OperationStatus, State, Trigger};
/// Whether an instance is in this state because of that operation. A job that runs says nothing of
/// when it began.
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

/// `, since 18:02 (idle shutdown)`: where the last operation is what brought the instance into the
/// state it is in.
pub(super) fn since(voice: &Voice, state: Option<&State>, last: Option<&LastOperation>) -> String {
    let Some(last) = last.filter(|last| led_to(last, state)) else {
        return String::new();
    };
    let args = Args::new().piece("since", voice.since(last.time));
    let why = match last.trigger {
        Some(Trigger::Schedule) => "why-schedule",
        Some(Trigger::IdleShutdown) => "why-idle",
        _ => return voice.say("since", args),
    };
    voice.say("since-why", args.piece("why", voice.word(why)))
}
/// Who or what caused an operation, where Azure says.
pub(super) fn by(voice: &Voice, last: &LastOperation) -> Option<String> {
    Some(match last.trigger.as_ref()? {
        Trigger::User => voice.word("by-user"),
        Trigger::Schedule => voice.word("by-schedule"),
        Trigger::IdleShutdown => voice.word("by-idle"),
        Trigger::Other(by) => voice.say("by-other", Args::new().text("by", by)),
    })
}
pub(super) fn did(voice: &Voice, last: &LastOperation) -> String {
    let one = Args::new().number("n", 1);
    match (last.name.verb(), &last.name) {
        (Some(verb), _) => voice.say(&format!("did-{}", verb.name()), one),
        (None, OperationName::Create) => voice.say("did-create", one),
        (None, other) => voice.say("did-other", one.text("operation", other.as_str())),
    }
}
