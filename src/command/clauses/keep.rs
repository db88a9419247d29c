//! `keep NAME… for 2h because …`, `keep NAME… until 22:00`, `keep NAME… off`

use super::super::{
    command::{KeepClause, LONGEST_KEEP, Until},
    parse_error::ParseError,
    times::{self, duration, moment},
    verb::Verb,
};
use super::{OFF, not_a_time, split};
use crate::locale::{Locale, Names};

const FOR: Names = Names::new(&["for", "over"], &["por", "durante", "pelo", "pela"]);
pub(in crate::command) const UNTIL: Names = Names::new(&["until", "till", "til"], &["até"]);
pub(in crate::command) const BECAUSE: Names = Names::new(&["because"], &["porque", "pois"]);

/// Splits the words of a `keep` behind its verb. The reason is as it stands in `text`, from which the words are.
pub(in crate::command) fn parse<'a>(
    words: &'a [String],
    text: &str,
) -> Result<(&'a [String], KeepClause), ParseError> {
    if words.is_empty() {
        return Err(ParseError::TargetMissing { verb: Verb::Keep });
    }
    // The first word is a target or begins the clause, whatever it is.
    let because = (1..words.len()).find(|at| BECAUSE.include(&words[*at]));
    let (words, because) = match because {
        Some(at) => (&words[..at], reason(text, usize::from(BECAUSE.include(&words[0])))),
        None => (words, None),
    };
    let begins = |word: &String| {
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        digit || times::is_day(word) || [FOR, UNTIL, OFF].iter().any(|names| names.include(word))
    };
    let (targets, until) = split(words, begins, until_of).ok_or(ParseError::KeepHowLong)?;
    Ok((targets, KeepClause { until: until?, because }))
}

fn until_of(words: &[String]) -> Result<Until, ParseError> {
    let Some((first, rest)) = words.split_first() else {
        return Err(ParseError::KeepHowLong);
    };
    if OFF.include(first) {
        return if rest.is_empty() { Ok(Until::Off) } else { Err(not_a_time(rest)) };
    }
    let is_marked = FOR.include(first) || UNTIL.include(first);
    if rest.is_empty() && is_marked {
        return Err(ParseError::KeepHowLong);
    }
    if UNTIL.include(first) {
        return moment(rest).map(Until::At).ok_or_else(|| not_a_time(rest));
    }
    let span = if is_marked { rest } else { words };
    if let Some(length) = duration(span) {
        return if length > LONGEST_KEEP { Err(ParseError::KeepTooLong) } else { Ok(Until::For(length)) };
    }
    // `keep myci tomorrow 8am`, but not `keep myci tomorrow 2h`.
    let is_hour = |word: &String| word.bytes().all(|b| b.is_ascii_digit() || b == b'h');
    let bare = || moment(words).filter(|_| !words.iter().any(is_hour));
    let until = times::extent(span).or_else(bare);
    until.map(Until::At).ok_or_else(|| ParseError::NotADuration { words: span.join(" ") })
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
        Until::At(moment) => format!("{} {}", UNTIL.first(locale), moment.display(locale)),
        Until::Off => OFF.first(locale).to_owned(),
    };
    match &clause.because {
        Some(because) => format!("{until} {} {because}", BECAUSE.first(locale)),
        None => until,
    }
}
