//! Announcements of timers, with a button that keeps each instance; and proposals of alerts, with a button that carries
//! each one out.

use jiff::SignedDuration;

use super::{
    azure_error,
    localizer::{Localizer, args, line, say},
    markup::{Mention, Phrase, Span, Text},
    message::{Button, Reply},
    outcome::{self, counts_for_report, is_quiet},
    power::cause,
    stakes, state,
};
use crate::{
    azure::{Money, State, vm_size},
    command::{Command, Verb},
    command_request::Cause,
    fleet::Unreadable,
    lifecycle::{Outcome, Report, Tally},
    target::ComputeId,
};

/// Most buttons in a message, which could hold 25.
const BUTTONS: usize = 20;

/// How long a button keeps an instance.
const KEPT_FOR: &str = "2h";

/// An instance in an announcement or a proposal.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The instance.
    pub id: ComputeId,
    /// Its state now. `None` if Azure names none.
    pub state: Option<State>,
    /// Its VM size. `None` if Azure names none.
    pub size: Option<String>,
    /// Whom the announcement mentions. `None` if Azure names no owner.
    pub owner: Option<Mention>,
    /// Per hour.
    pub price: Option<Money>,
}

/// `verb` will be done to `listed` after `lead`, unless it is a `dry_run`. `kept` are the instances that are left out.
pub fn announcement(
    l10n: &Localizer,
    (verb, dry_run): (Verb, bool),
    lead: SignedDuration,
    listed: &[Listed],
    kept: &[Report],
    unread: &[Unreadable],
) -> Reply {
    let can_keep = verb != Verb::Start && !dry_run;
    let head = if listed.is_empty() && is_all_known(kept, unread) {
        "announce-none"
    } else if listed.is_empty() {
        "announce-unknown"
    } else if dry_run {
        "announce-would"
    } else {
        "announce-head"
    };
    let mut args = args!(l10n, lead, verb = verb.name(), n = listed.len());
    args.set("do", l10n.verb(verb));
    let mut lines = vec![l10n.line(head, args)];
    lines.extend(per_hour(l10n, dry_run, verb, listed));
    if can_keep && !listed.is_empty() {
        lines.push(line!(l10n, "announce-keep"));
    }
    lines.extend(listed.iter().map(|instance| line(l10n, instance)));
    lines.extend(kept.iter().map(|report| outcome::line(l10n, report)));
    lines.extend(azure_error::unread(l10n, unread));
    let buttons = listed.iter().take(BUTTONS).filter(|_| can_keep).map(|instance| {
        let label = say!(l10n, "button-keep-one", instance = &instance.id);
        Button::new(label, format!("{} {} for {KEPT_FOR}", Verb::Keep.name(), instance.id))
    });
    Reply::to_channel(lines).with_buttons(buttons)
}

fn per_hour(l10n: &Localizer, rehearsed: bool, verb: Verb, listed: &[Listed]) -> Option<Text> {
    let saves = stakes::per_hour(l10n, rehearsed, verb, listed.iter().map(|instance| instance.price))?;
    Some(Text::read(&saves.0))
}

/// `🟢 myci · DS3_V2 · $0.29 per hour · Ana`
fn line(l10n: &Localizer, instance: &Listed) -> Text {
    let size = instance.size.as_deref().map(|size| Phrase::literal(vm_size::short(size)));
    let price = instance.price.map(|money| say!(l10n, "per-hour", money));
    let fact = |fact: Phrase| Phrase(format!(" · {fact}"));
    let mut line = line!(
        l10n,
        "listed",
        ..state::args(l10n, &instance.id, instance.state.as_ref()),
        size = size.map(fact),
        price = price.map(fact)
    );
    if let Some(owner) = &instance.owner {
        line.0.push(Span::Plain(" · ".to_owned()));
        line.0.push(Span::Mention(owner.clone()));
    }
    line
}

/// Proposes to do `command` to `listed`. `others` are the instances that are left out.
pub fn proposal(
    l10n: &Localizer,
    why: Option<&Cause>,
    command: &Command,
    listed: &[Listed],
    others: &[Report],
    unread: &[Unreadable],
) -> Reply {
    let head = match listed {
        [] if is_all_known(others, unread) => "proposal-none",
        [] => "proposal-unknown",
        _ => "proposal-head",
    };
    let mut args = args!(l10n, command, n = listed.len(), counts = counted(l10n, others));
    args.set("do", l10n.verb(command.verb()));
    let mut lines: Vec<_> = why.map(|why| cause(l10n, why)).into_iter().collect();
    lines.push(l10n.line(head, args));
    lines.extend(per_hour(l10n, false, command.verb(), listed));
    lines.extend(listed.iter().map(|instance| line(l10n, instance)));
    let others = others.iter().filter(|report| is_worth_a_line(&report.outcome, listed.is_empty()));
    lines.extend(others.map(|report| outcome::line(l10n, report)));
    lines.extend(azure_error::unread(l10n, unread));
    let verb = command.verb().name();
    let buttons = listed.iter().take(BUTTONS).map(|instance| {
        let label = say!(l10n, "button-one", verb, instance = &instance.id);
        Button::new(label, format!("{verb} {}", instance.id))
    });
    Reply::to_channel(lines).with_buttons(buttons)
}

/// Whether all was read that decides whether there is something to do.
fn is_all_known(others: &[Report], unread: &[Unreadable]) -> bool {
    let is_unknown = |report: &Report| {
        matches!(report.outcome.facts().tally, Tally::KeepUnknown | Tally::NotReached | Tally::Failed)
    };
    unread.is_empty() && !others.iter().any(is_unknown)
}

/// The counts of those left out: `: 14 already off, 1 running a job`
fn counted(l10n: &Localizer, others: &[Report]) -> Option<Phrase> {
    let counts = counts_for_report(l10n, others);
    (!others.is_empty()).then(|| say!(l10n, "proposal-counts", counts))
}

/// Whether to say why an instance is left out. Instances that are off already need no line; if none is listed, neither
/// do others that were rightly left as they are, since the counts include them.
fn is_worth_a_line(outcome: &Outcome, none_listed: bool) -> bool {
    if none_listed { !is_quiet(outcome) } else { !matches!(outcome, Outcome::Already { .. }) }
}
