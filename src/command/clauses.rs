//! The clauses that some commands end with. Each file reads its clause and writes it in any language.

pub(super) mod announce;
pub(super) mod create;
pub(super) mod idle;
pub(super) mod keep;
pub(super) mod later;
pub(super) mod schedule;
pub(super) mod since;

use super::{flags::Flag, parse_error::ParseError, times::moment};
use crate::locale::Names;

/// The most words of a time or a duration: `terça, 30 de novembro às 18:00`.
const LONGEST: usize = 8;

/// What stands in `words` from each place on where a clause may begin: anywhere but at the value of an option.
fn places(words: &[String]) -> impl Iterator<Item = (usize, &[String])> {
    let is_value = |at: usize| at > 0 && Flag::named(&words[at - 1]).is_some_and(Flag::takes_value);
    (0..words.len()).filter(move |at| !is_value(*at)).map(|at| {
        let rest = &words[at..];
        (at, &rest[..rest.iter().take_while(|word| !word.starts_with('-')).count()])
    })
}

/// The most words that `words` begin with and `read` accepts, by their number.
pub(super) fn longest<T>(words: &[String], read: impl Fn(&[String]) -> Option<T>) -> Option<(usize, T)> {
    (1..=words.len().min(LONGEST)).rev().find_map(|count| Some((count, read(&words[..count])?)))
}

/// Takes the first words that `read` accepts out of `words`, wherever they stand, and returns the others.
fn take<T>(words: &[String], read: impl Fn(&[String]) -> Option<T>) -> Option<(Vec<String>, T)> {
    let mut places = places(words);
    let (at, count, value) = places.find_map(|(at, rest)| {
        let (count, value) = longest(rest, &read)?;
        Some((at, count, value))
    })?;
    Some(([&words[..at], &words[at + count..]].concat(), value))
}

/// The words behind the first of `names`.
fn behind<'a>(names: &Names, words: &'a [String]) -> Option<&'a [String]> {
    words.iter().position(|word| names.include(word)).map(|at| &words[at + 1..])
}

/// Why `words` are no moment, with the two moments that `tomorrow at 6` may be.
fn not_a_time(words: &[String]) -> ParseError {
    let with = |at: usize, hour: i8| {
        let mut words = words.to_vec();
        words[at] = format!("{hour:02}:00");
        moment(&words).map(|_| words.join(" "))
    };
    let meant = (0..words.len()).find_map(|at| {
        let hour = words[at].parse::<i8>().ok().filter(|hour| (1..=12).contains(hour))? % 12;
        Some(vec![with(at, hour)?, with(at, hour + 12)?])
    });
    ParseError::NotATime { words: words.join(" "), meant: meant.unwrap_or_default() }
}
