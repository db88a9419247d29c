//! What a timer is about to do: the instances, each with a button that keeps it.

use jiff::SignedDuration;

use super::{
    azure_error,
    localizer::{Localizer, args, line, say},
    markup::{Mention, Phrase, Span, Text},
    message::{Button, Reply},
    outcome,
    state::{self, size_name},
};
use crate::{
    azure::{Money, State},
    command::Verb,
    fleet::Unreadable,
    lifecycle::Report,
    target::ComputeId,
};

/// Most buttons in a message, which could hold 25.
pub(super) const BUTTONS: usize = 20;

/// How long a button keeps an instance.
const KEPT_FOR: &str = "2h";

/// What people want to know of an instance before something is done to it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: ComputeId,
    pub state: Option<State>,
    pub size: Option<String>,
    pub owner: Option<Mention>,
    /// Per hour.
    pub price: Option<Money>,
}

/// What will happen, and how soon.
#[derive(Clone, Copy, Debug)]
pub struct Announced {
    pub verb: Verb,
    pub lead: SignedDuration,
    /// It would happen, if the timer did not only rehearse.
    pub dry_run: bool,
}

/// What will happen to `listed`. `kept` are the instances that are left out.
pub fn announcement(
    l10n: &Localizer,
    announced: Announced,
    listed: &[Listed],
    kept: &[Report],
    unread: &[Unreadable],
) -> Reply {
    let Announced { verb, lead, dry_run } = announced;
    let can_keep = verb != Verb::Start && !dry_run;
    let head = if listed.is_empty() {
        "announce-none"
    } else if dry_run {
        "announce-would"
    } else {
        "announce-head"
    };
    let mut args = args!(l10n, lead, verb = verb.name(), n = listed.len());
    args.set("do", l10n.verb(verb));
    let mut lines = vec![l10n.line(head, args)];
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

/// `🟢 myci · DS3_V2 · $0.29 per hour · Ana`
pub(super) fn line(l10n: &Localizer, instance: &Listed) -> Text {
    let size = instance.size.as_deref().map(|size| Phrase::literal(size_name(size)));
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
