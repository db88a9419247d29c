//! Parses a command word by word. Words that fit nowhere are kept, so that the error can show them.

use std::{iter::Peekable, slice::Iter};

use jiff::SignedDuration;

use super::{
    clauses,
    closest::closest,
    command::{Command, Selection, Since},
    flags::{self, Flag},
    normalize,
    parse_error::{MAX_LENGTH, ParseError},
    synonyms,
    times::duration,
    topic::Topic,
    verb::{Power, Takes, VERBS, Verb},
};
use crate::{
    locale::Locale,
    target::{Target, Which},
};

/// Parses `text`. An empty text asks for help.
pub fn parse(text: &str) -> Result<Command, ParseError> {
    if text.len() > MAX_LENGTH {
        return Err(ParseError::TooLong);
    }
    let words = words(text);
    let Some((first, rest)) = words.split_first() else {
        return Ok(Command::Help { topic: Topic::Overview });
    };
    let verb = named(first);
    if words.iter().any(|word| normalize::HELP.include(word)) {
        return Ok(Command::Help { topic: verb.map(Topic::Verb).unwrap_or_default() });
    }
    let verb = verb.ok_or_else(|| unknown_verb(first, rest))?;
    let mut parser = Parser { verb, ..Parser::default() };
    let command = parser.command(rest, text)?;
    parser.checked(command)
}

/// Whether no word of `text` asks for anything. [`parse`] answers that with help; a program sends it by mistake.
pub fn says_nothing(text: &str) -> bool {
    text.len() <= MAX_LENGTH && words(text).iter().all(|word| word == "?")
}

