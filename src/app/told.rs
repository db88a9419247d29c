//! What the channels have heard already. Alerts are sent again while they last, timers are delivered
//! more than once, and what failed is tried again: none of that is news. It is remembered by this
//! process alone, as a filter against noise; nothing else hangs on it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    App, Later, Said,
    progress::Progress,
    said::{News, Row, UnreadWorkspace},
};
use crate::{
    ask::{Ask, CallerKind, UnmatchedReason},
    lifecycle::Status,
    reply::{self, Text},
    source::{Source, Unmatched},
};

/// So many things are remembered, which is more than a channel could bear to hear.
const REMEMBERED: usize = 4000;

/// What is still so a day later is worth another word.
const FOR_A_DAY: Duration = Duration::from_secs(24 * 3600);

/// What was told, and when.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// By hashes, since what alerts are called can be long; two alike cost one message.
    at: Mutex<HashMap<u64, Instant>>,
    hasher: RandomState,
}

impl Told {
    /// Whether `what` has not been told within a day. From now on it has.
    pub(super) fn first(&self, what: &str) -> bool {
        let mut told = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let holds = |at: &Instant| now - *at < FOR_A_DAY;
        let what = self.hasher.hash_one(what);
        if told.get(&what).is_some_and(holds) {
            return false;
        }
        if told.len() >= REMEMBERED {
            told.retain(|_, at| holds(at));
        }
        if told.len() >= REMEMBERED {
            told.clear();
        }
        told.insert(what, now);
        true
    }

    /// Whether any of `what` has not; all of them have from now on.
    fn first_of(&self, what: impl IntoIterator<Item = String>) -> bool {
        what.into_iter().filter(|one| self.first(one)).count() > 0
    }

    fn forget(&self, what: impl IntoIterator<Item = String>) {
        let mut told = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        for one in what {
            told.remove(&self.hasher.hash_one(one.as_str()));
        }
    }
}

impl App {
    /// Whether a machine asks this for the first time, as far as this process knows.
    pub(super) fn is_asked_first(&self, ask: &Ask) -> bool {
        self.told.first_of(occasions(ask))
    }

    /// Takes for a repetition what the channels heard when `ask` came before. Whatever was done is
    /// news each time.
    pub(super) fn mind_repetition(&self, ask: &Ask, progress: &Progress, again: bool, said: &mut Said) {
        if ask.caller.kind != CallerKind::Machine {
            return;
        }
        // Of what is announced, "done" means that it was looked at.
        let acts = progress
            .command()
            .is_some_and(|command| command.verb().changes_the_world());
        if said.is_transient() {
            // What is made of it next time is to be heard.
            self.told.forget(occasions(ask));
        }
        let changed = |row: &Row| matches!(row.outcome, Status::Done | Status::Asked | Status::Unsure);
        let known = match said.news {
            News::Repeat => true,
            News::Nothing | News::Answer if !said.could_not_look() => again,
            News::Something if acts && said.results.iter().any(changed) => false,
            _ => {
                let what = content(said);
                // What a script asks every minute is one thing to hear of.
                let polled = !acts && !self.has_fixed_command(&ask.caller.source);
                let one = polled.then(|| format!("{}|{}", ask.caller.source, ask.text));
                let each = occasions(ask).filter(|_| !polled);
                let told = one.into_iter().chain(each);
                !self
                    .told
                    .first_of(told.map(|occasion| format!("{occasion}|{what}")))
            }
        };
        if known {
            said.news = News::Repeat;
        }
    }

    /// Whether it is the first to come too late of those that were one.
    pub(super) fn is_late_first(&self, ask: &Ask) -> bool {
        self.told
            .first_of(occasions(ask).map(|occasion| format!("{occasion}|late")))
    }

