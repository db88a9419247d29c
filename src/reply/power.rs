//! The outcome of a power command. For a person: a sentence for one instance; counts and lines for several. For the
//! people in a channel, after a machine's command: counts, savings, and a line for each instance.

use jiff::Timestamp;

use super::{
    azure_error,
    jobs::{self, Unchecked},
    keep,
    later::to_asker,
    outcome::{self, counts_for_person, counts_for_report, is_quiet},
    prelude::{Localizer, Mention, Phrase, Reply, Span, Text, args, line, say},
    renew,
    stakes::{self, Priced},
};
use crate::{
    azure::{Compute, Money, Seen},
    command::{Command, Verb},
    command_request::Cause,
    fleet::Unreadable,
    lifecycle::{Keep, Outcome, Report, Status, Tally},
    target::ComputeId,
};

/// Most names of missing instances in a line.
const NAMES: usize = 8;

/// What became of the instances of a command.
#[derive(Debug)]
pub struct ActionReport {
    pub command: Command,
    /// The time of the request.
    pub asked: Timestamp,
    pub reports: Vec<Report>,
    /// Workspaces that could not be read.
    pub unread: Vec<Unreadable>,
    /// Names in the command that are not instances.
    pub missing: Vec<String>,
    /// Workspaces whose jobs could not be read for a machine.
    pub unchecked: Vec<Unchecked>,
    /// The instances before the action, for their owners and prices.
    pub seen: Vec<Seen<Compute>>,
}

impl ActionReport {
    /// Without missing names and without the instances as they were.
    pub fn new(command: Command, asked: Timestamp, reports: Vec<Report>, unread: Vec<Unreadable>) -> Self {
        let (missing, unchecked, seen) = (Vec::new(), Vec::new(), Vec::new());
        Self { command, asked, reports, unread, missing, unchecked, seen }
    }
}

/// What could not be read, and the names that are not instances.
pub(super) fn unseen(l10n: &Localizer, report: &ActionReport) -> impl Iterator<Item = Text> {
    let missing = l10n.list_code(&report.missing, NAMES);
    let missing = (!report.missing.is_empty()).then(|| line!(l10n, "missing", names = missing));
    let unchecked = jobs::unchecked_jobs(l10n, &report.unchecked);
    azure_error::unread(l10n, &report.unread).chain(missing).chain(unchecked)
}

/// `last`: whether no other answer follows. `stakes` are what a dry run would save and whom it would hit.
pub fn power(l10n: &Localizer, report: &ActionReport, stakes: Vec<Text>, last: bool) -> Reply {
    let ActionReport { reports, unread, .. } = report;
    let mut lines: Vec<_> = if matches!(report.command, Command::Renew { .. }) {
        renew::lines(l10n, &report.command, reports, last)
    } else if let ([one], []) = (reports.as_slice(), unread.as_slice()) {
        [outcome::sentence(l10n, &report.command, one, last)].into_iter().chain(stakes).collect()
    } else {
        let each = reports.iter().map(|report| outcome::line(l10n, report));
        head(l10n, reports, last).into_iter().chain(stakes).chain(each).collect()
    };
    lines.extend(azure_error::unread(l10n, unread));
    let changes = |report: &Report| {
        let status = report.outcome.status();
        matches!(status, Status::Asked | Status::Unsure | Status::Done)
    };
    let public = reports.iter().any(changes);
    let reply = Reply::to_channel_if(public, lines);
    // Among several, suggestions would be of a few.
    if reports.len() == 1 { reply.with_suggestions(l10n, None) } else { reply }
}

/// The counts, and hints that apply to all instances.
fn head(l10n: &Localizer, reports: &[Report], last: bool) -> Vec<Text> {
    let Some(first) = reports.first() else { return Vec::new() };
    let any = |is: fn(&Outcome) -> bool| reports.iter().any(|report| is(&report.outcome));
    let counts = counts_for_person(l10n, reports);
    let mut head = vec![line!(l10n, "bulk", verb = first.verb.name(), counts)];
    let hints = [
        ("bulk-follows", !last && any(|outcome| outcome.pending().is_some())),
        ("bulk-rehearsed", any(|outcome| matches!(outcome, Outcome::Would(_)))),
        ("keeps-unseen", any(|outcome| outcome.tally() == Tally::KeepUnknown)),
        ("still-billed", first.verb == Verb::Stop && any(|outcome| matches!(outcome, Outcome::Done { .. }))),
    ];
    let hints = hints.into_iter().filter(|(_, applies)| *applies);
    head.extend(hints.map(|(message, _)| line!(l10n, message)));
    head
}

