//! One command, word by word. What fits nowhere is kept, to be shown.

use super::{
    closest::closest,
    command::{Command, Since},
    durations::{duration, time},
    flags::{self, Flag},
    normalize,
    parse_error::{MAX_LENGTH, ParseError},
    verbs::{self, Arguments, Build, Takes, VERBS, VerbRow},
};
use crate::target::{Target, Which};

/// Reads `text`. An empty one asks for help.
pub fn parse(text: &str) -> Result<Command, ParseError> {
    if text.len() > MAX_LENGTH {
        return Err(ParseError::TooLong);
    }
    let words = words(text);
    let Some((first, rest)) = words.split_first() else {
        return Ok(Command::Help { topic: None });
    };
    let Some(row) = named(first) else {
        return Err(unknown_verb(first, rest));
    };
    let (words, build) = (row.parse)(rest)?;
    let mut parser = Parser::new(row);
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        if word.starts_with('-') {
            parser.option(word, &mut words)?;
        } else {
            parser.word(word)?;
        }
    }
    parser.finish(build)
}

/// Whether there is no word in `text` that asks for anything: what [`parse`] takes for a person at a loss, and a
/// program sends by mistake.
pub fn says_nothing(text: &str) -> bool {
    text.len() <= MAX_LENGTH && words(text).iter().all(|word| word == "?")
}

/// What `text` says, from its verb on.
fn words(text: &str) -> Vec<String> {
    let mut words = normalize::words(text);
    // `por favor, pare myci`
    let before = |word: &str| normalize::is_opening(word) || word == normalize::COMMA;
    let skip = |word: &&String| named(word).is_none() && before(word);
    words.drain(..words.iter().take_while(skip).count());
    let rest = normalize::without_courtesies(&words).len();
    // `--except please` is a value, however odd.
    let takes_value = |word: &String| Flag::named(word).is_some_and(Flag::takes_value);
    if !words[..rest].last().is_some_and(takes_value) {
        words.truncate(rest);
    }
    words
}

fn named(word: &str) -> Option<&'static VerbRow> {
    verbs::named(normalize::without_bold(word))
}

fn unknown_verb(word: &str, rest: &[String]) -> ParseError {
    let near = || closest(word, VERBS.iter().flat_map(|row| row.names.all()));
    let (name, rest) = match verbs::otherwise_called(word, rest) {
        Some((name, words)) => (Some(name), &rest[words - 1..]),
        None => (near(), rest),
    };
    let meant = name.map(|name| [&[name.to_owned()], rest].concat().join(" "));
    ParseError::UnknownVerb {
        word: word.to_owned(),
        // Only what would be understood is worth offering.
        meant: meant.filter(|meant| parse(meant).is_ok()),
    }
}

/// A command whose verb and clause are known.
struct Parser {
    row: &'static VerbRow,
    arguments: Arguments,
    /// The targets as they were typed.
    typed: Vec<String>,
    leftover: Vec<String>,
    /// Whether an option with a value was read: a bare word behind it may belong to that value.
    valued: bool,
}

type Words<'a> = std::iter::Peekable<std::slice::Iter<'a, String>>;

impl Parser {
    fn new(row: &'static VerbRow) -> Self {
        Self { row, arguments: Arguments::default(), typed: Vec::new(), leftover: Vec::new(), valued: false }
    }

    fn word(&mut self, word: &str) -> Result<(), ParseError> {
        let some = !self.typed.is_empty();
        if normalize::is_article(word) || normalize::is_between(word) {
            return Ok(());
        }
        if let Some(locale) = normalize::except(word).filter(|_| some) {
            let (option, meant) = (word.to_owned(), Some(Flag::Except.name_in(locale)));
            return Err(ParseError::UnknownOption { option, meant });
        }
        let full = match self.row.takes {
            Takes::Nothing => true,
            Takes::Verb => self.arguments.topic.is_some(),
            Takes::One => some,
            Takes::Many | Takes::AnyNumber => some && self.valued,
        };
        if self.row.takes == Takes::Verb && normalize::is_chatter(word) {
            return Ok(()); // `help me`
        }
        if full || some && normalize::is_chatter(word) || !self.leftover.is_empty() {
            self.leftover.push(word.to_owned());
        } else if self.row.takes == Takes::Verb {
            let row = verbs::named(word).ok_or_else(|| unknown_verb(word, &[]))?;
            self.arguments.topic = Some(row.verb);
        } else {
            self.target(word)?;
        }
        Ok(())
    }

