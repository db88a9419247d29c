//! The identity and the rights of the caller.

use std::collections::BTreeSet;

use super::{
    prelude::{Localizer, Phrase, Reply, line},
    refusal::right_line,
};
use crate::{command_request::Caller, policy::Right};

/// The id to put into grants, the rights in each place, the lists that give some of them, and the id in Entra. `here_only`: whether some of the rights
/// hold only in the channel of the request.
pub fn whoami(
    l10n: &Localizer,
    caller: &Caller,
    entra: Option<&str>,
    (rights, lists): (&[Right], &BTreeSet<String>),
    here_only: bool,
) -> Reply {
    let mut lines = vec![line!(l10n, "whoami", caller = &caller.id)];
    lines.extend(rights.iter().map(|right| right_line(l10n, right)));
    lines.extend(rights.is_empty().then(|| line!(l10n, "whoami-may-nothing")));
    lines.extend((!lists.is_empty()).then(|| {
        let lists = l10n.list(lists.iter().map(Phrase::code));
        line!(l10n, "whoami-lists", lists)
    }));
    lines.extend(here_only.then(|| line!(l10n, "whoami-here-only")));
    lines.push(match entra {
        Some(entra) => line!(l10n, "whoami-entra", entra),
        None => line!(l10n, "whoami-no-entra"),
    });
    lines.extend(caller.conversation.as_ref().map(|id| line!(l10n, "whoami-conversation", id)));
    Reply::to_caller(lines)
}
