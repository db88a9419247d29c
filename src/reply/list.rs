//! Many instances, a line each.

use std::cmp::Reverse;

use super::{
    prelude::{Localizer, Phrase, Reply, Text, grouped, line, say},
    state::{state_word, state_words},
};
use crate::azure::{Compute, Seen};

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
