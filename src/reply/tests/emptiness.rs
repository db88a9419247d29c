//! Replies about none, one and two, where all was read and where a workspace could not be: no head without counts, none
//! twice, and no claim that there is nothing where something was not read.

use super::{
    announce::owner,
    power::{a_keep, all, came_to, report},
    *,
};
use crate::{
    audit::{Examined, Finding, LONG},
    azure::OsImage,
    command::Verb,
    command_request::Cause,
    lifecycle::{Outcome, Report},
    reply::{
        ActionReport, Overload, Priced, Unchecked, alerts_left_out, announcement, audit::examined, cost,
        outdated, overloaded, power, proposal, status, with_heading,
    },
};

const NONE_TO_TWO: std::ops::RangeInclusive<usize> = 0..=2;

/// Claims that nothing is there, or that nothing is to be done.
const CLAIMS: [&str; 10] = [
    "nothing to",
    "is nothing",
    "No instance",
    "None ",
    "None of",
    "nada a fazer",
    "nada para",
    "Não há nada",
    "Nenhuma",
    "Nada do que",
];

const SINGULARS: [&str; 8] =
    ["instance", "alert", "job", "schedule", "instância", "alerta", "agendamento", "comando"];

fn computes(n: usize, state: &str) -> impl Iterator<Item = Compute> {
    let last = json!({
        "operationName": "Stop",
        "operationTime": before(1).to_string(),
        "operationStatus": "Succeeded",
    });
    (0..n).map(move |at| compute(&format!("{state}-{at}"), json!({ "state": state, "lastOperation": last })))
}

fn reports(n: usize, name: &str, outcome: &Outcome) -> Vec<Report> {
    (0..n).map(|at| report(Verb::Stop, &format!("{name}-{at}"), outcome.clone())).collect()
}

/// As a channel sees what a machine's command came to.
fn heard(localizer: &Localizer, reply: &Reply) -> Reply {
    with_heading(localizer, "nightly", Some("stop all"), None, reply)
}

/// Every reply about `n` instances, with `m` others beside them.
fn replies(localizer: &Localizer, (n, m): (usize, usize), unread: &[Unreadable]) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: &str, reply: Reply| {
        cases.push(case(format!("{name}, headed"), heard(localizer, &reply)));
        cases.push(case(name, reply));
    };
    let mixed = || computes(n, "Running").chain(computes(m, "Stopped"));
    for verb in [Verb::List, Verb::Status] {
        add(verb.name(), status(localizer, verb, &looked(mixed(), unread.to_vec()), &[], None));
    }
    for since in [None, Some(before(8))] {
        add(
            "cost",
            cost(
                localizer,
                (&looked(mixed(), unread.to_vec()), true),
                &vec![Ok(None); mixed().count()],
                since,
                None,
            ),
        );
    }
    let found: Vec<_> = mixed().collect();
    for finding in [Finding::SshPublic, Finding::SshUnknown] {
        let with = |at: usize| if at < n { vec![finding.clone()] } else { Vec::new() };
        let each = found.iter().enumerate();
        let each: Vec<_> = each.map(|(at, compute)| Examined { compute, findings: with(at) }).collect();
        add("audit", examined(localizer, &each, LONG, unread, "2025-12-01"));
    }
    for finding in [Finding::ImageOutdated(OsImage::default()), Finding::ImageUnknown] {
        let old = found[..n].iter().map(|compute| Examined { compute, findings: vec![finding.clone()] });
        add("outdated", outdated(localizer, found.len(), &old.collect::<Vec<_>>(), unread));
    }
    let kept = reports(m, "kept", &Outcome::Kept(a_keep()));
    let report = came_to("stop all", &kept, unread);
    let price = Some(money(29, "USD"));
    let listed: Vec<_> = found[..n].iter().map(|compute| Priced { compute, money: price }).collect();
    for dry_run in [false, true] {
        let lead = SignedDuration::from_mins(30);
        add("announce", announcement(localizer, &report, (Verb::Stop, dry_run), lead, &listed, &owner));
    }
    let cause = Cause::Alert { name: "GpuIdle".into(), resolved: false };
    for cause in [None, Some(&cause)] {
        add("propose", proposal(localizer, &report, cause, &listed, &owner));
    }
    for (name, outcome) in all(Verb::Stop) {
        let all = [reports(n, "ci", &outcome), kept.clone()].concat();
        // A person's command that found nothing is answered with that.
        let found = [true, false].into_iter().filter(|_| !all.is_empty() || !unread.is_empty());
        for last in found {
            add(
                &format!("power, {name}"),
                power(localizer, &came_to("stop all", &all, unread), Vec::new(), last),
            );
        }
        let unchecked =
            [Unchecked::NotWanted, Unchecked::Failed(None, AzureError::of(AzureErrorKind::Unanswered))];
        for many in NONE_TO_TWO {
            let missing = (0..many).map(|at| format!("gone-{at}")).collect();
            let unchecked = unchecked[..many].to_vec();
            let report = ActionReport { missing, unchecked, ..came_to("stop all", &all, unread) };
            let reply = crate::reply::report(localizer, &report, ("nightly", None), &[]);
            add(&format!("report, {name}"), reply);
        }
    }
    for by_sender in [false, true] {
        add("left out", alerts_left_out(localizer, "grafana", n, by_sender));
    }
    add("overloaded", overloaded(localizer, Overload::Caller(n)));
    cases
}

