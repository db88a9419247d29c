//! Suggestions while a person types: the instances whose names begin with the last word or contain it.

use jiff::Timestamp;
use tokio::time::timeout_at;

use super::{first_answer, state::App};
use crate::{
    azure::{Compute, Seen, ThrottleWait},
    command::{Selection, Verb},
    command_request::CommandRequest,
    fleet,
    reply::{self, Localizer},
    source::{Answer, Choice, ReplyHandle, Source},
};

/// Offers the instances that are known in time. Before a command, no error is worth a message.
pub(super) async fn complete(
    app: &App,
    source: &Source,
    request: &CommandRequest,
    handle: &dyn ReplyHandle,
    arrived: Timestamp,
) -> Answer {
    let found = match app.admission.admit(&request.caller) {
        Ok(_admitted) => {
            timeout_at(first_answer::due(app, source, arrived), within_reach(app, request)).await
        }
        Err(_) => return handle.offer(&[]),
    };
    let found = found.unwrap_or_default();
    let choices = choices(&app.engine.localizer(request), &request.text, &found);
    tracing::debug!(id = %request.id, source = source.name, caller = request.caller.id, choices = choices.len(), "offered");
    handle.offer(&choices)
}

/// The instances to which the caller may apply the verb.
async fn within_reach(app: &App, request: &CommandRequest) -> Vec<Compute> {
    let verb = request.text.split_whitespace().next().and_then(Verb::named);
    let Some(verb) = verb.filter(|verb| verb.needs_grant()) else {
        return Vec::new();
    };
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
    let mut named: Vec<_> = found
        .iter()
        .filter_map(|compute| {
            let name = if word.contains('/') { compute.id.to_string() } else { localizer.name(&compute.id) };
            let place = name.to_ascii_lowercase().find(&word)?;
            Some((place > 0, name, compute))
        })
        .collect();
    named.sort_unstable_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    named
        .into_iter()
        .map(|(_, name, compute)| Choice {
            label: format!("{} {before}{name}", reply::dot(localizer, compute.state.as_ref())),
            value: format!("{before}{name}"),
        })
        .collect()
}
