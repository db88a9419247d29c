//! Many instances, a line each.

use std::cmp::Reverse;

use super::{
    formats::grouped,
    localizer::{Localizer, line, say},
    markup::Phrase,
    message::Reply,
    state::{self, state_word, state_words},
};
use crate::azure::{Compute, Seen, vm_size};

/// Most instances that are listed; the others are counted.
const LINES: usize = 60;

pub(super) fn list(l10n: &Localizer, found: &[Seen<Compute>]) -> Reply {
    let counts = counts(l10n, found);
    let mut lines = vec![line!(l10n, "list-head", total = found.len(), counts)];
    let each = found.iter().map(|compute| {
        let args = state::args(l10n, &compute.id, compute.state.as_ref());
        let size = compute.vm_size.as_ref().map(|size| format!(" · {}", vm_size::short(size)));
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
