//! What a caller may not do.

use super::{
    localizer::{Localizer, line},
    markup::Phrase,
    message::Reply,
};
use crate::{command::Verb, command_request::Caller, policy::Denial};

/// Most places that are named.
const PLACES: usize = 6;

pub fn refused(l10n: &Localizer, refusal: &Denial, caller: &Caller) -> Reply {
    let line = match refusal {
        Denial::NoGrants => line!(l10n, "no-grants", caller = &caller.id),
        Denial::NotThisVerb { verb, may, on } => {
            let (may, on) = (verbs(l10n, may), places(l10n, on));
            line!(l10n, "not-this-verb", verb = *verb, may, on)
        }
        Denial::NothingOfThese { verb } => {
            line!(l10n, "nothing-of-these", verb = *verb)
        }
        Denial::NotByMachine => line!(l10n, "not-by-machine"),
        Denial::NotByForce { verb } => line!(l10n, "not-by-force", verb = *verb),
        Denial::NobodyKnown => line!(l10n, "nobody-known", caller = &caller.id),
    };
    line.into()
}

/// For a caller whom the platform does not identify.
pub fn unidentified(l10n: &Localizer) -> Reply {
    line!(l10n, "nameless").into()
}

/// The verbs of grants.
pub(super) fn verbs(l10n: &Localizer, verbs: &[Verb]) -> Phrase {
    l10n.list(verbs.iter().map(|verb| Phrase::bold(l10n.verb(*verb))))
}

/// The places of grants: `research/*` is called `research`; another glob is shown as it is configured.
pub(super) fn places(l10n: &Localizer, on: &[String]) -> Phrase {
    let places = on.iter().map(|place| match (place.as_str(), place.strip_suffix("/*")) {
        ("mine", _) => l10n.word("place-mine"),
        ("*/*", _) => l10n.word("place-all"),
        (_, Some(workspace)) if !workspace.contains('*') => Phrase::literal(workspace),
        (place, _) => Phrase::code(place),
    });
    l10n.list_most(places, PLACES)
}
