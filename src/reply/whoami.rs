//! Who the caller is, and what the caller may do.

use super::{
    grants::{places, verbs},
    localizer::{Args, Voice},
    message::Reply,
};
use crate::{ask::Caller, command::Verb};
/// Who the caller is to us: the id to put into grants, and what the grants give.
pub fn whoami(
    voice: &Voice,
    caller: &Caller,
    entra: Option<&str>,
    rights: &(Vec<Verb>, Vec<String>),
) -> Reply {
    let entra = match entra {
        Some(entra) => voice.line("whoami-entra", Args::new().text("entra", entra)),
        None => voice.line("whoami-no-entra", Args::new()),
    };
    let (may, on) = rights;
    let may = if may.is_empty() {
        voice.line("whoami-may-nothing", Args::new())
    } else {
        let args = Args::new().piece("may", verbs(voice, may));
        voice.line("whoami-may", args.piece("on", places(voice, on)))
    };
    Reply::to_caller([
        voice.line("whoami", Args::new().text("caller", &caller.id)),
        may,
        entra,
    ])
}
