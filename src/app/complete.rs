//! Names for somebody who is still typing: of the instances that the command could mean, those
//! that begin or go on like the last word.

use jiff::Timestamp;
use tokio::time::timeout_at;

use super::App;
use crate::{
    ask::Ask,
    azure::{Compute, Seen, Waiting},
    command::{Selection, Verb},
    reply::{self, Voice},
    source::{Answer, Choice, Source},
};

impl App {
    /// Offers what is known in time. No error is worth a word before anything was asked.
    pub(super) async fn complete(&self, source: &Source, ask: &Ask, arrived: Timestamp) -> Answer {
        let found = match self.admission.admit(&ask.caller) {
            Ok(_admitted) => timeout_at(self.due(source, arrived), self.within_reach(ask)).await,
            Err(_) => return source.offer(&[]),
        };
        let found = found.unwrap_or_default();
        let choices = choices(&self.voice(ask), &ask.text, &found);
        tracing::debug!(id = %ask.id, source = source.name, caller = ask.caller.id, choices = choices.len(), "offered");
        source.offer(&choices)
    }

    /// The instances to which the caller may do what the first word says.
    async fn within_reach(&self, ask: &Ask) -> Vec<Compute> {
        let verb = ask.text.split_whitespace().next().and_then(Verb::named);
        let Some(verb) = verb.filter(|verb| verb.needs_grant()) else {
            return Vec::new();
        };
        let (everything, waiting) = (Selection::default(), Waiting::new());
        let looked = self
            .fleet
            .look(&self.policy, &ask.caller, verb, &everything, &waiting);
        let found = looked.await.map(|looked| looked.found).unwrap_or_default();
        found.into_iter().map(Seen::into_inner).collect()
    }
}

/// Those that begin like the last word of `text` first, then those that have it in them. Somebody
/// who names the workspace goes on with it.
fn choices(voice: &Voice, text: &str, found: &[Compute]) -> Vec<Choice> {
    let (_, typed) = text.split_once(' ').unwrap_or_default();
    let at = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (before, word) = (&typed[..at], typed[at..].to_ascii_lowercase());
    let mut named: Vec<_> = found
        .iter()
        .filter_map(|compute| {
            let name = if word.contains('/') {
                compute.id.to_string()
            } else {
                voice.name(&compute.id)
            };
            let place = name.to_ascii_lowercase().find(&word)?;
            Some((place > 0, name, compute))
        })
        .collect();
    named.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    named
        .into_iter()
        .map(|(_, name, compute)| Choice {
            label: format!("{} {before}{name}", reply::dot(voice, compute.state.as_ref())),
            value: format!("{before}{name}"),
        })
        .collect()
}
