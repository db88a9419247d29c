//! What was not understood, not allowed, or not there; and what to type instead.

use super::{
    grants::{places, verbs},
    localizer::{Args, Voice},
    markup::literal,
    message::Reply,
};
use crate::{ask::Caller, policy::Refusal};

pub fn refused(voice: &Voice, refusal: &Refusal, caller: &Caller) -> Reply {
    let args = Args::new();
    let line = match refusal {
        Refusal::NoGrants => voice.line("no-grants", args.text("caller", &caller.id)),
        Refusal::NotThisVerb { verb, may, on } => {
            let args = args
                .piece("may", verbs(voice, may))
                .piece("on", places(voice, on));
            voice.line("not-this-verb", args.text("verb", voice.verb(*verb)))
        }
        Refusal::NothingOfThese { verb } => {
            voice.line("nothing-of-these", args.text("verb", voice.verb(*verb)))
        }
        Refusal::NotByMachine => voice.line("not-by-machine", args),
        Refusal::NotByForce { verb } => voice.line("not-by-force", args.text("verb", voice.verb(*verb))),
        Refusal::NobodyKnown => voice.line("nobody-known", args.text("caller", &caller.id)),
    };
    Reply::to_caller([line])
}

/// For somebody whom the platform itself cannot tell from others.
pub fn nameless(voice: &Voice) -> Reply {
    Reply::to_caller([voice.line("nameless", Args::new())])
}

pub(super) fn code(voice: &Voice, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", literal(name))).collect();
    voice.list(&names, 8)
}
