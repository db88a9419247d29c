//! What a machine did, for people who did not ask: how many of which, what it saves, and a line for
//! each instance, those first that somebody has to look after.

use jiff::SignedDuration;

use super::{
    Reply, Text, Voice, failure, jobs, jobs::Unchecked, outcome::Telling, refusal::code, voice::Args,
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

/// So many alerts are named; nobody reads more of those that mean nothing here.
const NAMED: usize = 10;

/// The counts that a head is made of, in their order.
const COUNTS: [&str; 14] = [
    "done",
    "asked",
    "unsure",
    "would",
    "already",
    "kept",
    "job",
    "has-jobs",
    "busy",
    "skipped",
    "over-max",
    "keep-unknown",
    "not-reached",
    "failed",
];

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
            lines.extend(unread.iter().map(|unread| failure::unread(voice, unread, id)));
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
    sorted.sort_by_key(|report| urgency(&report.outcome));
    sorted
        .into_iter()
        .map(|report| Telling { voice, report, id }.line())
        .collect()
}

/// What somebody has to look after comes first.
fn urgency(outcome: &Outcome) -> u8 {
    match count_word(outcome) {
        "failed" => 0,
        "unsure" => 1,
        "not-reached" => 2,
        "keep-unknown" => 3,
        "asked" => 4,
        "kept" => 5,
        "job" | "has-jobs" => 6,
        "busy" => 7,
        "skipped" => 8,
        "over-max" => 9,
        "would" => 10,
        "done" => 11,
        _ => 12,
    }
}

/// Whether it left all as it was, and rightly so.
pub(super) fn is_quiet(outcome: &Outcome) -> bool {
    matches!(
        count_word(outcome),
        "already" | "kept" | "job" | "has-jobs" | "busy"
    )
}

/// `14 stopped, 3 already off, 1 kept by Ana until 22:00`
pub(super) fn counts(voice: &Voice, reports: &[Report]) -> String {
    let Some(first) = reports.first() else {
        return String::new();
    };
    let counted = COUNTS.iter().filter_map(|word| {
        let of_it = || {
            reports
                .iter()
                .filter(|report| count_word(&report.outcome) == *word)
        };
        let n = of_it().count();
        let args = Args::new().number("n", n).text("verb", first.verb.name());
        match (n, of_it().next().map(|report| &report.outcome)) {
            (0, _) => None,
            (1, Some(Outcome::Kept(keep))) => Some(voice.say("count-kept-by", voice.keep(args, keep))),
            _ => Some(voice.say(&format!("count-{word}"), args)),
        }
    });
    counted.collect::<Vec<_>>().join(", ")
}

pub(super) fn count_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Working { .. } | Outcome::JobBegan => "job",
        Outcome::HasJobs { .. } => "has-jobs",
        Outcome::Would { .. } => "would",
        Outcome::KeepUnreadable | Outcome::KeepUnknown(_) => "keep-unknown",
        Outcome::OverMax => "over-max",
        Outcome::CutShort { sent: false } => "not-reached",
        other => other.word(),
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

/// Alerts that no rule is for, by their names.
pub fn unmatched(voice: &Voice, source: &str, alerts: &[&str]) -> Reply {
    let (named, others) = alerts.split_at(alerts.len().min(NAMED));
    let bold = |name: &&str| voice.say("alert-name", Args::new().text("alert", *name));
    let named: Vec<_> = named.iter().map(bold).collect();
    let args = Args::new()
        .text("source", source)
        .piece("alerts", named.join(", "))
        .number("n", alerts.len())
        .number("others", others.len());
    Reply::to_channel([voice.line("unmatched", args)])
}

/// More alerts in one message than are carried out.
pub fn left_out(voice: &Voice, source: &str, alerts: usize) -> Reply {
    let args = Args::new().text("source", source).number("n", alerts);
    Reply::to_channel([voice.line("left-out", args)])
}

/// An event that says too little.
pub fn unheard(voice: &Voice, source: &str, why: &str) -> Reply {
    let args = Args::new().text("source", source).text("why", why);
    Reply::to_channel([voice.line("unheard", args)])
}
