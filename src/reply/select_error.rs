//! Why there is no instance to act on.

use super::{
    azure_error,
    localizer::{Localizer, line},
    markup::Phrase,
    message::Reply,
    refusal::refused,
};
use crate::{
    command::{Command, states_instead_of},
    command_request::Caller,
    fleet::SelectError,
};

/// Most names in a line.
const NAMES: usize = 8;

pub fn select_error(l10n: &Localizer, miss: &SelectError, caller: &Caller, command: &Command) -> Reply {
    let verb = command.verb();
    let line = match miss {
        SelectError::Refused(refusal) => return refused(l10n, refusal, caller),
        SelectError::Failed(unread) => {
            let why = if unread.alias.is_some() && l10n.name_workspaces {
                azure_error::unread_line(l10n, unread)
            } else {
                azure_error::sentence(l10n, &unread.error)
            };
            // The fleet is read before anything is done.
            let nothing_done = verb.changes_the_world().then(|| line!(l10n, "nothing-done"));
            return Reply::to_caller([why].into_iter().chain(nothing_done));
        }
        SelectError::NotSeen { names, meant } => {
            let names = l10n.list_code(names, NAMES);
            let done = if verb.changes_the_world() { "yes" } else { "no" };
            match meant {
                Some(meant) => {
                    line!(l10n, "not-seen-meant", names, meant)
                }
                None => line!(l10n, "not-seen", names, done),
            }
        }
        SelectError::Ambiguous { name, places } => {
            let verb = l10n.verb(verb);
            let commands = places.iter().map(|id| Phrase::code(format!("{verb} {id}")));
            line!(l10n, "ambiguous", name, places = Phrase::join(commands, " / "))
        }
        SelectError::NothingFits => {
            let state = command.selection().and_then(|selection| selection.state.as_deref());
            match state.and_then(|state| states_instead_of(state, l10n.locale)) {
                Some(states) => {
                    let states = l10n.list_code(states, usize::MAX);
                    line!(l10n, "no-such-state", state, states)
                }
                None => line!(l10n, "nothing-fits", selection = l10n.arguments(command)),
            }
        }
    };
    line.into()
}
