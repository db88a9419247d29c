//! The running instances and their cost: in all, by workspace, and by instance or owner. Instances without a known price
//! are counted too.

use std::cmp::Reverse;

use fluent_bundle::FluentArgs;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Weekday};

use super::{
    azure_error,
    prelude::{Localizer, Phrase, Reply, Text, args, grouped, line, say},
    stakes::{Priced, by_owner, owner, sum},
    state::{self, by_clause, is_running},
};
use crate::{
    azure::{AzureError, LastOperation, Money, State},
    fleet::Selected,
};

/// Most lines of one kind; the others are counted.
const LINES: usize = 20;

/// Most running instances that have a line each. Of more, each owner has one.
const FEW: usize = 5;

/// When somebody comes back to what was left on over a weekend: Monday at this hour.
const MONDAY_AT: i8 = 8;

/// Most names in a line.
const NAMES: usize = 5;

const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// The cost of running instances, and what stops have saved since `since`. `is_all`: whether nothing was selected, so that
/// these are all. `prices` are those of the instances found.
/// `entra` is the caller's object id, if known.
pub fn cost(
    l10n: &Localizer,
    (looked, is_all): (&Selected, bool),
    prices: &[Result<Option<Money>, AzureError>],
    since: Option<Timestamp>,
    entra: Option<&str>,
) -> Reply {
    let (mut running, mut stopped, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (compute, price) in looked.found.iter().zip(prices) {
        let state = compute.state.as_ref();
        let group = match state {
            Some(State::Stopped) => &mut stopped,
            state if is_running(state) => &mut running,
            _ => &mut others,
        };
        let money = price.as_ref().ok().copied().flatten();
        group.push(Priced { compute, money });
    }
    let mut lines = Vec::new();
    if !running.is_empty() {
        lines.push(rates(l10n, "cost-head", &running, args!(l10n, n = running.len())));
    } else if !is_all {
        let off: Vec<_> = stopped.iter().chain(&others).map(|one| at_rest(l10n, one)).collect();
        lines.extend(l10n.first_lines(off.into_iter(), LINES, "cost-more"));
    } else if looked.unread.is_empty() {
        // Otherwise instances may be running in a workspace that could not be read.
        lines.push(line!(l10n, "cost-none"));
    }
    lines.extend(azure_error::unread(l10n, &looked.unread));
    lines.extend(by_workspace(l10n, &running));
    running.sort_unstable_by_key(Priced::rank);
    let monday = monday(l10n);
    if running.len() <= FEW {
        lines.extend(running.iter().map(|one| run(l10n, *one, monday, entra)));
    } else {
        lines.extend(runs(l10n, &running, monday));
        lines.extend(owners(l10n, &running, entra));
        lines.extend(unpriced(l10n, &running));
    }
    lines.extend(unreadable_prices(l10n, prices));
    lines.extend(not_counted(l10n, &others).filter(|_| is_all || !running.is_empty()));
    if let Some(since) = since {
        let says_list_price = running.iter().any(|one| one.money.is_some());
        lines.extend(savings(l10n, since, &stopped, says_list_price, looked.unread.is_empty()));
        let is_long = l10n.now.duration_since(since) >= A_DAY;
        lines.extend(is_long.then(|| line!(l10n, "saved-note")));
    }
    lines.extend((!stopped.is_empty()).then(|| line!(l10n, "cost-stopped", n = stopped.len())));
    Reply::to_caller(lines)
}

/// The cost of each workspace, the most expensive first, if there are several.
fn by_workspace(l10n: &Localizer, running: &[Priced<'_>]) -> Vec<Text> {
    let groups = dearest_first(grouped(running.iter().map(|one| (one.compute.id.workspace.clone(), *one))));
    if groups.len() < 2 {
        return Vec::new();
    }
    let lines = groups.iter().map(|(alias, group)| {
        let args = args!(l10n, workspace = alias.as_str(), n = group.len());
        rates(l10n, "cost-workspace", group, args)
    });
    l10n.first_lines(lines, LINES, "cost-more").collect()
}

/// The next Monday at [`MONDAY_AT`] on the reader's clock.
fn monday(l10n: &Localizer) -> Timestamp {
    let now = l10n.now.to_zoned_datetime(l10n.zone.clone());
    let monday = now.datetime().checked_sub(i64::from(MONDAY_AT).hours()).ok();
    let monday = monday.and_then(|day| day.date().nth_weekday(1, Weekday::Monday).ok());
    let monday = monday.and_then(|day| l10n.zone.to_timestamp(day.at(MONDAY_AT, 0, 0, 0)).ok());
    monday.unwrap_or(l10n.now)
}

/// What an instance has cost since its start. `None` if Azure does not show its start.
fn so_far(l10n: &Localizer, one: &Priced<'_>) -> Option<Money> {
    Some(one.money?.for_hours(l10n.now.duration_since(one.compute.cause()?.time)))
}

/// `🟢 *myci* (you): $0.29 per hour, since 13:00: $1.46 so far, another $18.20 until Monday if left on`
fn run(l10n: &Localizer, one: Priced<'_>, monday: Timestamp, entra: Option<&str>) -> Text {
    let state = one.compute.state.as_ref();
    let since = state::since(l10n, state, one.compute.cause());
    let (who, since) = (owner(l10n, &[one], entra), since.map(|since| say!(l10n, "cost-since", since)));
    let args = args!(l10n, ..state::args(l10n, &one.compute.id, state), who, since);
    let Some(hour) = one.money else { return l10n.line("cost-run-unpriced", args) };
    let far = so_far(l10n, &one).map(|money| say!(l10n, "cost-far", money));
    let more = hour.for_hours(monday.duration_since(l10n.now));
    line!(l10n, "cost-run", ..args, hour, far, more, until = l10n.until(monday))
}

/// `⚪ *myci* is stopped since 13:00: $0.29 per hour when it runs`
fn at_rest(l10n: &Localizer, one: &Priced<'_>) -> Text {
    let state = one.compute.state.as_ref();
    let args = state::args(l10n, &one.compute.id, state);
    match one.money {
        Some(hour) => line!(l10n, "cost-rest", ..args, hour),
        None => l10n.line("cost-rest-unpriced", args),
    }
}

/// What all have cost since their starts, and will have until Monday.
fn runs(l10n: &Localizer, running: &[Priced<'_>], monday: Timestamp) -> Option<Text> {
    let priced = || running.iter().filter(|one| one.money.is_some());
    let far = Money::sums(priced().filter_map(|one| so_far(l10n, one)));
    let until_monday = |money: Money| money.for_hours(monday.duration_since(l10n.now));
    let more = Money::sums(priced().filter_map(|one| one.money).map(until_monday));
    let part = priced().any(|one| so_far(l10n, one).is_none());
    let args = args!(l10n, far = sum(l10n, &far), more = sum(l10n, &more), part, until = l10n.until(monday));
    (!far.is_empty()).then(|| l10n.line("cost-runs", args))
}

/// The cost of each owner's instances, the most expensive first.
fn owners(l10n: &Localizer, running: &[Priced<'_>], entra: Option<&str>) -> Vec<Text> {
    let groups = dearest_first(by_owner(running));
    let lines = groups.iter().map(|(_, group)| {
        let args = args!(l10n, who = owner(l10n, group, entra).capitalized(), names = names(l10n, group));
        rates(l10n, "cost-owner", group, args)
    });
    l10n.first_lines(lines, LINES, "cost-more").collect()
}

/// Why prices could not be read: each reason once.
fn unreadable_prices(l10n: &Localizer, prices: &[Result<Option<Money>, AzureError>]) -> Vec<Text> {
    let reasons = prices.iter().filter_map(|price| price.as_ref().err());
    let lines = reasons.map(|error| line!(l10n, "cost-no-prices", reason = azure_error::reason(l10n, error)));
    grouped(lines.map(|line| (line, ()))).into_iter().map(|(line, _)| line).collect()
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

/// The most expensive group first, and in it the most expensive instance.
fn dearest_first<K: Ord + Clone>(mut groups: Vec<(K, Vec<Priced<'_>>)>) -> Vec<(K, Vec<Priced<'_>>)> {
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

fn names(l10n: &Localizer, instances: &[Priced<'_>]) -> Phrase {
    l10n.list_names(instances.iter().map(|one| &one.compute.id), NAMES)
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
