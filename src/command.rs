//! The command language: text in, [`Command`] or [`Misread`] out. Knows nothing of who asks.
//!
//! ```text
//! command = verb { target } { option }
//! target  = [ workspace "/" ] ( name | glob | "all" | "mine" )
//! option  = "--except" glob | "--state" word | "--owner" id | "--dry-run" | "--force"
//! ```
//!
//! Every word of it exists in each [locale](crate::locale::Locale), and any mixture of them is understood, with or
//! without accents; the canonical text is English. Case is free. What chat clients add is forgiven: a leading mention, smart quotes and dashes,
//! bold and code marks, trailing punctuation. Words that fit nowhere are an error that shows them.

mod clean;
mod flags;
mod spoken;
mod verbs;

use crate::{
    locale::bare,
    target::{Pattern, Target, Which},
};

pub use flags::Flag;
pub use verbs::{CONFIRM, Takes, VERBS, Verb, VerbRow};

/// Longer texts are refused unread: a person does not type them, and a ticket must carry them.
pub const MAX_LENGTH: usize = 1000;

/// More instances than this, and a person in a chat is asked first.
pub const BULK: usize = 5;

/// A text that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub verb: Verb,
    /// Empty for verbs that take none.
    pub targets: Vec<Target>,
    pub except: Vec<Target>,
    /// Only instances in this state, as Azure spells it but for its capitals.
    pub state: Option<String>,
    /// Only instances of this owner: an Entra object id, or `me`.
    pub owner: Option<String>,
    pub dry_run: bool,
    pub force: bool,
    /// What `help` is asked about.
    pub topic: Option<Verb>,
}

impl Command {
    pub fn new(verb: Verb) -> Self {
        Self {
            verb,
            targets: Vec::new(),
            except: Vec::new(),
            state: None,
            owner: None,
            dry_run: false,
            force: false,
            topic: None,
        }
    }

    /// Whether a person in a chat may be asked first: certain for a delete, and for many.
    pub fn may_need_a_yes(&self) -> bool {
        self.verb == Verb::Delete || !names_only(&self.targets) || self.targets.len() > BULK
    }

    /// Whether an instance of this name, in this workspace, is excepted.
    pub fn excepts(&self, workspace: &crate::target::Alias, name: &str) -> bool {
        self.except
            .iter()
            .any(|e| e.in_workspace(workspace) && e.fits_name(name))
    }
}

/// Why a text was not understood; words for it are in [`crate::reply`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    /// `meant` is in the language that was typed.
    UnknownVerb {
        word: String,
        meant: Option<String>,
    },
    /// `meant` is in the language that was typed.
    UnknownOption {
        option: String,
        meant: Option<&'static str>,
    },
    /// The verb exists, the option exists, but not together.
    OptionNotHere {
        option: Flag,
        verb: Verb,
    },
    OptionNeedsValue {
        option: Flag,
    },
    /// Given twice where once is all that has a meaning.
    OptionTwice {
        option: Flag,
    },
    TargetMissing {
        verb: Verb,
    },
    /// Not a glob, `all` or `mine`: this is done to one instance, by its name.
    OneByName {
        verb: Verb,
    },
    /// Cannot be a name or a glob.
    NotATarget {
        word: String,
    },
    Leftover {
        understood: Box<Command>,
        rest: String,
    },
}

/// Reads `text`. An empty one asks for help.
pub fn parse(text: &str) -> Result<Command, Misread> {
    if text.len() > MAX_LENGTH {
        return Err(Misread::TooLong);
    }
    let words = clean::words(text);
    // A verb may be an opening too: `para` in Portuguese.
    let skip =
        |word: &&String| verbs::named(word).is_none() && (clean::is_opening(word) || *word == clean::COMMA);
    let words = &words[words.iter().take_while(skip).count()..];
    let Some((first, rest)) = words.split_first() else {
        return Ok(Command::new(Verb::Help));
    };
    let Some(row) = verbs::named(first) else {
        return Err(unknown_verb(first, rest));
    };
    let mut reading = Reading::new(row);
    let mut words = rest.iter().peekable();
    while let Some(word) = words.next() {
        match word.strip_prefix('-') {
            Some(_) => reading.option(word, &mut words)?,
            None => reading.word(word)?,
        }
    }
    reading.finish()
}

