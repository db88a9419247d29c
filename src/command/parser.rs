//! Parses a command word by word. Words that fit nowhere are kept, so that the error can show them.

use std::{iter::Peekable, slice::Iter};

use jiff::SignedDuration;

use super::{
    clauses,
    command::{Command, Selection, Since},
    flags::{self, Flag},
    normalize,
    parse_error::ParseError,
    punctuation,
    sentence::Sentence,
    times::duration,
    topic::Topic,
    verb::{Class, Power, Takes, Verb},
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
    topic: Topic,
    leftover: Vec<String>,
    /// Words that may be names, but were read otherwise.
    unsure: Vec<String>,
    /// Whether an option with a value was read: a bare word behind it may belong to that value.
    valued: bool,
    /// Whether names are excepted, behind a bare "except".
    excepting: bool,
    /// Whether a workspace may follow, as `in research`.
    placeable: bool,
    /// Whether "force" was said without its hyphens.
    forced: bool,
}

type Words<'a> = Peekable<Iter<'a, String>>;

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
            Verb::Check if words.is_empty() => Command::Check,
            // `check myci`
            Verb::Check => {
                self.verb = Verb::Status;
                Command::Status { selection: self.read(words)? }
            }
            Verb::Help => match words {
                [word] if Topic::named(word).is_none() => {
                    return Err(ParseError::UnknownVerb { word: word.clone(), meant: Vec::new() });
                }
                words => self.read(words).map(|_| Command::Help { topic: self.topic })?,
            },
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
                self.word(word, &mut words)?;
            }
        }
        if self.excepting && self.selection.except.is_empty() {
            return Err(ParseError::OptionNeedsValue { option: Flag::Except });
        }
        self.narrow()?;
        Ok(std::mem::take(&mut self.selection))
    }

    /// Of `all` and other targets, the narrower ones are meant: `todas as gpu-*`, `all my instances`.
    fn narrow(&mut self) -> Result<(), ParseError> {
        let targets = &mut self.selection.targets;
        let everything = Target::all();
        if targets.len() > 1 && targets.contains(&everything) {
            targets.retain(|target| *target != everything);
            self.selection.one = false;
            let named = targets.iter().find(|target| matches!(target.which, Which::Named(_)));
            if let Some(named) = named.filter(|_| self.verb.row().class != Class::Query) {
                // `stop all research`, `stop all gpu`
                let meant = [format!("{named}/*"), format!("*{named}*")];
                let meant = meant.iter().map(|target| format!("{} {target}", self.verb.name()));
                return Err(ParseError::DidYouMean { meant: meant.collect() });
            }
        }
        self.selection.one &= targets.len() == 1;
        // Behind `mine`, a glob would be one of the caller's own.
        targets.sort_by_key(|target| target.which == Which::Mine);
        Ok(())
    }

    fn word(&mut self, word: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
        let takes = self.verb.row().takes;
        let next = words.peek().map(|next| next.as_str());
        let some = !self.selection.targets.is_empty();
        let is_said = |names: &Names| names.include(word);
        let comes = |next: &str| !next.starts_with('-') && !vocabulary::is_reserved(next);
        if takes == Takes::Verb {
            let topic = Topic::named(word).filter(|_| self.topic == Topic::Overview);
            self.topic = topic.unwrap_or(self.topic);
            return Ok(());
        }
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
            words.next();
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
        if !full && (self.own(word, next)? || self.special(word, words)?) {
            self.unsure.push(word.to_owned());
            return Ok(());
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
        if !my && !MY_OWN.include(word) || self.excepting {
            return Ok(false);
        }
        match next.filter(|next| !next.starts_with('-')).map(str::parse::<Target>) {
            Some(Ok(Target { which: Which::Matching(_), .. })) => {
                if !self.flags().contains(&Flag::Owner) {
                    return Err(ParseError::OptionNotHere { option: Flag::Owner, verb: self.verb });
                }
                once(Flag::Owner, &mut self.selection.owner, "me".to_owned())?;
            }
            Some(Ok(Target { which: Which::Named(name), .. })) if my && !vocabulary::is_reserved(&name) => {}
            _ => {
                self.target(MY_OWN.first(Locale::English))?;
                self.selection.one = my;
            }
        }
        Ok(true)
    }

    /// Reads a word that stands for an option: `except`, a state, the option without its hyphens.
    fn special(&mut self, word: &str, words: &mut Words<'_>) -> Result<bool, ParseError> {
        // `stop myci without asking` excepts nothing.
        if EXCEPT.include(word) && self.flags().contains(&Flag::Except) && self.selection.names_none() {
            self.excepting = true;
            return Ok(true);
        }
        let more: Vec<_> = words.clone().map(String::as_str).collect();
        let joined = more.first().map(|next| format!("--{word}-{next}"));
        let joined = joined.and_then(|name| Flag::named(&name)).map(|flag| (flag, 1));
        let flag = joined.or_else(|| Some((Flag::named(&format!("--{word}"))?, 0)));
        if let Some((flag, count)) = flag.filter(|(flag, _)| self.flags().contains(flag)) {
            if flag == Flag::Force {
                self.forced = true;
            } else if !flag.takes_value() || more.get(count).is_some_and(|next| is_value(next)) {
                words.by_ref().take(count).for_each(drop);
                self.option(flag.name(), words)?;
            } else {
                return Ok(false);
            }
            return Ok(true);
        }
        let state = flags::state_in_words(word, &more).filter(|_| self.flags().contains(&Flag::State));
        let named = self.selection.targets.iter().any(|target| matches!(target.which, Which::Named(_)));
        match state {
            Some((state, count)) if !named && self.selection.state.is_none() => {
                words.by_ref().take(count).for_each(drop);
                self.selection.state = Some(flags::state(&state));
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn flags(&self) -> &'static [Flag] {
        self.verb.row().flags
    }

    /// Reads `all in research` and `myci in research`.
    fn place(&mut self, place: &str) -> bool {
        let last =
            self.selection.targets.last_mut().filter(|last| self.placeable && last.workspace.is_none());
        match last {
            Some(last)
                if is_instance_name(place) && !place.starts_with('-') && !vocabulary::is_reserved(place) =>
            {
                last.workspace = Some(Pattern::new(place));
                true
            }
            _ => false,
        }
    }

    fn target(&mut self, word: &str) -> Result<(), ParseError> {
        let one = self.verb.row().takes == Takes::One;
        let word = word.trim_start_matches(punctuation::NAME);
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

    fn option(&mut self, option: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
        let (name, inline) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let Some(flag) = Flag::named(name) else {
            let meant = Flag::nearest(name, self.flags()).into_iter().map(str::to_owned).collect();
            return Err(ParseError::UnknownOption { option: name.to_owned(), meant });
        };
        if !self.flags().contains(&flag) {
            return Err(ParseError::OptionNotHere { option: flag, verb: self.verb });
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
                let inline = inline.filter(|value| !value.is_empty());
                let value = inline.or_else(|| words.next_if(|word| is_value(word)).map(String::as_str));
                let value = value.ok_or(ParseError::OptionNeedsValue { option: flag })?;
                self.value(flag, value.trim_start_matches(punctuation::NAME), words)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, flag: Flag, value: &str, words: &mut Words<'_>) -> Result<(), ParseError> {
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
                while words.next_if(|word| *word == punctuation::COMMA).is_some() {
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
        let text = text.trim_start_matches(punctuation::NAME);
        let target: Target = text.parse().map_err(|word| ParseError::NotATarget { word })?;
        if matches!(target.which, Which::All | Which::Mine) || MY.include(text) {
            return Err(ParseError::UnfitValue { option: Flag::Except, value: text.to_owned() });
        }
        self.selection.except.push(target);
        Ok(())
    }

    /// The command, unless words are left over or its target is missing.
    fn checked(self, mut command: Command) -> Result<Command, ParseError> {
        let selection = command.selection_mut().filter(|selection| selection.targets.is_empty());
        if let Some(selection) =
            selection.filter(|_| matches!(self.verb.row().takes, Takes::One | Takes::Many))
        {
            let narrow = Selection { except: Vec::new(), ..selection.clone() } != Selection::default();
            if !narrow || !self.leftover.is_empty() {
                return Err(ParseError::TargetMissing { verb: self.verb });
            }
            // `stop running`, `stop gpu`
            selection.targets.push(Target::all());
            return Err(ParseError::DidYouMean { meant: vec![command.to_string()] });
        }
        if !self.leftover.is_empty() {
            let rest = self.leftover.join(" ");
            let meant = instead(&command, &rest);
            return Err(ParseError::Leftover { understood: Box::new(command), rest, meant });
        }
        match &mut command {
            Command::Power { force, .. } | Command::Announce { force, .. } if self.forced => {
                *force = true;
                Err(ParseError::DidYouMean { meant: vec![command.to_string()] })
            }
            _ => Ok(command),
        }
    }
}

/// What does more of what was asked than the command without its last words.
fn instead(command: &Command, rest: &str) -> Vec<String> {
    const IDLE: Names = Names::new(&["idle", "unused"], &["ociosa", "ocioso", "inativa", "inativo"]);
    let says = |names: &Names| rest.split(' ').any(|word| names.include(word));
    match command {
        Command::Power { verb: power @ (Power::Stop | Power::Start), selection, .. } => {
            let [name @ Target { which: Which::Named(_), .. }] = selection.targets.as_slice() else {
                return Vec::new();
            };
            let words: Vec<_> = rest.split(' ').map(str::to_owned).collect();
            let add = [&["add".to_owned(), Verb::from(*power).name().to_owned()], &words[..]].concat();
            let timetable = clauses::schedule::parse(&[&[name.to_string()], &add[..]].concat()).is_ok();
            let timetable = timetable.then(|| format!("schedule {name} {}", add.join(" ")));
            let idle = (*power == Power::Stop && says(&IDLE)).then(|| format!("idle {name} 30m"));
            timetable.into_iter().chain(idle).collect()
        }
        _ => Vec::new(),
    }
}

/// The longest reading of a value that may go on in the next words: `14 h 1 min`, `2026-11-28 18:00`.
fn longest<T>(value: &str, words: &mut Words<'_>, read: fn(&[String]) -> Option<T>) -> Option<T> {
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

/// Whether it may be the value of the option before it.
fn is_value(word: &str) -> bool {
    !word.starts_with('-') && word != punctuation::COMMA
}

fn once<T>(flag: Flag, slot: &mut Option<T>, value: T) -> Result<(), ParseError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(ParseError::OptionTwice { option: flag }),
    }
}
