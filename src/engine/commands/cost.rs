//! `cost`: the price of what runs now, and what stops have saved.

use jiff::{
    Timestamp,
    tz::{AmbiguousOffset, TimeZone},
};

use super::super::{
    execution::Execution,
    instance_facts,
    result::{CommandResult, Verdict},
};
use crate::{command::Since, fleet::Selected, reply};

pub(super) async fn run(
    execution: &Execution<'_>,
    since: Option<Since>,
    selected: &Selected,
) -> CommandResult {
    let (engine, request, localizer) = (execution.engine, execution.request, execution.localizer());
    let since = since.and_then(|since| began(since, request.at, &localizer.zone));
    let prices = engine.prices(selected.found.iter().map(|seen| &**seen)).await;
    let entra = engine.policy.entra(&request.caller);
    let reply = reply::cost(localizer, selected, &prices, since, entra);
    let mut result = CommandResult::shown(selected, localizer.now, Verdict::of_look(&selected.unread), reply);
    for (row, seen) in result.results.iter_mut().zip(&selected.found) {
        let price = prices.get(&seen.id).copied();
        row.facts.insert("price".to_owned(), instance_facts::money(price));
        if let Some(stop) = since.and_then(|since| seen.stop_after(since)) {
            let saved = price.map(|price| price.for_hours(localizer.now.duration_since(stop.time)));
            row.facts.insert("saved".to_owned(), instance_facts::money(saved));
        }
    }
    result
}

/// The moment of `since` for a request at `asked`: for a time of day, the last time that the clock of `zone` showed
/// it. On a day of a clock change, it may have shown it twice or not at all. Nothing is saved since a moment to come.
fn began(since: Since, asked: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let at = match since {
        Since::Ago(length) => return asked.checked_sub(length).ok(),
        Since::On(day, at) => {
            return zone.to_timestamp(day.to_datetime(at)).ok();
        }
        Since::At(at) => at,
    };
    let mut day = asked.to_zoned_datetime(zone.clone()).date();
    // Yesterday if the time is still to come today; the day before if yesterday's clock skipped it.
    for _ in 0..3 {
        let shown = zone.to_ambiguous_timestamp(day.to_datetime(at));
        let times = match shown.offset() {
            AmbiguousOffset::Gap { .. } => Vec::new(),
            AmbiguousOffset::Unambiguous { .. } => vec![shown.compatible()],
            AmbiguousOffset::Fold { .. } => vec![shown.later(), shown.earlier()],
        };
        let mut times = times.into_iter().filter_map(Result::ok);
        if let Some(time) = times.find(|time| *time <= asked) {
            return Some(time);
        }
        day = day.yesterday().ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, civil::time};

    use super::*;

    fn clock(hour: i8, minute: i8, asked: &str, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let since = Since::At(time(hour, minute, 0, 0));
        began(since, asked.parse().unwrap(), &zone).unwrap().to_string()
    }

    #[test]
    fn a_time_of_day_is_the_last_one_on_the_callers_clock() {
        let evening = "2026-11-23T18:00:00Z";
        assert_eq!(clock(18, 0, evening, "Europe/Lisbon"), evening, "this very minute");
        assert_eq!(clock(18, 1, evening, "Europe/Lisbon"), "2026-11-22T18:01:00Z");
        assert_eq!(clock(8, 0, evening, "Europe/Lisbon"), "2026-11-23T08:00:00Z");
        assert_eq!(clock(18, 0, evening, "America/Sao_Paulo"), "2026-11-22T21:00:00Z");
    }

    #[test]
    fn a_clock_change_is_respected() {
        // Clocks went from 02:00 back to 01:00 on 25 October 2026, at 01:00 in UTC.
        let lisbon = "Europe/Lisbon";
        assert_eq!(clock(18, 0, "2026-10-25T08:00:00Z", lisbon), "2026-10-24T17:00:00Z");
        assert_eq!(clock(1, 30, "2026-10-25T08:00:00Z", lisbon), "2026-10-25T01:30:00Z", "the later");
        assert_eq!(clock(1, 30, "2026-10-25T01:15:00Z", lisbon), "2026-10-25T00:30:00Z", "as yet once");
        // 01:30 did not exist on 29 March 2026.
        assert_eq!(clock(1, 30, "2026-03-29T12:00:00Z", lisbon), "2026-03-28T01:30:00Z");
        assert_eq!(clock(18, 0, "2026-03-29T12:00:00Z", lisbon), "2026-03-28T18:00:00Z");
    }

    #[test]
    fn a_duration_ignores_clock_changes() {
        let asked = "2026-10-25T08:00:00Z".parse().unwrap();
        let ago = Since::Ago(SignedDuration::from_hours(14));
        let began = began(ago, asked, &TimeZone::get("Europe/Lisbon").unwrap());
        assert_eq!(began.unwrap().to_string(), "2026-10-24T18:00:00Z");
    }
}
