//! Reads a text: finds its sentence, parses that, and offers what it may mean instead.

use super::{
    clauses::keep,
    closest::closest,
    command::Command,
    normalize,
    parse_error::{MAX_LENGTH, ParseError},
    parser::Parser,
    punctuation,
    sentence::{NoSentence, Sentence},
    synonyms,
    verb::{Power, VERBS, Verb},
    vocabulary,
};
use crate::target::{Target, Which, is_instance_name};

/// Parses `text`. An empty text asks for help.
pub fn parse(text: &str) -> Result<Command, ParseError> {
    read(text, &[]).command
}

/// A text as it is understood if some of its words are names of instances.
#[derive(Debug)]
pub struct Reading {
    /// What the text asks for.
    pub command: Result<Command, ParseError>,
    /// The words that were read otherwise, but are names if instances are called so.
    pub unsure: Vec<String>,
}

/// Parses `text`, in which the words of `names` are names of instances, whatever else they mean.
pub fn read(text: &str, names: &[String]) -> Reading {
    let mut unsure = Vec::new();
    let command = if text.len() > MAX_LENGTH {
        Err(ParseError::TooLong)
    } else {
        let mut words = normalize::words(text);
        for word in words.iter_mut().filter(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word))) {
            word.insert(0, punctuation::NAME);
        }
        command(words, text, &mut unsure)
    };
    let named = |word: &String| word.len() > 2 && is_instance_name(word) && !word.starts_with('-');
    unsure.retain(|word| named(word) && word.starts_with(|c: char| c.is_ascii_alphabetic()));
    unsure.sort_unstable();
    unsure.dedup();
    if matches!(&command, Ok(Command::Help { .. } | Command::Whoami | Command::Ping)) {
        unsure.clear();
    }
    Reading { command, unsure }
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

/// An hour to offer for a day without one.
const EVENING: &str = "20:00";

/// The command of `words`, which are those of `text`.
fn command(words: Vec<String>, text: &str, unsure: &mut Vec<String>) -> Result<Command, ParseError> {
    let again = |words: &[String]| command(words.to_vec(), text, &mut Vec::new());
    let typed = words.clone();
    let sentence = Sentence::read(words, unsure).map_err(|fault| match fault {
        NoSentence::Unknown(words) => unknown_verb(&words, again),
        NoSentence::Negated(words) => {
            ParseError::Negated { meant: instead_of_not(again(&words).ok().as_ref()) }
        }
        NoSentence::Elsewhere(what, name) => ParseError::Elsewhere { what, name },
        NoSentence::Several(first) => match again(&first) {
            Ok(first) => ParseError::OneAtATime { first: Box::new(first) },
            Err(misread) => misread,
        },
    })?;
    let command = Parser::parse(&sentence, text, unsure);
    command.map_err(|misread| match misread {
        ParseError::UnknownOption { option, meant } => {
            let with = |name: &String| {
                let whole = typed.iter().map(|word| if word.starts_with(&option) { name } else { word });
                whole.cloned().collect::<Vec<_>>()
            };
            let whole = meant.iter().map(with).filter(|whole| again(whole).is_ok());
            let meant = whole.map(|whole| normalize::text(&whole)).collect();
            ParseError::UnknownOption { option, meant }
        }
        ParseError::NotATime { words, meant }
            if sentence.verb.is_power()
                && meant.is_empty()
                && typed.last().is_none_or(|word| word != EVENING) =>
        {
            // `stop myci tomorrow` lacks an hour, and `stop myci tonight` says no more than one. What else was said of the
            // time is never left out of the suggestion.
            let tonight = ["today", "tonight", "this evening", "hoje", "hoje à noite"];
            let whole = if tonight.contains(&&*words.to_lowercase()) {
                let others = typed.iter().filter(|word| !vocabulary::conditions(word)).cloned();
                others.chain(["at".to_owned(), EVENING.to_owned()]).collect()
            } else {
                let others = typed.iter().filter(|word| !keep::UNTIL.include(word)).cloned();
                others.chain([EVENING.to_owned()]).collect::<Vec<_>>()
            };
            match again(&whole) {
                Ok(whole) => ParseError::DidYouMean { meant: vec![whole.to_string()] },
                Err(_) => ParseError::NotATime { words, meant },
            }
        }
        misread => misread,
    })
}

/// The commands that a sentence without a known verb may mean.
fn unknown_verb(words: &[String], again: impl Fn(&[String]) -> Result<Command, ParseError>) -> ParseError {
    let word = &words[0];
    let near = || {
        let mut near = closest(word, VERBS.iter().flat_map(|row| row.names.all()));
        near.dedup_by_key(|name| Verb::named(name));
        near
    };
    let (names, count) = synonyms::offered(words).unwrap_or_else(|| (near(), 1));
    let with = |name: &str| {
        let whole = [&[name.to_owned()], &words[count..]].concat();
        // `leave myci running`
        let lacks = Verb::named(name) == Some(Verb::Keep) && again(&whole).is_err();
        if lacks { [&whole[..], &["2h".to_owned()]].concat() } else { whole }
    };
    let from = words.iter().position(|word| Verb::named(word).is_some());
    // `pleese stop myci`
    let meant = names.into_iter().map(with).chain(from.map(|at| words[at..].to_vec()));
    // Only a command that parses is worth offering.
    let mut meant: Vec<_> =
        meant.filter(|meant| again(meant).is_ok()).map(|meant| normalize::text(&meant)).collect();
    meant.dedup();
    let word = word.trim_start_matches(punctuation::NAME).to_owned();
    ParseError::UnknownVerb { word, meant }
}

/// What to type for a thing that shall not happen.
fn instead_of_not(command: Option<&Command>) -> Vec<String> {
    let selection = command.and_then(Command::selection);
    let [Target { which: Which::Named(_), .. }] = selection.map_or(&[][..], |selection| &selection.targets)
    else {
        return vec![Verb::List.name().to_owned()];
    };
    let name = selection.map_or_else(String::new, |selection| selection.targets[0].to_string());
    match command {
        Some(Command::Power { verb: Power::Stop | Power::Restart | Power::Delete, .. }) => {
            vec![format!("keep {name} for 2h"), format!("status {name}")]
        }
        Some(Command::Keep { .. }) => vec![format!("keep {name} off")],
        _ => vec![format!("status {name}")],
    }
}
