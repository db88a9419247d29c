//! The registration of `/ci` with all its subcommands, in all languages. In any language, Discord sends
//! the English names.
//!
//! Format and limits: <https://docs.discord.com/developers/interactions/application-commands>.

use serde_json::{Map, Value, json};

use super::interaction::{CLAUSE, FREE, FREE_TEXT, TARGETS, TOPIC};
use crate::{
    command::{Flag, Takes, VERBS, Verb, VerbRow},
    locale::{InEach, Locale},
    reply::{self, Text},
};

const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const BOOLEAN: u8 = 5;

/// Where the command can be used: in servers, and in direct messages with the application.
const SERVER: u8 = 0;
const DIRECT: u8 = 1;

/// The command for `POST /applications/<id>/commands`. In a server, only administrators see it until
/// they allow others to use it.
pub fn registration() -> Value {
    let verbs = VERBS.iter().map(subcommand);
    let mut command = described(1, name("ci", "ci"), "command-ci");
    command["default_member_permissions"] = json!("0");
    command["integration_types"] = json!([0]);
    command["contexts"] = json!([SERVER, DIRECT]);
    command["options"] = verbs.chain([free()]).collect();
    command
}

/// One verb. Required options come first, as Discord demands.
fn subcommand(row: &VerbRow) -> Value {
    let what = match row.takes {
        Takes::Nothing => None,
        Takes::Verb => Some(topic()),
        Takes::One | Takes::Many => Some(targets(true)),
        Takes::AnyNumber => Some(targets(false)),
    };
    let announced = (row.verb == Verb::Announce).then(announced);
    let clause = match row.verb {
        Verb::Keep => Some(clause("option-how", true)),
        Verb::Announce => Some(clause("option-when", true)),
        Verb::Idle => Some(clause("option-idle", true)),
        Verb::Schedule => Some(clause("option-schedule", false)),
        _ => None,
    };
    let given = announced.into_iter().chain(what).chain(clause);
    let options: Vec<Value> = given.chain(row.flags.iter().map(|flag| option(*flag))).collect();
    let verb = row.verb;
    let names = name(verb.name_in(Locale::English), verb.name_in(Locale::Portuguese));
    let mut subcommand = described(SUBCOMMAND, names, &format!("help-{}", verb.name()));
    subcommand["options"] = options.into();
    subcommand
}

fn free() -> Value {
    let mut text = described(STRING, name(FREE_TEXT, "texto"), "option-text");
    text["required"] = true.into();
    let mut free = described(SUBCOMMAND, name(FREE, "fazer"), "command-do");
    free["options"] = json!([text]);
    free
}

fn targets(required: bool) -> Value {
    let mut targets = described(STRING, name(TARGETS, "nome"), "option-name");
    targets["required"] = required.into();
    targets["autocomplete"] = true.into();
    targets
}

fn topic() -> Value {
    let mut topic = described(STRING, name(TOPIC, "verbo"), "option-verb");
    topic["choices"] = VERBS.iter().map(|row| choice(row.verb)).collect();
    topic
}

/// What can be announced.
fn announced() -> Value {
    let mut announced = described(STRING, name(TOPIC, "verbo"), "option-announced");
    announced["required"] = true.into();
    announced["choices"] = [Verb::Stop, Verb::Start, Verb::Restart].map(choice).into();
    announced
}

fn choice(verb: Verb) -> Value {
    let local = |locale| verb.name_in(locale).into();
    json!({"name": verb.name(), "value": verb.name(), "name_localizations": localized(local)})
}

/// The option for the end of the command, in our own language.
fn clause(words: &str, required: bool) -> Value {
    let mut clause = described(STRING, name(CLAUSE, "quando"), words);
    clause["required"] = required.into();
    clause
}

fn option(flag: Flag) -> Value {
    let kind = match flag {
        Flag::DryRun | Flag::Force => BOOLEAN,
        Flag::Except | Flag::State | Flag::Owner | Flag::Max | Flag::LongerThan | Flag::Since => STRING,
    };
    let bare = |locale| flag.name_in(locale).trim_start_matches('-');
    let names = name(bare(Locale::English), bare(Locale::Portuguese));
    described(kind, names, &format!("option-{}", names.en))
}

const fn name(en: &'static str, pt: &'static str) -> InEach<&'static str> {
    InEach { en, pt }
}

/// A command or an option, described by the message `words`.
fn described(kind: u8, name: InEach<&'static str>, words: &str) -> Value {
    json!({
        "type": kind,
        "name": name.en,
        "name_localizations": localized(|locale| (*name.of(locale)).into()),
        "description": description(Locale::English, words),
        "description_localizations": localized(|locale| description(locale, words).into()),
    })
}

/// The values in all languages but English. Discord uses the same tags.
fn localized(say: impl Fn(Locale) -> Value) -> Map<String, Value> {
    let others = Locale::ALL.iter().filter(|locale| **locale != Locale::English);
    others.map(|locale| (locale.tag().to_owned(), say(*locale))).collect()
}

fn description(locale: Locale, words: &str) -> String {
    let plain = Text::read(&reply::label(locale, words)).plain();
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
