//! Parses a command word by word. Words that fit nowhere are kept, so that the error can show them.

use jiff::SignedDuration;

use super::{
    clauses::{self, longest},
    command::{Command, Selection, Since},
    flags::{self, Flag},
    normalize,
    parse_error::ParseError,
    punctuation,
    sentence::Sentence,
    synonyms,
    times::duration,
    topic::Topic,
    verb::{Power, Takes, Verb},
    vocabulary::{self, BETWEEN, EXCEPT, IN, MY, MY_OWN, OF},
};
use crate::{
    locale::{Locale, Names},
    target::{Pattern, Target, Which, is_instance_name},
};

/// A command whose verb is known.
#[derive(Default)]
pub(super) struct Parser {
    verb: Verb,
    selection: Selection,
    max: Option<usize>,
    longer_than: Option<SignedDuration>,
    since: Option<Since>,
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
}

/// The words that are still to be read.
type Words<'a> = &'a [String];

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
    fn command(&mut self, words: Words<'_>, text: &str) -> Result<Command, ParseError> {
        Ok(match self.verb {
            Verb::Status => Command::Status { selection: self.read(words)? },
            Verb::List => Command::List { selection: self.read(words)? },
            Verb::Start => self.power(Power::Start, words)?,
            Verb::Stop => self.power(Power::Stop, words)?,
            Verb::Restart => self.power(Power::Restart, words)?,
            Verb::Delete => self.power(Power::Delete, words)?,
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
            Verb::Later => {
                let (targets, off) = clauses::later::parse_pending(words);
                let selection = self.read(targets)?;
                if off && selection.targets.is_empty() && self.leftover.is_empty() {
                    let meant = ["later mine off", "later"].map(str::to_owned).into();
                    return Err(ParseError::DidYouMean { meant });
                }
                Command::Pending { selection, off }
            }
            Verb::Keep => {
                let (targets, keep) = clauses::keep::parse(words, &normalize::unwrapped(text))?;
                Command::Keep { selection: self.read(&targets)?, keep }
            }
            Verb::Audit => Command::Audit { selection: self.read(words)?, longer_than: self.longer_than },
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

    fn power(&mut self, verb: Power, words: Words<'_>) -> Result<Command, ParseError> {
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
    fn read(&mut self, mut words: Words<'_>) -> Result<Selection, ParseError> {
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
        self.selection.one &= targets.len() == 1;
        // Behind `mine`, a glob would be one of the caller's own.
        targets.sort_by_key(|target| target.which == Which::Mine);
        Ok(std::mem::take(&mut self.selection))
    }

    fn word(&mut self, word: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
        let takes = self.verb.row().takes;
        let next = words.first().map(String::as_str);
        let some = !self.selection.targets.is_empty();
        let is_said = |names: &Names| names.include(word);
        let comes = |next: &str| !next.starts_with('-') && !vocabulary::is_reserved(next);
        if !self.leftover.is_empty() && (some || vocabulary::is_reserved(word)) {
            self.leftover.push(word.to_owned());
            return Ok(());
        }
        if is_said(&BETWEEN) {
            self.placeable = false;
            return Ok(());
        }
        let places = is_said(&IN) || is_said(&OF) && (word != "of" || self.selection.names_none());
        if places && next.is_some_and(|next| self.place(next)) {
            words.split_off_first();
            return Ok(());
        }
        if vocabulary::is_article(word) || is_said(&OF) || is_said(&IN) && next.is_some_and(comes) {
            return Ok(());
        }
        let full = match takes {
            Takes::Nothing | Takes::Verb => true,
            Takes::One => some,
            Takes::Many | Takes::AnyNumber => some && self.valued,
        };
        if !full && (self.own(word, next)? || self.bare(word, words)?) {
            self.unsure.push(word.to_owned());
            return Ok(());
        }
        if takes == Takes::One && full && !vocabulary::is_reserved(word) {
            return Err(ParseError::OneByName { verb: self.verb });
        }
        let stray = [vocabulary::QUESTIONS, EXCEPT, IN].iter().any(is_said);
        if full || stray || vocabulary::negates(word) || vocabulary::conditions(word) {
            self.leftover.push(word.to_owned());
            self.unsure.push(word.to_owned());
            return Ok(());
        }
        if self.excepting { self.except(word) } else { self.target(word) }
    }

    /// `my`: of a glob, those of the caller; of a name, nothing; alone, the caller's one instance.
    fn own(&mut self, word: &str, next: Option<&str>) -> Result<bool, ParseError> {
        let my = MY.include(word);
        if !my && !MY_OWN.include(word) {
            return Ok(false);
        }
        match next.filter(|next| !next.starts_with('-')).map(str::parse::<Target>) {
            Some(Ok(Target { which: Which::Matching(glob), .. })) if self.excepting => {
                return Err(ParseError::UnfitValue { option: Flag::Except, value: format!("{word} {glob}") });
            }
            Some(Ok(Target { which: Which::Matching(_), .. })) => self.owner("me".to_owned())?,
            Some(Ok(Target { which: Which::Named(name), .. })) if my && !vocabulary::is_reserved(&name) => {}
            _ if self.excepting => self.except(word)?,
            _ => {
                self.target(MY_OWN.first(Locale::English))?;
                self.selection.one = my;
            }
        }
        Ok(true)
    }

    /// Reads a word that stands for an option: `except`, a state, the option without its hyphens.
    fn bare(&mut self, word: &str, words: &mut Words<'_>) -> Result<bool, ParseError> {
        let flags = self.verb.row().flags;
        let named = !self.selection.names_none();
        // `stop myci without asking` excepts nothing.
        if EXCEPT.include(word) && flags.contains(&Flag::Except) && !named {
            self.excepting = true;
            return Ok(true);
        }
        let joined = words.first().and_then(|next| Some((Flag::named(&format!("--{word}-{next}"))?, 1)));
        let flag = joined.or_else(|| Some((Flag::named(&format!("--{word}"))?, 0)));
        match flag.filter(|(flag, _)| flags.contains(flag)) {
            Some((Flag::Force, _)) => self.forced = true,
            Some((flag, count)) if !flag.takes_value() || words.get(count).is_some_and(is_value) => {
                *words = &words[count..];
                self.option(flag.name(), words)?;
            }
            Some(_) => return Ok(false),
            None => {
                let state = flags::state_in_words(word, words)
                    .filter(|_| flags.contains(&Flag::State) && !named && self.selection.state.is_none());
                let Some((state, count)) = state else { return Ok(false) };
                *words = &words[count..];
                self.selection.state = Some(flags::state(&state));
            }
        }
        Ok(true)
    }

    /// Reads `all in research` and `myci in research`.
    fn place(&mut self, place: &str) -> bool {
        let fits = is_instance_name(place) && !place.starts_with('-') && !vocabulary::is_reserved(place);
        let last = self.selection.targets.last_mut().filter(|last| fits && last.workspace.is_none());
        let Some(last) = last.filter(|_| self.placeable) else { return false };
        last.workspace = Some(Pattern::new(place));
        true
    }

    fn target(&mut self, word: &str) -> Result<(), ParseError> {
        let one = self.verb.row().takes == Takes::One;
        let word = word.trim_start_matches(punctuation::NAME);
        if let Some(owner) = flags::person(word).filter(|_| self.selection.targets.is_empty()) {
            return self.owner(owner);
        }
        let word = if one { normalize::without_bold(word) } else { word };
        let target: Target = word.parse().map_err(|word| ParseError::NotATarget { word })?;
        if one && !matches!(target.which, Which::Named(_)) {
            return Err(ParseError::OneByName { verb: self.verb });
        }
        self.placeable = true;
        let targets = &mut self.selection.targets;
        if !targets.contains(&target) {
            targets.push(target);
        }
        Ok(())
    }

    fn owner(&mut self, owner: String) -> Result<(), ParseError> {
        if !self.verb.row().flags.contains(&Flag::Owner) {
            return Err(ParseError::OptionNotHere {
                option: Flag::Owner,
                verb: self.verb,
                meant: Vec::new(),
            });
        }
        once(Flag::Owner, &mut self.selection.owner, owner)
    }

    fn option(&mut self, option: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
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
    fn value(&mut self, flag: Flag, value: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
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

    fn except(&mut self, text: &str) -> Result<(), ParseError> {
        let text = text.trim_start_matches(punctuation::NAME);
        let text = if MY.include(text) { MY_OWN.first(Locale::English) } else { text };
        let target: Target = text.parse().map_err(|word| ParseError::NotATarget { word })?;
        if target.which == Which::All {
            return Err(ParseError::UnfitValue { option: Flag::Except, value: text.to_owned() });
        }
        self.selection.except.push(target);
        Ok(())
    }

    /// The command, unless words are left over, its target is missing, or it is offered only.
    fn checked(self, mut command: Command) -> Result<Command, ParseError> {
        let acts = command.acts();
        let says_more = !matches!(command, Command::Power { .. } | Command::Schedule { .. });
        if let Some(selection) = command.selection_mut().filter(|selection| selection.targets.is_empty())
            && matches!(self.verb.row().takes, Takes::One | Takes::Many)
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
            // `stop all research`, `stop all gpu`
            _ if acts && self.narrowed => Err(ParseError::NotAll { narrowed: Box::new(command) }),
            _ => Ok(command),
        }
    }
}

/// What `help` is asked about: the first word that names it, in other words, too.
fn topic(words: Words<'_>) -> Result<Topic, ParseError> {
    let other = |at: usize| synonyms::obeyed(&words[at..]).map(|(verb, _)| Topic::Verb(verb));
    let topic = (0..words.len()).find_map(|at| Topic::named(&words[at]).or_else(|| other(at)));
    match words {
        [word] if topic.is_none() => Err(ParseError::UnknownVerb { word: word.clone(), meant: Vec::new() }),
        _ => Ok(topic.unwrap_or_default()),
    }
}

/// Whether it may be the value of the option before it.
fn is_value(word: &String) -> bool {
    !word.starts_with('-') && word != punctuation::COMMA
}

fn once<T>(flag: Flag, slot: &mut Option<T>, value: T) -> Result<(), ParseError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(ParseError::OptionTwice { option: flag }),
    }
}
