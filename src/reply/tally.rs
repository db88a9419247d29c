//! How many instances had the same outcome.

use std::collections::BTreeMap;

use super::{
    keep,
    localizer::{Localizer, say},
    markup::Phrase,
};
use crate::lifecycle::{Outcome, Report, Tally};

/// The message that counts, and three places: of the count in the answer to a person, of the count in a
/// report, and of the instance's line in a report. What needs attention comes first there.
pub(super) fn row(tally: Tally) -> (&'static str, u8, u8, u8) {
    match tally {
        Tally::Asked => ("count-asked", 0, 1, 4),
        Tally::Unsure => ("count-unsure", 1, 2, 1),
        Tally::Done => ("count-done", 2, 0, 11),
        Tally::Would => ("count-would", 3, 3, 10),
        Tally::Already => ("count-already", 4, 4, 12),
        Tally::Kept => ("count-kept", 5, 5, 5),
        Tally::Busy => ("count-busy", 6, 8, 7),
        Tally::Job => ("count-job", 7, 6, 6),
        Tally::HasJobs => ("count-has-jobs", 8, 7, 6),
        Tally::Skipped => ("count-skipped", 9, 9, 8),
        Tally::OverMax => ("count-over-max", 10, 10, 9),
        Tally::KeepUnknown => ("count-keep-unknown", 11, 11, 3),
        Tally::NotReached => ("count-not-reached", 12, 12, 2),
        Tally::Failed => ("count-failed", 13, 13, 0),
    }
}

/// The counts in the answer to a person: `3 asked, 1 already off`
pub(super) fn for_person(l10n: &Localizer, reports: &[Report]) -> Phrase {
    let counts = counted(reports, |(_, place, ..)| place).into_iter();
    let counts = counts.map(|(first, n)| count(l10n, first, n));
    Phrase::join(counts, ", ")
}

/// The counts in a report: `14 stopped, 3 already off, 1 kept by Ana until 22:00`
pub(super) fn for_report(l10n: &Localizer, reports: &[Report]) -> Phrase {
    let counts = counted(reports, |(_, _, place, _)| place).into_iter();
    let counts = counts.map(|(first, n)| match &first.outcome {
        Outcome::Kept(keep) if n == 1 => {
            say!(l10n, "count-kept-by", ..keep::terms(l10n, keep), n)
        }
        _ => count(l10n, first, n),
    });
    Phrase::join(counts, ", ")
}

fn count(l10n: &Localizer, first: &Report, n: usize) -> Phrase {
    let (message, ..) = row(first.outcome.facts().tally);
    say!(l10n, message, n, verb = first.verb.name())
}

/// The first report of each tally, and how many there are.
fn counted(reports: &[Report], place: fn((&str, u8, u8, u8)) -> u8) -> Vec<(&Report, usize)> {
    let mut counted = BTreeMap::new();
    for report in reports {
        let place = place(row(report.outcome.facts().tally));
        counted.entry(place).or_insert((report, 0)).1 += 1;
    }
    counted.into_values().collect()
}

/// Whether the instance was left as it is, and rightly so.
pub(super) fn is_quiet(outcome: &Outcome) -> bool {
    matches!(outcome.facts().tally, Tally::Already | Tally::Kept | Tally::Job | Tally::HasJobs | Tally::Busy)
}
