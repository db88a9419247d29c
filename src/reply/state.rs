//! The state and the size of an instance in words.

use fluent_bundle::FluentArgs;

use super::{
    localizer::{Localizer, args, say},
    markup::Phrase,
};
use crate::{azure::State, target::ComputeId};

pub(super) fn is_running(state: Option<&State>) -> bool {
    matches!(state, Some(State::Running | State::JobRunning))
}

pub fn dot(l10n: &Localizer, state: Option<&State>) -> Phrase {
    l10n.word(match state {
        Some(State::Running | State::JobRunning) => "dot-running",
        Some(State::Stopped) => "dot-stopped",
        Some(state) if state.is_changing() => "dot-changing",
        // An unknown state need not mean trouble.
        Some(State::Other(_)) | None => "dot-changing",
        Some(_) => "dot-trouble",
    })
}

pub(super) fn state_word(l10n: &Localizer, state: Option<&State>) -> Phrase {
    state_words(l10n, state, 1)
}

/// The state of `n` instances: some languages decline it.
pub(super) fn state_words(l10n: &Localizer, state: Option<&State>, n: usize) -> Phrase {
    let args = args!(l10n, n);
    let message = match state {
        Some(State::Running) => "state-running",
        Some(State::Stopped) => "state-stopped",
        Some(State::JobRunning) => "state-job-running",
        Some(State::Starting) => "state-starting",
        Some(State::Stopping) => "state-stopping",
        Some(State::Restarting) => "state-restarting",
        Some(State::Deleting) => "state-deleting",
        Some(State::Creating) | None => "state-creating",
        Some(State::Resizing) => "state-resizing",
        Some(State::SettingUp | State::UserSettingUp) => "state-setting-up",
        Some(State::CreateFailed) => "state-create-failed",
        Some(State::SetupFailed) => "state-setup-failed",
        Some(State::UserSetupFailed) => "state-user-setup-failed",
        Some(State::Unusable) => "state-unusable",
        Some(State::Unknown) => "state-unknown",
        Some(State::Other(other)) => return say!(l10n, "state-other", ..args, state = other),
    };
    l10n.say(message, args)
}

/// `DS3_V2` of `STANDARD_DS3_V2`
pub(super) fn size_name(size: &str) -> &str {
    size.trim_start_matches("STANDARD_").trim_start_matches("Standard_")
}

/// What messages about an instance use: `instance`, its `state` and the `dot` for it.
pub(super) fn args(l10n: &Localizer, id: &ComputeId, state: Option<&State>) -> FluentArgs<'static> {
    args!(l10n, instance = id, state = state_word(l10n, state), dot = dot(l10n, state))
}
