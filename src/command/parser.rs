//! One command, word by word. What fits nowhere is kept, to be shown.

use super::{
    clause,
    closest::closest,
    command::{Command, Since},
    flags,
    flags::Flag,
    normalize,
    parse_error::{MAX_LENGTH, Misread},
    timetable, verbs,
    verbs::{Takes, VERBS, Verb, VerbRow},
};
use crate::target::{Target, Which};

/// Reads `text`. An empty one asks for help.
pub fn parse(text: &str) -> Result<Command, Misread> {
    if text.len() > MAX_LENGTH {
        return Err(Misread::TooLong);
    }
    let words = words(text);
    let Some((first, rest)) = words.split_first() else {
        return Ok(Command::new(Verb::Help));
    };
    let Some(row) = named(first) else {
        return Err(unknown_verb(first, rest));
    };
    let mut reading = Reading::new(row);
    let rest = reading.clause(rest)?;
    let mut words = rest.iter().peekable();
    while let Some(word) = words.next() {
        match word.strip_prefix('-') {
            Some(_) => reading.option(word, &mut words)?,
            None => reading.word(word)?,
        }
    }
    reading.finish()
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
    words.truncate(normalize::without_courtesies(&words).len());
    words
}

fn named(word: &str) -> Option<&'static VerbRow> {
    verbs::named(normalize::without_bold(word))
}

fn unknown_verb(word: &str, rest: &[String]) -> Misread {
    let near = || closest(word, VERBS.iter().flat_map(|row| row.names.all()));
    let (name, rest) = match verbs::otherwise_called(word, rest) {
        Some((name, words)) => (Some(name), &rest[words - 1..]),
        None => (near(), rest),
    };
    let meant = name.map(|name| [&[name.to_owned()], rest].concat().join(" "));
    Misread::UnknownVerb {
        word: word.to_owned(),
        // Only what would be understood is worth offering.
        meant: meant.filter(|meant| parse(meant).is_ok()),
    }
}

/// A command half read.
pub(super) struct Reading {
    row: &'static VerbRow,
    command: Command,
    /// As they are meant, and as they were typed.
    targets: Vec<(Target, String)>,
    leftover: Vec<String>,
    /// Whether an option with a value was read: a bare word behind it may have been meant for it.
    valued: bool,
}

type Words<'a> = std::iter::Peekable<std::slice::Iter<'a, String>>;

impl Reading {
    pub(super) fn new(row: &'static VerbRow) -> Self {
        Self {
            row,
            command: Command::new(row.verb),
            targets: Vec::new(),
            leftover: Vec::new(),
            valued: false,
        }
    }

    /// Takes the clause that some verbs end with; gives the words that are left.
    pub(super) fn clause(&mut self, words: &[String]) -> Result<Vec<String>, Misread> {
        match self.row.verb {
            Verb::Keep => {
                let (target, keep) = clause::keep(words)?;
                self.command.keep = Some(keep);
                Ok(target.to_vec())
            }
            Verb::Idle => {
                let (target, idle) = timetable::idle(words)?;
                self.command.idle = Some(idle);
                Ok(target.to_vec())
            }
            Verb::Schedule => {
                let (target, schedule) = timetable::schedule(words)?;
                self.command.schedule = schedule;
                Ok(target.to_vec())
            }
            Verb::Announce => {
                let (words, lead) = clause::announce(words)?;
                let (verb, targets) = words.split_first().ok_or(Misread::AnnounceWhat)?;
                let verb = verbs::named(verb).map(|row| row.verb);
                let verb = verb.filter(|verb| matches!(verb, Verb::Stop | Verb::Start | Verb::Restart));
                self.command.topic = Some(verb.ok_or(Misread::AnnounceWhat)?);
                self.command.lead = Some(lead);
                Ok(targets.to_vec())
            }
            _ => Ok(words.to_vec()),
        }
    }

    pub(super) fn word(&mut self, word: &str) -> Result<(), Misread> {
        let some = !self.targets.is_empty();
        if normalize::is_article(word) || normalize::is_between(word) {
            return Ok(());
        }
        if let Some(locale) = normalize::except(word).filter(|_| some) {
            let (option, meant) = (word.to_owned(), Some(Flag::Except.name_in(locale)));
            return Err(Misread::UnknownOption { option, meant });
        }
        let full = match self.row.takes {
            Takes::Nothing => true,
            Takes::Verb => self.command.topic.is_some(),
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
            self.command.topic = Some(row.verb);
        } else {
            self.target(word)?;
        }
        Ok(())
    }