    fn target(&mut self, word: &str) -> Result<(), ParseError> {
        let one = self.row.takes == Takes::One;
        let word = if one { normalize::without_bold(word) } else { word };
        let target: Target = word.parse().map_err(|word| ParseError::NotATarget { word })?;
        if one && !matches!(target.which, Which::Named(_)) {
            return Err(ParseError::OneByName { verb: self.row.verb });
        }
        let targets = &mut self.arguments.selection.targets;
        if target.which == Which::Mine
            && let Some(all) = targets.iter().position(|known| *known == Target::all())
        {
            // `todas as minhas`: the narrower of two meanings.
            targets.remove(all);
            self.typed.remove(all);
        }
        if !targets.contains(&target) {
            targets.push(target);
            self.typed.push(word.to_owned());
        }
        Ok(())
    }

    fn option(&mut self, option: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
        let (name, inline) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let Some(flag) = Flag::named(name) else {
            let (option, meant) = (name.to_owned(), Flag::nearest(name));
            return Err(ParseError::UnknownOption { option, meant });
        };
        if !self.row.flags.contains(&flag) {
            let verb = self.row.verb;
            return Err(ParseError::OptionNotHere { option: flag, verb });
        }
        if !flag.takes_value() && inline.is_some() {
            let meant = flag.names().language(name).map(|locale| flag.name_in(locale));
            let option = option.to_owned();
            return Err(ParseError::UnknownOption { option, meant });
        }
        match flag {
            Flag::DryRun => self.arguments.dry_run = true,
            Flag::Force => self.arguments.force = true,
            _ => {
                self.valued = true;
                let inline = inline.filter(|value| !value.is_empty());
                let is_value = |word: &&String| !word.starts_with('-') && *word != normalize::COMMA;
                let value = inline.or_else(|| words.next_if(is_value).map(String::as_str));
                let value = value.ok_or(ParseError::OptionNeedsValue { option: flag })?;
                self.value(flag, value, words)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, flag: Flag, value: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
        let Arguments { selection, max, longer_than, since, .. } = &mut self.arguments;
        match flag {
            Flag::State => once(flag, &mut selection.state, flags::state(word(value, flag)?)),
            Flag::Owner => once(flag, &mut selection.owner, flags::owner(word(value, flag)?)),
            Flag::Max => {
                let count = value.parse().ok().filter(|count: &usize| *count > 0);
                once(flag, max, count.ok_or(ParseError::NotACount { option: flag })?)
            }
            Flag::LongerThan => {
                let words = value.to_owned();
                let longer =
                    duration(std::slice::from_ref(&words)).ok_or(ParseError::NotADuration { words })?;
                once(flag, longer_than, longer)
            }
            Flag::Since => {
                let words = value.to_owned();
                // `8h` is a duration here: people ask for savings by hours more often than by the clock.
                let ago = duration(std::slice::from_ref(&words)).map(Since::Ago);
                let moment = ago.or_else(|| time(value).map(Since::At));
                once(flag, since, moment.ok_or(ParseError::NotASince { words })?)
            }
            Flag::Except => {
                self.except(value)?;
                // The list goes on behind a comma, with or without a blank.
                while words.next_if(|word| *word == normalize::COMMA).is_some() {
                    if let Some(next) = words.next_if(|word| !word.starts_with('-')) {
                        self.except(next)?;
                    }
                }
                Ok(())
            }
            Flag::DryRun | Flag::Force => Ok(()),
        }
    }

    fn except(&mut self, text: &str) -> Result<(), ParseError> {
        let target: Target = text.parse().map_err(|word| ParseError::NotATarget { word })?;
        if matches!(target.which, Which::All | Which::Mine) {
            return Err(ParseError::NotATarget { word: text.to_owned() });
        }
        self.arguments.selection.except.push(target);
        Ok(())
    }

    fn finish(mut self, build: Build) -> Result<Command, ParseError> {
        let targets = &mut self.arguments.selection.targets;
        let everything = Target::all();
        if self.leftover.is_empty() && targets.contains(&everything) {
            // "stop all my instances": another word beside `all` is a misunderstanding.
            let others = targets.iter().zip(self.typed).filter(|(target, _)| **target != everything);
            self.leftover = others.map(|(_, typed)| typed).collect();
            targets.retain(|target| *target == everything);
        }
        let is_empty = targets.is_empty();
        let command = build(self.arguments);
        if !self.leftover.is_empty() {
            return Err(ParseError::Leftover {
                understood: Box::new(command),
                rest: self.leftover.join(" "),
            });
        }
        if is_empty && matches!(self.row.takes, Takes::One | Takes::Many) {
            return Err(ParseError::TargetMissing { verb: self.row.verb });
        }
        Ok(command)
    }
}

/// A value that is one plain word: an id, or the name of a state.
fn word(value: &str, flag: Flag) -> Result<&str, ParseError> {
    let plain = value.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    plain.then_some(value).ok_or(ParseError::OptionNeedsValue { option: flag })
}

fn once<T>(flag: Flag, slot: &mut Option<T>, value: T) -> Result<(), ParseError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(ParseError::OptionTwice { option: flag }),
    }
}
