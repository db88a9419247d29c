//! `idle NAME… 2h`, `idle NAME… off`

use jiff::SignedDuration;

use super::super::{
    command::{IDLE, IdleClause},
    parse_error::ParseError,
    times::{self, duration},
    verb::Verb,
};
use super::{OFF, split};
use crate::locale::{Locale, Names};

/// Before a duration: `idle myci after 2h`, `inatividade da myci para 2h`.
const AFTER: Names = Names::new(&["after", "to", "for"], &["após", "depois", "para", "por", "em"]);

/// Splits the words of an `idle` behind its verb.
pub(in crate::command) fn parse(words: &[String]) -> Result<(&[String], IdleClause), ParseError> {
    if words.is_empty() {
        return Err(ParseError::TargetMissing { verb: Verb::Idle });
    }
    let begins = |word: &String| {
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        digit || AFTER.include(word) || OFF.include(word)
    };
    let (targets, clause) = split(words, begins, clause).ok_or(ParseError::IdleHowLong)?;
    Ok((targets, clause?))
}

fn clause(words: &[String]) -> Result<IdleClause, ParseError> {
    let span = match words {
        [off] if OFF.include(off) => return Ok(IdleClause::Off),
        [first, rest @ ..] if AFTER.include(first) => rest,
        rest => rest,
    };
    match duration(span) {
        Some(length) if !IDLE.contains(&length) => Err(ParseError::IdleOutOfRange),
        Some(length) if length != SignedDuration::from_mins(length.as_mins()) => {
            Err(ParseError::IdleInSeconds)
        }
        Some(length) => Ok(IdleClause::After(length)),
        None => Err(ParseError::NotADuration { words: span.join(" ") }),
    }
}

pub(in crate::command) fn display(clause: IdleClause, locale: Locale) -> String {
    match clause {
        IdleClause::After(length) => times::display(length),
        IdleClause::Off => OFF.first(locale).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::command::{parse, tests::canonical};

    #[test]
    fn idle_is_said_as_people_say_it_and_within_azures_bounds() {
        for (typed, canonical_text) in [
            ("idle myci 45m", "idle myci 45m"),
            ("idle myci 2h", "idle myci 2h"),
            ("idle myci after 1d12h", "idle myci 36h"),
            ("idle myci 2 horas", "idle myci 2h"),
            ("idle myci 3 days", "idle myci 72h"),
            ("idle myci 3600s", "idle myci 1h"),
            ("idle myci off", "idle myci off"),
            ("inatividade myci 1 hora e 30 minutos", "idle myci 1h30m"),
        ] {
            assert_eq!(canonical(typed), canonical_text, "{typed}");
        }
        for wrong in [
            "idle",
            "idle myci",
            "idle myci 14m",
            "idle myci 73h",
            "idle myci soon",
            "idle myci 99999999999h",
            "idle myci 15m30s",
            "idle myci 1000s",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
        }
    }
}
