//! What there is: one instance in full, or many in a line each.

use std::cmp::Reverse;

use super::{Button, Reply, Text, Voice, failure, markup::literal, outcome::did, voice::Args};
use crate::{
    ask::AskId,
    azure::{Compute, LastOperation, OperationName, OperationStatus, State, Trigger},
    command::Verb,
    fleet::Looked,
    target::ComputeId,
};

/// More than this, and each instance gets a line instead of a paragraph.
const IN_FULL: usize = 3;

/// More lines than this are cut, and counted.
const LINES: usize = 60;

/// What was looked for. `entra` is the caller's own object id, if known.
pub fn status(voice: &Voice, verb: Verb, looked: &Looked, entra: Option<&str>, id: AskId) -> Reply {
    let found = &looked.found;
    let mut reply = match found.as_slice() {
        [] if looked.unread.is_empty() => Reply::to_caller([voice.line("list-empty", Args::new())]),
        _ if verb == Verb::Status && found.len() <= IN_FULL => {
            Reply::to_caller(found.iter().flat_map(|compute| in_full(voice, compute, entra)))
        }
        _ => overview(voice, found),
    };
    reply.lines.extend(
        looked
            .unread
            .iter()
            .map(|unread| failure::unread(voice, unread, id)),
    );
    reply
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

fn overview(voice: &Voice, found: &[Compute]) -> Reply {
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
fn counts(voice: &Voice, found: &[Compute]) -> String {
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

fn in_full(voice: &Voice, compute: &Compute, entra: Option<&str>) -> Vec<Text> {
    let head = Args::new()
        .piece("dot", dot(voice, compute.state.as_ref()))
        .text("instance", voice.name(&compute.id))
        .piece("state", state_word(voice, compute.state.as_ref()))
        .piece(
            "since",
            since(voice, compute.state.as_ref(), compute.last_operation.as_ref()),
        );
    let mut lines = vec![voice.line("status-head", head), facts(voice, compute, entra)];
    lines.extend(compute.last_operation.as_ref().map(|last| last_line(voice, last)));
    lines.extend(compute.errors.iter().map(|error| {
        let said = error.message.as_deref().unwrap_or(&error.code);
        voice.line("status-error", Args::new().text("error", said))
    }));
    if compute.posture.os_image.is_latest == Some(false) {
        lines.push(voice.line("status-image", Args::new()));
    }
    lines.push(voice.line("status-apps", Args::new()));
    lines
}

fn facts(voice: &Voice, compute: &Compute, entra: Option<&str>) -> Text {
    let mut facts = Vec::new();
    if let Some(size) = &compute.vm_size {
        facts.push(voice.say("status-size", Args::new().text("size", size_name(size))));
    }
    match compute.instance().owner {
        Some(owner) if entra.is_some_and(|entra| entra.eq_ignore_ascii_case(&owner)) => {
            facts.push(voice.word("status-owner-you"));
        }
        Some(owner) => facts.push(voice.say(
            "status-owner",
            Args::new().piece("owner", format!("`{}`", literal(&owner))),
        )),
        None => {}
    }
    facts.push(match compute.idle_shutdown {
        Some(idle) => voice.say("status-idle", Args::new().piece("idle", voice.duration(idle))),
        None => voice.word("status-idle-none"),
    });
    if !compute.schedules.is_empty() {
        facts.push(voice.say(
            "status-schedules",
            Args::new().number("n", compute.schedules.len()),
        ));
    }
    Text::read(&format!("{}.", facts.join(" · ")))
}

fn last_line(voice: &Voice, last: &LastOperation) -> Text {
    let by = match &last.trigger {
        Some(Trigger::Schedule) => voice.word("by-schedule"),
        Some(Trigger::IdleShutdown) => voice.word("by-idle"),
        Some(Trigger::Other(by)) => voice.say("by-other", Args::new().text("by", by)),
        Some(Trigger::User) | None => voice.word("by-user"),
    };
    let args = Args::new()
        .piece("at", voice.at(last.time))
        .piece("since", voice.since(last.time))
        .piece("did", did(voice, last))
        .text("operation", last.name.as_str().to_lowercase())
        .piece("by", by);
    match last.status {
        OperationStatus::InProgress => voice.line("status-last-running", args),
        OperationStatus::Failed => voice.line("status-last-failed", args),
        OperationStatus::Succeeded | OperationStatus::Other(_) => voice.line("status-last", args),
    }
}

/// Azure sends sizes in capitals; people know `Standard_DS3_v2` by its short name anyway.
pub(super) fn size_name(size: &str) -> String {
    size.trim_start_matches("STANDARD_")
        .trim_start_matches("Standard_")
        .to_owned()
}

/// `, since 18:02 (idle shutdown)`: where the last operation is what brought the instance into the
/// state it is in. A job that runs says nothing of when it began.
pub(super) fn since(voice: &Voice, state: Option<&State>, last: Option<&LastOperation>) -> String {
    use OperationName::{Create, Restart, Start, Stop};
    use OperationStatus::Succeeded;
    let Some(last) = last else {
        return String::new();
    };
    match (state, &last.name, &last.status) {
        (Some(State::Running), Start | Restart | Create, Succeeded)
        | (Some(State::Stopped), Stop, Succeeded) => {}
        (Some(state), _, OperationStatus::InProgress) if state.is_changing() => {}
        _ => return String::new(),
    }
    let args = Args::new().piece("since", voice.since(last.time));
    let why = match last.trigger {
        Some(Trigger::Schedule) => "why-schedule",
        Some(Trigger::IdleShutdown) => "why-idle",
        _ => return voice.say("since", args),
    };
    voice.say("since-why", args.piece("why", voice.word(why)))
}

pub fn dot(voice: &Voice, state: Option<&State>) -> String {
    voice.word(match state {
        Some(State::Running | State::JobRunning) => "dot-running",
        Some(State::Stopped) => "dot-stopped",
        Some(state) if state.is_changing() => "dot-changing",
        None => "dot-changing",
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
        State::SetupFailed | State::UserSetupFailed => "state-setup-failed",
        State::Unusable => "state-unusable",
        State::Unknown => "state-unknown",
        State::Other(other) => return voice.say("state-other", args.text("state", other)),
    };
    voice.say(message, args)
}
