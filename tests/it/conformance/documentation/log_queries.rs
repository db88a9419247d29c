//! The messages, fields and queries of docs/logs-and-alarms.md, compared with what the program logs.

use std::{collections::BTreeSet, fs, path::Path};

use lamplighter_emulator::Rights;
use serde_json::Value;

use super::results::codes;
use crate::support::world::World;

const PAGE: &str = include_str!("../../../../docs/logs-and-alarms.md");

/// What is CloudWatch's own in a query.
const WORDS: &[&str] = &[
    "and",
    "as",
    "asc",
    "bin",
    "by",
    "ceil",
    "count",
    "desc",
    "fields",
    "filter",
    "floor",
    "in",
    "latest",
    "like",
    "limit",
    "max",
    "min",
    "not",
    "or",
    "pct",
    "sort",
    "stats",
    "strcontains",
    "sum",
    "toMillis",
];

/// What stands in every line, beside the fields of each.
const ALWAYS: &[&str] = &["timestamp", "level", "message", "target", "span.request_id"];

fn queries(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    let fences = PAGE.split(begin.as_str()).skip(1);
    fences.map(|rest| rest.split("```").next().unwrap()).collect()
}

fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    // A folder may hold pictures.
    let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    entries.map(|path| if path.is_dir() { sources(&path) } else { text(&path) }).collect()
}

/// The texts in quotes, and the query without them and without regular expressions.
fn apart(query: &'static str) -> (Vec<&'static str>, String) {
    let mut texts = Vec::new();
    let mut rest = String::new();
    for (at, part) in query.split('"').enumerate() {
        match at % 2 {
            1 => texts.push(part),
            _ => rest.extend(part.split("like /").enumerate().map(|(at, part)| {
                match at {
                    0 => part.to_owned(),
                    _ => part
                        .split_once("/ ")
                        .or(part.split_once("/\n"))
                        .map_or(String::new(), |(_, rest)| format!(" {rest}")),
                }
            })),
        }
    }
    (texts, rest)
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    let of_name = |c: char| c.is_ascii_alphabetic() || "_.@".contains(c);
    text.split(move |c| !of_name(c)).filter(|name| name.len() > 1)
}

#[test]
fn every_query_names_logged_fields_and_messages() {
    let logged = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let is_field = |name: &str| {
        let forms =
            [format!("{name} = "), format!("%{name},"), format!(" {name},\n"), format!(" {name}, \"")];
        ALWAYS.contains(&name) || forms.iter().any(|form| logged.contains(form.as_str()))
    };
    let mut seen = BTreeSet::new();
    for query in queries("cloudwatch") {
        let (texts, rest) = apart(query);
        let aliases: BTreeSet<_> = rest.split(" as ").skip(1).filter_map(|rest| names(rest).next()).collect();
        for name in names(&rest) {
            let known = name.starts_with('@') || WORDS.contains(&name) || aliases.contains(name);
            assert!(known || is_field(name), "nobody logs {name}:\n{query}");
            seen.insert(name.to_owned());
        }
        let is_message = |text: &&&str| text.contains(' ') || ["heard", "settled"].contains(*text);
        for text in texts.iter().filter(is_message) {
            assert!(logged.contains(&format!("\"{text}\"")), "nobody logs {text:?}:\n{query}");
            seen.insert((*text).to_owned());
        }
    }
    for query in queries("kusto") {
        for name in query.split("log.").skip(1).filter_map(|rest| names(rest).next()) {
            assert!(is_field(name), "nobody logs {name}:\n{query}");
            seen.insert(name.to_owned());
        }
    }
    assert!(seen.len() > 15, "{seen:?} are not all");
}

#[test]
fn every_message_in_the_table_is_logged() {
    let logged = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let (_, table) = PAGE.split_once("## Other lines\n").unwrap();
    let rows = table.lines().skip_while(|line| !line.starts_with("|--")).skip(1);
    let rows = rows.take_while(|line| line.starts_with("| "));
    let messages: Vec<_> = rows.flat_map(|row| codes(row.split(" | ").next().unwrap())).collect();
    assert!(messages.len() > 40, "{messages:?} are not all");
    for message in messages {
        let text = message.trim_end_matches('…').trim_end_matches(" panicked");
        assert!(logged.contains(&format!("\"{text}")), "nobody logs {message:?}");
    }
}

/// The lines `settled` of a command, through the whole product.
async fn settled(world: &World, text: &str) -> Vec<Value> {
    let log = world.captures_log();
    world.says("U0ADA", text).await;
    world.emulator.settle_all();
    world.hears().await;
    let lines = log.take().into_iter().map(|(_, line)| line);
    lines.filter(|line| line["message"] == "settled").collect()
}

/// The queries under the headings *Saved this month* use no field that a stop does not log.
#[tokio::test(start_paused = true)]
async fn the_queries_of_savings_use_the_fields_of_a_real_line() {
    let world = World::new().await;
    let lines = settled(&world, "stop myci").await;
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    let of_savings: Vec<_> = ["cloudwatch", "kusto"]
        .into_iter()
        .flat_map(|language| queries(language).into_iter().map(move |query| (language, query)))
        .filter(|(_, query)| query.contains("saved"))
        .collect();
    assert_eq!(of_savings.len(), 4);
    for (language, query) in of_savings {
        let (_, rest) = apart(query);
        let aliases: BTreeSet<_> = rest.split(" as ").skip(1).filter_map(|rest| names(rest).next()).collect();
        let used: BTreeSet<_> = match language {
            "kusto" => query.split("log.").skip(1).filter_map(|rest| names(rest).next()).collect(),
            _ => names(&rest).filter(|name| !WORDS.contains(name) && !aliases.contains(name)).collect(),
        };
        let used: Vec<_> = used.into_iter().filter(|name| !name.starts_with('@')).collect();
        assert!(used.len() > 5, "{used:?} are not all: {query}");
        for name in used {
            assert!(!line[name].is_null(), "no {name} in {line}:\n{query}");
        }
        for value in ["settled", "Done", "start", "stop", "restart"] {
            assert!(query.contains(&format!("\"{value}\"")), "{query}");
        }
    }
    let told = ["verb", "verdict", "workspace", "instance", "owner", "size", "rate", "currency", "results"];
    let told = told.map(|field| line[field].to_string().replace('"', "")).join(" ");
    assert_eq!(
        told,
        "stop Done research myci 00000000-0000-0000-0000-0000000000bb STANDARD_DS3_V2 0.293 USD research/myci done"
    );
    assert_eq!(settled(&world, "start myci").await[0]["verb"], "start");
    world.finish().await;
}

/// Each instance has its line, with the verdict on it alone; a price that is not known is not zero.
#[tokio::test(start_paused = true)]
async fn each_instance_that_settles_has_a_line_without_what_is_not_known() {
    let world = World::new().await;
    let mut rights = Rights::default();
    rights.actions.retain(|action| !action.contains("locations"));
    world.emulator.grant(rights);
    let lines = settled(&world, "stop myci busy-ci stopped-ci --force").await;
    let rows: Vec<_> = lines.iter().map(|line| format!("{} {}", line["results"], line["verdict"])).collect();
    assert_eq!(rows, ["\"research/busy-ci done\" \"Done\"", "\"research/myci done\" \"Done\""]);
    for line in &lines {
        for absent in ["rate", "currency"] {
            assert!(line.get(absent).is_none(), "{line}");
        }
    }
    assert_eq!(lines[0]["owner"], "00000000-0000-0000-0000-0000000000bc");
    world.finish().await;
}
