//! The answer to `status`, and the card that a status becomes after a click.

use super::{
    azure_error,
    details::{self, Detail},
    list::list,
    localizer::{Localizer, line},
    message::{Button, Reply},
    state,
};
use crate::{
    azure::{Compute, Seen, State},
    command::Verb,
    fleet::Selected,
    target::ComputeId,
};

/// Most instances that are shown in full.
const IN_FULL: usize = 3;

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
    } else if is_in_full(verb, found) || found.is_empty() {
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