fn unknown_verb(word: &str, rest: &[String]) -> Misread {
    let near = || closest(word, VERBS.iter().flat_map(|row| row.names.all()));
    let (name, rest) = match verbs::otherwise_called(word, rest.first().map(String::as_str)) {
        Some((verb, words)) => (Some(verb.name()), &rest[words - 1..]),
        None => (near(), rest),
    };
    let meant = name.map(|name| [&[name.to_owned()], rest].concat().join(" "));
    Misread::UnknownVerb {
        word: word.to_owned(),
        // Only what would be understood is worth offering.
        meant: meant.filter(|meant| parse(meant).is_ok()),
    }
}

/// The nearest of `names` to a mistyped `word`, if any is near enough to offer.
pub fn closest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = bare(word);
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(&word, &bare(name)), name))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// A command half read.
struct Reading {
    row: &'static VerbRow,
    command: Command,
    leftover: Vec<String>,
    /// Whether an option with a value was read: a bare word behind it may have been meant for it.
    valued: bool,
}

type Words<'a> = std::iter::Peekable<std::slice::Iter<'a, String>>;

impl Reading {
    fn new(row: &'static VerbRow) -> Self {
        Self {
            row,
            command: Command::new(row.verb),
            leftover: Vec::new(),
            valued: false,
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Misread> {
        let some = !self.command.targets.is_empty();
        if clean::is_article(word) || clean::is_between(word) {
            return Ok(());
        }
        if some && clean::is_except(word) {
            let (option, meant) = (word.to_owned(), Some(Flag::Except.name()));
            return Err(Misread::UnknownOption { option, meant });
        }
        let full = match self.row.takes {
            Takes::Nothing => true,
            Takes::Verb => self.command.topic.is_some(),
            Takes::One => some,
            Takes::Many | Takes::AnyNumber => some && self.valued,
        };
        if self.row.takes == Takes::Verb && clean::is_chatter(word) {
            return Ok(()); // `help me`
        }
        if full || some && clean::is_chatter(word) || !self.leftover.is_empty() {
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
        let word = if one { clean::without_bold(word) } else { word };
        let target: Target = word.parse().map_err(|word| Misread::NotATarget { word })?;
        if one && !matches!(target.which, Which::Named(_)) {
            return Err(Misread::OneByName { verb: self.row.verb });
        }
        if !self.command.targets.contains(&target) {
            self.command.targets.push(target);
        }
        Ok(())
    }

    fn option(&mut self, option: &str, words: &mut Words<'_>) -> Result<(), Misread> {
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
            let (option, meant) = (option.to_owned(), Some(flag.name()));
            return Err(Misread::UnknownOption { option, meant });
        }
        self.valued |= flag.takes_value();
        let needs_value = || Misread::OptionNeedsValue { option: flag };
        let mut value = || {
            let value = inline.clone().filter(|value| !value.is_empty());
            let value = value.or_else(|| {
                words
                    .next_if(|word| !word.starts_with('-') && *word != clean::COMMA)
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
            Flag::Except => {
                let first = value()?;
                self.except(&first)?;
                // A comma, with or without a blank behind it, goes on with the list.
                while words.next_if(|word| *word == clean::COMMA).is_some() {
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

    fn finish(self) -> Result<Command, Misread> {
        let Self {
            row,
            mut command,
            mut leftover,
            ..
        } = self;
        if leftover.is_empty() && command.targets.contains(&Target::all()) {
            // "stop all my instances": beside everything, another word is a misunderstanding.
            let others = command.targets.extract_if(.., |target| *target != Target::all());
            leftover = others.map(|target| target.to_string()).collect();
        }
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

/// Whether the selection can only ever be what it names, so that reading those is enough.
pub fn names_only(targets: &[Target]) -> bool {
    targets
        .iter()
        .all(|t| matches!(t.which, Which::Named(_)) && !t.workspace.as_ref().is_some_and(Pattern::is_glob))
}

#[cfg(test)]
mod tests;