    /// Tells once of alerts that are left alone, of all that came together in one message; gives what
    /// there is to say of them.
    pub(super) fn tell_unmatched(
        self: &Arc<Self>,
        source: &Source,
        unmatched: &[Unmatched],
        later: &Arc<dyn Later>,
    ) -> Vec<Text> {
        let voice = self.voice_at(Some(source), None, None);
        let (mut all, mut new) = (ByReason::new(), ByReason::new());
        for alert in unmatched {
            let name = alert.name.as_str();
            all.entry(alert.reason).or_default().insert(name);
            let occasion = format!("{}|{}|{}", source.name, alert.reason.id(), alert.key);
            if self.told.first(&occasion) {
                new.entry(alert.reason).or_default().insert(name);
            }
        }
        for (reason, names) in &all {
            let count = unmatched.iter().filter(|alert| alert.reason == *reason).count();
            let names: Vec<_> = names.iter().take(20).copied().collect();
            let (source, alerts) = (&source.name, names.join(", "));
            // It was right to do nothing for what is elsewhere or has no data: nobody has to mend that.
            let undone = match reason {
                UnmatchedReason::NoRule => {
                    tracing::info!(source, count, alerts, "alerts fit no rule");
                    continue;
                }
                UnmatchedReason::Elsewhere | UnmatchedReason::NoData => None,
                UnmatchedReason::NoInstance
                | UnmatchedReason::State
                | UnmatchedReason::Date
                | UnmatchedReason::Unreadable => Some(true),
            };
            let reason = reason.id();
            tracing::warn!(source, count, alerts, reason, undone, "alerts are left alone");
        }
        if !new.is_empty() {
            self.notify(source, reply::unmatched(&voice, &source.name, &new), later);
        }
        reply::unmatched(&voice, &source.name, &all).lines
    }

    /// Tells of alerts that asked for more than is done at once; gives what there is to say of them.
    pub(super) fn tell_left_out(
        self: &Arc<Self>,
        source: &Source,
        count: usize,
        later: &Arc<dyn Later>,
    ) -> Vec<Text> {
        if count == 0 {
            return Vec::new();
        }
        tracing::warn!(
            source = source.name,
            count,
            "alerts were left out: too much for one delivery"
        );
        let voice = self.voice_at(Some(source), None, None);
        let said = reply::left_out(&voice, &source.name, count);
        if self.told.first(&format!("{}|left out", source.name)) {
            self.notify(source, said.clone(), later);
        }
        said.lines
    }
}

/// The names of alerts that are left alone.
type ByReason<'a> = BTreeMap<UnmatchedReason, BTreeSet<&'a str>>;

/// What tells one time of asking from another: the alerts, or else when it was asked.
fn occasions(ask: &Ask) -> impl Iterator<Item = String> {
    let source = ask.caller.source.as_str();
    let alerts = ask.alerts.iter().map(move |key| format!("{source}|alert|{key}"));
    let hour = ask
        .alerts
        .is_empty()
        .then(|| format!("{source}|{}|{}", ask.at, ask.text));
    alerts.chain(hour)
}

/// All that an answer says but its words, which have an id in them.
fn content(said: &Said) -> String {
    let rows = said.results.iter().map(Row::to_string);
    let unread = said.unread.iter().map(UnreadWorkspace::to_string);
    let lines: Vec<_> = rows.chain(unread).collect();
    format!("{:?}|{}|{}", said.verdict, said.is_transient(), lines.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_was_told_is_told_once_a_day() {
        let told = Told::default();
        assert!(told.first("a"));
        assert!(!told.first("a"));
        assert!(told.first_of(["a".to_owned(), "b".to_owned()]));
        assert!(!told.first_of(["b".to_owned(), "a".to_owned()]));
        told.forget(["a".to_owned()]);
        assert!(told.first("a"));
        tokio::time::advance(FOR_A_DAY).await;
        assert!(told.first("b"));
    }

    #[tokio::test(start_paused = true)]
    async fn it_does_not_grow_without_end() {
        let told = Told::default();
        for number in 0..3 * REMEMBERED {
            told.first(&number.to_string());
        }
        assert!(told.at.lock().unwrap().len() <= REMEMBERED);
    }
}
