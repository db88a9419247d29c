//! What runs now and what that costs, by whom it belongs to. Of what was not seen nothing is said, and
//! what has no known price is counted all the same.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use jiff::{SignedDuration, Timestamp};

use super::{
    azure_error,
    localizer::{Args, Voice},
    markup::{Text, literal},
    message::Reply,
    prices::{Priced, cut, monies},
    savings,
    state::state_word,
};
use crate::{
    ask::AskId,
    azure::{Compute, Money, State},
    fleet::Looked,
    target::ComputeId,
};

/// More names than this nobody reads.
const NAMES: usize = 5;

const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// What is running, per hour and per day; and what was saved by stops `since` then. `entra` is the
/// caller's own object id, if known.
pub fn cost(
    voice: &Voice,
    looked: &Looked,
    prices: &HashMap<ComputeId, Money>,
    since: Option<Timestamp>,
    entra: Option<&str>,
    id: AskId,
) -> Reply {
    let all: Vec<_> = looked
        .found
        .iter()
        .map(|compute| Priced {
            compute,
            price: prices.get(&compute.id).copied(),
        })
        .collect();
    let (running, others): (Vec<_>, Vec<_>) = all.iter().copied().partition(|one| runs(one.compute));
    let (stopped, between): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|one| one.compute.state == Some(State::Stopped));
    // What could not be read may be running.
    let claims = !running.is_empty() || looked.unread.is_empty();
    let mut lines: Vec<_> = claims.then(|| head(voice, &running)).into_iter().collect();
    let unread = looked.unread.iter();
    lines.extend(unread.map(|unread| azure_error::unread(voice, unread, id)));
    lines.extend(by_workspace(voice, &running));
    lines.extend(by_owner(voice, &running, entra));
    lines.extend(unpriced(voice, &running));
    lines.extend(not_counted(voice, &between));
    // Said once what prices these are.
    let said = running.iter().any(|one| one.price.is_some());
    let saved = |since| savings::lines(voice, since, &stopped, said);
    lines.extend(since.into_iter().flat_map(saved));
    lines.extend((!stopped.is_empty()).then(|| {
        let args = Args::new().number("n", stopped.len());
        voice.line("cost-stopped", args)
    }));
    Reply::to_caller(lines)
}

fn runs(compute: &Compute) -> bool {
    matches!(compute.state, Some(State::Running | State::JobRunning))
}

fn head(voice: &Voice, running: &[Priced<'_>]) -> Text {
    if running.is_empty() {
        return voice.line("cost-none", Args::new());
    }
    let args = Args::new().number("n", running.len());
    match rates(voice, running) {
        Some(rates) => voice.line("cost-head", rates.into(args)),
        None => voice.line("cost-head-unpriced", args),
    }
}

/// Where there are several, what each costs; the dearest first.
fn by_workspace(voice: &Voice, running: &[Priced<'_>]) -> Vec<Text> {
    let groups = grouped(running, |compute| compute.id.workspace.clone());
    if groups.len() < 2 {
        return Vec::new();
    }
    let line = |(alias, group): (_, Vec<Priced<'_>>)| {
        let args = Args::new()
            .text("workspace", format!("{alias}"))
            .number("n", group.len());
        match rates(voice, &group) {
            Some(rates) => voice.line("cost-workspace", rates.into(args)),
            None => voice.line("cost-workspace-unpriced", args),
        }
    };
    cut(voice, groups.into_iter().map(line).collect())
}

/// What each owner's instances cost; the dearest first.
fn by_owner(voice: &Voice, running: &[Priced<'_>], entra: Option<&str>) -> Vec<Text> {
    let lower = |owner: &Option<String>| owner.as_deref().map(str::to_ascii_lowercase);
    let me = entra.map(str::to_ascii_lowercase);
    let line = |(owner, group): (Option<String>, Vec<Priced<'_>>)| {
        let mut names = group.iter().filter_map(|one| one.compute.owner_name.as_deref());
        let who = match (&owner, names.next()) {
            (None, _) => voice.word("cost-nobody"),
            (owner, _) if *owner == me => voice.word("cost-you"),
            (_, Some(name)) => literal(name),
            (Some(owner), None) => format!("`{}`", literal(owner)),
        };
        let args = Args::new()
            .piece("who", who)
            .piece("names", names_of(voice, &group));
        match rates(voice, &group) {
            Some(rates) => voice.line("cost-owner", rates.into(args)),
            None => voice.line("cost-owner-unpriced", args),
        }
    };
    let groups = grouped(running, |compute| lower(&compute.owner));
    cut(voice, groups.into_iter().map(line).collect())
}

/// Those that the sum leaves out for want of a price, where it holds others.
fn unpriced(voice: &Voice, running: &[Priced<'_>]) -> Option<Text> {
    let (priced, unpriced): (Vec<_>, Vec<_>) = running.iter().copied().partition(|one| one.price.is_some());
    if priced.is_empty() || unpriced.is_empty() {
        return None;
    }
    let args = Args::new()
        .number("n", unpriced.len())
        .piece("names", names_of(voice, &unpriced));
    Some(voice.line("cost-unpriced", args))
}

/// Those of which nobody can say that they run, nor that they are stopped.
fn not_counted(voice: &Voice, between: &[Priced<'_>]) -> Option<Text> {
    let told: Vec<String> = between
        .iter()
        .map(|one| {
            let args = Args::new()
                .text("instance", voice.name(&one.compute.id))
                .piece("state", state_word(voice, one.compute.state.as_ref()));
            voice.say("cost-between-one", args)
        })
        .collect();
    let args = Args::new()
        .number("n", told.len())
        .piece("names", voice.list(&told, NAMES));
    (!told.is_empty()).then(|| voice.line("cost-between", args))
}

/// Groups of what is alike by `key`, the dearest first.
fn grouped<'a, K: Ord + Clone>(
    running: &[Priced<'a>],
    key: impl Fn(&Compute) -> K,
) -> Vec<(K, Vec<Priced<'a>>)> {
    let mut groups: BTreeMap<K, Vec<Priced<'a>>> = BTreeMap::new();
    for one in running {
        groups.entry(key(one.compute)).or_default().push(*one);
    }
    let price = |one: &Priced<'_>| one.price.map(|price| price.millionths);
    for group in groups.values_mut() {
        group.sort_unstable_by_key(|one| (Reverse(price(one)), one.compute.id.clone()));
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    let sum = |group: &[Priced<'_>]| group.iter().filter_map(price).sum::<u64>();
    groups.sort_unstable_by(|(a, ours), (b, theirs)| sum(theirs).cmp(&sum(ours)).then_with(|| a.cmp(b)));
    groups
}

fn names_of(voice: &Voice, group: &[Priced<'_>]) -> String {
    let names = group.iter().map(|one| &one.compute.id);
    let names: Vec<String> = names
        .map(|id| format!("*{}*", literal(&voice.name(id))))
        .collect();
    voice.list(&names, NAMES)
}

/// What something costs per hour and per day.
struct Rates {
    hour: String,
    day: String,
}

impl Rates {
    fn into(self, args: Args) -> Args {
        args.piece("hour", self.hour).piece("day", self.day)
    }
}

/// `None` where there is no price in it at all.
fn rates(voice: &Voice, group: &[Priced<'_>]) -> Option<Rates> {
    let hour = Money::sums(group.iter().filter_map(|one| one.price));
    let day: Vec<_> = hour.iter().map(|money| money.for_hours(A_DAY)).collect();
    (!hour.is_empty()).then(|| Rates {
        hour: monies(voice, &hour),
        day: monies(voice, &day),
    })
}
