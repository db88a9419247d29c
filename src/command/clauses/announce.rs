//! `announce VERB NAME… in 30m`

use jiff::SignedDuration;

use super::super::{
    parse_error::ParseError,
    times::{self, duration},
    verb::{Power, Verb},
};
use crate::locale::{Locale, Names};

const IN: Names = Names::new(&["in"], &["em", "daqui"]);

/// Splits the words of an `announce` into the announced verb, its targets and options, and `in 30m`. Options may
/// stand on either side of that.
pub(in crate::command) fn parse(
    words: &[String],
) -> Result<(Power, Vec<String>, SignedDuration), ParseError> {
    let Some(at) = words.iter().rposition(|word| IN.include(word)) else {
        return Err(ParseError::AnnounceWhen);
    };
    let rest = &words[at + 1..];
    let ends = rest.iter().position(|word| word.starts_with('-'));
    let (span, after) = rest.split_at(ends.unwrap_or(rest.len()));
    let lead = duration(span).ok_or_else(|| ParseError::NotADuration { words: span.join(" ") })?;
    let (verb, targets) = words[..at].split_first().ok_or(ParseError::AnnounceWhat)?;
    let verb = match Verb::named(verb) {
        Some(Verb::Stop) => Power::Stop,
        Some(Verb::Start) => Power::Start,
        Some(Verb::Restart) => Power::Restart,
        _ => return Err(ParseError::AnnounceWhat),
    };
    Ok((verb, [targets, after].concat(), lead))
}

/// `in 30m`
pub(in crate::command) fn display(lead: SignedDuration, locale: Locale) -> String {
    format!("{} {}", IN.first(locale), times::display(lead))
}
