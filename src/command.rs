//! The command language: text in, [`Command`] or [`Misread`] out. Knows nothing of who asks.
//!
//! ```text
//! command = verb { target } { option }
//! target  = [ workspace "/" ] ( name | glob | "all" | "mine" )
//! option  = "--except" glob | "--state" word | "--owner" id | "--max" number | "--dry-run" | "--force"
//! ```
//!
//! Two verbs end with a clause: `keep TARGET for 2h because …`, `announce stop TARGET… in 30m`.
//!
//! Every word of it exists in each [locale](crate::locale::Locale), and any mixture of them is understood, with or
//! without accents; the canonical text is English. Case is free. What chat clients add is forgiven: a leading mention, smart quotes and dashes,
//! bold and code marks, trailing punctuation. Words that fit nowhere are an error that shows them.

mod clause;
mod clean;
mod flags;
mod reading;
mod spoken;
mod timetable;
mod verbs;

use jiff::{SignedDuration, civil::Time};

use crate::{
    locale::bare,
    target::{Pattern, Target, Which},
};
use reading::Reading;

pub use clause::{Day, KeepClause, LONGEST_KEEP, Until, duration};
pub use flags::{Flag, states_instead_of};
pub use timetable::{Cron, IDLE, IdleClause, ScheduleClause};
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
    /// At most so many are acted on.
    pub max: Option<usize>,
    pub dry_run: bool,
    pub force: bool,
    /// What `help` is asked about, or what `announce` announces.
    pub topic: Option<Verb>,
    /// How long from now what is announced will happen.
    pub lead: Option<SignedDuration>,
    pub keep: Option<KeepClause>,
    pub idle: Option<IdleClause>,
    /// `None` shows what there is.
    pub schedule: Option<ScheduleClause>,
    /// Findings of what runs for longer than this.
    pub longer_than: Option<SignedDuration>,
    /// Also what was saved since.
    pub since: Option<Since>,
}

/// A moment in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// So long before it is asked.
    Ago(SignedDuration),
    /// The last time that the caller's clock showed this.
    At(Time),
}

impl Command {
    pub fn new(verb: Verb) -> Self {
        Self {
            verb,
            targets: Vec::new(),
            except: Vec::new(),
            state: None,
            owner: None,
            max: None,
            dry_run: false,
            force: false,
            topic: None,
            lead: None,
            keep: None,
            idle: None,
            schedule: None,
            longer_than: None,
            since: None,
        }
    }

    /// Whether it does something, or threatens to.
    pub fn acts(&self) -> bool {
        match self.verb {
            Verb::Announce => true,
            Verb::Schedule => self.schedule.is_some(),
            verb => verb.changes_the_world(),
        }
    }

    /// Whether a person in a chat may be asked first: certain for a delete, and for many.
    pub fn may_need_a_yes(&self) -> bool {
        self.verb == Verb::Delete || !names_only(&self.targets) || self.targets.len() > BULK
    }

    /// Whether an instance of this name, in this workspace, is one that it names.
    pub fn names(&self, workspace: &crate::target::Alias, name: &str) -> bool {
        self.targets.iter().any(|target| {
            matches!(target.which, Which::Named(_))
                && target.in_workspace(workspace)
                && target.fits_name(name)
        })
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
    /// A number from 1 on was wanted.
    NotACount {
        option: Flag,
    },
    TargetMissing {
        verb: Verb,
    },
    /// A keep without its end.
    KeepHowLong,
    /// Longer than [`LONGEST_KEEP`].
    KeepTooLong,
    NotADuration {
        words: String,
    },
    NotATime {
        words: String,
    },
    /// What goes back from now was wanted.
    NotASince {
        words: String,
    },
    /// An idle shutdown without its time.
    IdleHowLong,
    /// Outside [`IDLE`].
    IdleOutOfRange,
    /// Azure counts in whole minutes.
    IdleInSeconds,
    /// Neither `add stop …`, nor `enable`, `disable` or `remove`.
    ScheduleWhat,
    /// One schedule, by its id, was wanted.
    ScheduleWhich,
    /// Neither cron's five fields nor days and a time.
    NotATimetable {
        words: String,
    },
    /// Only what acts on instances can be announced.
    AnnounceWhat,
    AnnounceWhen,
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
    let mut words = clean::words(text);
    // `por favor, pare myci`
    let before = |word: &str| clean::is_opening(word) || word == clean::COMMA;
    let skip = |word: &&String| named(word).is_none() && before(word);
    words.drain(..words.iter().take_while(skip).count());
    words.truncate(clean::without_courtesies(&words).len());
    words
}

fn named(word: &str) -> Option<&'static VerbRow> {
    verbs::named(clean::without_bold(word))
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

/// The nearest of `names` to a mistyped `word`, if any is near enough to offer.
pub fn closest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = bare(word);
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(&word, &bare(name)), name))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Whether the selection can only ever be what it names, so that reading those is enough.
pub fn names_only(targets: &[Target]) -> bool {
    targets
        .iter()
        .all(|t| matches!(t.which, Which::Named(_)) && !t.workspace.as_ref().is_some_and(Pattern::is_glob))
}

#[cfg(test)]
mod tests;
