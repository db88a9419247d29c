//! What a machine did, for people who did not ask: how many of which, what it saves, and a line for
//! each instance, those first that somebody has to look after.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::{
    Reply, Text, Voice, failure, jobs, jobs::Unchecked, outcome::Telling, refusal::code, voice::Args,
};
use crate::{
    ask::{AskId, Cause, UnmatchedReason},
    azure::Money,
    fleet::Unread,
    lifecycle::{Outcome, Report},
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
    sorted.sort_unstable_by_key(|report| (urgency(&report.outcome), &report.id));
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

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;
    use crate::{locale::Locale, reply::Stage};

    fn told(locale: Locale, names: &[&str]) -> String {
        let voice = Voice {
            stage: Stage::default(),
            locale,
            zone: TimeZone::UTC,
            now: Timestamp::UNIX_EPOCH,
            name_workspaces: false,
        };
        let reasons = [
            UnmatchedReason::NoRule,
            UnmatchedReason::NoInstance,
            UnmatchedReason::Elsewhere,
            UnmatchedReason::NoData,
            UnmatchedReason::State,
            UnmatchedReason::Date,
            UnmatchedReason::Unreadable,
        ];
        let alerts = reasons.map(|reason| (reason, names.iter().copied().collect()));
        let lines = unmatched(&voice, "grafana", &alerts.into_iter().collect()).lines;
        lines.iter().map(Text::plain).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_reason_to_leave_an_alert_alone_has_its_words() {
        assert_snapshot!(told(Locale::English, &["GpuIdle"]), @"
        Alert GpuIdle fits no rule of grafana. Nothing was done.
        Alert GpuIdle names no single instance for the rule of grafana; the label that names one may be missing. Nothing was done.
        Alert GpuIdle is about a workspace or subscription that the rules of grafana don't cover, or about more than one. Nothing was done.
        Alert GpuIdle reports missing data or a failed query, and no rule of grafana names DatasourceNoData or DatasourceError. Nothing was done.
        Alert GpuIdle is neither fired nor resolved. Nothing was done.
        Alert GpuIdle has a date that I can't read. Nothing was done.
        Alert GpuIdle has a field that I can't read. Nothing was done.
        ");
        assert_snapshot!(told(Locale::English, &["A", "B"]), @"
        Alerts A, B fit no rule of grafana. Nothing was done.
        Alerts A, B name no single instance for the rule of grafana; the label that names one may be missing. Nothing was done.
        Alerts A, B are about a workspace or subscription that the rules of grafana don't cover, or about more than one. Nothing was done.
        Alerts A, B report missing data or a failed query, and no rule of grafana names DatasourceNoData or DatasourceError. Nothing was done.
        Alerts A, B are neither fired nor resolved. Nothing was done.
        Alerts A, B have a date that I can't read. Nothing was done.
        Alerts A, B have fields that I can't read. Nothing was done.
        ");
        assert_snapshot!(told(Locale::Portuguese, &["GpuIdle"]), @"
        O alerta GpuIdle não se encaixa em nenhuma regra de grafana. Nada foi feito.
        O alerta GpuIdle não indica uma única instância para a regra de grafana; pode faltar o rótulo que diz a instância. Nada foi feito.
        O alerta GpuIdle é de um workspace ou assinatura que as regras de grafana não cobrem, ou de mais de um. Nada foi feito.
        O alerta GpuIdle informa falta de dados ou falha na consulta, e nenhuma regra de grafana menciona DatasourceNoData nem DatasourceError. Nada foi feito.
        O alerta GpuIdle não consta nem como disparado nem como resolvido. Nada foi feito.
        O alerta GpuIdle traz uma data que não consigo ler. Nada foi feito.
        O alerta GpuIdle traz um campo que não consigo ler. Nada foi feito.
        ");
        assert_snapshot!(told(Locale::Portuguese, &["A", "B"]), @"
        Os alertas A, B não se encaixam em nenhuma regra de grafana. Nada foi feito.
        Os alertas A, B não indicam uma única instância para a regra de grafana; pode faltar o rótulo que diz a instância. Nada foi feito.
        Os alertas A, B são de um workspace ou assinatura que as regras de grafana não cobrem, ou de mais de um. Nada foi feito.
        Os alertas A, B informam falta de dados ou falha na consulta, e nenhuma regra de grafana menciona DatasourceNoData nem DatasourceError. Nada foi feito.
        Os alertas A, B não constam nem como disparados nem como resolvidos. Nada foi feito.
        Os alertas A, B trazem uma data que não consigo ler. Nada foi feito.
        Os alertas A, B trazem campos que não consigo ler. Nada foi feito.
        ");
    }
}
