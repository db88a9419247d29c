//! Many instances, a line each.

use std::cmp::Reverse;

use super::{
    localizer::{Localizer, line, say},
    markup::Phrase,
    message::Reply,
    state::{self, size_name, state_word, state_words},
};
use crate::azure::{Compute, Seen, State};

/// Most instances that are listed; the others are counted.
const LINES: usize = 60;

pub(super) fn list(l10n: &Localizer, found: &[Seen<Compute>]) -> Reply {
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

/// `3 running, 1 stopped`. States that are called by the same word are counted together.
fn counts(l10n: &Localizer, found: &[Seen<Compute>]) -> Phrase {
    let mut counts: Vec<(Option<&State>, Phrase, usize)> = Vec::new();
    for state in found.iter().map(|compute| compute.state.as_ref()) {
        let word = state_word(l10n, state);
        match counts.iter_mut().find(|(_, known, _)| *known == word) {
            Some((_, _, n)) => *n += 1,
            None => counts.push((state, word, 1)),
        }
    }
    counts.sort_by_key(|(_, _, n)| Reverse(*n));
    let said = counts
        .into_iter()
        .map(|(state, _, n)| say!(l10n, "count-state", n, state = state_words(l10n, state, n)));
    Phrase::join(said, ", ")
}