/// What is wrong with a reply.
fn fault(reply: &Reply, all_read: bool) -> Option<String> {
    let lines: Vec<_> = reply.lines.iter().map(marked).collect();
    let heads = lines.iter().filter(|line| line.starts_with("*nightly*")).count();
    if heads > 1 {
        return Some("the head stands twice".to_owned());
    }
    for (at, line) in lines.iter().enumerate() {
        let gaps = ["  ", ": .", ":.", " .", " ,", ",.", "()", "**", "``", ": :"];
        if let Some(gap) = gaps.iter().find(|gap| line.contains(**gap)) {
            return Some(format!("{gap:?} in {line:?}"));
        }
        if line.trim() != line || line.is_empty() {
            return Some(format!("blanks around {line:?}"));
        }
        if line.ends_with(':') && at + 1 == lines.len() {
            return Some(format!("nothing follows {line:?}"));
        }
        if line.contains('*') && lines[..at].contains(line) {
            return Some(format!("{line:?} stands twice"));
        }
        let words: Vec<_> = line.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        let miscounted = words.windows(2).find(|pair| {
            let plural = pair[1].len() > 3 && pair[1].ends_with('s');
            pair[0] == "1" && plural || matches!(pair[0], "0" | "2") && SINGULARS.contains(&pair[1])
        });
        if let Some(pair) = miscounted {
            return Some(format!("{pair:?} in {line:?}"));
        }
        let claim = CLAIMS.iter().find(|claim| line.contains(**claim));
        if let Some(claim) = claim.filter(|_| !all_read && !line.starts_with(['🔴', '⚪', '🟡'])) {
            return Some(format!("{claim:?} in {line:?}, but not all was read"));
        }
    }
    lines.is_empty().then(|| "it says nothing".to_owned())
}

#[test]
fn replies_about_none_one_and_two_are_whole_and_claim_nothing_unseen() {
    let mut faults = BTreeSet::new();
    for locale in Locale::ALL {
        let localizer = localizer(*locale);
        for unread in [Vec::new(), unread()[..1].to_vec(), unread()] {
            for (n, m) in NONE_TO_TWO.flat_map(|n| NONE_TO_TWO.map(move |m| (n, m))) {
                for (name, reply) in replies(&localizer, (n, m), &unread) {
                    let fault = fault(&reply, unread.is_empty());
                    let place = format!("{name} ({n}, {m}, {} unread)", unread.len());
                    faults.extend(fault.map(|fault| format!("{} {place}: {fault}", locale.tag())));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), Vec::from_iter(faults).join("\n"));
}

#[test]
fn what_could_not_be_read_of_an_instance_is_no_reason_to_say_that_there_is_nothing() {
    let localizer = localizer(Locale::English);
    let failed = Outcome::KeepUnknown(AzureError::of(AzureErrorKind::Server));
    let others = reports(1, "ci", &failed);
    let (report, lead) = (came_to("stop all", &others, &[]), SignedDuration::from_mins(30));
    for reply in [
        announcement(&localizer, &report, (Verb::Stop, false), lead, &[], &owner),
        proposal(&localizer, &report, None, &[], &owner),
    ] {
        assert_eq!(fault(&reply, false), None, "{reply:?}");
    }
}
