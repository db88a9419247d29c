//! What an alert proposes to do: the instances, each with a button that does it.

use super::{
    announce::{BUTTONS, Listed, line},
    azure_error,
    localizer::{Localizer, args, say},
    markup::Phrase,
    message::{Button, Reply},
    outcome,
    report::cause,
    tally::{self, is_quiet},
};
use crate::{
    command::Command,
    command_request::Cause,
    fleet::Unreadable,
    lifecycle::{Outcome, Report},
};

/// What `command` would be done to, for people to decide. `others` are the instances that are left out.
pub fn proposal(
    l10n: &Localizer,
    why: Option<&Cause>,
    command: &Command,
    listed: &[Listed],
    others: &[Report],
    unread: &[Unreadable],
) -> Reply {
    let head = if listed.is_empty() { "proposal-none" } else { "proposal-head" };
    let prices = listed.iter().filter_map(|instance| instance.price);
    let total = prices.reduce(|sum, price| sum.plus(price).unwrap_or(sum));
    let total = total.map(|money| say!(l10n, "proposal-total", money));
    let mut args = args!(l10n, command, n = listed.len(), total, counts = counted(l10n, others));
    args.set("do", l10n.verb(command.verb()));
    let mut lines: Vec<_> = why.map(|why| cause(l10n, why)).into_iter().collect();
    lines.push(l10n.line(head, args));
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

/// How many are left out, where none are listed: `: 14 already off, 1 running a job`
fn counted(l10n: &Localizer, others: &[Report]) -> Option<Phrase> {
    let counts = tally::for_report(l10n, others);
    (!others.is_empty()).then(|| say!(l10n, "proposal-counts", counts))
}

/// Whether to say why an instance is left out. Among others, one that is off already is not worth it;
/// with none listed, the counts tell of all that was left as it is.
fn is_worth_a_line(outcome: &Outcome, none_listed: bool) -> bool {
    if none_listed { !is_quiet(outcome) } else { !matches!(outcome, Outcome::Already { .. }) }
}
