//! Reads the options of a command.

use super::{
    super::{
        clauses::{self, longest},
        flags::{self, Flag},
        parse_error::ParseError,
        punctuation,
        times::duration,
        vocabulary::{MY, MY_OWN},
    },
    Parser,
};
use crate::{
    locale::Locale,
    target::{Target, Which},
};

impl Parser {
    pub(super) fn owner(&mut self, owner: String) -> Result<(), ParseError> {
        if !self.verb.row().flags.contains(&Flag::Owner) {
            return Err(ParseError::OptionNotHere {
                option: Flag::Owner,
                verb: self.verb,
                meant: Vec::new(),
            });
        }
        once(Flag::Owner, &mut self.selection.owner, owner)
    }

    pub(super) fn option(&mut self, option: &str, words: &mut &[String]) -> Result<(), ParseError> {
        let (name, inline) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let flags = self.verb.row().flags;
        let Some(flag) = Flag::named(name) else {
            let meant = Flag::nearest(name, flags).into_iter().map(str::to_owned).collect();
            return Err(ParseError::UnknownOption { option: name.to_owned(), meant });
        };
        if !flags.contains(&flag) {
            return Err(ParseError::OptionNotHere { option: flag, verb: self.verb, meant: Vec::new() });
        }
        if !flag.takes_value() && inline.is_some() {
            let locale = flag.names().language(name);
            let meant = locale.into_iter().map(|locale| flag.name_in(locale).to_owned()).collect();
            return Err(ParseError::UnknownOption { option: option.to_owned(), meant });
        }
        match flag {
            Flag::DryRun => self.dry_run = true,
            Flag::Force => self.force = true,
            Flag::Gpu => self.selection.gpu = true,
            _ => {
                self.valued = true;
                let mut value = inline.filter(|value| !value.is_empty()).map(str::to_owned);
                if value.is_none() && words.first().is_some_and(is_value) {
                    value = words.split_off_first().cloned();
                }
                let value = value.ok_or(ParseError::OptionNeedsValue { option: flag })?;
                self.value(flag, value.trim_start_matches(punctuation::NAME), words)?;
            }
        }
        Ok(())
    }

    /// Reads the value, which may go on in the next words: `14 h 1 min`, `2026-11-28 18:00`, `being set up`.
    fn value(&mut self, flag: Flag, value: &str, words: &mut &[String]) -> Result<(), ParseError> {
        let whole = [&[value.to_owned()], *words].concat();
        let unfit = |value: &str| ParseError::UnfitValue { option: flag, value: value.to_owned() };
        let plain = value.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let plain = plain.then_some(value).ok_or_else(|| unfit(value));
        match flag {
            Flag::State => {
                let known = flags::state_in_words(value, words);
                let (state, count) = known.map_or_else(|| plain.map(|plain| (plain.to_owned(), 0)), Ok)?;
                *words = &words[count..];
                once(flag, &mut self.selection.state, flags::state(&state))
            }
            Flag::Owner => {
                let count = flags::more_of_the_name(&whole);
                *words = &words[count..];
                let name = whole[..=count].join(" ");
                self.owner(flags::owner(&name).ok_or_else(|| unfit(&name))?)
            }
            Flag::Size => once(flag, &mut self.selection.size, plain?.to_owned()),
            Flag::Max => {
                let count = value.parse().ok().filter(|count: &usize| *count > 0);
                once(flag, &mut self.max, count.ok_or(ParseError::NotACount { option: flag })?)
            }
            Flag::LongerThan => {
                let unread = || ParseError::NotADuration { words: value.to_owned() };
                let (count, longer) = longest(&whole, duration).ok_or_else(unread)?;
                *words = &words[count - 1..];
                once(flag, &mut self.longer_than, longer)
            }
            Flag::Since => {
                let unread = || ParseError::NotASince { words: value.to_owned() };
                let (count, since) = longest(&whole, clauses::since::read).ok_or_else(unread)?;
                *words = &words[count - 1..];
                once(flag, &mut self.since, since)
            }
            Flag::Except => {
                self.except(value)?;
                // The list goes on behind a comma, with or without a blank.
                while let Some(rest) = words.strip_prefix(&[punctuation::COMMA.to_owned()]) {
                    *words = rest;
                    if words.first().is_some_and(is_value)
                        && let Some(next) = words.split_off_first()
                    {
                        self.except(next)?;
                    }
                }
                Ok(())
            }
            Flag::DryRun | Flag::Force | Flag::Gpu => Ok(()),
        }
    }

    pub(super) fn except(&mut self, text: &str) -> Result<(), ParseError> {
        let text = text.trim_start_matches(punctuation::NAME);
        let text = if MY.include(text) { MY_OWN.first(Locale::English) } else { text };
        // `all except Bob's`
        if flags::person(text).is_some() {
            return Err(ParseError::UnfitValue { option: Flag::Except, value: text.to_owned() });
        }
        let target: Target = text.parse().map_err(|word| ParseError::NotATarget { word })?;
        if target.which == Which::All {
            return Err(ParseError::UnfitValue { option: Flag::Except, value: text.to_owned() });
        }
        self.placeable = true;
        self.selection.except.push(target);
        Ok(())
    }
}

/// Whether it may be the value of the option before it.
pub(super) fn is_value(word: &String) -> bool {
    !word.starts_with('-') && word != punctuation::COMMA
}

fn once<T>(flag: Flag, slot: &mut Option<T>, value: T) -> Result<(), ParseError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(ParseError::OptionTwice { option: flag }),
    }
}
