//! Parses a command word by word. Words that fit nowhere are kept, so that the error can show them.

use jiff::SignedDuration;

use super::{
    clause_values::TimeClause,
    clauses,
    command::Command,
    flags::Flag,
    normalize,
    parse_error::ParseError,
    punctuation,
    selection::Selection,
    sentence::Sentence,
    synonyms,
    topic::Topic,
    verb::{Power, Takes, Verb},
};
use crate::{
    locale::Locale,
    target::{Target, Which},
};

mod options;
mod targets;

/// A command whose verb is known.
#[derive(Default)]
pub(super) struct Parser {
    verb: Verb,
    selection: Selection,
    max: Option<usize>,
    longer_than: Option<SignedDuration>,
    since: Option<TimeClause>,
    dry_run: bool,
    force: bool,
    leftover: Vec<String>,
    /// Words that may be names, but were read otherwise.
    unsure: Vec<String>,
    /// Whether an option with a value was read: a bare word behind it may belong to that value.
    valued: bool,
    /// Whether names are excepted, behind a bare "except".
    excepting: bool,
    /// Whether a workspace may follow, as `in research`.
    placeable: bool,
    /// Whether names were said beside `all`.
    narrowed: bool,
    /// Whether "force" was said without its hyphens.
    forced: bool,
    /// Whether a number of instances was said.
    counted: bool,
}

impl Parser {
    /// Parses `sentence`, which is from `text`. Adds to `unsure` as [`Sentence::read`] does.
    pub(super) fn parse(
        sentence: &Sentence,
        text: &str,
        unsure: &mut Vec<String>,
    ) -> Result<Command, ParseError> {
        let mut parser = Self { verb: sentence.verb, ..Self::default() };
        let command = parser.command(&sentence.words, text);
        unsure.append(&mut parser.unsure);
        parser.checked(command?)
    }

