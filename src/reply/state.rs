//! The state, the size and the last operation of an instance in words.

use fluent_bundle::FluentArgs;

use super::prelude::{Localizer, Phrase, args, say};
use crate::{
    azure::{LastOperation, State, Trigger},
    target::ComputeId,
};

pub(super) fn is_running(state: Option<&State>) -> bool {
    matches!(state, Some(State::Running | State::JobRunning))
}

/// A colored dot before a name: running, stopped, changing or in trouble.
pub fn dot(l10n: &Localizer, state: Option<&State>) -> Phrase {
    l10n.word(match state {
        Some(State::Running | State::JobRunning) => "dot-running",
        Some(State::Stopped) => "dot-stopped",
        Some(state) if state.is_changing() => "dot-changing",
        // An unknown state need not mean trouble.
        Some(State::Unknown | State::Other(_)) | None => "dot-changing",
        Some(_) => "dot-trouble",
    })
}

pub(super) fn state_word(l10n: &Localizer, state: Option<&State>) -> Phrase {
    state_words(l10n, state, 1)
}

/// The state of `n` instances: some languages decline it.
pub(super) fn state_words(l10n: &Localizer, state: Option<&State>, n: usize) -> Phrase {
    match state {
        Some(State::Other(other)) => say!(l10n, "state-other", state = other),
        state => {
            let state = state.unwrap_or(&State::Creating).as_str().to_lowercase();
            say!(l10n, &format!("state-{state}"), n)
        }
    }
}

/// What messages about an instance use: `instance`, its `state` and the `dot` for it.
pub(super) fn args(l10n: &Localizer, id: &ComputeId, state: Option<&State>) -> FluentArgs<'static> {
    args!(l10n, instance = id, state = state_word(l10n, state), dot = dot(l10n, state))
}

/// `since 18:02 (idle shutdown)`, if the operation led to the state that the instance is in.
pub(super) fn since(l10n: &Localizer, state: Option<&State>, last: Option<&LastOperation>) -> Option<Phrase> {
    let last = last.filter(|last| last.led_to(state))?;
    let since = l10n.since(last.time);
    let why = match last.trigger {
        Some(Trigger::Schedule) => "why-schedule",
        Some(Trigger::IdleShutdown) => "why-idle",
        _ => return Some(since),
    };
    Some(say!(l10n, "since-why", since, why = l10n.word(why)))
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

/// ` by a schedule`, after a verb
pub(super) fn by_clause(l10n: &Localizer, last: &LastOperation) -> Option<Phrase> {
    by(l10n, last).map(|by| say!(l10n, "status-by", by))
}

/// What messages about an operation use: when, what it did, and who or what caused it.
pub(super) fn operation_args(l10n: &Localizer, last: &LastOperation) -> FluentArgs<'static> {
    let (did, by) = (did(l10n, last), by_clause(l10n, last));
    let (at, since) = (l10n.at(last.time), l10n.since(last.time));
    args!(l10n, operation = last.name.as_str().to_lowercase(), did, at, since, by)
}

/// `stopped`
fn did(l10n: &Localizer, last: &LastOperation) -> Phrase {
    let args = args!(l10n, n = 1);
    match last.name.verb() {
        Some(verb) => l10n.say(&format!("did-{}", verb.name()), args),
        None => say!(l10n, "did-other", ..args, operation = last.name.as_str()),
    }
}
