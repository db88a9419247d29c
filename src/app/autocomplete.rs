//! Suggestions while a person types: the instances whose names begin with the last word or contain it.

use jiff::Timestamp;
use tokio::time::timeout_at;

use super::state::{App, Reception};
use crate::{
    azure::{Compute, Seen, ThrottleWait},
    command::{Selection, Verb},
    command_request::CommandRequest,
    fleet,
    reply::{self, Localizer},
    source::{Answer, Choice, ReplyHandle},
};

impl Reception<'_> {
    /// Offers the instances that are known in time. Before a command, no error is worth a message.
    pub(super) async fn complete(
        &self,
        request: &CommandRequest,
        handle: &dyn ReplyHandle,
        arrived: Timestamp,
    ) -> Answer {
        let Reception { app, source, .. } = self;
        let Ok(_admitted) = app.admission.admit(&request.caller) else { return handle.offer(&[]) };
        let found = timeout_at(self.first_answer_due(arrived), within_reach(app, request)).await;
        let found = found.unwrap_or_default();
        let choices = choices(&app.engine.localizer(request), &request.text, &found);
        tracing::debug!(id = %request.id, source = source.name, caller = request.caller.id, choices = choices.len(), "offered");
        handle.offer(&choices)
    }
}

/// The instances to which the caller may apply the verb.
async fn within_reach(app: &App, request: &CommandRequest) -> Vec<Compute> {
    let verb = request.text.split_whitespace().next().and_then(Verb::named);
    let Some(verb) = verb.filter(|verb| verb.needs_grant()) else { return Vec::new() };
    let (engine, everything, waiting) = (&app.engine, Selection::default(), ThrottleWait::new());
    let policy = engine.policy();
    let look = fleet::look(&engine.azure, &policy, &request.caller, (verb, false), &everything, &waiting);
    let found = look.await.map(|selected| selected.found).unwrap_or_default();
    found.into_iter().map(Seen::into_inner).collect()
}

/// The names that begin with the last word of `text` first, then those that contain it. After a workspace, names have
/// their workspace too.
fn choices(localizer: &Localizer, text: &str, found: &[Compute]) -> Vec<Choice> {
    let (_, typed) = text.split_once(' ').unwrap_or_default();
    let at = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (before, word) = (&typed[..at], typed[at..].to_ascii_lowercase());
    let named = found.iter().filter_map(|compute| {
        let name = if word.contains('/') { compute.id.to_string() } else { localizer.name(&compute.id) };
        let place = name.to_ascii_lowercase().find(&word)?;
        Some((place > 0, name, compute))
    });
    let mut named: Vec<_> = named.collect();
    named.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let choice = |(_, name, compute): (bool, String, &Compute)| Choice {
        label: format!("{} {before}{name}", reply::dot(localizer, compute.state.as_ref())),
        value: format!("{before}{name}"),
    };
    named.into_iter().map(choice).collect()
}
