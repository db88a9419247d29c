//! `announce VERB NAME… in 30m`

use jiff::SignedDuration;

use super::{
    super::{
        parse_error::ParseError,
        verb::{Power, Verb},
    },
    behind, later, take,
};

/// Splits the words of an `announce` into the announced verb, its targets and options, and how long it waits.
pub(in crate::command) fn parse(
    words: &[String],
) -> Result<(Power, Vec<String>, SignedDuration), ParseError> {
    let Some((words, lead)) = take(words, later::wait) else {
        return Err(match behind(&later::IN, words) {
            Some(span) => ParseError::NotADuration { words: span.join(" ") },
            None => ParseError::AnnounceWhen,
        });
    };
    let (verb, targets) = words.split_first().ok_or(ParseError::AnnounceWhat)?;
    let verb = match Verb::named(verb) {
        Some(Verb::Stop) => Power::Stop,
        Some(Verb::Start) => Power::Start,
        Some(Verb::Restart) => Power::Restart,
        _ => return Err(ParseError::AnnounceWhat),
    };
    Ok((verb, targets.to_vec(), lead))
}
