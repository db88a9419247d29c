//! What there is: one instance in full, or many in a line each.

use std::iter;

use super::{
    azure_error,
    details::{Detail, Full},
    list::overview,
    localizer::{Args, Voice},
    message::{Button, Reply},
    state::{dot, state_word},
};
use crate::{
    ask::AskId,
    azure::{Compute, Seen, State},
    command::Verb,
    fleet::Looked,
    target::ComputeId,
};

/// More than this, and each instance gets a line instead of a paragraph.
const IN_FULL: usize = 3;

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
