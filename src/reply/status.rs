//! The answers to `status` and `list`, and the card that a status becomes after a click.

use std::cmp::Reverse;

use super::{
    azure_error,
    details::{self, Detail},
    prelude::{Button, Localizer, Phrase, Reply, Text, grouped, line, say},
    state::{self, state_word, state_words},
};
use crate::{
    azure::{Compute, Seen, State},
    command::Verb,
    fleet::Selected,
    target::ComputeId,
};

/// Most instances whose facts have several lines; of more, each has one line with the same facts.
const IN_FULL: usize = 8;

/// The answer to `status` and `list`. `entra` is the caller's object id, if known. `details` are those of the instances,
/// in their order.
pub fn status(
    l10n: &Localizer,
    verb: Verb,
    looked: &Selected,
    details: &[Detail],
    entra: Option<&str>,
) -> Reply {
    let found = looked.found.as_slice();
    let in_full = verb == Verb::Status && found.len() <= IN_FULL;
    let unread = Detail::default();
    let each = found.iter().enumerate().map(|(n, compute)| (compute, details.get(n).unwrap_or(&unread)));
    let mut reply = if found.is_empty() && looked.unread.is_empty() {
        line!(l10n, "list-empty").into()
    } else if in_full || found.is_empty() {
        let lines = each.map(|(compute, detail)| details::lines(l10n, compute, detail, entra));
        Reply::to_caller(lines.flatten())
    } else {
        let line = |(compute, detail): (&Seen<Compute>, &Detail)| match verb {
            Verb::Status => details::in_a_line(l10n, compute, detail, entra),
            _ => details::in_short(l10n, compute, detail.price, entra),
        };
        list(l10n, found, each.map(line))
    };
    reply.lines.extend(azure_error::unread(l10n, &looked.unread));
    reply
}

/// Replaces a status after a click on it: one instance in short, with buttons for the next commands.
pub fn card(l10n: &Localizer, id: &ComputeId, state: &State, offers: Vec<Button>) -> Reply {
    let args = state::args(l10n, id, Some(state));
    Reply::from(line!(l10n, "status-head", ..args, since = "")).with_buttons(offers)
}

/// A button under a status.
pub fn offer(l10n: &Localizer, verb: Verb, id: &ComputeId) -> Button {
    let verb = verb.name();
    Button::new(l10n.now, l10n.word(&format!("button-{verb}")), format!("{verb} {id}"))
}

/// Most instances that are listed; the others are counted.
const LINES: usize = 60;

/// How many there are in each state, and the lines about `each`.
pub(super) fn list(
    l10n: &Localizer,
    found: &[Seen<Compute>],
    each: impl ExactSizeIterator<Item = Text>,
) -> Reply {
    let counts = counts(l10n, found);
    let mut lines = vec![line!(l10n, "list-head", total = found.len(), counts)];
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