/// The words of `text`, from its verb on.
fn words(text: &str) -> Vec<String> {
    let mut words = normalize::words(text);
    // `por favor, pare myci`
    let before = |word: &str| normalize::OPENINGS.include(word) || word == normalize::COMMA;
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

fn named(word: &str) -> Option<Verb> {
    Verb::named(normalize::without_bold(word))
}

fn unknown_verb(word: &str, rest: &[String]) -> ParseError {
    let near = || {
        let mut near = closest(word, VERBS.iter().flat_map(|row| row.names.all()));
        near.dedup_by_key(|name| Verb::named(name));
        near
    };
    let (names, rest) = match synonyms::otherwise_called(word, rest) {
        Some((name, words)) => (vec![name], &rest[words - 1..]),
        None => (near(), rest),
    };
    let meant = names.into_iter().map(|name| [&[name.to_owned()], rest].concat().join(" "));
    ParseError::UnknownVerb {
        word: word.to_owned(),
        // Only a command that parses is worth offering.
        meant: meant.filter(|meant| parse(meant).is_ok()).collect(),
    }
}

/// A command whose verb is known.
#[derive(Default)]
struct Parser {
    verb: Verb,
    selection: Selection,
    max: Option<usize>,
    longer_than: Option<SignedDuration>,
    since: Option<Since>,
    dry_run: bool,
    force: bool,
    topic: Topic,
    /// The targets as they were typed.
    typed: Vec<String>,
    leftover: Vec<String>,
    /// Whether an option with a value was read: a bare word behind it may belong to that value.
    valued: bool,
}

impl Parser {
    /// Parses the words behind the verb: first the clause, if the verb has one, then the other words.
    fn command(&mut self, words: &[String], text: &str) -> Result<Command, ParseError> {
        Ok(match self.verb {
            Verb::Status => Command::Status { selection: self.read(words)? },
            Verb::List => Command::List { selection: self.read(words)? },
            Verb::Start => self.power(Power::Start, words)?,
            Verb::Stop => self.power(Power::Stop, words)?,
            Verb::Restart => self.power(Power::Restart, words)?,
            Verb::Delete => self.power(Power::Delete, words)?,
            Verb::Idle => {
                let (target, idle) = clauses::idle::parse(words)?;
                Command::Idle { selection: self.read(target)?, idle }
            }
            Verb::Schedule => {
                let (targets, schedule) = clauses::schedule::parse(words)?;
                let selection = self.read(targets)?;
                if schedule.is_some() && (selection.targets.len() > 1 || !selection.names_only()) {
                    return Err(ParseError::OneByName { verb: self.verb });
                }
                Command::Schedule { selection, schedule }
            }
            Verb::Announce => {
                let (verb, targets, lead) = clauses::announce::parse(words)?;
                let selection = self.read(&targets)?;
                Command::Announce { verb, selection, dry_run: self.dry_run, force: self.force, lead }
            }
            Verb::Later => {
                let (targets, off) = clauses::later::parse_pending(words);
                let selection = self.read(targets)?;
                if off && selection.targets.is_empty() && self.leftover.is_empty() {
                    return Err(ParseError::TargetMissing { verb: self.verb });
                }
                Command::Pending { selection, off }
            }
            Verb::Due => self.read(words).map(|_| Command::Due)?,
            Verb::Keep => {
                let (target, keep) = clauses::keep::parse(words, &normalize::unwrapped(text))?;
                Command::Keep { selection: self.read(target)?, keep }
            }
            Verb::Audit => Command::Audit { selection: self.read(words)?, longer_than: self.longer_than },
            Verb::Cost => {
                let selection = self.read(&clauses::since::as_option(words))?;
                Command::Cost { selection, since: self.since }
            }
            Verb::Help => self.read(words).map(|_| Command::Help { topic: self.topic })?,
            Verb::Whoami => self.read(words).map(|_| Command::Whoami)?,
            Verb::Ping => self.read(words).map(|_| Command::Ping)?,
        })
    }

    fn power(&mut self, verb: Power, words: &[String]) -> Result<Command, ParseError> {
        let (words, due) = match verb {
            Power::Delete => (words.to_vec(), None),
            _ => clauses::later::parse(words)?,
        };
        let selection = self.read(&words)?;
        let (max, dry_run, force) = (self.max, self.dry_run, self.force);
        Ok(match due {
            Some(due) if !dry_run => Command::Later { verb, selection, max, force, due },
            due => {
                // A dry run shows what would happen now.
                self.leftover.extend(due.map(|due| clauses::later::display(due, Locale::English)));
                Command::Power { verb, selection, max, dry_run, force }
            }
        })
    }

    /// Reads targets and options.
    fn read(&mut self, words: &[String]) -> Result<Selection, ParseError> {
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            let is_topic = self.verb == Verb::Help && Topic::named(word).is_some();
            if word.starts_with('-') && !is_topic {
                self.option(word, &mut words)?;
            } else {
                self.word(word)?;
            }
        }
        let targets = &mut self.selection.targets;
        let everything = Target::all();
        if self.leftover.is_empty() && targets.contains(&everything) {
            // "stop all my instances": another word beside `all` is a misunderstanding.
            let others = targets.iter().zip(&self.typed).filter(|(target, _)| **target != everything);
            self.leftover = others.map(|(_, typed)| typed.clone()).collect();
            targets.retain(|target| *target == everything);
        }
        Ok(std::mem::take(&mut self.selection))
    }

    fn word(&mut self, word: &str) -> Result<(), ParseError> {
        let some = !self.typed.is_empty();
        if normalize::is_article(word) || normalize::BETWEEN.include(word) {
            return Ok(());
        }
        if let Some(locale) = normalize::EXCEPT.language(word).filter(|_| some) {
            let (option, meant) = (word.to_owned(), vec![Flag::Except.name_in(locale)]);
            return Err(ParseError::UnknownOption { option, meant });
        }
        let full = match self.verb.row().takes {
            Takes::Nothing => true,
            Takes::Verb => false,
            Takes::One => some,
            Takes::Many | Takes::AnyNumber => some && self.valued,
        };
        if self.verb.row().takes == Takes::Verb && normalize::CHATTER.include(word) {
            return Ok(()); // `help me`
        }
        if full || some && normalize::CHATTER.include(word) || !self.leftover.is_empty() {
            self.leftover.push(word.to_owned());
        } else if self.verb.row().takes == Takes::Verb {
            // Help changes nothing, so further words do no harm: `help stop myci please`.
            if self.topic == Topic::Overview {
                self.topic = Topic::named(word).ok_or_else(|| unknown_verb(word, &[]))?;
            }
        } else {
            self.target(word)?;
        }
        Ok(())
    }

    fn target(&mut self, word: &str) -> Result<(), ParseError> {
        let one = self.verb.row().takes == Takes::One;
        let word = if one { normalize::without_bold(word) } else { word };
        let target: Target = word.parse().map_err(|word| ParseError::NotATarget { word })?;
        if one && !matches!(target.which, Which::Named(_)) {
            return Err(ParseError::OneByName { verb: self.verb });
        }
        let targets = &mut self.selection.targets;
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

    fn option(&mut self, option: &str, words: &mut Peekable<Iter<'_, String>>) -> Result<(), ParseError> {
        let (name, inline) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let Some(flag) = Flag::named(name) else {
            return Err(ParseError::UnknownOption { option: name.to_owned(), meant: Flag::nearest(name) });
        };
        if !self.verb.row().flags.contains(&flag) {
            return Err(ParseError::OptionNotHere { option: flag, verb: self.verb });
        }
        if !flag.takes_value() && inline.is_some() {
            let locale = flag.names().language(name);
            let meant = locale.into_iter().map(|locale| flag.name_in(locale)).collect();
            return Err(ParseError::UnknownOption { option: option.to_owned(), meant });
        }
        match flag {
            Flag::DryRun => self.dry_run = true,
            Flag::Force => self.force = true,
            Flag::Gpu => self.selection.gpu = true,
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

    fn value(
        &mut self,
        flag: Flag,
        value: &str,
        words: &mut Peekable<Iter<'_, String>>,
    ) -> Result<(), ParseError> {
        match flag {
            Flag::State => {
                let more: Vec<_> = words.clone().map(String::as_str).collect();
                let state = match flags::state_in_words(value, &more) {
                    Some((state, count)) => {
                        words.by_ref().take(count).for_each(drop);
                        flags::state(&state)
                    }
                    None => flags::state(word(value, flag)?),
                };
                once(flag, &mut self.selection.state, state)
            }
            Flag::Owner => {
                let more: Vec<_> = words.clone().map(String::as_str).collect();
                let more = &more[..flags::more_of_the_name(value, &more)];
                let name = [&[value], more].concat().join(" ");
                words.by_ref().take(more.len()).for_each(drop);
                let owner = flags::owner(&name).ok_or(ParseError::UnfitValue { option: flag, value: name });
                once(flag, &mut self.selection.owner, owner?)
            }
            Flag::Size => once(flag, &mut self.selection.size, word(value, flag)?.to_owned()),
            Flag::Max => {
                let count = value.parse().ok().filter(|count: &usize| *count > 0);
                once(flag, &mut self.max, count.ok_or(ParseError::NotACount { option: flag })?)
            }
            Flag::LongerThan => {
                let longer = longest(value, words, duration);
                let longer = longer.ok_or_else(|| ParseError::NotADuration { words: value.to_owned() });
                once(flag, &mut self.longer_than, longer?)
            }
            Flag::Since => {
                let since = longest(value, words, clauses::since::read);
                let since = since.ok_or_else(|| ParseError::NotASince { words: value.to_owned() });
                once(flag, &mut self.since, since?)
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
            Flag::DryRun | Flag::Force | Flag::Gpu => Ok(()),
        }
    }

    fn except(&mut self, text: &str) -> Result<(), ParseError> {
        let target: Target = text.parse().map_err(|word| ParseError::NotATarget { word })?;
        if matches!(target.which, Which::All | Which::Mine) {
            return Err(ParseError::NotATarget { word: text.to_owned() });
        }
        self.selection.except.push(target);
        Ok(())
    }

    /// The command, unless words are left over or its target is missing.
    fn checked(self, command: Command) -> Result<Command, ParseError> {
        let untargeted = command.selection().is_some_and(|selection| selection.targets.is_empty());
        if !self.leftover.is_empty() {
            Err(ParseError::Leftover { understood: Box::new(command), rest: self.leftover.join(" ") })
        } else if untargeted && matches!(self.verb.row().takes, Takes::One | Takes::Many) {
            Err(ParseError::TargetMissing { verb: self.verb })
        } else {
            Ok(command)
        }
    }
}

/// The longest reading of a value that may go on in the next words: `14 h 1 min`, `2026-11-28 18:00`.
fn longest<T>(
    value: &str,
    words: &mut Peekable<Iter<'_, String>>,
    read: fn(&[String]) -> Option<T>,
) -> Option<T> {
    let whole: Vec<_> = [value.to_owned()].into_iter().chain(words.clone().take(6).cloned()).collect();
    let (value, more) =
        (1..=whole.len()).rev().find_map(|count| Some((read(&whole[..count])?, count - 1)))?;
    words.by_ref().take(more).for_each(drop);
    Some(value)
}

/// A value that is one plain word: an id, or the name of a state.
fn word(value: &str, flag: Flag) -> Result<&str, ParseError> {
    let plain = value.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    plain.then_some(value).ok_or_else(|| ParseError::UnfitValue { option: flag, value: value.to_owned() })
}

fn once<T>(flag: Flag, slot: &mut Option<T>, value: T) -> Result<(), ParseError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(ParseError::OptionTwice { option: flag }),
    }
}
