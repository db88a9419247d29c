//! The notifications that channels have had already. Alerts are sent again while they last, timers are delivered more
//! than once, and failures are retried: a repetition is not news. Only this process remembers them, as a filter
//! against noise; nothing else depends on it.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    command::Command,
    command_request::{CallerKind, CommandRequest},
    engine::{CommandResult, InstanceResult, Progress, Repetition},
    lifecycle::Status,
};

/// The memory's size: more notifications than people would read.
const REMEMBERED: usize = 4000;

/// After a day, the same notification is news again.
const FOR_A_DAY: Duration = Duration::from_secs(24 * 3600);

/// The notifications of the last day.
#[derive(Debug, Default)]
pub struct NotificationDedup {
    /// The times by hash, since the names of alerts can be long. A collision costs one message.
    at: Mutex<HashMap<u64, Instant>>,
    hasher: RandomState,
}

impl NotificationDedup {
    /// Whether `what` is new within a day. Records it.
    pub fn first(&self, what: &str) -> bool {
        let mut known = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let holds = |at: &Instant| now - *at < FOR_A_DAY;
        let what = self.hasher.hash_one(what);
        if known.get(&what).is_some_and(holds) {
            return false;
        }
        if known.len() >= REMEMBERED {
            known.retain(|_, at| holds(at));
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(what, now);
        true
    }

    /// Whether any of `what` is new within a day. Records all of them.
    fn first_of(&self, what: impl IntoIterator<Item = String>) -> bool {
        what.into_iter().filter(|one| self.first(one)).count() > 0
    }

    fn forget(&self, what: impl IntoIterator<Item = String>) {
        let mut known = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        for one in what {
            known.remove(&self.hasher.hash_one(one.as_str()));
        }
    }

    /// Whether this process has not seen the request before.
    pub fn is_first(&self, request: &CommandRequest) -> bool {
        self.first_of(occasions(request))
    }

    /// Whether `request` is the first late delivery of its occasion.
    pub fn is_first_late(&self, request: &CommandRequest) -> bool {
        self.first_of(occasions(request).map(|occasion| format!("{occasion}|late")))
    }

    /// Marks the result of a machine's request as a repetition if the channels had the same result before. `again`
    /// says that the request itself was seen before, `is_fixed` that the source has a fixed command. Actions are news
    /// each time.
    pub fn mark_repeats(
        &self,
        request: &CommandRequest,
        progress: &Progress,
        (again, is_fixed): (bool, bool),
        result: &mut CommandResult,
    ) {
        if request.caller.kind != CallerKind::Machine {
            return;
        }
        // For an announcement, "done" means that the instance was read.
        let acts = progress.command().is_some_and(|command| command.verb().changes_the_world());
        if result.is_transient() {
            // The next attempt's result is news.
            self.forget(occasions(request));
        }
        let changed =
            |row: &InstanceResult| matches!(row.outcome, Status::Done | Status::Asked | Status::Unsure);
        let known = match result.repetition {
            Repetition::Repeat => true,
            Repetition::Nothing | Repetition::Answer if !result.could_not_look() => again,
            Repetition::Something if acts && result.results.iter().any(changed) => false,
            _ => {
                let what = content(result);
                // A script that asks every minute is one occasion.
                let is_due = progress.command() == Some(&Command::Due);
                let polled = !acts && (!is_fixed || is_due);
                let one = polled.then(|| format!("{}|{}", request.caller.source, request.text));
                let each = occasions(request).filter(|_| !polled);
                !self.first_of(one.into_iter().chain(each).map(|occasion| format!("{occasion}|{what}")))
            }
        };
        if known {
            result.repetition = Repetition::Repeat;
        }
    }
}

/// The occasion of a request: its alerts, or else its time.
fn occasions(request: &CommandRequest) -> impl Iterator<Item = String> {
    let source = request.caller.source.as_str();
    let alerts = request.alerts.iter().map(move |key| format!("{source}|alert|{key}"));
    let hour = request.alerts.is_empty().then(|| format!("{source}|{}|{}", request.at, request.text));
    alerts.chain(hour)
}

/// The content of a result without its words, which hold an id.
fn content(result: &CommandResult) -> String {
    let rows = result.results.iter().map(InstanceResult::to_string);
    let unread = result.unread.iter().map(ToString::to_string);
    let lines: Vec<_> = rows.chain(unread).collect();
    format!("{:?}|{}|{}", result.verdict, result.is_transient(), lines.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_notification_is_sent_once_a_day() {
        let dedup = NotificationDedup::default();
        assert!(dedup.first("a"));
        assert!(!dedup.first("a"));
        assert!(dedup.first_of(["a".to_owned(), "b".to_owned()]));
        assert!(!dedup.first_of(["b".to_owned(), "a".to_owned()]));
        dedup.forget(["a".to_owned()]);
        assert!(dedup.first("a"));
        tokio::time::advance(FOR_A_DAY).await;
        assert!(dedup.first("b"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_memory_is_bounded() {
        let dedup = NotificationDedup::default();
        for number in 0..3 * REMEMBERED {
            dedup.first(&number.to_string());
        }
        assert!(dedup.at.lock().unwrap().len() <= REMEMBERED);
    }
}
