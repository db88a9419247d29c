//! What nobody needs a right for: the commands, by the table of verbs and the caller's rights; who the caller is, and which
//! version answers.

use std::collections::BTreeSet;

use super::{
    prelude::{Localizer, Phrase, Reply, Text, line},
    refusal::right_line,
};
use crate::{
    command::{Class, Command, MOST_USED, Topic, VERBS, Verb, VerbRow, states_instead_of},
    command_request::Caller,
    policy::{Ability, Right},
};

/// What `topic` is about; of the commands, those that a caller with `rights` may use.
pub fn help(l10n: &Localizer, rights: &[Right], topic: Topic) -> Reply {
    let gives = |verb| rights.iter().any(|right| right.may.contains(&Ability::Do(verb)));
    let is_allowed = |verb: Verb| !verb.needs_grant() || gives(verb);
    let usable = || VERBS.iter().filter(|row| row.class != Class::Timer && is_allowed(row.verb));
    let rows: Vec<_> = match topic {
        Topic::Verb(verb) => return about(l10n, verb.row(), is_allowed(verb)),
        Topic::Overview => usable().filter(|row| MOST_USED.contains(&row.verb)).collect(),
        Topic::All => usable().collect(),
        Topic::States => return states(l10n).into(),
        Topic::Names => return line!(l10n, "help-about-names").into(),
        Topic::Times => {
            return line!(l10n, "help-about-times", zone = l10n.zone.iana_name().unwrap_or("UTC")).into();
        }
        Topic::Owners => return line!(l10n, "help-about-owners").into(),
        Topic::Sizes => return line!(l10n, "help-about-sizes").into(),
    };
    let rows = if rows.is_empty() { usable().collect() } else { rows };
    let mut lines = vec![line!(l10n, "help-head")];
    lines.extend(rows.into_iter().map(|row| usage(l10n, row)));
    lines.push(line!(l10n, "help-foot"));
    lines.push(match topic {
        Topic::All => {
            let topics = Topic::others().filter(|topic| *topic != Topic::All);
            let topics = topics.map(|topic| l10n.command(&Command::Help { topic }));
            line!(l10n, "help-topics", topics = l10n.list_code(topics, usize::MAX))
        }
        _ => line!(l10n, "help-all"),
    });
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
    lines.extend((row.verb == Verb::Status).then(|| states(l10n)));
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

fn states(l10n: &Localizer) -> Text {
    let states = states_instead_of("", l10n.locale).unwrap_or_default();
    line!(l10n, "help-about-states", states = l10n.either(states.into_iter().map(Phrase::code)))
}

/// The version and the commit, of `build.rs`.
pub fn ping(l10n: &Localizer) -> Reply {
    line!(l10n, "pong", version = env!("LAMPLIGHTER_VERSION")).into()
}

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
