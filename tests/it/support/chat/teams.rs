//! Teams: activities, answers as Adaptive Cards.

use jiff::Timestamp;
use serde_json::{Value, json};

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
    let card = &message["attachments"][0]["content"];
    assert_eq!(card["type"], "AdaptiveCard");
    let lines = card["body"].as_array().expect("a body").iter().map(|block| {
        let inlines = block["inlines"].as_array().map(Vec::as_slice).unwrap_or_default();
        let runs = inlines.iter().map(|run| match run.as_str() {
            Some(text) => text.to_owned(),
            None if run["weight"] == "Bolder" => format!("*{}*", run["text"].as_str().unwrap()),
            None if run["selectAction"]["type"] == "Action.OpenUrl" => {
                format!("[{}]", run["text"].as_str().unwrap())
            }
            None => format!("`{}`", run["text"].as_str().unwrap()),
        });
        block["text"].as_str().map_or_else(|| runs.collect(), str::to_owned)
    });
    without_ids(&lines.collect::<Vec<String>>().join("\n"))
}
