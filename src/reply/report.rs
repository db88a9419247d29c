//! What a machine did, for people who did not ask: how many of which, what it saves, and a line for
//! each instance, those first that somebody has to look after.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::{
    azure_error, jobs,
    jobs::Unchecked,
    localizer::{Args, Voice},
    markup::Text,
    message::Reply,
    power::Telling,
    refusal::code,
};
use crate::{
    ask::{AskId, Cause, UnmatchedReason},
    azure::Money,
    fleet::Unread,
    lifecycle::{Outcome, Report, Tally},
    verify::NotRead,
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

/// So many alerts are named; nobody reads more of those that mean nothing here.
const NAMED: usize = 10;

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
        .map(|cause| self::cause(voice, cause))
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
        .any(|report| matches!(report.outcome, Outcome::Would { .. }))
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

/// The order of the counts in a report.
const ORDER: [Tally; 14] = [
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

/// `14 stopped, 3 already off, 1 kept by Ana until 22:00`
pub(super) fn counts(voice: &Voice, reports: &[Report]) -> String {
    let counted = ORDER.iter().filter_map(|tally| {
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

/// Whatever was said to a machine, for those who do not know what it asked.
pub fn headed(voice: &Voice, source: &str, command: &str, reply: &Reply) -> Reply {
    let args = Args::new().text("source", source).text("command", command);
    let mut headed = reply.clone();
    headed.lines.insert(0, voice.line("headed", args));
    headed
}

/// What an alert is about.
pub(super) fn cause(voice: &Voice, cause: &Cause) -> Text {
    match cause {
        Cause::Budget {
            name,
            spent,
            of,
            percent,
            forecast,
        } => {
            let percent =
                percent.map(|percent| voice.say("percent", Args::new().number("n", percent as usize)));
            let args = Args::new()
                .text("name", name)
                .text("spent", spent)
                .text("of", of)
                .piece("percent", percent.unwrap_or_default());
            voice.line(
                if *forecast {
                    "cause-forecast"
                } else {
                    "cause-budget"
                },
                args,
            )
        }
        Cause::Alert { name, resolved } => {
            let args = Args::new().text("name", name);
            voice.line(
                if *resolved {
                    "cause-resolved"
                } else {
                    "cause-fired"
                },
                args,
            )
        }
    }
}

/// A machine's command that came too late to be carried out.
pub fn too_late(voice: &Voice, source: &str, command: &str, age: SignedDuration) -> Reply {
    let args = Args::new()
        .text("source", source)
        .text("command", command)
        .piece("age", voice.duration(age));
    Reply::to_channel([voice.line("too-late", args)])
}

/// Alerts that are left alone, by their names: a line for each reason.
pub fn unmatched(voice: &Voice, source: &str, alerts: &BTreeMap<UnmatchedReason, BTreeSet<&str>>) -> Reply {
    let line = |(reason, names): (&UnmatchedReason, &BTreeSet<&str>)| {
        let bold = |name: &&str| voice.say("alert-name", Args::new().text("alert", *name));
        let named: Vec<_> = names.iter().take(NAMED).map(bold).collect();
        let others = names.len() - named.len();
        let args = Args::new()
            .piece("alerts", named.join(", "))
            .number("n", names.len())
            .number("others", others);
        let alerts = voice.say("alert-names", args);
        let args = Args::new()
            .text("source", source)
            .piece("alerts", alerts)
            .number("n", names.len());
        voice.line(&format!("unmatched-{}", reason.id()), args)
    };
    Reply::to_channel(alerts.iter().map(line))
}

/// More alerts in one message than are carried out.
pub fn left_out(voice: &Voice, source: &str, alerts: usize) -> Reply {
    let args = Args::new().text("source", source).number("n", alerts);
    Reply::to_channel([voice.line("left-out", args)])
}

/// The same of something that came and was not understood, which has no command to show.
pub fn headed_not_understood(voice: &Voice, source: &str, reply: &Reply) -> Reply {
    let mut headed = reply.clone();
    let head = voice.line("not-understood", Args::new().text("source", source));
    headed.lines.insert(0, head);
    headed
}

/// An event that no source is for, or more than one. Its name may be empty.
pub fn unfitting(voice: &Voice, event: &str, several: bool) -> Reply {
    let known = |yes: bool| if yes { "yes" } else { "no" };
    let args = Args::new()
        .text("event", event)
        .text("named", known(!event.is_empty()))
        .text("several", known(several));
    Reply::to_channel([voice.line("unfitting", args)])
}

/// An event that says too little.
pub fn unheard(voice: &Voice, source: &str, why: &str) -> Reply {
    let args = Args::new().text("source", source).text("why", why);
    Reply::to_channel([voice.line("unheard", args)])
}

/// A request that never came to be read; `proven` where its sender is known all the same.
pub fn not_read(voice: &Voice, source: &str, why: NotRead, proven: bool) -> Reply {
    let message = match why {
        NotRead::TooLarge => "not-read-too-large",
        NotRead::TooSlow => "not-read-too-slow",
        NotRead::BrokenOff | NotRead::NoMemory | NotRead::NoConnection | NotRead::UnknownForm => "not-read",
    };
    let mut lines = vec![voice.line(message, Args::new().text("source", source))];
    if !proven {
        lines.push(voice.line("not-read-unproven", Args::new()));
    }
    Reply::to_channel(lines)
}
