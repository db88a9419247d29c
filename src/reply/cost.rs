//! The running instances and their cost: in all, by workspace and by owner. Instances without a known price are counted
//! too.

use std::{cmp::Reverse, collections::HashMap};

use fluent_bundle::FluentArgs;
use jiff::{SignedDuration, Timestamp};

use super::{
    azure_error,
    formats::grouped,
    localizer::{Localizer, args, line},
    markup::{Phrase, Text},
    message::Reply,
    state::{self, by_clause, is_running},
};
use crate::{
    azure::{Compute, LastOperation, Money, State},
    fleet::Selected,
    target::ComputeId,
};

/// Most lines of one kind; the others are counted.
const LINES: usize = 20;

/// Most names in a line.
const NAMES: usize = 5;

const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// An instance with its price per hour, or with what its stop has saved. `None` if the price is not known.
#[derive(Clone, Copy, Debug)]
struct Priced<'a> {
    compute: &'a Compute,
    money: Option<Money>,
}

impl Priced<'_> {
    /// The most expensive first.
    fn rank(&self) -> impl Ord + use<> {
        let millionths = self.money.map(|money| money.millionths);
        (Reverse(millionths), self.compute.id.clone())
    }
}

/// The cost of running instances, and what stops have saved since `since`. `entra` is the caller's object id, if known.
pub fn cost(
    l10n: &Localizer,
    looked: &Selected,
    prices: &HashMap<ComputeId, Money>,
    since: Option<Timestamp>,
    entra: Option<&str>,
) -> Reply {
    let (mut running, mut stopped, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for compute in &looked.found {
        let state = compute.state.as_ref();
        let group = match state {
            Some(State::Stopped) => &mut stopped,
            state if is_running(state) => &mut running,
            _ => &mut others,
        };
        let money = prices.get(&compute.id).copied();
        group.push(Priced { compute, money });
    }
    let mut lines = Vec::new();
    if !running.is_empty() {
        lines.push(rates(l10n, "cost-head", &running, args!(l10n, n = running.len())));
    } else if looked.unread.is_empty() {
        // Otherwise instances may be running in a workspace that could not be read.
        lines.push(line!(l10n, "cost-none"));
    }
    lines.extend(azure_error::unread(l10n, &looked.unread));
    lines.extend(by_workspace(l10n, &running));
    lines.extend(by_owner(l10n, &running, entra));
    lines.extend(unpriced(l10n, &running));
    lines.extend(not_counted(l10n, &others));
    if let Some(since) = since {
        let says_list_price = running.iter().any(|one| one.money.is_some());
        lines.extend(savings(l10n, since, &stopped, says_list_price, looked.unread.is_empty()));
    }
    lines.extend((!stopped.is_empty()).then(|| line!(l10n, "cost-stopped", n = stopped.len())));
    Reply::to_caller(lines)
}

/// The cost of each workspace, the most expensive first, if there are several.
fn by_workspace(l10n: &Localizer, running: &[Priced<'_>]) -> Vec<Text> {
    let groups = by_price(running, |compute| compute.id.workspace.clone());
    if groups.len() < 2 {
        return Vec::new();
    }
    let lines = groups.iter().map(|(alias, group)| {
        let args = args!(l10n, workspace = alias.as_str(), n = group.len());
        rates(l10n, "cost-workspace", group, args)
    });
    l10n.first_lines(lines, LINES, "cost-more").collect()
}

/// The cost of each owner's instances, the most expensive first.
fn by_owner(l10n: &Localizer, running: &[Priced<'_>], entra: Option<&str>) -> Vec<Text> {
    let me = entra.map(str::to_ascii_lowercase);
    let groups = by_price(running, |compute| compute.owner.as_deref().map(str::to_ascii_lowercase));
    let lines = groups.iter().map(|(owner, group)| {
        let name = group.iter().find_map(|one| one.compute.owner_name.as_deref());
        let who = match (owner, name) {
            (None, _) => l10n.word("cost-nobody"),
            (owner, _) if *owner == me => l10n.word("cost-you"),
            (_, Some(name)) => Phrase::literal(name),
            (Some(owner), None) => Phrase::code(owner),
        };
        let args = args!(l10n, who, names = names(l10n, group));
        rates(l10n, "cost-owner", group, args)
    });
    l10n.first_lines(lines, LINES, "cost-more").collect()
}

/// The instances without a price, if others have one.
fn unpriced(l10n: &Localizer, running: &[Priced<'_>]) -> Option<Text> {
    let unpriced: Vec<_> = running.iter().filter(|one| one.money.is_none()).copied().collect();
    let some = !unpriced.is_empty() && unpriced.len() < running.len();
    some.then(|| line!(l10n, "cost-unpriced", n = unpriced.len(), names = names(l10n, &unpriced)))
}

/// The instances that are neither running nor stopped.
fn not_counted(l10n: &Localizer, others: &[Priced<'_>]) -> Option<Text> {
    let names = others.iter().map(|one| {
        let args = state::args(l10n, &one.compute.id, one.compute.state.as_ref());
        l10n.say("cost-between-one", args)
    });
    let names = l10n.list_most(names, NAMES);
    (!others.is_empty()).then(|| line!(l10n, "cost-between", n = others.len(), names))
}

/// Instances by `key`, the most expensive group first, and in it the most expensive instance.
fn by_price<'a, K: Ord + Clone>(
    running: &[Priced<'a>],
    key: impl Fn(&Compute) -> K,
) -> Vec<(K, Vec<Priced<'a>>)> {
    let mut groups = grouped(running.iter().map(|one| (key(one.compute), *one)));
    let price = |one: &Priced<'_>| one.money.map(|money| money.millionths);
    groups.sort_by_cached_key(|(key, group)| {
        (Reverse(group.iter().filter_map(price).sum::<u64>()), key.clone())
    });
    for (_, group) in &mut groups {
        group.sort_unstable_by_key(Priced::rank);
    }
    groups
}

/// `message` with the cost of `instances` per `hour` and `day`, or its variant `-unpriced` if none has a price.
fn rates(l10n: &Localizer, message: &str, instances: &[Priced<'_>], args: FluentArgs<'static>) -> Text {
    let hour = Money::sums(instances.iter().filter_map(|one| one.money));
    if hour.is_empty() {
        return l10n.line(&format!("{message}-unpriced"), args);
    }
    let day: Vec<_> = hour.iter().map(|money| money.for_hours(A_DAY)).collect();
    let (hour, day) = (sum(l10n, &hour), sum(l10n, &day));
    line!(l10n, message, ..args, hour, day)
}

/// Amounts of several currencies: `$0.29 + 1.00 BRL`
fn sum(l10n: &Localizer, amounts: &[Money]) -> Phrase {
    Phrase::join(amounts.iter().map(|money| l10n.money(*money)), " + ")
}

fn names(l10n: &Localizer, instances: &[Priced<'_>]) -> Phrase {
    let names = instances.iter().map(|one| l10n.name(&one.compute.id));
    l10n.list_most(names.map(Phrase::bold), NAMES)
}

/// What stops have saved: the price of each hour since then, for instances that are still stopped. An instance that was
/// started again or deleted no longer shows its stop.
///
/// `says_list_price`: whether the reply says already that these are list prices. `all_read`: whether no other instance
/// may have been stopped.
fn savings(
    l10n: &Localizer,
    since: Timestamp,
    stopped: &[Priced<'_>],
    says_list_price: bool,
    all_read: bool,
) -> Vec<Text> {
    let stops = stopped.iter().filter_map(|one| {
        let stop = one.compute.stop_after(since)?;
        let money = one.money.map(|price| price.for_hours(l10n.now.duration_since(stop.time)));
        Some((Priced { money, ..*one }, stop))
    });
    let mut stops: Vec<_> = stops.collect();
    let args = args!(l10n, since = l10n.since(since), n = stops.len());
    if stops.is_empty() {
        return all_read.then(|| l10n.line("saved-none", args)).into_iter().collect();
    }
    stops.sort_unstable_by_key(|(one, _)| one.rank());
    let sums = Money::sums(stops.iter().filter_map(|(one, _)| one.money));
    let head = if sums.is_empty() {
        "saved-unpriced"
    } else if says_list_price {
        "saved-head"
    } else {
        "saved-head-alone"
    };
    let mut lines = vec![line!(l10n, head, ..args, money = sum(l10n, &sums))];
    let each = stops.iter().map(|(one, stop)| saving(l10n, *one, stop));
    lines.extend(l10n.first_lines(each, LINES, "cost-more"));
    lines
}

fn saving(l10n: &Localizer, Priced { compute, money }: Priced<'_>, stop: &LastOperation) -> Text {
    let message = if money.is_some() { "saved-line" } else { "saved-line-unpriced" };
    let (at, ago, by) = (l10n.at(stop.time), l10n.ago(stop.time), by_clause(l10n, stop));
    line!(l10n, message, instance = &compute.id, at, ago, by, money)
}
