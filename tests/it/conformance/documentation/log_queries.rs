//! The queries of docs/operations.md, compared with what the program logs.

use std::{collections::BTreeSet, fs, path::Path};

const PAGE: &str = include_str!("../../../../docs/operations.md");

/// What is CloudWatch's own in a query.
const WORDS: &[&str] = &[
    "and",
    "as",
    "asc",
    "bin",
    "by",
    "count",
    "desc",
    "fields",
    "filter",
    "in",
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
    let texts =
        entries.map(|path| if path.is_dir() { sources(&path) } else { fs::read_to_string(&path).unwrap() });
    texts.collect()
}

/// The texts in quotes, and the query without them and without what is between slashes.
fn apart(query: &'static str) -> (Vec<&'static str>, String) {
    let mut texts = Vec::new();
    let mut rest = String::new();
    for (at, part) in query.split('"').enumerate() {
        match at % 2 {
            1 => texts.push(part),
            _ => rest.extend(part.split(" /").enumerate().map(|(at, part)| {
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
