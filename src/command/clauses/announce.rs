//! `announce VERB TARGET… in 30m`

use jiff::SignedDuration;

use super::super::{
    durations::{self, duration},
    parse_error::ParseError,
};
use crate::locale::{Locale, Names};

const IN: Names = Names::new(&["in"], &["em", "daqui"]);

/// Cuts `in 30m` off the words of an `announce`. Options may stand on either side.
pub(in crate::command) fn parse(words: &[String]) -> Result<(Vec<String>, SignedDuration), ParseError> {
    let Some(at) = words.iter().rposition(|word| IN.include(word)) else {
        return Err(ParseError::AnnounceWhen);
    };
    let rest = &words[at + 1..];
    let ends = rest.iter().position(|word| word.starts_with('-'));
    let (span, after) = rest.split_at(ends.unwrap_or(rest.len()));
    let lead = duration(span).ok_or_else(|| ParseError::NotADuration { words: span.join(" ") })?;
    Ok(([&words[..at], after].concat(), lead))
}

/// `in 30m`
pub(in crate::command) fn display(lead: SignedDuration, locale: Locale) -> String {
    format!("{} {}", IN.first(locale), durations::display(lead))
}