    /// Parses the words behind the verb: first the clause, if the verb has one, then the other words.
    fn command(&mut self, words: &[String], text: &str) -> Result<Command, ParseError> {
        Ok(match self.verb {
            Verb::Status => Command::Status { selection: self.read(words)? },
            Verb::List => Command::List { selection: self.read(words)? },
            Verb::Start => self.power(Power::Start, words)?,
            Verb::Stop => self.power(Power::Stop, words)?,
            Verb::Restart => self.power(Power::Restart, words)?,
            Verb::Delete => self.power(Power::Delete, words)?,
            Verb::Create => {
                only_word(words, text).map_or(Ok(()), Err)?;
                let (names, blueprint, person) = clauses::create::parse(words)?;
                Command::Create { selection: self.read(&names)?, blueprint, person }
            }
            Verb::Renew => {
                let (names, name) = clauses::create::parse_renewal(words)?;
                Command::Renew { selection: self.read(names)?, name }
            }
            Verb::Idle => {
                let (targets, idle) = clauses::idle::parse(words)?;
                Command::Idle { selection: self.read(&targets)?, idle }
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
            Verb::Later => self.pending(words)?,
            Verb::Keep => {
                let (targets, keep) = clauses::keep::parse(words, &normalize::unwrapped(text))?;
                Command::Keep { selection: self.read(&targets)?, keep }
            }
            Verb::Audit => Command::Audit { selection: self.read(words)?, longer_than: self.longer_than },
            Verb::Outdated => Command::Outdated { selection: self.read(words)? },
            Verb::Cost => {
                let (words, since) = clauses::since::parse(words);
                self.since = since;
                Command::Cost { selection: self.read(&words)?, since: self.since }
            }
            Verb::Check if words.is_empty() => Command::Check,
            // `check myci`
            Verb::Check => {
                self.verb = Verb::Status;
                Command::Status { selection: self.read(words)? }
            }
            Verb::Help => Command::Help { topic: topic(words)? },
            Verb::Due => self.read(words).map(|_| Command::Due)?,
            Verb::Whoami => self.read(words).map(|_| Command::Whoami)?,
            Verb::Ping => self.read(words).map(|_| Command::Ping)?,
        })
    }

    fn pending(&mut self, words: &[String]) -> Result<Command, ParseError> {
        let (targets, off) = clauses::later::parse_pending(words);
        let selection = self.read(targets)?;
        if off && selection.targets.is_empty() && self.leftover.is_empty() {
            let meant = ["later mine off", "later"].map(str::to_owned).into();
            return Err(ParseError::DidYouMean { meant });
        }
        Ok(Command::Pending { selection, off })
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
    fn read(&mut self, mut words: &[String]) -> Result<Selection, ParseError> {
        while let Some(word) = words.split_off_first() {
            if word.starts_with('-') {
                self.option(word, &mut words)?;
            } else {
                self.word(word, &mut words)?;
            }
        }
        if self.excepting && self.selection.except.is_empty() {
            return Err(ParseError::OptionNeedsValue { option: Flag::Except });
        }
        // Of `all` and other targets, the narrower ones are meant: `todas as gpu-*`, `all my instances`.
        let targets = &mut self.selection.targets;
        let everything = Target::all();
        if targets.len() > 1 && targets.contains(&everything) {
            targets.retain(|target| *target != everything);
            self.narrowed = targets.iter().any(|target| matches!(target.which, Which::Named(_)));
            self.selection.one = false;
        }
        self.counted &= targets.len() != 2;
        self.selection.one &= targets.len() == 1;
        // Behind `mine`, a glob would be one of the caller's own.
        targets.sort_by_key(|target| target.which == Which::Mine);
        Ok(std::mem::take(&mut self.selection))
    }

    /// The command, unless words are left over, its target is missing, or it is offered only.
    fn checked(self, mut command: Command) -> Result<Command, ParseError> {
        let acts = command.acts();
        let says_more =
            !matches!(command, Command::Power { .. } | Command::Schedule { .. } | Command::Renew { .. });
        if let Some(selection) = command.selection_mut().filter(|selection| selection.targets.is_empty())
            && matches!(self.verb.row().takes, Takes::One | Takes::Many)
            && self.verb != Verb::Create
        {
            let narrow = Selection { except: Vec::new(), ..selection.clone() } != Selection::default();
            // `stop it at 6pm`
            if !narrow && says_more && self.leftover.is_empty() {
                selection.targets.push(Target { workspace: None, which: Which::Mine });
                return Err(ParseError::DidYouMean { meant: vec![command.to_string()] });
            }
            if !narrow || !self.leftover.is_empty() {
                return Err(ParseError::TargetMissing { verb: self.verb });
            }
            // `stop running`, `stop gpu`, `stop @ada`
            selection.targets.push(Target::all());
            if selection.owner.is_some() {
                return Err(ParseError::NotAll { narrowed: Box::new(command) });
            }
            let list = Command::List { selection: Selection { targets: Vec::new(), ..selection.clone() } };
            return Err(ParseError::DidYouMean { meant: vec![command.to_string(), list.to_string()] });
        }
        if !self.leftover.is_empty() {
            if let ([word], Command::Create { selection, .. }) = (&*self.leftover, &command)
                && selection.targets.is_empty()
            {
                return Err(ParseError::NotAName { word: word.clone(), is_said: true });
            }
            let rest: Vec<_> =
                self.leftover.iter().map(|word| word.trim_start_matches(punctuation::NAME)).collect();
            let rest = rest.join(" ");
            return Err(ParseError::Leftover { understood: Box::new(command), rest, meant: Vec::new() });
        }
        match &mut command {
            Command::Power { force, .. } | Command::Announce { force, .. } if self.forced => {
                *force = true;
                Err(ParseError::DidYouMean { meant: vec![command.to_string()] })
            }
            // `stop both of mine`, if there are three.
            _ if acts && self.counted => Err(ParseError::DidYouMean { meant: vec![command.to_string()] }),
            // `stop all research`, `stop all gpu`
            _ if acts && self.narrowed => Err(ParseError::NotAll { narrowed: Box::new(command) }),
            _ => Ok(command),
        }
    }
}

/// The one word behind `create` that was read otherwise: `create ci`.
fn only_word(words: &[String], text: &str) -> Option<ParseError> {
    let typed = normalize::words(text);
    let [verb, word] = &*typed else { return None };
    let is_alone = words.is_empty() && Verb::named(verb) == Some(Verb::Create) && word != "?";
    let is_noun = clauses::create::INSTANCE.include(word.trim_end_matches('s'));
    (is_alone && !is_noun).then(|| ParseError::NotAName { word: word.clone(), is_said: true })
}

/// What `help` is asked about: the first word that names it, in other words, too.
fn topic(words: &[String]) -> Result<Topic, ParseError> {
    // `ajuda para criar`
    let leads = |at: usize| clauses::create::FOR.include(&words[at]) && at + 1 < words.len();
    let other = |at: usize| synonyms::obeyed(&words[at..]).map(|(verb, _)| Topic::Verb(verb));
    let other = |at: usize| other(at).filter(|_| !leads(at));
    let topic = (0..words.len()).find_map(|at| Topic::named(&words[at]).or_else(|| other(at)));
    match words {
        [word] if topic.is_none() => Err(ParseError::UnknownVerb { word: word.clone(), meant: Vec::new() }),
        _ => Ok(topic.unwrap_or_default()),
    }
}
