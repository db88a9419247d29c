//! What Discord has to be told once, so that people find `/ci` with all its subcommands.
//!
//! Format and limits: <https://docs.discord.com/developers/interactions/application-commands>.

use serde_json::{Value, json};

use super::interaction::{FREE, FREE_TEXT, TARGETS, TOPIC};
use crate::{
    command::{Flag, Takes, VERBS, VerbRow},
    locale::{InEach, Locale},
    reply::{self, Text},
};

/// Discord shows people the names in their language, and sends us the English ones.
type Name = InEach<&'static str>;

const CI: Name = InEach { en: "ci", pt: "ci" };
const DO: Name = InEach {
    en: FREE,
    pt: "fazer",
};
const TEXT: Name = InEach {
    en: FREE_TEXT,
    pt: "texto",
};
const VERB: Name = InEach {
    en: TOPIC,
    pt: "verbo",
};
const NAME: Name = InEach {
    en: TARGETS,
    pt: "nome",
};

const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const BOOLEAN: u8 = 5;

/// Where it can be used: in servers, and in direct messages with the application.
const SERVER: u8 = 0;
const DIRECT: u8 = 1;

/// The command, as `POST /applications/<id>/commands` takes it. Until a server's administrator
/// lets others use it, administrators alone see it there.
pub fn registration() -> Value {
    let verbs = VERBS.iter().map(subcommand);
    let free = described(
        SUBCOMMAND,
        DO,
        "command-do",
        json!({"options": [
            described(STRING, TEXT, "option-text", json!({"required": true})),
        ]}),
    );
    let mut command = described(
        1,
        CI,
        "command-ci",
        json!({
            "default_member_permissions": "0",
            "integration_types": [0],
            "contexts": [SERVER, DIRECT],
        }),
    );
    command["options"] = verbs.chain([free]).collect();
    command
}

/// One verb. Options that have to be given stand first, as Discord wants it.
fn subcommand(row: &VerbRow) -> Value {
    let name = InEach::by(|locale| row.verb.name_in(locale));
    let what = match row.takes {
        Takes::Nothing => None,
        Takes::Verb => Some(described(
            STRING,
            VERB,
            "option-verb",
            json!({"choices": topics()}),
        )),
        Takes::One | Takes::Many => Some(targets(true)),
        Takes::AnyNumber => Some(targets(false)),
    };
    let flags = row.flags.iter().map(|flag| {
        let kind = match flag {
            Flag::DryRun | Flag::Force => BOOLEAN,
            Flag::Except | Flag::State | Flag::Owner => STRING,
        };
        let name = InEach::by(|locale| flag.name_in(locale).trim_start_matches('-'));
        described(kind, name, &format!("option-{}", name.en), json!({}))
    });
    let options: Vec<Value> = what.into_iter().chain(flags).collect();
    described(
        SUBCOMMAND,
        name,
        &format!("help-{}", name.en),
        json!({"options": options}),
    )
}

fn targets(required: bool) -> Value {
    let more = json!({"autocomplete": true, "required": required});
    described(STRING, NAME, "option-name", more)
}

fn topics() -> Vec<Value> {
    let topic = |row: &VerbRow| {
        let name = InEach::by(|locale| row.verb.name_in(locale));
        let mut topic = json!({"name": name.en, "value": name.en});
        localize(&mut topic, "name", |locale| (*name.of(locale)).to_owned());
        topic
    };
    VERBS.iter().map(topic).collect()
}

/// A command or an option, with what `words` say of it in each language, and what `more` says.
fn described(kind: u8, name: Name, words: &str, mut more: Value) -> Value {
    more["type"] = kind.into();
    more["name"] = name.en.into();
    more["description"] = description(Locale::English, words).into();
    localize(&mut more, "name", |locale| (*name.of(locale)).to_owned());
    localize(&mut more, "description", |locale| description(locale, words));
    more
}

/// Adds `key` in the other languages. Discord calls them by the same tags as we do.
fn localize(described: &mut Value, key: &str, say: impl Fn(Locale) -> String) {
    let others = Locale::ALL.iter().filter(|locale| **locale != Locale::English);
    let said = others.map(|locale| (locale.tag().to_owned(), say(*locale).into()));
    described[format!("{key}_localizations")] = Value::Object(said.collect());
}

fn description(locale: Locale, words: &str) -> String {
    let plain = Text::read(&reply::label(locale, words)).plain();
    let mut letters = plain.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
