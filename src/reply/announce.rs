//! Announcements of timers, with a button that keeps each instance; and proposals of alerts, with a button that carries
//! each one out.

use jiff::SignedDuration;

use super::{
    outcome::{self, counts_for_report, is_quiet},
    power::{ActionReport, cause, unseen},
    prelude::{Button, Localizer, Mention, Phrase, Reply, Span, Text, args, line, say},
    stakes::{self, Priced},
    state,
};
use crate::{
    azure::{Compute, vm_size},
    command::Verb,
    command_request::Cause,
    lifecycle::{Outcome, Report, Tally},
};

/// Most buttons in a message, which could hold 25.
const BUTTONS: usize = 20;

/// How long a button keeps an instance.
const KEPT_FOR: &str = "2h";

/// `verb` will be done to `listed` after `lead`, unless it is a `dry_run`. `report` is about what is left out, and `owner`
/// says whom to mention.
pub fn announcement(
    l10n: &Localizer,
    report: &ActionReport,
    (verb, dry_run): (Verb, bool),
    lead: SignedDuration,
    listed: &[Priced<'_>],
    owner: &dyn Fn(&Compute) -> Option<Mention>,
) -> Reply {
    let can_keep = verb != Verb::Start && !dry_run;
    let head = match listed {
        [] if is_all_known(report) => "announce-none",
        [] => "announce-unknown",
        _ if dry_run => "announce-would",
        _ => "announce-head",
    };
    let mut args = args!(l10n, lead, verb = verb.name(), n = listed.len());
    args.set("do", l10n.verb(verb));
    let mut lines = vec![l10n.line(head, args)];
    lines.extend(stakes::line(l10n, dry_run, verb, listed));
    if can_keep && !listed.is_empty() {
        lines.push(line!(l10n, "announce-keep"));
    }
    lines.extend(listed.iter().map(|one| line(l10n, *one, owner)));
    lines.extend(report.reports.iter().map(|report| outcome::line(l10n, report)));
    lines.extend(unseen(l10n, report));
    let buttons = listed.iter().take(BUTTONS).filter(|_| can_keep).map(|Priced { compute, .. }| {
        let label = say!(l10n, "button-keep-one", instance = &compute.id);
        Button::new(l10n.now, label, format!("{} {} for {KEPT_FOR}", Verb::Keep.name(), compute.id))
    });
    Reply::to_channel(lines).with_buttons(buttons)
}

/// `🟢 myci · DS3_V2 · $0.29 per hour · Ana`
fn line(
    l10n: &Localizer,
    Priced { compute, money }: Priced<'_>,
    owner: &dyn Fn(&Compute) -> Option<Mention>,
) -> Text {
    let fact = |fact: Phrase| Phrase(format!(" · {fact}"));
    let size = compute.vm_size.as_deref().map(|size| fact(Phrase::literal(vm_size::short(size))));
    let price = money.map(|money| fact(say!(l10n, "per-hour", money)));
    let args = state::args(l10n, &compute.id, compute.state.as_ref());
    let mut line = line!(l10n, "listed", ..args, size, price);
    if let Some(owner) = owner(compute) {
        line.0.extend([Span::Plain(" · ".to_owned()), Span::Mention(owner)]);
    }
    line
}

/// Proposes to do the command to `listed`, as far as that is left for people to decide. `owner` says whom to mention.
pub fn proposal(
    l10n: &Localizer,
    report: &ActionReport,
    why: Option<&Cause>,
    listed: &[Priced<'_>],
    owner: &dyn Fn(&Compute) -> Option<Mention>,
) -> Reply {
    let (command, verb) = (&report.command, report.command.verb());
    let others = || report.reports.iter().filter(|report| !matches!(report.outcome, Outcome::Would(_)));
    let head = match listed {
        [] if is_all_known(report) => "proposal-none",
        [] => "proposal-unknown",
        _ => "proposal-head",
    };
    let counts = others().next().map(|_| counts_for_report(l10n, others()));
    let counts = counts.map(|counts| say!(l10n, "proposal-counts", counts));
    let mut args = args!(l10n, command, n = listed.len(), counts);
    args.set("do", l10n.verb(verb));
    let mut lines: Vec<_> = why.map(|why| cause(l10n, why)).into_iter().collect();
    lines.push(l10n.line(head, args));
    lines.extend(stakes::line(l10n, false, verb, listed));
    lines.extend(listed.iter().map(|one| line(l10n, *one, owner)));
    let told = others().filter(|report| is_worth_a_line(&report.outcome, listed.is_empty()));
    lines.extend(told.map(|report| outcome::line(l10n, report)));
    lines.extend(unseen(l10n, report));
    let verb = verb.name();
    let buttons = listed.iter().take(BUTTONS).map(|Priced { compute, .. }| {
        let label = say!(l10n, "button-one", verb, instance = &compute.id);
        Button::new(l10n.now, label, format!("{verb} {}", compute.id))
    });
    Reply::to_channel(lines).with_buttons(buttons)
}

/// Whether all was read that decides whether there is something to do.
fn is_all_known(report: &ActionReport) -> bool {
    let is_unknown = |report: &Report| {
        matches!(report.outcome.tally(), Tally::KeepUnknown | Tally::NotReached | Tally::Failed)
    };
    report.unread.is_empty() && !report.reports.iter().any(is_unknown)
}

/// Whether to say why an instance is left out. Instances that are off already need no line; if none is listed, neither
/// do others that were rightly left as they are, since the counts include them.
fn is_worth_a_line(outcome: &Outcome, none_listed: bool) -> bool {
    if none_listed { !is_quiet(outcome) } else { !matches!(outcome, Outcome::Already { .. }) }
}
