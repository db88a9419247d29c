//! Teams: activities, answers as Adaptive Cards.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Scene;
use crate::support::reply::without_ids;

const SAMPLE: &str = include_str!("../../../../events/teams/stop.json");

/// What Teams shows when an outgoing webhook is made.
pub const TOKEN: &str = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";
pub const TOKEN_2: &str = "QgyNSToQjf4p6+YzDpjKks1/tXeJQ7FhVHqRwTnugVI=";

pub const ADA: &str = "00000000-0000-0000-0000-0000000000bb";
pub const BOB: &str = "00000000-0000-0000-0000-0000000000b0";

/// Everybody in the tenant may read, and do anything with their own instances. Late answers go to another channel.
pub const CONFIG: &str = r#"
[sources.teams]
kind = "teams"
tokens = { research = { env = "TEAMS_TOKEN" } }
notify = ["ml-ops"]

[notify.ml-ops]
kind = "teams"
url = { env = "OPS_WEBHOOK" }

[[grants]]
to = ["teams:00000000-0000-0000-0000-0000000000cc/*"]
may = ["reader"]
on = ["research/*"]

[[grants]]
to = ["teams:00000000-0000-0000-0000-0000000000cc/*"]
may = ["owner"]
on = ["mine"]
"#;

/// Somebody writes `@Lamplighter text`.
pub fn activity(at: Timestamp, user: &str, text: &str) -> Value {
    let mut activity: Value = serde_json::from_str(SAMPLE).unwrap();
    activity["timestamp"] = json!(format!("{at:.7}"));
    activity["from"]["aadObjectId"] = json!(user);
    activity["text"] = json!(format!("<at>Lamplighter</at>&nbsp;{text}\n"));
    activity
}

/// As [`activity`], from a client in the scene's language.
pub fn activity_in(scene: &Scene, user: &str, text: &str) -> Value {
    let mut activity = activity(scene.now, user, text);
    activity["entities"][1]["locale"] = json!(scene.locale);
    activity
}

/// A line each, `*bold*` and `` `code` `` marked.
pub fn shows(message: &Value) -> String {
    assert_eq!(message["type"], "message");
    shows_card(&message["attachments"][0]["content"])
}

/// As [`shows`], of the card.
pub fn shows_card(card: &Value) -> String {
    assert_eq!(card["type"], "AdaptiveCard");
    is_taken(card);
    let lines: Vec<_> = each(card, "body").flat_map(lines_of).collect();
    let labels: String =
        buttons(card).map(|button| format!(" [{}]", button["title"].as_str().unwrap())).collect();
    without_ids(&(lines.join("\n") + &labels))
}

/// The buttons of a card.
pub fn buttons(card: &Value) -> impl Iterator<Item = &Value> {
    each(card, "body").flat_map(|element| each(element, "actions"))
}

fn each<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    of[key].as_array().into_iter().flatten()
}

/// The lines of an element that is no button. The cells of a row stand between ` | `.
fn lines_of(element: &Value) -> Vec<String> {
    match element["type"].as_str().expect("a type") {
        "TextBlock" => vec![element["text"].as_str().unwrap().to_owned()],
        "RichTextBlock" => vec![each(element, "inlines").map(marked).collect()],
        "Container" => each(element, "items").flat_map(lines_of).collect(),
        "Table" => each(element, "rows").flat_map(lines_of).collect(),
        "TableRow" => {
            let cells =
                each(element, "cells").map(|cell| each(cell, "items").flat_map(lines_of).collect::<String>());
            vec![cells.collect::<Vec<_>>().join(" | ")]
        }
        "ActionSet" => Vec::new(),
        unknown => panic!("the card has a {unknown}"),
    }
}

fn marked(run: &Value) -> String {
    let text = run["text"].as_str().unwrap_or_default();
    match run.as_str() {
        Some(text) => text.to_owned(),
        None if run["weight"] == "Bolder" => format!("*{text}*"),
        None if run["selectAction"]["type"] == "Action.OpenUrl" => format!("[{text}]"),
        None => format!("`{text}`"),
    }
}

/// Fails if a message is too long for Teams, and keeps its card for tests/adaptive_cards/run.
fn is_taken(card: &Value) {
    // Teams counts a bot's messages, whose cards have tables, in UTF-16.
    let bytes = if card["version"] == "1.5" {
        card.to_string().encode_utf16().count() * 2
    } else {
        card.to_string().len()
    };
    assert!(bytes < 27 * 1024, "{bytes} bytes, without what is around the card");
    if let Ok(directory) = std::env::var("LAMPLIGHTER_CARDS") {
        let name = hex::encode(&Sha256::digest(card.to_string())[..8]);
        std::fs::write(format!("{directory}/{name}.json"), card.to_string()).unwrap();
    }
}
