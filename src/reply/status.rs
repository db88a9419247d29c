//! The answers to `status` and `list`, and the card that a status becomes after a click.

use std::cmp::Reverse;

use super::{
    azure_error,
    details::{self, Detail},
    formats::grouped,
    localizer::{Localizer, line, say},
    markup::Phrase,
    message::{Button, Reply},
    state::{self, size_name, state_word, state_words},
};
use crate::{
    azure::{Compute, Seen, State},
    command::Verb,
    fleet::Selected,
    target::ComputeId,
};

/// Most instances that are shown in full.
const IN_FULL: usize = 3;

/// Most instances that are listed; the others are counted.
const LINES: usize = 60;

/// The answer to `status` and `list`. `entra` is the caller's object id, if known. `details` are those of the instances,
/// in their order, if [`is_in_full`].
pub fn status(
    l10n: &Localizer,
    verb: Verb,
    looked: &Selected,
    details: &[Detail],
    entra: Option<&str>,
) -> Reply {
    let found = looked.found.as_slice();
    let mut reply = if found.is_empty() && looked.unread.is_empty() {
        line!(l10n, "list-empty").into()
    } else if is_in_full(verb, found) {
        let lines = found.iter().enumerate().flat_map(|(n, compute)| {
            let detail = details.get(n).cloned().unwrap_or_default();
            details::lines(l10n, compute, &detail, entra)
        });
        Reply::to_caller(lines)
    } else {
        list(l10n, found)
    };
    reply.lines.extend(azure_error::unread(l10n, &looked.unread));
    reply
}

/// Whether the instances are so few that each is shown in full.
pub fn is_in_full(verb: Verb, found: &[Seen<Compute>]) -> bool {
    verb == Verb::Status && found.len() <= IN_FULL
}

/// Replaces a status after a click on it: one instance in short, with buttons for the next commands.
pub fn card(l10n: &Localizer, id: &ComputeId, state: &State, offers: Vec<Button>) -> Reply {
    let args = state::args(l10n, id, Some(state));
    Reply::from(line!(l10n, "status-head", ..args, since = "")).with_buttons(offers)
}

/// A button under a status.
pub fn offer(l10n: &Localizer, verb: Verb, id: &ComputeId) -> Button {
    let verb = verb.name();
    Button::new(l10n.word(&format!("button-{verb}")), format!("{verb} {id}"))
}

fn list(l10n: &Localizer, found: &[Seen<Compute>]) -> Reply {
    let counts = counts(l10n, found);
    let mut lines = vec![line!(l10n, "list-head", total = found.len(), counts)];
    let each = found.iter().map(|compute| {
        let args = state::args(l10n, &compute.id, compute.state.as_ref());
        let size = compute.vm_size.as_ref().map(|size| format!(" · {}", size_name(size)));
        line!(l10n, "list-line", ..args, size)
    });
    lines.extend(l10n.first_lines(each, LINES, "list-cut"));
    Reply::to_caller(lines)
}

/// `3 running, 1 stopped`. States with the same word are counted together.
fn counts(l10n: &Localizer, found: &[Seen<Compute>]) -> Phrase {
    let states = found.iter().map(|compute| compute.state.as_ref());
    let mut groups = grouped(states.map(|state| (state_word(l10n, state), state)));
    groups.sort_by_key(|(_, states)| Reverse(states.len()));
    let counts = groups.iter().map(|(_, states)| {
        let n = states.len();
        say!(l10n, "count-state", n, state = state_words(l10n, states[0], n))
    });
    Phrase::join(counts, ", ")
}
