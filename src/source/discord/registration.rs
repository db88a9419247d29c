//! What Discord has to be told once, so that people find `/ci` with all its subcommands.
//!
//! Format and limits: <https://docs.discord.com/developers/interactions/application-commands>.

use serde_json::{Value, json};

use super::interaction::{FREE, FREE_TEXT, TARGETS, TOPIC};
use crate::{
    command::{Flag, Takes, VERBS, VerbRow},
    reply::{self, Locale, Text},
};

const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const BOOLEAN: u8 = 5;

/// Where it can be used: in servers, and in direct messages with the application.
const SERVER: u8 = 0;
const DIRECT: u8 = 1;

/// The other languages there are words in, as Discord calls them.
const OTHERS: &[(Locale, &str)] = &[];

/// The command, as `POST /applications/<id>/commands` takes it. Until a server's administrator
/// lets others use it, administrators alone see it there.
pub fn registration() -> Value {
    let verbs = VERBS.iter().map(subcommand);
    let free = described(
        SUBCOMMAND,
        FREE,
        "command-do",
        json!({"options": [
            described(STRING, FREE_TEXT, "option-text", json!({"required": true})),
        ]}),
    );
    let mut command = described(
        1,
        "ci",
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
    let name = row.verb.name();
    let what = match row.takes {
        Takes::Nothing => None,
        Takes::Verb => Some(described(
            STRING,
            TOPIC,
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
        let name = flag.name().trim_start_matches('-');
        described(kind, name, &format!("option-{name}"), json!({}))
    });
    let options: Vec<Value> = what.into_iter().chain(flags).collect();
    described(
        SUBCOMMAND,
        name,
        &format!("help-{name}"),
        json!({"options": options}),
    )
}

fn targets(required: bool) -> Value {
    let more = json!({"autocomplete": true, "required": required});
    described(STRING, TARGETS, "option-name", more)
}

fn topics() -> Vec<Value> {
    let names = VERBS.iter().map(|row| row.verb.name());
    names.map(|name| json!({"name": name, "value": name})).collect()
}

/// A command or an option, with what `words` say of it in each language, and what `more` says.
fn described(kind: u8, name: &str, words: &str, mut more: Value) -> Value {
    more["type"] = kind.into();
    more["name"] = name.into();
    more["description"] = description(Locale::English, words).into();
    if !OTHERS.is_empty() {
        let others = OTHERS
            .iter()
            .map(|(locale, tag)| ((*tag).to_owned(), description(*locale, words).into()));
        more["description_localizations"] = Value::Object(others.collect());
    }
    more
}

fn description(locale: Locale, words: &str) -> String {
    let plain = Text::read(&reply::label(locale, words)).plain();
    let mut letters = plain.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
