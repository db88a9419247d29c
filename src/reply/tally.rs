//! How many instances came to the same, and in which order that is told.

use super::localizer::{Args, Voice};
use crate::lifecycle::{Outcome, Report, Tally};
/// The message that counts.
pub(super) fn count(tally: Tally) -> &'static str {
    match tally {
        Tally::Done => "count-done",
        Tally::Asked => "count-asked",
        Tally::Unsure => "count-unsure",
        Tally::Would => "count-would",
        Tally::Already => "count-already",
        Tally::Kept => "count-kept",
        Tally::Job => "count-job",
        Tally::HasJobs => "count-has-jobs",
        Tally::Busy => "count-busy",
        Tally::Skipped => "count-skipped",
        Tally::OverMax => "count-over-max",
        Tally::KeepUnknown => "count-keep-unknown",
        Tally::NotReached => "count-not-reached",
        Tally::Failed => "count-failed",
    }
}

/// `14 stopped, 3 already off, 1 kept by Ana until 22:00`
pub(super) fn counts(voice: &Voice, reports: &[Report]) -> String {
    let counted = REPORT_ORDER.iter().filter_map(|tally| {
        let mut alike = reports
            .iter()
            .filter(|report| report.outcome.facts().tally == *tally);
        let first = alike.next()?;
        let n = 1 + alike.count();
        let args = Args::new().number("n", n).text("verb", first.verb.name());
        Some(match &first.outcome {
            Outcome::Kept(keep) if n == 1 => voice.say("count-kept-by", voice.keep(args, keep)),
            _ => voice.say(count(*tally), args),
        })
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// The order of the counts in a report.
const REPORT_ORDER: [Tally; 14] = [
    Tally::Done,
    Tally::Asked,
    Tally::Unsure,
    Tally::Would,
    Tally::Already,
    Tally::Kept,
    Tally::Job,
    Tally::HasJobs,
    Tally::Busy,
    Tally::Skipped,
    Tally::OverMax,
    Tally::KeepUnknown,
    Tally::NotReached,
    Tally::Failed,
];

/// What somebody has to look after comes first.
pub(super) fn urgency(tally: Tally) -> u8 {
    match tally {
        Tally::Failed => 0,
        Tally::Unsure => 1,
        Tally::NotReached => 2,
        Tally::KeepUnknown => 3,
        Tally::Asked => 4,
        Tally::Kept => 5,
        Tally::Job | Tally::HasJobs => 6,
        Tally::Busy => 7,
        Tally::Skipped => 8,
        Tally::OverMax => 9,
        Tally::Would => 10,
        Tally::Done => 11,
        Tally::Already => 12,
    }
}

/// Whether it left all as it was, and rightly so.
pub(super) fn is_quiet(outcome: &Outcome) -> bool {
    matches!(
        outcome.facts().tally,
        Tally::Already | Tally::Kept | Tally::Job | Tally::HasJobs | Tally::Busy
    )
}
/// The order of the counts for people: what was done first, then what was left alone.
pub(super) const ORDER: [Tally; 14] = [
    Tally::Asked,
    Tally::Unsure,
    Tally::Done,
    Tally::Would,
    Tally::Already,
    Tally::Kept,
    Tally::Busy,
    Tally::Job,
    Tally::HasJobs,
    Tally::Skipped,
    Tally::OverMax,
    Tally::KeepUnknown,
    Tally::NotReached,
    Tally::Failed,
];
