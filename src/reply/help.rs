//! What can be asked, by the table of verbs and the caller's rights.

use super::{
    localizer::{Args, Voice},
    message::Reply,
    refusal::{places, verbs},
};
use crate::{
    ask::Caller,
    command::{VERBS, Verb, VerbRow},
};

/// Help for a caller who may do `rights`: what they may not do is left out.
pub fn help(voice: &Voice, rights: &[Verb], topic: Option<Verb>) -> Reply {
    match topic {
        Some(verb) => about(voice, verb.row(), rights),
        None => overview(voice, rights),
    }
}

fn overview(voice: &Voice, rights: &[Verb]) -> Reply {
    let allowed = |row: &&VerbRow| !row.verb.needs_grant() || rights.contains(&row.verb);
    let lines = VERBS.iter().filter(allowed).map(|row| {
        let args = Args::new().text("usage", usage(voice, row));
        voice.line("help-line", args.piece("what", what(voice, row)))
    });
    let head = voice.line("help-head", Args::new());
    let foot = voice.line("help-foot", Args::new());
    Reply::to_caller([head].into_iter().chain(lines).chain([foot]))
}

fn about(voice: &Voice, row: &VerbRow, rights: &[Verb]) -> Reply {
    let args = Args::new().text("usage", usage(voice, row));
    let mut lines = vec![voice.line("help-line", args.piece("what", what(voice, row)))];
    if !row.flags.is_empty() {
        let options: Vec<String> = row
            .flags
            .iter()
            .map(|flag| format!("`{}`", voice.flag(*flag)))
            .collect();
        let options = voice.list(&options, options.len());
        lines.push(voice.line("help-options", Args::new().piece("options", options)));
    }
    if let [_, others @ ..] = row.names.of(voice.locale)
        && !others.is_empty()
    {
        let others: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
        let others = voice.list(&others, others.len());
        lines.push(voice.line("help-names", Args::new().piece("names", others)));
    }
    lines.push(voice.line(
        "help-example",
        Args::new().text("example", voice.retold(row.example)),
    ));
    if row.verb.needs_grant() && !rights.contains(&row.verb) {
        lines.push(voice.line("help-not-yours", Args::new()));
    }
    Reply::to_caller(lines)
}

fn usage(voice: &Voice, row: &VerbRow) -> String {
    let usage = row.usage(voice.locale);
    format!("{} {usage}", voice.verb(row.verb)).trim_end().to_owned()
}

fn what(voice: &Voice, row: &VerbRow) -> String {
    voice.word(&format!("help-{}", row.verb.name()))
}

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

/// That we are here, and which version and commit we are (build.rs).
pub fn ping(voice: &Voice) -> Reply {
    Reply::to_caller([voice.line("pong", Args::new().text("version", env!("LAMPLIGHTER_VERSION")))])
}
