//! Reads a text: finds its sentence, parses that, and asks what it may mean instead.

use super::{
    clauses,
    command::Command,
    instead, normalize,
    parse_error::{MAX_LENGTH, ParseError},
    parser::Parser,
    punctuation,
    sentence::{NoSentence, Sentence, is_plain},
    times,
    verb::Verb,
    vocabulary,
};
use crate::target::{Target, is_instance_name};

/// Parses `text`. An empty text asks for help.
pub fn parse(text: &str) -> Result<Command, ParseError> {
    read(text, &[], &mut Vec::new())
}

/// Parses `text`, in which the words of `names` are names of instances, whatever else they mean. Adds to `unsure` the
/// words that were read otherwise, but are names if instances are called so.
pub fn read(text: &str, names: &[String], unsure: &mut Vec<String>) -> Result<Command, ParseError> {
    let command = if text.len() > MAX_LENGTH {
        Err(ParseError::TooLong)
    } else {
        let mut words = normalize::words(text);
        for word in words.iter_mut().filter(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word))) {
            word.insert(0, punctuation::NAME);
        }
        let seen = words.clone();
        command(words, text, unsure).map_err(|misread| match (misread, instead::state_of_named(&seen)) {
            (ParseError::UnknownVerb { word, meant }, Some(state)) if meant.is_empty() => {
                ParseError::OnlyNames { word, state: Box::new(state) }
            }
            (misread, _) => misread,
        })
    };
    let named = |word: &String| word.len() > 2 && is_instance_name(word) && !word.starts_with('-');
    unsure.retain(|word| named(word) && word.starts_with(|c: char| c.is_ascii_alphabetic()));
    unsure.sort_unstable();
    unsure.dedup();
    if matches!(&command, Ok(Command::Help { .. } | Command::Whoami | Command::Ping)) {
        unsure.clear();
    }
    command
}

/// What a text asks for that was read as `words`, and as `named` since it is known which of its words are names of
/// instances. Of two commands, neither is carried out.
pub fn settled(
    words: Result<Command, ParseError>,
    named: Result<Command, ParseError>,
) -> Result<Command, ParseError> {
    match (words, named) {
        (Ok(words), Ok(named)) if words != named && (words.acts() || named.acts()) => {
            Err(ParseError::DidYouMean { meant: vec![named.to_string(), words.to_string()] })
        }
        (Ok(words), Err(_)) if !words.acts() => Ok(words),
        (_, named) => named,
    }
}

/// Whether no word of `text` asks for anything. [`parse`] answers that with help; a program sends it by mistake.
pub fn says_nothing(text: &str) -> bool {
    let mut words = normalize::words(text);
    vocabulary::drop_fillers(&mut words);
    text.len() <= MAX_LENGTH && words.iter().all(|word| word == "?" || word == punctuation::COMMA)
}

/// The command of `words`, which are those of `text`.
fn command(words: Vec<String>, text: &str, unsure: &mut Vec<String>) -> Result<Command, ParseError> {
    let again = |words: &[String]| {
        let sentence = Sentence::read(words.to_vec(), &mut Vec::new()).ok()?;
        Parser::parse(&sentence, text, &mut Vec::new()).ok()
    };
    if let Some(spelt) = spelt(&words, unsure) {
        return match command(spelt, text, unsure) {
            Ok(meant) if meant.acts() => Err(ParseError::DidYouMean { meant: vec![meant.to_string()] }),
            read => read,
        };
    }
    let typed = words.clone();
    let sentence = Sentence::read(words, unsure).map_err(|fault| match fault {
        NoSentence::Unknown(words) => instead::unknown_verb(&words, again),
        NoSentence::Negated(words) => ParseError::Negated { meant: instead::of_not(&words, again) },
        NoSentence::Elsewhere(what, name) => ParseError::Elsewhere { what, name },
        NoSentence::Several(first) => match command(first, text, &mut Vec::new()) {
            Ok(first) => ParseError::OneAtATime { first: Box::new(first) },
            Err(misread) => misread,
        },
    })?;
    Parser::parse(&sentence, text, unsure)
        .map_err(|misread| instead::offered(misread, &typed, &sentence, again))
}

/// The words with those of times as they are spelt, if one is not. What is spelt otherwise may be a name.
fn spelt(words: &[String], unsure: &mut Vec<String>) -> Option<Vec<String>> {
    let end = words.iter().position(|word| clauses::keep::BECAUSE.include(word)).unwrap_or(words.len());
    let spell = |(at, word): (usize, &String)| {
        let is_free = at > 0 && at < end && !words[at - 1].starts_with('-');
        let is_known =
            || vocabulary::is_reserved(word) || vocabulary::is_aside(word) || Verb::named(word).is_some();
        let is_name = || word.parse::<Target>().is_ok() && !is_plain(word);
        let spelt = Some(word).filter(|_| is_free).and_then(|word| times::misspelt(word));
        spelt.filter(|_| !is_known() && !is_name()).unwrap_or(word).to_owned()
    };
    let spelt: Vec<_> = words.iter().enumerate().map(spell).collect();
    unsure
        .extend(words.iter().zip(&spelt).filter(|(word, spelt)| word != spelt).map(|(word, _)| word.clone()));
    (spelt != words).then_some(spelt)
}
