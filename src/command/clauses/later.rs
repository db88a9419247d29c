//! `stop TARGET… in 2h`, `start TARGET… tomorrow at 8am`, `later TARGET… off`

use super::{
    super::{
        command::{Day, Due},
        durations::{self, duration},
        flags::Flag,
        parse_error::ParseError,
    },
    OFF,
    keep::moment,
};
use crate::locale::{Locale, Names};

const IN: Names = Names::new(&["in"], &["em", "daqui", "dentro"]);
const AT: Names = Names::new(&["at"], &["às", "as", "à"]);
/// Between [`IN`] and its duration: `daqui a 2h`.
const PARTICLES: Names = Names::new(&["a", "about"], &["a", "de"]);
/// What happens again and again is a schedule's, so a time behind these words is not one of this clause.
const EVERY: Names =
    Names::new(&["every", "daily", "weekdays", "each"], &["todo", "toda", "cada", "dias", "diariamente"]);
const TOMORROW: Names = Names::new(&["tomorrow"], &["amanhã"]);

/// The most words of a time or a duration: `2026-12-01 at 10 pm`, `1 hora e 30 minutos`.
const LONGEST: usize = 5;

/// Takes the time out of the words behind the verb, wherever it stands, and returns the other words.
///
/// # Errors
///
/// When a number follows `in` or `at` and is neither a duration nor a time.
pub(in crate::command) fn parse(words: &[String]) -> Result<(Vec<String>, Option<Due>), ParseError> {
    if words.iter().any(|word| EVERY.include(word)) {
        return Ok((words.to_vec(), None));
    }
    // `--except tomorrow` excepts an instance of that name.
    let is_value = |at: usize| at > 0 && Flag::named(&words[at - 1]).is_some_and(Flag::takes_value);
    for at in (0..words.len()).filter(|at| !is_value(*at)) {
        let rest = &words[at..];
        let longest = rest.iter().take(LONGEST + 2).take_while(|word| !word.starts_with('-')).count();
        if let Some((count, due)) = (1..=longest).rev().find_map(|count| Some((count, due(&rest[..count])?)))
        {
            let others = [&words[..at], &rest[count..]].concat();
            // Two days are one misunderstanding.
            if others.iter().any(|word| TOMORROW.include(word)) {
                return Err(ParseError::NotATime { words: words.join(" ") });
            }
            return Ok((others, Some(due)));
        }
        unreadable(&rest[..longest])?;
    }
    Ok((words.to_vec(), None))
}

/// A time needs its `at` where its words could be names of instances.
fn due(words: &[String]) -> Option<Due> {
    let (first, rest) = words.split_first()?;
    if IN.include(first) {
        let particle = rest.first().is_some_and(|word| PARTICLES.include(word));
        return duration(&rest[usize::from(particle)..]).map(Due::In);
    }
    let (day, at) = moment(words)?;
    let half = rest.first().is_some_and(|word| ["am", "pm"].contains(&&*word.to_ascii_lowercase()));
    (day != Day::Next || half || first.contains(':') || AT.include(first)).then_some(Due::At(day, at))
}

fn unreadable(words: &[String]) -> Result<(), ParseError> {
    let Some((first, rest)) = words.split_first() else { return Ok(()) };
    if !rest.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
        return Ok(());
    }
    let words = rest.join(" ");
    if IN.include(first) {
        Err(ParseError::NotADuration { words })
    } else if AT.include(first) {
        Err(ParseError::NotATime { words })
    } else {
        Ok(())
    }
}

/// Splits the words of a `later` into its targets, and whether it ends what is pending for them.
pub(in crate::command) fn parse_pending(words: &[String]) -> (&[String], bool) {
    match words.split_last() {
        Some((last, targets)) if OFF.include(last) => (targets, true),
        _ => (words, false),
    }
}

/// `in 2h`, `tomorrow at 08:00`, in the words of `locale`, which parse to the same time.
pub(in crate::command) fn display(due: Due, locale: Locale) -> String {
    let (day, at) = match due {
        Due::In(length) => return format!("{} {}", IN.first(locale), durations::display(length)),
        Due::At(day, at) => (day, at),
    };
    let day = match day {
        Day::Next => String::new(),
        Day::Tomorrow => format!("{} ", TOMORROW.first(locale)),
        Day::On(date) => format!("{date} "),
    };
    format!("{day}{} {}", AT.first(locale), at.strftime("%H:%M"))
}

/// `off`, in the words of `locale`.
pub(in crate::command) fn display_off(locale: Locale) -> String {
    OFF.first(locale).to_owned()
}
