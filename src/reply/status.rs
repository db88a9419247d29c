//! What there is: one instance in full, or many in a line each.

use std::{cmp::Reverse, iter};

use super::{
    azure_error,
    details::{Detail, Full},
    localizer::{Args, Voice},
    message::{Button, Reply},
};
use crate::{
    ask::AskId,
    azure::{Compute, LastOperation, OperationName, OperationStatus, Seen, State, Trigger},
    command::Verb,
    fleet::Looked,
    target::ComputeId,
};

/// More than this, and each instance gets a line instead of a paragraph.
const IN_FULL: usize = 3;

/// More lines than this are cut, and counted.
const LINES: usize = 60;

/// What was looked for. `entra` is the caller's own object id, if known.
///
/// `details` are those of the instances found, in their order, where [`is_in_full`].
pub fn status(
    voice: &Voice,
    verb: Verb,
    looked: &Looked,
    details: &[Detail],
    entra: Option<&str>,
    id: AskId,
) -> Reply {
    let found = &looked.found;
    let mut reply = match found.as_slice() {
        [] if looked.unread.is_empty() => Reply::to_caller([voice.line("list-empty", Args::new())]),
        found if is_in_full(verb, found) => {
            let details = details.iter().cloned().chain(iter::repeat(Detail::default()));
            let told = found.iter().zip(details);
            Reply::to_caller(told.flat_map(|(compute, detail)| {
                Full {
                    voice,
                    compute,
                    detail,
                    entra,
                    id,
                }
                .lines()
            }))
        }
        _ => overview(voice, found),
    };
    reply.lines.extend(
        looked
            .unread
            .iter()
            .map(|unread| azure_error::unread(voice, unread, id)),
    );
    reply
}

/// Whether so few were asked about that each is told of in full.
pub fn is_in_full(verb: Verb, found: &[Seen<Compute>]) -> bool {
    verb == Verb::Status && found.len() <= IN_FULL
}

/// One instance in short, and what can be done next: what a status turns into once a button of it
/// was pressed.
pub fn card(voice: &Voice, id: &ComputeId, state: &State, offers: Vec<Button>) -> Reply {
    let args = Args::new()
        .piece("dot", dot(voice, Some(state)))
        .text("instance", voice.name(id))
        .piece("state", state_word(voice, Some(state)))
        .text("since", "");
    Reply {
        buttons: offers,
        ..Reply::to_caller([voice.line("status-head", args)])
    }
}

/// A button under a status that does `verb`.
pub fn offer(voice: &Voice, verb: Verb, id: &ComputeId) -> Button {
    Button {
        label: voice.word(&format!("button-{}", verb.name())),
        value: format!("{} {id}", verb.name()),
        danger: false,
    }
}

fn overview(voice: &Voice, found: &[Seen<Compute>]) -> Reply {
    let head = Args::new()
        .number("total", found.len())
        .piece("counts", counts(voice, found));
    let lines = found.iter().take(LINES).map(|compute| {
        let args = Args::new()
            .piece("dot", dot(voice, compute.state.as_ref()))
            .text("instance", voice.name(&compute.id))
            .piece("state", state_word(voice, compute.state.as_ref()));
        let size = compute
            .vm_size
            .as_ref()
            .map_or_else(String::new, |size| format!(" · {}", size_name(size)));
        voice.line("list-line", args.text("size", size))
    });
    let more = found.len().saturating_sub(LINES);
    let cut = (more > 0).then(|| voice.line("list-cut", Args::new().number("more", more)));
    Reply::to_caller(
        [voice.line("list-head", head)]
            .into_iter()
            .chain(lines)
            .chain(cut),
    )
}

/// `3 running, 1 stopped`: states that are told by the same word are one.
fn counts(voice: &Voice, found: &[Seen<Compute>]) -> String {
    let mut counts: Vec<(Option<&State>, usize)> = Vec::new();
    for state in found.iter().map(|compute| compute.state.as_ref()) {
        let word = state_word(voice, state);
        match counts
            .iter_mut()
            .find(|(known, _)| state_word(voice, *known) == word)
        {
            Some((_, n)) => *n += 1,
            None => counts.push((state, 1)),
        }
    }
    counts.sort_by_key(|(_, n)| Reverse(*n));
    let said = counts.into_iter().map(|(state, n)| {
        let state = state_words(voice, state, n);
        voice.say("count-state", Args::new().number("n", n).piece("state", state))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Azure sends sizes in capitals; people know `Standard_DS3_v2` by its short name anyway.
pub(super) fn size_name(size: &str) -> String {
    size.trim_start_matches("STANDARD_")
        .trim_start_matches("Standard_")
        .to_owned()
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
fn state_words(voice: &Voice, state: Option<&State>, n: usize) -> String {
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
