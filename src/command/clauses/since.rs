//! The value of `--since`: `8h`, `2h ago`, `18:00`, `yesterday`, `this month`. In a `cost`, it needs no option.

use std::sync::LazyLock;

use jiff::SignedDuration;

use super::{
    super::{
        clause_values::TimeClause,
        flags::Flag,
        phrases,
        times::{self, Day, Moment, duration},
    },
    take,
};
use crate::locale::Names;

const SINCE: Names = Names::new(&["since"], &["desde"]);
/// Beside a duration: `last week` are the seven days before now.
static AGO: LazyLock<Names> = LazyLock::new(|| phrases::row("beside span"));
/// Before a span that may be over: `over the last week`.
static WITHIN: LazyLock<Names> = LazyLock::new(|| phrases::row("before span"));
/// Before what is to come, which `cost` shows for what is left running.
const COMING: Names = Names::new(&["until", "till", "til", "next"], &["até", "próximo", "próxima"]);
const MONTH: Names = Names::new(&["month"], &["mês"]);

/// `8h` is a duration here: people ask for savings by hours more often than by the clock.
pub(in crate::command) fn read(words: &[String]) -> Option<TimeClause> {
    // `november`
    let begun = || match words {
        [month] if times::MONTHS.iter().any(|names| names.include(month)) => {
            times::moment(&["1".to_owned(), month.clone()])
        }
        _ => None,
    };
    ago(words).map(TimeClause::Length).or_else(|| past(words).or_else(begun).map(TimeClause::At))
}

fn ago(words: &[String]) -> Option<SignedDuration> {
    let length: Vec<_> = words.iter().filter(|word| !AGO.include(word)).cloned().collect();
    let month = || matches!(&length[..], [month] if length.len() < words.len() && MONTH.include(month));
    duration(&length).or_else(|| month().then(|| SignedDuration::from_hours(30 * 24)))
}

fn moment(words: &[String]) -> Option<Moment> {
    times::moment(words).or_else(|| times::period(words))
}

fn past(words: &[String]) -> Option<Moment> {
    moment(words).filter(|moment| !matches!(moment.day, Day::FromToday(1..) | Day::Next(_)))
}

/// `until monday`, `the weekend`, `tomorrow`: nothing to count savings from.
fn coming(words: &[String]) -> Option<()> {
    let (comes, within) = (COMING.include(&words[0]), WITHIN.include(&words[0]));
    let span = &words[usize::from(comes || within)..];
    let is_length = duration(span).is_some();
    let is_past = || !comes && read(span).is_some() && !(within && is_length);
    let is_time = is_length || moment(span).is_some() || times::extent(span).is_some();
    (is_time && !is_past()).then_some(())
}

/// Takes `since monday`, `today` and `last week` out of the words of a `cost`.
pub(in crate::command) fn parse(words: &[String]) -> (Vec<String>, Option<TimeClause>) {
    let bare = |words: &[String]| match words {
        [since, rest @ ..] if SINCE.include(since) || WITHIN.include(since) => read(rest),
        _ if words.iter().any(|word| AGO.include(word)) => ago(words).map(TimeClause::Length),
        _ => past(words).filter(|moment| moment.day != Day::ANY).map(TimeClause::At),
    };
    // Two times are one misunderstanding.
    let ahead = take(words, coming).map(|(others, ())| others).filter(|others| take(others, bare).is_none());
    let words = ahead.as_deref().unwrap_or(words);
    let is_given = words.iter().any(|word| word.split('=').next().and_then(Flag::named) == Some(Flag::Since));
    let said = take(words, bare).filter(|_| !is_given);
    said.map_or_else(|| (words.to_vec(), None), |(others, since)| (others, Some(since)))
}