/// What a stop or restart of one instance does not heed: who keeps it, and its jobs.
pub fn unheeded(l10n: &Localizer, id: &ComputeId, keep: Option<&Keep>, jobs: &[String]) -> Vec<Text> {
    let keep = keep.map(|keep| line!(l10n, "unheeded-keep", ..keep::terms(l10n, keep), instance = id));
    keep.into_iter().chain(jobs::of_one(l10n, jobs)).collect()
}

/// Tells the owner of `ids` who does this to them, or has `done` it, and for which alert.
pub fn owner_told(
    l10n: &Localizer,
    owner: Mention,
    who: &str,
    (verb, done): (Verb, bool),
    ids: &[&ComputeId],
    why: Option<&Cause>,
) -> Text {
    let names = l10n.list_names(ids.iter().copied(), NAMES);
    let alert = why.and_then(|why| match why {
        Cause::Budget { name, .. } | Cause::Alert { name, .. } => Some(name),
        Cause::Later { .. } => None,
    });
    let why = alert.map(|name| say!(l10n, "owner-why", name));
    let said = line!(l10n, "owner-told", who, verb = verb.name(), done, names, why);
    Text([Span::Mention(owner), Span::Plain(": ".to_owned())].into_iter().chain(said.0).collect())
}

/// What became of the command of `source`, for the people in its channels. `why` is the alert behind it. `affected` are
/// the instances that were started or stopped, or in a dry run would be.
pub fn report(
    l10n: &Localizer,
    report: &ActionReport,
    (source, why): (&str, Option<&Cause>),
    affected: &[Priced<'_>],
) -> Reply {
    let reports = &report.reports;
    let mut lines: Vec<_> = why.map(|why| cause(l10n, why)).into_iter().collect();
    let rehearsed = reports.iter().any(|report| matches!(report.outcome, Outcome::Would(_)));
    let quiet = reports.iter().all(|report| is_quiet(&report.outcome));
    let head = args!(l10n, source, command = &report.command, counts = counts_for_report(l10n, reports));
    if quiet && report.unread.is_empty() && report.missing.is_empty() {
        let message = if reports.is_empty() { "report-none" } else { "report-nothing" };
        lines.push(l10n.line(message, head));
    } else {
        let saves = reports.first().and_then(|first| stakes::per_hour(l10n, rehearsed, first.verb, affected));
        let saves = saves.map(|saves| Phrase(format!(" {saves}")));
        let message = if reports.is_empty() { "headed" } else { "report-head" };
        lines.push(line!(l10n, message, ..head, saves));
        lines.extend(stakes::owners(l10n, affected, None).filter(|_| rehearsed));
        // Before the instances, since a long reply is cut at the end.
        lines.extend(unseen(l10n, report));
        let mut sorted: Vec<_> = reports.iter().collect();
        sorted.sort_unstable_by_key(|report| {
            let (.., place) = outcome::row(report.outcome.tally());
            (place, &report.id)
        });
        lines.extend(sorted.into_iter().map(|report| outcome::line(l10n, report)));
    }
    if rehearsed {
        lines.push(line!(l10n, "bulk-rehearsed"));
    }
    Reply { headed: true, ..Reply::to_channel(lines) }
}

/// The alert behind a command.
pub(super) fn cause(l10n: &Localizer, cause: &Cause) -> Text {
    match cause {
        Cause::Budget { name, spent, of, percent, forecast } => {
            let message = if *forecast { "cause-forecast" } else { "cause-budget" };
            let percent = percent.map(|percent| say!(l10n, "percent", n = percent as usize));
            let [spent, of] = [spent, of].map(|amount| match amount.parse::<Money>() {
                Ok(money) => l10n.money(money),
                Err(_) => Phrase::literal(amount),
            });
            line!(l10n, message, name, spent, of, percent)
        }
        Cause::Later { caller, issued, due, .. } => {
            let (asked, due) = (l10n.at(*issued), l10n.at(*due));
            to_asker(caller, line!(l10n, "cause-later", asked, due))
        }
        Cause::Alert { name, resolved } => {
            let message = if *resolved { "cause-resolved" } else { "cause-fired" };
            line!(l10n, message, name)
        }
    }
}
