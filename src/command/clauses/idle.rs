//! `idle NAME… 2h`, `idle NAME… off`

use jiff::SignedDuration;

use super::super::{
    clause_values::{IDLE, IdleClause},
    parse_error::ParseError,
    times::{self, duration},
    verb::Verb,
    vocabulary::OFF,
};
use super::take;
use crate::locale::{Locale, Names};

/// Before a duration: `idle myci after 2h`, `inatividade da myci para 2h`.
const AFTER: Names =
    Names::new(&["after", "to", "for", "by"], &["após", "depois", "para", "pra", "por", "em"]);

/// Splits the words of an `idle` behind its verb.
pub(in crate::command) fn parse(words: &[String]) -> Result<(Vec<String>, IdleClause), ParseError> {
    let (targets, clause) = take(words, clause).ok_or(ParseError::how_long(Verb::Idle, words))?;
    Ok((targets, clause?))
}

fn clause(words: &[String]) -> Option<Result<IdleClause, ParseError>> {
    let span = &words[usize::from(AFTER.include(&words[0]))..];
    if matches!(span, [off] if OFF.include(off)) {
        return Some(Ok(IdleClause::Off));
    }
    let length = duration(span)?;
    Some(match length {
        _ if !IDLE.contains(&length) => Err(ParseError::IdleOutOfRange),
        _ if length != SignedDuration::from_mins(length.as_mins()) => Err(ParseError::IdleInSeconds),
        _ => Ok(IdleClause::After(length)),
    })
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
