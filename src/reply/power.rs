//! The outcome of a power command: a sentence for one instance; counts and lines for several.

use super::{
    azure_error,
    localizer::{Localizer, line},
    markup::Text,
    message::Reply,
    outcome::{self, counts_for_person},
};
use crate::{
    command::Verb,
    fleet::Unreadable,
    lifecycle::{Outcome, Report, Status, Tally},
};

/// `last`: whether no other answer follows.
pub fn power(l10n: &Localizer, reports: &[Report], unread: &[Unreadable], last: bool) -> Reply {
    let mut lines;
    if let ([one], []) = (reports, unread) {
        lines = vec![outcome::sentence(l10n, one, last)];
    } else {
        lines = head(l10n, reports, last);
        lines.extend(reports.iter().map(|report| outcome::line(l10n, report)));
    }
    lines.extend(azure_error::unread(l10n, unread));
    let changes = |report: &Report| {
        let status = report.outcome.facts().status;
        matches!(status, Status::Asked | Status::Unsure | Status::Done)
    };
    let public = reports.iter().any(changes);
    Reply::to_channel_if(public, lines)
}

/// The counts, and hints that apply to all instances.
fn head(l10n: &Localizer, reports: &[Report], last: bool) -> Vec<Text> {
    let Some(first) = reports.first() else {
        return Vec::new();
    };
    let any = |is: fn(&Outcome) -> bool| reports.iter().any(|report| is(&report.outcome));
    let counts = counts_for_person(l10n, reports);
    let mut head = vec![line!(l10n, "bulk", verb = first.verb.name(), counts)];
    let hints = [
        ("bulk-follows", !last && any(|outcome| outcome.pending().is_some())),
        ("bulk-rehearsed", any(|outcome| matches!(outcome, Outcome::Would(_)))),
        ("keeps-unseen", any(|outcome| outcome.facts().tally == Tally::KeepUnknown)),
        ("still-billed", first.verb == Verb::Stop && any(|outcome| matches!(outcome, Outcome::Done { .. }))),
    ];
    let hints = hints.into_iter().filter(|(_, applies)| *applies);
    head.extend(hints.map(|(message, _)| line!(l10n, message)));
    head
}
