//! What a machine did, for people who did not ask: how many of which, what it saves, and a line for
//! each instance, those first that somebody has to look after.

use super::{
    azure_error, cause, jobs,
    jobs::Unchecked,
    localizer::{Args, Voice},
    markup::Text,
    message::Reply,
    outcome::Telling,
    refusal::code,
    tally::{counts, is_quiet, urgency},
};
use crate::{
    ask::{AskId, Cause},
    azure::Money,
    fleet::Unread,
    lifecycle::{Outcome, Report},
};

/// What a report is of.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    pub source: &'a str,
    /// As it was given.
    pub command: &'a str,
    pub cause: Option<&'a Cause>,
    /// What it names that is not there.
    pub missing: &'a [String],
    /// Where jobs could not be looked at.
    pub unchecked: &'a [Unchecked],
}

/// What became of a machine's command. `saved` is what no longer costs so much per hour.
pub fn report(
    voice: &Voice,
    heading: &Heading<'_>,
    reports: &[Report],
    unread: &[Unread],
    saved: Option<Money>,
    id: AskId,
) -> Reply {
    let mut lines: Vec<Text> = heading
        .cause
        .map(|cause| cause::cause(voice, cause))
        .into_iter()
        .collect();
    let quiet = reports.iter().all(|report| is_quiet(&report.outcome));
    let nothing = quiet && unread.is_empty() && heading.missing.is_empty();
    let head = Args::new()
        .text("source", heading.source)
        .text("command", heading.command)
        .piece("counts", counts(voice, reports));
    match (nothing, reports.is_empty()) {
        (true, true) => lines.push(voice.line("report-none", head)),
        (true, false) => lines.push(voice.line("report-nothing", head)),
        (false, _) => {
            let saves =
                saved.map(|money| voice.say("report-saves", Args::new().piece("money", voice.money(money))));
            let saves = saves.map(|saves| format!(" {saves}")).unwrap_or_default();
            lines.push(voice.line("report-head", head.piece("saves", saves)));
            // Before the many: what does not fit is cut at the end.
            lines.extend(unread.iter().map(|unread| azure_error::unread(voice, unread, id)));
            lines.extend(missing(voice, heading.missing));
            lines.extend(jobs::not_checked(voice, heading.unchecked));
            lines.extend(each(voice, reports, id));
        }
    }
    if reports
        .iter()
        .any(|report| matches!(report.outcome, Outcome::Would(_)))
    {
        lines.push(voice.line("bulk-rehearsed", Args::new()));
    }
    Reply::to_channel(lines)
}

/// What was named and is not there.
pub fn missing(voice: &Voice, names: &[String]) -> Option<Text> {
    let names = (!names.is_empty()).then(|| code(voice, names))?;
    Some(voice.line("missing", Args::new().piece("names", names)))
}

fn each(voice: &Voice, reports: &[Report], id: AskId) -> Vec<Text> {
    let mut sorted: Vec<_> = reports.iter().collect();
    sorted.sort_unstable_by_key(|report| (urgency(report.outcome.facts().tally), &report.id));
    sorted
        .into_iter()
        .map(|report| Telling { voice, report, id }.line())
        .collect()
}
