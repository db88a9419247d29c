//! The log of a history.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use lamplighter::clock::Clock;
use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

use super::record::{Line, Record, Row};

/// What is logged on this thread, with the time on the history's clock.
#[derive(Clone)]
pub struct Log {
    clock: Clock,
    lines: Arc<Mutex<Lines>>,
}

type Lines = Vec<(Timestamp, Vec<u8>)>;

impl Log {
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            lines: Arc::default(),
        }
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sorts the lines: audit lines, and what else was told as an error or a warning.
    pub fn into_record(self, record: &mut Record, ids: &[String]) {
        for (at, line) in self.lines().drain(..) {
            let line: Value = serde_json::from_slice(&line).unwrap();
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let event = text("message");
            if matches!(event.as_str(), "heard" | "settled") {
                let id = text("id");
                assert!(
                    ids.contains(&id),
                    "no delivery is known as {id}: are ids made otherwise now?"
                );
                record.lines.push(Line {
                    at,
                    id,
                    event,
                    verdict: text("verdict"),
                    rows: text("results").split(", ").filter_map(row).collect(),
                });
            } else if text("level") != "INFO" {
                record
                    .logged
                    .push((at, format!("{} {event} {}", text("level"), text("error"))));
            }
        }
    }
}

/// `research/myci failed disk-full`
fn row(text: &str) -> Option<Row> {
    let mut words = text.strip_prefix("research/")?.split(' ').map(str::to_owned);
    Some(Row {
        instance: words.next()?,
        word: words.next()?,
        reason: words.next().unwrap_or_default(),
    })
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lines().push((self.clock.now(), bytes.to_vec()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
