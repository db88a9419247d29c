//! The log of a history.

use super::record::{Line, Record, Row};
use crate::support::captured_log::CapturedLog;

/// Sorts the lines: audit lines, and what else was told as an error or a warning.
pub fn into_record(log: &CapturedLog, record: &mut Record, ids: &[String]) {
    for (at, line) in log.take() {
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let event = text("message");
        if matches!(event.as_str(), "heard" | "heard, continued" | "settled") {
            let id = text("id");
            if !ids.contains(&id) {
                // Of an alert.
                continue;
            }
            record.lines.push(Line {
                at,
                id,
                event,
                verdict: text("verdict"),
                rows: text("results").split(", ").filter_map(row).collect(),
            });
        } else if text("level") != "INFO" {
            record.logged.push((at, format!("{} {event} {}", text("level"), text("error"))));
        }
    }
}

/// `research/myci failed disk-full`
fn row(text: &str) -> Option<Row> {
    let mut words = text.split_once('/')?.1.split(' ').map(str::to_owned);
    Some(Row { instance: words.next()?, word: words.next()?, reason: words.next().unwrap_or_default() })
}
