//! What became of a command: asked, done, refused by circumstance; one instance or many.

use super::{
    azure_error,
    localizer::{Args, Voice},
    markup::Text,
    message::{Audience, Reply},
    outcome::Telling,
    tally::{ORDER, count},
};
use crate::{
    ask::AskId,
    command::Verb,
    fleet::Unread,
    lifecycle::{Outcome, Report, Status, Tally},
};

/// The results of one command. `last` tells the final answer from the first.
pub fn outcomes(voice: &Voice, reports: &[Report], unread: &[Unread], id: AskId, last: bool) -> Reply {
    let telling = |report| Telling { voice, report, id };
    let mut reply = match reports {
        [one] if unread.is_empty() => Reply::to_channel([telling(one).sentence(last)]),
        _ => {
            let lines = reports.iter().map(|report| telling(report).line());
            Reply::to_channel(head(voice, reports, last).into_iter().chain(lines))
        }
    };
    reply
        .lines
        .extend(unread.iter().map(|unread| azure_error::unread(voice, unread, id)));
    let changed = reports.iter().any(|report| {
        matches!(
            report.outcome.facts().status,
            Status::Asked | Status::Unsure | Status::Done
        )
    });
    if !changed {
        reply.audience = Audience::Caller;
    }
    reply
}

/// The counts over many instances, and what is true of all of them.
fn head(voice: &Voice, reports: &[Report], last: bool) -> Vec<Text> {
    let Some(first) = reports.first() else {
        return Vec::new();
    };
    let verb = first.verb.name();
    let of = |tally: Tally| {
        let reports = reports.iter();
        reports
            .filter(|report| report.outcome.facts().tally == tally)
            .count()
    };
    let counts: Vec<String> = ORDER
        .iter()
        .map(|tally| (*tally, of(*tally)))
        .filter(|(_, n)| *n > 0)
        .map(|(tally, n)| voice.say(count(tally), Args::new().number("n", n).text("verb", verb)))
        .collect();
    let mut head = vec![voice.line(
        "bulk",
        Args::new().text("verb", verb).piece("counts", counts.join(", ")),
    )];
    if !last && reports.iter().any(|report| report.outcome.pending().is_some()) {
        head.push(voice.line("bulk-follows", Args::new()));
    }
    if reports
        .iter()
        .any(|report| matches!(report.outcome, Outcome::Would(_)))
    {
        head.push(voice.line("bulk-rehearsed", Args::new()));
    }
    if of(Tally::KeepUnknown) > 0 {
        head.push(voice.line("keeps-unseen", Args::new()));
    }
    if first.verb == Verb::Stop
        && reports
            .iter()
            .any(|report| matches!(report.outcome, Outcome::Done { .. }))
    {
        head.push(voice.line("still-billed", Args::new()));
    }
    head
}
