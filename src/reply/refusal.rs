//! Why a command that was understood is not carried out.

use super::{
    azure_error,
    localizer::{Localizer, line},
    markup::Phrase,
    message::Reply,
};
use crate::{
    command::{Command, Verb, states_instead_of},
    command_request::Caller,
    fleet::SelectError,
    policy::Denial,
};

/// Most places that are named.
const PLACES: usize = 6;

/// Most instances that are named.
const NAMES: usize = 8;

pub fn refused(l10n: &Localizer, denial: &Denial, caller: &Caller) -> Reply {
    let line = match denial {
        Denial::NoGrants => line!(l10n, "no-grants", caller = &caller.id),
        Denial::NotThisVerb { verb, may, on } => {
            line!(l10n, "not-this-verb", verb, may = verbs(l10n, may), on = places(l10n, on))
        }
        Denial::NothingOfThese { verb } => line!(l10n, "nothing-of-these", verb),
        Denial::NotByMachine => line!(l10n, "not-by-machine"),
        Denial::NotByForce { verb } => line!(l10n, "not-by-force", verb),
        Denial::NobodyKnown => line!(l10n, "nobody-known", caller = &caller.id),
    };
    line.into()
}

/// The platform does not identify the caller.
pub fn unidentified(l10n: &Localizer) -> Reply {
    line!(l10n, "nameless").into()
}

/// The verbs of grants.
pub(super) fn verbs(l10n: &Localizer, verbs: &[Verb]) -> Phrase {
    l10n.list(verbs.iter().map(|verb| Phrase::bold(l10n.verb(*verb))))
}

/// The places of grants: `research/*` is shown as `research`, another glob as it is configured.
pub(super) fn places(l10n: &Localizer, on: &[String]) -> Phrase {
    let places = on.iter().map(|place| match (place.as_str(), place.strip_suffix("/*")) {
        ("mine", _) => l10n.word("place-mine"),
        ("*/*", _) => l10n.word("place-all"),
        (_, Some(workspace)) if !workspace.contains('*') => Phrase::literal(workspace),
        (place, _) => Phrase::code(place),
    });
    l10n.list_most(places, PLACES)
}

/// There is no instance to act on.
pub fn select_error(l10n: &Localizer, error: &SelectError, caller: &Caller, command: &Command) -> Reply {
    let verb = command.verb();
    let line = match error {
        SelectError::Refused(denial) => return refused(l10n, denial, caller),
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
                Some(meant) => line!(l10n, "not-seen-meant", names, meant),
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
                    line!(l10n, "no-such-state", state, states = l10n.list_code(states, usize::MAX))
                }
                None => line!(l10n, "nothing-fits", selection = command.arguments(l10n.locale)),
            }
        }
    };
    line.into()
}
