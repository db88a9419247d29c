//! docs/json.md and docs/result.schema.json, compared with the words and keys of the program.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use super::{fences, sources};
use crate::support::schema::{assert_documented, schema};

const PAGE: &str = include_str!("../../../../docs/json.md");

/// The cells of the table below a heading.
pub fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = PAGE.split_once(&format!("## {heading}\n")).unwrap();
    let rows =
        section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |row: &'static str| row.trim_matches('|').split('|').map(str::trim).collect();
    rows.skip(2).map(cells).collect()
}

/// What is in backticks.
pub fn codes(cell: &str) -> impl Iterator<Item = String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// The words in the first column of a table.
fn words(heading: &str) -> BTreeSet<String> {
    table(heading).iter().flat_map(|row| codes(row[0])).collect()
}

fn enumerated(definition: &str) -> BTreeSet<String> {
    let words = schema()["$defs"][definition]["enum"].as_array().unwrap();
    words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// The variants of an enum without data, in lower case.
pub fn variants(file: &str, name: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let (_, rest) = text.split_once(&format!("pub enum {name} {{")).unwrap();
    let lines = rest.lines().map(str::trim).take_while(|line| *line != "}");
    let variant = |line: &str| {
        line.strip_suffix(',').filter(|word| word.chars().all(char::is_alphabetic)).map(str::to_lowercase)
    };
    lines.filter_map(variant).collect()
}

/// Each outcome with each of its reasons, as the program pairs them.
pub fn reasons() -> BTreeSet<(String, String)> {
    let sources = sources();
    let (_, failures) = sources.split_once("pub fn failure_word(").unwrap();
    let (failures, _) = failures.split_once("\n}\n").unwrap();
    let mut words: BTreeSet<_> = failures
        .split("=> \"")
        .skip(1)
        .map(|rest| ("failed".to_owned(), rest.split('"').next().unwrap().to_owned()))
        .collect();
    // `(Status::Skipped, Tally::Job, Some("job-running"))`
    for arm in sources.split("Status::").skip(1) {
        let Some((before, rest)) = arm.split_once("Some(\"") else { continue };
        let is_one_arm = before.len() < 60 && !before.contains([';', '=', '{']);
        if is_one_arm {
            let outcome = before.split(|c: char| !c.is_alphabetic()).next().unwrap().to_lowercase();
            words.insert((outcome, rest.split('"').next().unwrap().to_owned()));
        }
    }
    let mut besides = |outcome: &str, reason: &str| {
        assert!(sources.contains(&format!("\"{reason}\"")), "{reason}");
        words.insert((outcome.to_owned(), reason.to_owned()));
    };
    besides("failed", "gone");
    besides("skipped", "proposed");
    words
}

#[test]
fn the_words_of_results_are_those_of_the_program() {
    let verdicts = variants("src/engine/result.rs", "Verdict");
    assert_eq!(words("Verdicts and exit codes"), verdicts);
    assert_eq!(enumerated("verdict"), verdicts);
    let outcomes = variants("src/lifecycle/outcome_facts.rs", "Status");
    assert_eq!(words("Outcomes"), outcomes);
    assert_eq!(enumerated("outcome"), outcomes);
    let rows = table("Reasons");
    let pairs =
        rows.iter().flat_map(|row| codes(row[1]).map(|outcome| (outcome, codes(row[0]).next().unwrap())));
    assert_eq!(pairs.collect::<BTreeSet<_>>(), reasons());
    assert_eq!(enumerated("reason"), reasons().into_iter().map(|(_, reason)| reason).collect());
}

#[test]
fn the_keys_of_results_are_those_of_the_schema() {
    let keys =
        |schema: &Value| schema["properties"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(words("The result"), keys(schema()));
    assert_eq!(words("The rows"), keys(&schema()["$defs"]["instance"]));
    let (_, example) = fences(PAGE).find(|(language, _)| *language == "json").unwrap();
    let row: Value = serde_json::from_str(example).unwrap();
    assert_documented(&serde_json::json!({
        "verdict": "done", "command": "", "message": "", "results": [row], "unread": [],
    }));
}
