//! The registration of `/ci` with all its subcommands, in all languages. In any language, Discord sends
//! the English names.
//!
//! Format and limits: <https://docs.discord.com/developers/interactions/application-commands>.

use serde_json::{Map, Value, json};

use super::{
    config::API,
    interaction::{CLAUSE, FREE, FREE_TEXT, MAKING, TARGETS, TOPIC},
};
use crate::{
    command::{Class, Flag, Takes, Topic, VERBS, Verb, VerbRow},
    locale::{InEach, Locale},
    source::{Registration, manifest::in_words},
};

/// It holds all languages, and Discord shows each person their own.
pub(super) fn write(at: &Registration, _: bool) -> (String, Option<String>) {
    let note = format!(
        "\
Save this as ci.json, and register it once, with Application ID and bot token from your application's
pages at https://discord.com/developers/applications:

  curl -fsS -X POST {API}/applications/$APPLICATION_ID/commands \\
    -H \"Authorization: Bot $BOT_TOKEN\" -H 'Content-Type: application/json' --data-binary @ci.json

When Lamplighter runs, put this into General Information, Interactions Endpoint URL:

  {hook}",
        hook = at.hook(),
    );
    (format!("{:#}", registration()), Some(note))
}

const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const BOOLEAN: u8 = 5;

/// Where the command can be used: in servers, and in direct messages with the application.
const SERVER: u8 = 0;
const DIRECT: u8 = 1;

/// The command for `POST /applications/<id>/commands`. In a server, only administrators see it until
/// they allow others to use it.
pub fn registration() -> Value {
    let more = json!({
        "default_member_permissions": "0",
        "integration_types": [0],
        "contexts": [SERVER, DIRECT],
        "options": for_people().map(subcommand).chain([free()]).collect::<Value>(),
    });
    described(1, name("ci", "ci"), "command-ci", more)
}

/// The verbs that people can use.
fn for_people() -> impl Iterator<Item = &'static VerbRow> {
    VERBS.iter().filter(|row| row.class != Class::Timer)
}

/// One verb. Required options come first, as Discord demands.
fn subcommand(row: &VerbRow) -> Value {
    let what = match row.takes {
        _ if row.verb == Verb::Create => {
            Some(described(STRING, name(TARGETS, "nome"), "option-new", json!({})))
        }
        Takes::Nothing => None,
        Takes::Verb => Some(topic(
            "option-verb",
            false,
            for_people().map(|row| row.verb).map(Topic::Verb).chain([Topic::All]),
        )),
        Takes::One | Takes::Many => Some(targets(true)),
        Takes::AnyNumber => Some(targets(false)),
    };
    let announced = [Verb::Stop, Verb::Start, Verb::Restart].map(Topic::Verb).into_iter();
    let announced = (row.verb == Verb::Announce).then(|| topic("option-announced", true, announced));
    let clause = match row.verb {
        Verb::Keep => Some(clause("option-how", true)),
        Verb::Announce => Some(clause("option-when", true)),
        Verb::Start | Verb::Stop | Verb::Restart => Some(clause("option-later", false)),
        Verb::Create => Some(described(STRING, name(MAKING, "como"), "option-from", json!({}))),
        Verb::Renew => Some(described(STRING, name(MAKING, "como"), "option-as", json!({}))),
        Verb::Later => Some(clause("option-off", false)),
        Verb::Idle => Some(clause("option-idle", true)),
        Verb::Schedule => Some(clause("option-schedule", false)),
        _ => None,
    };
    let given = announced.into_iter().chain(what).chain(clause);
    let options: Value = given.chain(row.flags.iter().map(|flag| option(*flag))).collect();
    let verb = row.verb;
    let names = name(verb.name_in(Locale::English), verb.name_in(Locale::Portuguese));
    described(SUBCOMMAND, names, &format!("help-{}", verb.name()), json!({"options": options}))
}

fn free() -> Value {
    let text = described(STRING, name(FREE_TEXT, "texto"), "option-text", json!({"required": true}));
    described(SUBCOMMAND, name(FREE, "fazer"), "command-do", json!({"options": [text]}))
}

fn targets(required: bool) -> Value {
    let more = json!({"required": required, "autocomplete": true});
    described(STRING, name(TARGETS, "nome"), "option-name", more)
}

/// A verb, or all of them, as an option's value.
fn topic(words: &str, required: bool, topics: impl Iterator<Item = Topic>) -> Value {
    let choices: Value = topics.map(choice).collect();
    let more =
        if required { json!({"required": true, "choices": choices}) } else { json!({"choices": choices}) };
    described(STRING, name(TOPIC, "verbo"), words, more)
}

fn choice(topic: Topic) -> Value {
    let local = |locale| topic.name_in(locale).into();
    let name = topic.name_in(Locale::English);
    json!({"name": name, "value": name, "name_localizations": localized(local)})
}

/// The option for the end of the command, in our own language.
fn clause(words: &str, required: bool) -> Value {
    described(STRING, name(CLAUSE, "quando"), words, json!({"required": required}))
}

fn option(flag: Flag) -> Value {
    let kind = if flag.takes_value() { STRING } else { BOOLEAN };
    let bare = |locale| flag.name_in(locale).trim_start_matches('-');
    let names = name(bare(Locale::English), bare(Locale::Portuguese));
    described(kind, names, &format!("option-{}", names.en), json!({}))
}

const fn name(en: &'static str, pt: &'static str) -> InEach<&'static str> {
    InEach { en, pt }
}

/// A command or an option, described by the message `words`, with `more` settings.
fn described(kind: u8, name: InEach<&'static str>, words: &str, mut more: Value) -> Value {
    more["type"] = kind.into();
    more["name"] = name.en.into();
    more["name_localizations"] = localized(|locale| (*name.of(locale)).into()).into();
    more["description"] = in_words(Locale::English, words).into();
    more["description_localizations"] = localized(|locale| in_words(locale, words).into()).into();
    more
}

/// The values in all languages but English. Discord uses the same tags.
fn localized(say: impl Fn(Locale) -> Value) -> Map<String, Value> {
    let others = Locale::ALL.iter().filter(|locale| **locale != Locale::English);
    others.map(|locale| (locale.tag().to_owned(), say(*locale))).collect()
}
