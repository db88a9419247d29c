//! `keep NAME… for 2h because …`, `keep NAME… until 22:00`, `keep NAME… off`

use super::super::{
    clause_values::{KeepClause, LONGEST_KEEP, Until},
    flags::RUNNING,
    parse_error::ParseError,
    times::{self, AT, duration, moment},
    verb::Verb,
    vocabulary::{MORE, OFF},
};
use super::{behind, not_a_time, take};
use crate::locale::{Locale, Names};

const FOR: Names = Names::new(&["for", "over", "by", "through"], &["por", "durante", "pelo", "pela", "em"]);
pub(in crate::command) const UNTIL: Names = Names::new(&["until", "till", "til"], &["até"]);
pub(in crate::command) const BECAUSE: Names = Names::new(&["because"], &["porque", "pois"]);
const FOREVER: Names =
    Names::new(&["forever", "always", "indefinitely", "permanently"], &["sempre", "indefinidamente"]);
/// What a kept instance is.
const ALIVE: Names = Names::new(&["alive", "up", "awake", "online"], &["viva", "acordada", "acesa"]);

/// Splits the words of a `keep` behind its verb. The reason is as it stands in `text`, from which the words are.
pub(in crate::command) fn parse(
    words: &[String],
    text: &str,
) -> Result<(Vec<String>, KeepClause), ParseError> {
    // The first word is a target or begins the clause, whatever it is.
    let because = (1..words.len()).find(|at| BECAUSE.include(&words[*at]));
    let (words, because) = match because {
        Some(at) => (&words[..at], reason(text, usize::from(BECAUSE.include(&words[0])))),
        None => (words, None),
    };
    // `mantenha a myci ligada até 22h`
    let is_alive = |word: &String| RUNNING.include(word) || ALIVE.include(word);
    let adds = words.iter().any(|word| MORE.include(word));
    let words: Vec<_> = words.iter().filter(|word| !MORE.include(word)).collect();
    let words = &words.into_iter().filter(|word| !is_alive(word)).cloned().collect::<Vec<_>>()[..];
    let unread = || match (behind(&UNTIL, words), behind(&FOR, words)) {
        (Some(span @ [_, ..]), _) => not_a_time(span),
        (_, Some(span @ [_, ..])) => ParseError::NotADuration { words: span.join(" ") },
        _ => ParseError::how_long(Verb::Keep, words),
    };
    let (mut targets, until) = take(words, until).ok_or_else(unread)?;
    // `keep 2h off`
    if targets.iter().any(|word| OFF.include(word)) {
        return Err(unread());
    }
    // Of `until the weekend`, the weekend alone would last too long.
    if behind(&UNTIL, &targets).is_some() {
        return Err(unread());
    }
    // `until tomorrow at 6`
    if let Some(span @ [hour, ..]) = behind(&AT, &targets)
        && hour.starts_with(|c: char| c.is_ascii_digit())
    {
        return Err(not_a_time(span));
    }
    targets.pop_if(|word| word == "on"); // `keep myci on until 8pm`
    let until = match until? {
        Until::For(length) if adds => Until::More(length),
        until => until,
    };
    Ok((targets, KeepClause { until, because }))
}

fn until(words: &[String]) -> Option<Result<Until, ParseError>> {
    let (first, rest) = words.split_first()?;
    if OFF.include(first) {
        return rest.is_empty().then_some(Ok(Until::Off));
    }
    if UNTIL.include(first) {
        return moment(rest).or_else(|| times::rough(rest).pop()).map(|moment| Ok(Until::At(moment)));
    }
    let span = if FOR.include(first) { rest } else { words };
    if matches!(span, [word] if FOREVER.include(word)) {
        return Some(Err(ParseError::KeepTooLong));
    }
    if let Some(length) = duration(span) {
        return Some(if length > LONGEST_KEEP {
            Err(ParseError::KeepTooLong)
        } else {
            Ok(Until::For(length))
        });
    }
    // `keep myci tomorrow 8am`, but not `keep myci tomorrow 2h`.
    let is_hour = |word: &String| word.bytes().all(|b| b.is_ascii_digit() || b == b'h');
    let bare = || moment(words).filter(|_| !words.iter().any(is_hour));
    times::extent(span).or_else(bare).map(|moment| Ok(Until::At(moment)))
}

/// What is written behind "because", in one line. So many words of that meaning stand `before` it.
fn reason(text: &str, before: usize) -> Option<String> {
    let mut words = text.split_whitespace();
    let is_because = |word: &&str| BECAUSE.include(word.trim_end_matches([',', ':']));
    words.by_ref().filter(is_because).nth(before)?;
    let reason = words.collect::<Vec<_>>().join(" ");
    (!reason.is_empty()).then_some(reason)
}

/// `for 2h because training`, in the words of `locale`, which parse to the same clause.
pub(in crate::command) fn display(clause: &KeepClause, locale: Locale) -> String {
    let until = match clause.until {
        Until::For(length) => format!("{} {}", FOR.first(locale), times::display(length)),
        Until::More(length) => {
            format!("{} {} {}", FOR.first(locale), MORE.first(locale), times::display(length))
        }
        Until::At(moment) => format!("{} {}", UNTIL.first(locale), moment.display(locale)),
        Until::Off => OFF.first(locale).to_owned(),
    };
    match &clause.because {
        Some(because) => format!("{until} {} {because}", BECAUSE.first(locale)),
        None => until,
    }
}
