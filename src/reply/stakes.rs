//! What an hour of instances costs, and whose they are: for those who decide about them.

use std::cmp::Reverse;

use super::prelude::{Localizer, Phrase, Text, grouped, line, say};
use crate::{
    azure::{Compute, Money},
    command::Verb,
};

/// Most owners in a line.
const OWNERS: usize = 8;

/// An instance with its price per hour, or with what its stop has saved. `None` if the price is not known.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    /// As it was read before the command.
    pub compute: &'a Compute,
    /// At list price.
    pub money: Option<Money>,
}

impl Priced<'_> {
    /// The most expensive first.
    pub(crate) fn rank(&self) -> impl Ord + use<> {
        let millionths = self.money.map(|money| money.millionths);
        (Reverse(millionths), self.compute.id.clone())
    }
}

/// [`per_hour`] as a line of its own.
pub(super) fn line(l10n: &Localizer, rehearsed: bool, verb: Verb, affected: &[Priced<'_>]) -> Option<Text> {
    per_hour(l10n, rehearsed, verb, affected).map(|money| Text::read(&money.0))
}

/// `Saves $4.77 per hour.` `None` if the verb changes no bill by the hour, or if no price is known. `rehearsed`: what a
/// dry run would save.
pub(super) fn per_hour(
    l10n: &Localizer,
    rehearsed: bool,
    verb: Verb,
    affected: &[Priced<'_>],
) -> Option<Phrase> {
    let sums = Money::sums(affected.iter().filter_map(|one| one.money));
    let unpriced = affected.iter().filter(|one| one.money.is_none()).count();
    let changes_the_bill = matches!(verb, Verb::Start | Verb::Stop);
    let without = (unpriced > 0).then(|| say!(l10n, "stakes-without", n = unpriced));
    let message = if rehearsed { "stakes.would" } else { "stakes" };
    (changes_the_bill && !sums.is_empty())
        .then(|| say!(l10n, message, verb = verb.name(), money = sum(l10n, &sums), without))
}

/// What `verb` saves or costs per hour, and whom it hits. `entra` is the object id of the reader, if it is known.
pub fn stakes(
    l10n: &Localizer,
    rehearsed: bool,
    verb: Verb,
    affected: &[Priced<'_>],
    entra: Option<&str>,
) -> Vec<Text> {
    line(l10n, rehearsed, verb, affected).into_iter().chain(owners(l10n, affected, entra)).collect()
}

/// `They belong to you (3) and Ana (2).`
pub(super) fn owners(l10n: &Localizer, affected: &[Priced<'_>], entra: Option<&str>) -> Option<Text> {
    let mut owners = by_owner(affected);
    owners.sort_by_key(|(_, instances)| Reverse(instances.len()));
    let each = owners.iter().map(|(_, instances)| {
        let who = owner(l10n, instances, entra);
        if affected.len() == 1 { who } else { say!(l10n, "stakes-owner", who, n = instances.len()) }
    });
    let names = l10n.list_most(each, OWNERS);
    (!owners.is_empty()).then(|| line!(l10n, "stakes-owners", n = affected.len(), names))
}

/// The owner of these instances, who is one person.
pub(super) fn owner(l10n: &Localizer, instances: &[Priced<'_>], entra: Option<&str>) -> Phrase {
    let name = instances.iter().find_map(|one| one.compute.owner_name.as_deref());
    match (instances.first().and_then(|one| one.compute.owner.as_deref()), name) {
        (None, _) => l10n.word("owner-unknown"),
        _ if instances.iter().any(|one| one.compute.is_owned_by(entra)) => l10n.word("owner-you"),
        (_, Some(name)) => Phrase::literal(name),
        (Some(id), None) => Phrase::code(id),
    }
}

/// The instances of each owner, in the order of first appearance.
pub(super) fn by_owner<'a>(instances: &[Priced<'a>]) -> Vec<(Option<String>, Vec<Priced<'a>>)> {
    let id = |one: &Priced<'_>| one.compute.owner.as_deref().map(str::to_ascii_lowercase);
    grouped(instances.iter().map(|one| (id(one), *one)))
}

/// Amounts of several currencies: `$0.29 + 1.00 BRL`
pub(super) fn sum(l10n: &Localizer, amounts: &[Money]) -> Phrase {
    Phrase::join(amounts.iter().map(|money| l10n.money(*money)), " + ")
}
