//! Many instances, a line each.

use std::cmp::Reverse;

use super::{
    localizer::{Args, Voice},
    message::Reply,
    state::{dot, size_name, state_word, state_words},
};
use crate::azure::{Compute, Seen, State};
/// More lines than this are cut, and counted.
const LINES: usize = 60;

pub(super) fn overview(voice: &Voice, found: &[Seen<Compute>]) -> Reply {
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
