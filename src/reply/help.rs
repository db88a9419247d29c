//! What can be asked, by the table of verbs and the caller's rights.

use super::{
    localizer::{Args, Voice},
    message::Reply,
};
use crate::command::{VERBS, Verb, VerbRow};

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
