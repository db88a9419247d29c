//! The state of an instance in words.

use super::localizer::{Args, Voice};
use crate::azure::State;
pub fn dot(voice: &Voice, state: Option<&State>) -> String {
    voice.word(match state {
        Some(State::Running | State::JobRunning) => "dot-running",
        Some(State::Stopped) => "dot-stopped",
        Some(state) if state.is_changing() => "dot-changing",
        // A word that we do not know tells of no trouble yet.
        Some(State::Other(_)) | None => "dot-changing",
        Some(_) => "dot-trouble",
    })
}

pub(super) fn state_word(voice: &Voice, state: Option<&State>) -> String {
    state_words(voice, state, 1)
}

/// The word for the state of `n` instances: some languages decline it.
pub(super) fn state_words(voice: &Voice, state: Option<&State>, n: usize) -> String {
    let args = Args::new().number("n", n);
    let Some(state) = state else {
        return voice.say("state-creating", args);
    };
    let message = match state {
        State::Running => "state-running",
        State::Stopped => "state-stopped",
        State::JobRunning => "state-job-running",
        State::Starting => "state-starting",
        State::Stopping => "state-stopping",
        State::Restarting => "state-restarting",
        State::Deleting => "state-deleting",
        State::Creating => "state-creating",
        State::Resizing => "state-resizing",
        State::SettingUp | State::UserSettingUp => "state-setting-up",
        State::CreateFailed => "state-create-failed",
        State::SetupFailed => "state-setup-failed",
        State::UserSetupFailed => "state-user-setup-failed",
        State::Unusable => "state-unusable",
        State::Unknown => "state-unknown",
        State::Other(other) => return voice.say("state-other", args.text("state", other)),
    };
    voice.say(message, args)
}

/// Azure sends sizes in capitals; people know `Standard_DS3_v2` by its short name anyway.
pub(super) fn size_name(size: &str) -> String {
    size.trim_start_matches("STANDARD_")
        .trim_start_matches("Standard_")
        .to_owned()
}
