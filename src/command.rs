//! The command language: text in, [`Command`] or [`Misread`] out. Knows nothing of who asks.
//!
//! ```text
//! command = verb { target } { option }
//! target  = [ workspace "/" ] ( name | glob | "all" | "mine" )
//! option  = "--except" glob | "--state" word | "--owner" id | "--dry-run" | "--force"
//! ```
//!
//! Case is free. What chat clients add is forgiven: a leading mention, smart quotes and dashes,
//! bold and code marks, trailing punctuation. Words that fit nowhere are an error that shows them.

mod clean;
mod verbs;

use std::fmt;

use crate::target::{Pattern, Target};

pub use verbs::{Flag, Takes, VERBS, Verb, VerbRow};

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
    /// Only instances in this state, as Azure spells it but in any case.
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

/// The canonical text: parsing it gives the same command again.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verb.name())?;
        if let Some(topic) = self.topic {
            write!(f, " {}", topic.name())?;
        }
        for target in &self.targets {
            write!(f, " {target}")?;
        }
        for except in &self.except {
            write!(f, " --except {except}")?;
        }
        if let Some(state) = &self.state {
            write!(f, " --state {state}")?;
        }
        if let Some(owner) = &self.owner {
            write!(f, " --owner {owner}")?;
        }
        if self.dry_run {
            f.write_str(" --dry-run")?;
        }
        if self.force {
            f.write_str(" --force")?;
        }
        Ok(())
    }
}

/// Why a text was not understood; words for it are in [`crate::reply`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    UnknownVerb {
        word: String,
        meant: Option<String>,
    },
    UnknownOption {
        option: String,
        meant: Option<&'static str>,
    },
    /// The verb exists, the option exists, but not together.
    OptionNotHere {
        option: &'static str,
        verb: Verb,
    },
    OptionNeedsValue {
        option: &'static str,
    },
    /// Given twice where once is all that has a meaning.
    OptionTwice {
        option: &'static str,
    },
    TargetMissing {
        verb: Verb,
    },
    /// Cannot be a name or a glob.
    NotATarget {
        word: String,
    },
    Leftover {
        understood: String,
        rest: String,
        verb: Verb,
    },
}

/// Reads `text`. An empty one asks for help.
pub fn parse(text: &str) -> Result<Command, Misread> {
    if text.len() > MAX_LENGTH {
        return Err(Misread::TooLong);
    }
    let words = clean::words(text);
    let Some((first, rest)) = words.split_first() else {
        return Ok(Command::new(Verb::Help));
    };
    let Some(row) = verbs::named(first) else {
        return Err(unknown_verb(first, rest));
    };
    let mut reading = Reading {
        row,
        command: Command::new(row.verb),
        leftover: Vec::new(),
    };
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        match word.strip_prefix("--") {
            Some(option) => reading.option(option, &mut words)?,
            None => reading.word(word)?,
        }
    }
    reading.finish()
}

fn unknown_verb(word: &str, rest: &[String]) -> Misread {
    let meant = closest(word, VERBS.iter().flat_map(|row| row.names.iter().copied()))
        .map(|name| [&[name.to_owned()], rest].concat().join(" "));
    Misread::UnknownVerb {
        word: word.to_owned(),
        meant,
    }
}

/// The nearest of `names` to a mistyped `word`, if any is near enough to offer.
pub fn closest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    names
        .map(|name| {
            (
                strsim::normalized_damerau_levenshtein(&word, &name.to_ascii_lowercase()),
                name,
            )
        })
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// A command half read.
struct Reading {
    row: &'static VerbRow,
    command: Command,
    leftover: Vec<String>,
}

impl Reading {
    fn word(&mut self, word: &str) -> Result<(), Misread> {
        let full = match self.row.takes {
            Takes::Nothing => true,
            Takes::Verb => self.command.topic.is_some(),
            Takes::One => !self.command.targets.is_empty(),
            Takes::Many | Takes::AnyNumber => false,
        };
        let chatter = !self.command.targets.is_empty() && clean::is_chatter(word);
        if full || chatter || !self.leftover.is_empty() {
            self.leftover.push(word.to_owned());
        } else if self.row.takes == Takes::Verb {
            let row = verbs::named(word).ok_or_else(|| unknown_verb(word, &[]))?;
            self.command.topic = Some(row.verb);
        } else {
            let not_a_target = |word| Misread::NotATarget { word };
            self.command.targets.push(word.parse().map_err(not_a_target)?);
        }
        Ok(())
    }

    fn option<'a>(
        &mut self,
        option: &str,
        words: &mut impl Iterator<Item = &'a String>,
    ) -> Result<(), Misread> {
        let (name, inline) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option, None),
        };
        let Some(flag) = Flag::named(name) else {
            let known = Flag::ALL.iter().map(|flag| flag.name());
            return Err(Misread::UnknownOption {
                option: format!("--{name}"),
                meant: closest(&format!("--{name}"), known),
            });
        };
        if !self.row.flags.contains(&flag) {
            return Err(Misread::OptionNotHere {
                option: flag.name(),
                verb: self.row.verb,
            });
        }
        let needs_value = || Misread::OptionNeedsValue { option: flag.name() };
        let mut value = || {
            inline
                .clone()
                .or_else(|| words.next().cloned())
                .filter(|value| !value.is_empty() && !value.starts_with("--"))
                .ok_or_else(needs_value)
        };
        match flag {
            Flag::DryRun => self.command.dry_run = true,
            Flag::Force => self.command.force = true,
            Flag::State => once(flag, &mut self.command.state, value()?)?,
            Flag::Owner => once(flag, &mut self.command.owner, value()?)?,
            Flag::Except => {
                for part in value()?.split(',') {
                    let target = part.parse().map_err(|word| Misread::NotATarget { word })?;
                    self.command.except.push(target);
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Command, Misread> {
        let Self {
            row,
            command,
            leftover,
        } = self;
        if !leftover.is_empty() {
            return Err(Misread::Leftover {
                understood: command.to_string(),
                rest: leftover.join(" "),
                verb: row.verb,
            });
        }
        if command.targets.is_empty() && matches!(row.takes, Takes::One | Takes::Many) {
            return Err(Misread::TargetMissing { verb: row.verb });
        }
        Ok(command)
    }
}

fn once(flag: Flag, slot: &mut Option<String>, value: String) -> Result<(), Misread> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Misread::OptionTwice { option: flag.name() }),
    }
}

/// Whether the selection can only ever be what it names, so that reading those is enough.
pub fn names_only(targets: &[Target]) -> bool {
    targets.iter().all(|t| {
        matches!(t.which, crate::target::Which::Named(_))
            && !t.workspace.as_ref().is_some_and(Pattern::is_glob)
    })
}

#[cfg(test)]
mod tests;
