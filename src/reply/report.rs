//! What a machine did, for people who did not ask: how many of which, what it saves, and a line for
//! each instance, those first that somebody has to look after.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::{
    failure, jobs,
    jobs::Unchecked,
    markup::Text,
    message::Reply,
    outcome::Telling,
    refusal::code,
    voice::{Args, Voice},
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
    sorted.sort_unstable_by_key(|report| (urgency(report.outcome.facts().tally), &report.id));
    sorted
        .into_iter()
        .map(|report| Telling { voice, report, id }.line())
        .collect()
}

/// What somebody has to look after comes first.
fn urgency(tally: Tally) -> u8 {
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

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;
    use crate::{
        azure::{AzureError, Kind, LastOperation, OperationName, OperationStatus, State},
        command::Verb,
        lifecycle::{Keep, Pending},
        locale::Locale,
        reply::voice::Stage,
    };

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

    fn all_outcomes() -> Vec<Outcome> {
        let state = Some(State::Running);
        let last = || LastOperation {
            name: OperationName::Stop,
            time: Timestamp::UNIX_EPOCH,
            status: OperationStatus::Succeeded,
            trigger: None,
        };
        let pending = || Pending {
            verb: Verb::Stop,
            asked: Timestamp::UNIX_EPOCH,
            accepted: None,
            created_on: None,
            correlation: None,
            operation: None,
        };
        let keep = Keep {
            until: Timestamp::UNIX_EPOCH,
            created_on: None,
            who: "Ana".into(),
            because: None,
        };
        let error = |kind| AzureError::of(kind);
        vec![
            Outcome::Asked(pending()),
            Outcome::Unsure(pending()),
            Outcome::Done {
                state: state.clone(),
                took: SignedDuration::ZERO,
            },
            Outcome::Already {
                state: state.clone(),
                last: None,
            },
            Outcome::Busy {
                state: state.clone(),
                since: None,
            },
            Outcome::Stale { last: last() },
            Outcome::Working { may_force: true },
            Outcome::JobBegan,
            Outcome::HasJobs {
                jobs: vec![],
                state: state.clone(),
            },
            Outcome::NothingToRestart,
            Outcome::Kept(keep),
            Outcome::KeepUnreadable,
            Outcome::KeepUnknown(error(Kind::Server)),
            Outcome::OverMax,
            Outcome::Would { state: state.clone() },
            Outcome::Gone,
            Outcome::StillGoing { state: state.clone() },
            Outcome::NotTaken { state: state.clone() },
            Outcome::Ended {
                state: state.clone(),
                canceled: true,
            },
            Outcome::Ended {
                state: state.clone(),
                canceled: false,
            },
            Outcome::CutShort { sent: true },
            Outcome::CutShort { sent: false },
            Outcome::Overtaken {
                state: state.clone(),
                last: last(),
                done: true,
            },
            Outcome::Overtaken {
                state: state.clone(),
                last: last(),
                done: false,
            },
            Outcome::Unattributed { state },
            Outcome::Failed(error(Kind::Server)),
            Outcome::Failed(error(Kind::DiskFull)),
        ]
    }

    #[test]
    fn each_outcome_has_its_status_tally_reason_and_place_in_a_report() {
        let told = |outcome: &Outcome| {
            let facts = outcome.facts();
            let name = format!("{outcome:?}");
            let name = name.split([' ', '(']).next().unwrap_or_default();
            format!(
                "{name}: {} {} reason={} state={} transient={} place={} quiet={}",
                facts.status,
                count(facts.tally),
                facts.reason.unwrap_or("-"),
                facts.state.map_or("-", |state| state.as_str()),
                facts.transient,
                urgency(facts.tally),
                is_quiet(outcome),
            )
        };
        let table: Vec<_> = all_outcomes().iter().map(told).collect();
        assert_snapshot!(table.join("\n"), @"
        Asked: asked count-asked reason=- state=- transient=false place=4 quiet=false
        Unsure: unsure count-unsure reason=- state=- transient=false place=1 quiet=false
        Done: done count-done reason=- state=Running transient=false place=11 quiet=false
        Already: already count-already reason=- state=Running transient=false place=12 quiet=true
        Busy: busy count-busy reason=- state=Running transient=false place=7 quiet=true
        Stale: skipped count-skipped reason=stale state=- transient=false place=8 quiet=false
        Working: skipped count-job reason=job-running state=JobRunning transient=false place=6 quiet=true
        JobBegan: skipped count-job reason=job-running state=JobRunning transient=false place=6 quiet=true
        HasJobs: skipped count-has-jobs reason=job-active state=Running transient=false place=6 quiet=true
        NothingToRestart: skipped count-skipped reason=stopped state=Stopped transient=false place=8 quiet=false
        Kept: kept count-kept reason=- state=- transient=false place=5 quiet=true
        KeepUnreadable: skipped count-keep-unknown reason=keep-unknown state=- transient=false place=3 quiet=false
        KeepUnknown: skipped count-keep-unknown reason=keep-unknown state=- transient=true place=3 quiet=false
        OverMax: skipped count-over-max reason=over-max state=- transient=false place=9 quiet=false
        Would: skipped count-would reason=dry-run state=Running transient=false place=10 quiet=false
        Gone: failed count-failed reason=gone state=- transient=false place=0 quiet=false
        StillGoing: asked count-asked reason=not-settled state=Running transient=false place=4 quiet=false
        NotTaken: failed count-failed reason=not-taken state=Running transient=false place=0 quiet=false
        Ended: failed count-failed reason=canceled state=Running transient=false place=0 quiet=false
        Ended: failed count-failed reason=ended-otherwise state=Running transient=false place=0 quiet=false
        CutShort: unsure count-unsure reason=out-of-time state=- transient=false place=1 quiet=false
        CutShort: skipped count-not-reached reason=out-of-time state=- transient=true place=2 quiet=false
        Overtaken: done count-done reason=overtaken state=Running transient=false place=11 quiet=false
        Overtaken: asked count-asked reason=overtaken state=Running transient=false place=4 quiet=false
        Unattributed: unsure count-unsure reason=unanswered state=Running transient=false place=1 quiet=false
        Failed: failed count-failed reason=azure-unavailable state=- transient=true place=0 quiet=false
        Failed: failed count-failed reason=disk-full state=- transient=false place=0 quiet=false
        ");
    }
}