    fn target(&mut self, word: &str) -> Result<(), Misread> {
        let one = self.row.takes == Takes::One;
        let word = if one { normalize::without_bold(word) } else { word };
        let target: Target = word.parse().map_err(|word| Misread::NotATarget { word })?;
        if one && !matches!(target.which, Which::Named(_)) {
            return Err(Misread::OneByName { verb: self.row.verb });
        }
        if target.which == Which::Mine {
            // `todas as minhas`: of two readings, the one that touches less.
            self.targets.retain(|(known, _)| *known != Target::all());
        }
        if !self.targets.iter().any(|(known, _)| *known == target) {
            self.targets.push((target, word.to_owned()));
        }
        Ok(())
    }

    pub(super) fn option(&mut self, option: &str, words: &mut Words<'_>) -> Result<(), Misread> {
        let (name, inline) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option, None),
        };
        let Some(flag) = Flag::named(name) else {
            let (option, meant) = (name.to_owned(), Flag::nearest(name));
            return Err(Misread::UnknownOption { option, meant });
        };
        if !self.row.flags.contains(&flag) {
            let verb = self.row.verb;
            return Err(Misread::OptionNotHere { option: flag, verb });
        }
        if !flag.takes_value() && inline.is_some() {
            let meant = flag.names().language(name).map(|locale| flag.name_in(locale));
            let option = option.to_owned();
            return Err(Misread::UnknownOption { option, meant });
        }
        self.valued |= flag.takes_value();
        let needs_value = || Misread::OptionNeedsValue { option: flag };
        let mut value = || {
            let value = inline.clone().filter(|value| !value.is_empty());
            let value = value.or_else(|| {
                words
                    .next_if(|word| !word.starts_with('-') && *word != normalize::COMMA)
                    .cloned()
            });
            value.ok_or_else(needs_value)
        };
        match flag {
            Flag::DryRun => self.command.dry_run = true,
            Flag::Force => self.command.force = true,
            Flag::State => once(
                flag,
                &mut self.command.state,
                flags::state(&word(value()?, flag)?),
            )?,
            Flag::Owner => once(
                flag,
                &mut self.command.owner,
                flags::owner(&word(value()?, flag)?),
            )?,
            Flag::Max => {
                let count = value()?.parse().ok().filter(|count: &usize| *count > 0);
                let count = count.ok_or(Misread::NotACount { option: flag })?;
                if self.command.max.replace(count).is_some() {
                    return Err(Misread::OptionTwice { option: flag });
                }
            }
            Flag::LongerThan => {
                let words = [value()?];
                let longer = clause::duration(&words).ok_or_else(|| Misread::NotADuration {
                    words: words.join(" "),
                })?;
                if self.command.longer_than.replace(longer).is_some() {
                    return Err(Misread::OptionTwice { option: flag });
                }
            }
            Flag::Since => {
                let words = [value()?];
                // `8h` is a length here: what was saved is asked for more often by hours than by the clock.
                let ago = clause::duration(&words).map(Since::Ago);
                let since = ago.or_else(|| clause::time(&words[0]).map(Since::At));
                let since = since.ok_or_else(|| Misread::NotASince {
                    words: words.join(" "),
                })?;
                if self.command.since.replace(since).is_some() {
                    return Err(Misread::OptionTwice { option: flag });
                }
            }
            Flag::Except => {
                let first = value()?;
                self.except(&first)?;
                // A comma, with or without a blank behind it, goes on with the list.
                while words.next_if(|word| *word == normalize::COMMA).is_some() {
                    if let Some(next) = words.next_if(|word| !word.starts_with('-')) {
                        self.except(next)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn except(&mut self, text: &str) -> Result<(), Misread> {
        let target: Target = text.parse().map_err(|word| Misread::NotATarget { word })?;
        if matches!(target.which, Which::All | Which::Mine) {
            return Err(Misread::NotATarget {
                word: text.to_owned(),
            });
        }
        self.command.except.push(target);
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Command, Misread> {
        let Self {
            row,
            mut command,
            mut targets,
            mut leftover,
            ..
        } = self;
        let everything = Target::all();
        if leftover.is_empty() && targets.iter().any(|(target, _)| *target == everything) {
            // "stop all my instances": beside everything, another word is a misunderstanding.
            let others = targets.extract_if(.., |(target, _)| *target != everything);
            leftover = others.map(|(_, typed)| typed).collect();
        }
        command.targets = targets.into_iter().map(|(target, _)| target).collect();
        if !leftover.is_empty() {
            return Err(Misread::Leftover {
                understood: Box::new(command),
                rest: leftover.join(" "),
            });
        }
        if command.targets.is_empty() && matches!(row.takes, Takes::One | Takes::Many) {
            return Err(Misread::TargetMissing { verb: row.verb });
        }
        Ok(command)
    }
}

/// A value that is one plain word: an id, or the name of a state.
fn word(value: String, flag: Flag) -> Result<String, Misread> {
    let plain = value.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    plain
        .then_some(value)
        .ok_or(Misread::OptionNeedsValue { option: flag })
}

fn once(flag: Flag, slot: &mut Option<String>, value: String) -> Result<(), Misread> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Misread::OptionTwice { option: flag }),
    }
}
