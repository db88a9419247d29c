//! What a caller may not do.

use super::{
    localizer::{Voice, line},
    markup::Phrase,
    message::Reply,
};
use crate::{ask::Caller, command::Verb, policy::Refusal};

/// Most places that are named.
const PLACES: usize = 6;

pub fn refused(l10n: &Voice, refusal: &Refusal, caller: &Caller) -> Reply {
    let line = match refusal {
        Refusal::NoGrants => line!(l10n, "no-grants", caller = &caller.id),
        Refusal::NotThisVerb { verb, may, on } => {
            let (may, on) = (verbs(l10n, may), places(l10n, on));
            line!(l10n, "not-this-verb", verb = *verb, may, on)
        }
        Refusal::NothingOfThese { verb } => {
            line!(l10n, "nothing-of-these", verb = *verb)
        }
        Refusal::NotByMachine => line!(l10n, "not-by-machine"),
        Refusal::NotByForce { verb } => line!(l10n, "not-by-force", verb = *verb),
        Refusal::NobodyKnown => line!(l10n, "nobody-known", caller = &caller.id),
    };
    line.into()
}

/// For a caller whom the platform does not identify.
pub fn nameless(l10n: &Voice) -> Reply {
    line!(l10n, "nameless").into()
}

/// The verbs of grants.
pub(super) fn verbs(l10n: &Voice, verbs: &[Verb]) -> Phrase {
    l10n.list(verbs.iter().map(|verb| Phrase::bold(l10n.verb(*verb))))
}

/// The places of grants: `research/*` is called `research`; another glob is shown as it is configured.
pub(super) fn places(l10n: &Voice, on: &[String]) -> Phrase {
    let places = on
        .iter()
        .map(|place| match (place.as_str(), place.strip_suffix("/*")) {
            ("mine", _) => l10n.word("place-mine"),
            ("*/*", _) => l10n.word("place-all"),
            (_, Some(workspace)) if !workspace.contains('*') => Phrase::literal(workspace),
            (place, _) => Phrase::code(place),
        });
    l10n.list_most(places, PLACES)
}
