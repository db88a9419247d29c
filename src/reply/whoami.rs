//! The identity and the rights of the caller.

use super::{
    localizer::{Localizer, line},
    message::Reply,
    refusal::{places, verbs},
};
use crate::{command::Verb, command_request::Caller};

/// The id to put into grants, the verbs and places of the grants, and the id in Entra.
pub fn whoami(
    l10n: &Localizer,
    caller: &Caller,
    entra: Option<&str>,
    (may, on): &(Vec<Verb>, Vec<String>),
) -> Reply {
    Reply::to_caller([
        line!(l10n, "whoami", caller = &caller.id),
        if may.is_empty() {
            line!(l10n, "whoami-may-nothing")
        } else {
            line!(l10n, "whoami-may", may = verbs(l10n, may), on = places(l10n, on))
        },
        match entra {
            Some(entra) => line!(l10n, "whoami-entra", entra),
            None => line!(l10n, "whoami-no-entra"),
        },
    ])
}
