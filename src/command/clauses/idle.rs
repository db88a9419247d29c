//! `idle TARGET 2h`, `idle TARGET off`

use jiff::SignedDuration;

use super::super::{
    command::{IDLE, IdleClause},
    durations::{self, duration},
    parse_error::ParseError,
    verb::Verb,
};
use super::OFF;
use crate::locale::Locale;

/// Splits the words of an `idle` behind its target.
pub(in crate::command) fn parse(words: &[String]) -> Result<(&[String], IdleClause), ParseError> {
    let Some((target, rest)) = words.split_at_checked(1) else {
        return Err(ParseError::TargetMissing { verb: Verb::Idle });
    };
    let rest = match rest {
        // `idle myci after 2h`
        [first, rest @ ..] if ["after", "após", "apos"].contains(&first.as_str()) => rest,
        rest => rest,
    };
    let clause = match rest {
        [] => return Err(ParseError::IdleHowLong),
        [off] if OFF.include(off) => IdleClause::Off,
        rest => match duration(rest) {
            Some(length) if !IDLE.contains(&length) => return Err(ParseError::IdleOutOfRange),
            Some(length) if length != SignedDuration::from_mins(length.as_mins()) => {
                return Err(ParseError::IdleInSeconds);
            }
            Some(length) => IdleClause::After(length),
            None => return Err(ParseError::NotADuration { words: rest.join(" ") }),
        },
    };
    Ok((target, clause))
}

pub(in crate::command) fn display(clause: IdleClause, locale: Locale) -> String {
    match clause {
        IdleClause::After(length) => durations::display(length),
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
            "idle all 1h",
            "idle myci 99999999999h",
            "idle myci 15m30s",
            "idle myci 1000s",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
        }
    }
}
