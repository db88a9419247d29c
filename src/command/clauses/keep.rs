//! `keep TARGET for 2h because …`, `keep TARGET until 22:00`, `keep TARGET off`

use jiff::civil::{Date, Time};

use super::super::{
    command::{Day, KeepClause, LONGEST_KEEP, Until},
    durations::{self, duration, time},
    parse_error::ParseError,
    verb::Verb,
};
use super::OFF;
use crate::locale::{Locale, Names};

const FOR: Names = Names::new(&["for"], &["por", "durante"]);
const UNTIL: Names = Names::new(&["until", "till", "til"], &["até"]);
const BECAUSE: Names = Names::new(&["because"], &["porque", "pois"]);
const TOMORROW: Names = Names::new(&["tomorrow"], &["amanhã"]);
/// Between a day and its time.
const AT: Names = Names::new(&["at"], &["às", "as"]);

/// Splits the words of a `keep` behind its target. The reason is as it stands in `text`, from which the words are.
pub(in crate::command) fn parse<'a>(
    words: &'a [String],
    text: &str,
) -> Result<(&'a [String], KeepClause), ParseError> {
    let begins = |word: &String| {
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        digit || [FOR, UNTIL, OFF, BECAUSE].iter().any(|names| names.include(word))
    };
    // The first word is the target, whatever it is.
    let Some((target, rest)) = words.split_at_checked(1) else {
        return Err(ParseError::TargetMissing { verb: Verb::Keep });
    };
    let at = rest.iter().position(begins).ok_or(ParseError::KeepHowLong)?;
    let (target, clause) = words.split_at(target.len() + at);
    let because = clause.iter().position(|word| BECAUSE.include(word));
    let (until, because) = match because {
        Some(at) => {
            let before = target.iter().filter(|word| BECAUSE.include(word)).count();
            (&clause[..at], reason(text, before))
        }
        None => (clause, None),
    };
    let until = until_of(until)?;
    Ok((target, KeepClause { until, because }))
}

fn until_of(words: &[String]) -> Result<Until, ParseError> {
    let Some((first, rest)) = words.split_first() else {
        return Err(ParseError::KeepHowLong);
    };
    if OFF.include(first) {
        return match rest {
            [] => Ok(Until::Off),
            rest => Err(ParseError::NotATime { words: rest.join(" ") }),
        };
    }
    if rest.is_empty() && (FOR.include(first) || UNTIL.include(first)) {
        return Err(ParseError::KeepHowLong);
    }
    if UNTIL.include(first) {
        let moment = moment(rest).ok_or_else(|| ParseError::NotATime { words: rest.join(" ") });
        return moment.map(|(day, at)| Until::At(day, at));
    }
    let span = if FOR.include(first) { rest } else { words };
    let length = duration(span).ok_or_else(|| ParseError::NotADuration { words: span.join(" ") })?;
    if length > LONGEST_KEEP { Err(ParseError::KeepTooLong) } else { Ok(Until::For(length)) }
}

/// `22:00`, `tomorrow at 8h`, `2026-11-27 08:00`, `27/11/2026 às 08:00`.
pub(in crate::command) fn moment(words: &[String]) -> Option<(Day, Time)> {
    let words: Vec<_> = words.iter().filter(|word| !AT.include(word)).collect();
    let (day, at) = match words.as_slice() {
        [at] => match at.split_once(['T', 't']) {
            Some((day, at)) => (Day::On(day.parse().ok()?), at),
            None => (Day::Next, at.as_str()),
        },
        [day, at] if TOMORROW.include(day) => (Day::Tomorrow, at.as_str()),
        [at, day] if TOMORROW.include(day) => (Day::Tomorrow, at.as_str()),
        [day, at] => match day.parse().ok().or_else(|| brazilian(day)) {
            Some(day) => (Day::On(day), at.as_str()),
            None => (Day::Next, &*format!("{day}{at}")), // `10 pm`
        },
        _ => return None,
    };
    Some((day, time(at)?))
}

/// `24/12/2026`, as Portuguese replies print it.
fn brazilian(text: &str) -> Option<Date> {
    Date::strptime("%d/%m/%Y", text).ok()
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
        Until::For(length) => format!("{} {}", FOR.first(locale), durations::display(length)),
        Until::At(day, at) => {
            let at = at.strftime("%H:%M");
            let day = match day {
                Day::Next => String::new(),
                Day::Tomorrow => format!("{} ", TOMORROW.first(locale)),
                Day::On(date) => format!("{date} "),
            };
            format!("{} {day}{at}", UNTIL.first(locale))
        }
        Until::Off => OFF.first(locale).to_owned(),
    };
    match &clause.because {
        Some(because) => format!("{until} {} {because}", BECAUSE.first(locale)),
        None => until,
    }
}
