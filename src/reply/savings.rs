//! What stops have saved: of instances that are stopped now and were stopped since some time, so much
//! for each hour since. What was started again, or deleted, shows no more.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::{
    last_operation::by,
    localizer::{Args, Voice},
    markup::Text,
    prices::{Priced, cut, monies},
};
use crate::azure::{LastOperation, Money, OperationName, OperationStatus};

/// A stop, and what it has saved so far where the price is known.
struct Stop<'a> {
    one: Priced<'a>,
    last: &'a LastOperation,
    saved: Option<Money>,
}

/// `said` is whether it was said already what prices these are.
pub(super) fn lines(voice: &Voice, since: Timestamp, stopped: &[Priced<'_>], said: bool) -> Vec<Text> {
    let mut stops: Vec<_> = stopped
        .iter()
        .filter_map(|one| Stop::of(*one, since, voice.now))
        .collect();
    let args = || Args::new().piece("since", voice.since(since));
    if stops.is_empty() {
        return vec![voice.line("saved-none", args())];
    }
    stops.sort_unstable_by_key(|stop| {
        let saved = stop.saved.map(|saved| saved.millionths);
        (Reverse(saved), stop.one.compute.id.clone())
    });
    let sums = Money::sums(stops.iter().filter_map(|stop| stop.saved));
    let args = args().number("n", stops.len());
    let head = match (sums.is_empty(), said) {
        (true, _) => voice.line("saved-unpriced", args),
        (false, said) => {
            let message = if said { "saved-head" } else { "saved-head-alone" };
            voice.line(message, args.piece("money", monies(voice, &sums)))
        }
    };
    let each = stops.iter().map(|stop| stop.line(voice)).collect();
    [vec![head], cut(voice, each)].concat()
}

impl<'a> Stop<'a> {
    /// The stop that an instance is stopped by, if that was at or after `since`.
    fn of(one: Priced<'a>, since: Timestamp, now: Timestamp) -> Option<Self> {
        let last = one.compute.last_operation.as_ref()?;
        let stop = last.name == OperationName::Stop && last.status == OperationStatus::Succeeded;
        let saved = |price: Money| price.for_hours(now.duration_since(last.time));
        (stop && last.time >= since).then(|| Self {
            one,
            last,
            saved: one.price.map(saved),
        })
    }

    fn line(&self, voice: &Voice) -> Text {
        let by = by(voice, self.last).map(|by| voice.say("status-by", Args::new().piece("by", by)));
        let args = Args::new()
            .text("instance", voice.name(&self.one.compute.id))
            .piece("at", voice.at(self.last.time))
            .piece("ago", voice.ago(self.last.time))
            .piece("by", by.unwrap_or_default());
        match self.saved {
            Some(saved) => voice.line("saved-line", args.piece("money", voice.money(saved))),
            None => voice.line("saved-line-unpriced", args),
        }
    }
}
