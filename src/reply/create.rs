//! Instances that are made: on which terms, and why not.

use jiff::SignedDuration;
use serde::Serialize;
use serde_json::json;

use super::{
    localizer::{Localizer, line, say},
    markup::{Phrase, Text},
    message::Reply,
};
use crate::{
    azure::{Making, Money, vm_size},
    target::{ComputeId, Instance},
};

/// A month, as Azure's price pages count its hours.
const MONTH: SignedDuration = SignedDuration::from_hours(730);

/// What a person confirms before an instance is made.
pub struct Terms<'a> {
    pub making: Making<'a>,
    /// The new instance with its owner.
    pub owner: &'a Instance,
    /// The reader's id in Entra, if known.
    pub caller: Option<String>,
    /// Of an hour, if Azure says it in time.
    pub price: Option<Money>,
}

/// Size, price, idle time and owner; and what becomes of the `old` instance.
pub fn terms(l10n: &Localizer, terms: &Terms<'_>, old: Option<&ComputeId>) -> Vec<Text> {
    let Terms { making, owner, caller, price } = terms;
    let price =
        price.as_ref().map(|hour| say!(l10n, "make-price", hour = *hour, month = hour.for_hours(MONTH)));
    let who = match (&owner.owner, &owner.owner_name) {
        (own, _) if own == caller => l10n.word("owner-you"),
        (_, Some(name)) => Phrase::literal(name),
        (id, None) => Phrase::code(id.as_deref().unwrap_or_default()),
    };
    let (blueprint, size) = (&making.blueprint.name, vm_size::short(&making.blueprint.size));
    let what = line!(l10n, "make-terms", blueprint, size, price, who, idle = making.idle());
    let schedules = making.schedule_count();
    let schedules = (schedules > 0).then(|| line!(l10n, "make-schedules", n = schedules));
    let old = old.map(|old| line!(l10n, "make-renewal", instance = old));
    [what].into_iter().chain(schedules).chain(old).collect()
}

/// Why no instance is made. `why` has the name of the reason, and what it is about.
pub fn not_made(l10n: &Localizer, why: &impl Serialize) -> Reply {
    let why = json!(why);
    let text = |key: &str| why[key].as_str().unwrap_or_default();
    let typed = why["typed"].as_str().map(|typed| say!(l10n, "not-made-typed", typed));
    let most = why["most"].as_u64().unwrap_or_default() as usize;
    let each = if why["each"] == true { "yes" } else { "no" };
    let commands = why["commands"].as_array().into_iter().flatten().filter_map(|one| one.as_str());
    let commands: Vec<_> = commands.map(|command| l10n.retold(command)).collect();
    let line = line!(
        l10n,
        &format!("not-made-{}", text("why")),
        name = text("name"),
        blueprint = text("blueprint"),
        typed,
        most,
        each,
        commands = l10n.list_code(&commands, commands.len()),
    );
    Reply::from(line).with_suggestions(l10n, None)
}
