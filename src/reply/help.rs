//! The commands, by the table of verbs and the caller's rights.

use super::{
    localizer::{Localizer, line},
    markup::Text,
    message::Reply,
};
use crate::{
    command::{Class, VERBS, Verb, VerbRow},
    policy::{Ability, Right},
};

/// The usage of `topic`, or of all commands that a caller with `rights` may use.
pub fn help(l10n: &Localizer, rights: &[Right], topic: Option<Verb>) -> Reply {
    let gives = |verb| rights.iter().any(|right| right.may.contains(&Ability::Do(verb)));
    let is_allowed = |verb: Verb| !verb.needs_grant() || gives(verb);
    if let Some(verb) = topic {
        return about(l10n, verb.row(), is_allowed(verb));
    }
    let rows = VERBS.iter().filter(|row| row.class != Class::Timer && is_allowed(row.verb));
    let mut lines = vec![line!(l10n, "help-head")];
    lines.extend(rows.map(|row| usage(l10n, row)));
    lines.push(line!(l10n, "help-foot"));
    Reply::to_caller(lines)
}

fn about(l10n: &Localizer, row: &VerbRow, allowed: bool) -> Reply {
    let list = |words: &[&str]| l10n.list_code(words, usize::MAX);
    let mut lines = vec![usage(l10n, row)];
    if !row.flags.is_empty() {
        let options: Vec<_> = row.flags.iter().map(|flag| flag.name_in(l10n.locale)).collect();
        lines.push(line!(l10n, "help-options", options = list(&options)));
    }
    if let [_, others @ ..] = row.names.of(l10n.locale)
        && !others.is_empty()
    {
        lines.push(line!(l10n, "help-names", names = list(others)));
    }
    lines.push(line!(l10n, "help-example", example = l10n.retold(row.example)));
    if !allowed {
        lines.push(line!(l10n, "help-not-yours"));
    }
    Reply::to_caller(lines)
}

fn usage(l10n: &Localizer, row: &VerbRow) -> Text {
    let usage = format!("{} {}", l10n.verb(row.verb), row.usage(l10n.locale));
    let what = l10n.word(&format!("help-{}", row.verb.name()));
    line!(l10n, "help-line", usage = usage.trim_end(), what)
}
