//! From the words of a sentence to its verb and what belongs to it, in the order in which people say it.

use std::slice;

use super::{
    clauses,
    flags::Flag,
    normalize::without_bold,
    punctuation::NAME,
    synonyms::{self, Elsewhere},
    verb::{Class, Verb},
    vocabulary::{self, BETWEEN, COSTS, IDLE, IN, LATER, MY, MY_OWN, OF, OFF, QUESTIONS},
};
use crate::{
    locale::{Locale, Names},
    target::{Target, Which},
};

mod question;

/// At the beginning, these negate the rest.
const REFUSES: Names = Names::new(&["no", "nobody"], &["ninguém"]);
/// As [`REFUSES`], before a verb or a setting.
const WITHOUT: Names = Names::new(&["without"], &["sem"]);

/// A verb, and the words that belong to it, without those that change nothing.
#[derive(Debug)]
pub(super) struct Sentence {
    pub verb: Verb,
    pub words: Vec<String>,
    /// Whether nothing but a question was asked, whatever verbs are in it.
    asks: bool,
}

/// Why a sentence is not one command.
#[derive(Debug)]
pub(super) enum NoSentence {
    /// No verb is understood. These are the words.
    Unknown(Vec<String>),
    /// A word negates the rest.
    Negated(Vec<String>),
    /// Another command follows these words.
    Several(Vec<String>),
    /// Something else does this, to the instance of this name.
    Elsewhere(Elsewhere, Option<String>),
}

impl Sentence {
    fn new(verb: Verb, words: Vec<String>) -> Self {
        Self { verb, words, asks: false }
    }

    /// Reads `words`. Those that may be names of instances, but were read otherwise, are added to `unsure`.
    pub(super) fn read(mut words: Vec<String>, unsure: &mut Vec<String>) -> Result<Self, NoSentence> {
        let mut is_question = false;
        while words.len() > 1 && words.pop_if(|word| word == "?").is_some() {
            is_question = true;
        }
        if let Some(sentence) = Self::about_me(&words) {
            return Ok(sentence);
        }
        if let Some(what) = synonyms::topic(&words) {
            return Err(NoSentence::Elsewhere(what, None));
        }
        let is_without = |words: &[String]| {
            words.len() > 1 && WITHOUT.include(&words[0]) && ordered(&words[1..]).is_some()
        };
        let refuses = words.first().is_some_and(|word| REFUSES.include(word)) || is_without(&words);
        unsure.extend(vocabulary::drop_fillers(&mut words));
        while let [before @ .., last] = &words[..]
            && BETWEEN.include(last)
            && before.last().is_none_or(|word| !word.starts_with('-'))
        {
            words.pop();
        }
        if let Some(sentence) = Self::of_owner(&words, unsure) {
            return Ok(sentence);
        }
        // `do not stop`
        let begins = |word: &String| is_joint(word) || word == "do" || vocabulary::negates(word);
        let front: Vec<_> = words.drain(..words.iter().take_while(|word| begins(word)).count()).collect();
        let refuses = refuses || front.iter().any(|word| vocabulary::negates(word));
        if words.is_empty() {
            return Ok(Self::new(Verb::Help, words));
        }
        let set = Self::set(&words, unsure);
        if let Some((what, name)) = elsewhere(&words).filter(|_| set.is_none()) {
            return Err(NoSentence::Elsewhere(what, name));
        }
        // `don't let anyone stop myci` asks nothing.
        let asked = |unsure| {
            Some(&words)
                .filter(|_| is_question || !refuses)
                .and_then(|words| Self::asked(is_question, words, unsure))
        };
        let Some(sentence) = set.or_else(|| Self::begun(&words, unsure)).or_else(|| asked(unsure)) else {
            unsure.extend(words.iter().cloned());
            return Err(if refuses { NoSentence::Negated(words) } else { NoSentence::Unknown(words) });
        };
        if !sentence.asks && (refuses || sentence.is_negated(&words)) {
            let rest = words.into_iter().filter(|word| !vocabulary::negates(word));
            return Err(NoSentence::Negated(rest.collect()));
        }
        match sentence.end() {
            Some(end) => {
                let first = words.len() - (sentence.words.len() - end);
                Err(NoSentence::Several(words[..first].to_vec()))
            }
            None => Ok(sentence.tidied()),
        }
    }

    /// `stop --help`, and the phrases that ask about Lamplighter and are nothing but words that are dropped elsewhere.
    fn about_me(words: &[String]) -> Option<Self> {
        const HELP: [&str; 3] = ["--help", "-h", "--ajuda"];
        if words.iter().any(|word| HELP.contains(&&**word)) {
            let verbs = words.iter().filter(|word| named(word).is_some()).take(1);
            return Some(Self::new(Verb::Help, verbs.cloned().collect()));
        }
        let (verb, mut rest) = synonyms::obeyed(words)?;
        vocabulary::drop_fillers(&mut rest);
        (rest.is_empty() && verb.row().class == Class::Meta).then(|| Self::new(verb, Vec::new()))
    }

    /// `máquinas do bob`
    fn of_owner(words: &[String], unsure: &mut Vec<String>) -> Option<Self> {
        let [of, owner] = words else { return None };
        let is_name = is_plain(owner) && !vocabulary::is_reserved(owner) && !vocabulary::is_aside(owner);
        if !OF.include(of) || !is_name {
            return None;
        }
        unsure.push(owner.clone());
        Some(Self::new(Verb::List, vec![Flag::Owner.name().to_owned(), owner.clone()]))
    }

    /// The sentence of words in which a setting is the object: `set idle of myci to 2h`, `cancel the keep on myci`.
    fn set(words: &[String], unsure: &mut Vec<String>) -> Option<Self> {
        const FOR: Names = Names::new(&["for", "on"], &["para", "pra"]);
        let (off, count) = synonyms::sets(words)?;
        let setting = |at: usize| {
            let name = || named(&words[at]).filter(|_| !words[at].starts_with(NAME));
            let (verb, rest) =
                synonyms::obeyed(&words[at..]).or_else(|| Some((name()?, words[at + 1..].to_vec())))?;
            (verb.row().class == Class::Setting || verb == Verb::Later).then_some((at, verb, rest))
        };
        let (at, verb, rest) = (count..words.len()).find_map(setting)?;
        unsure.push(words[at].clone());
        let before = &words[count..at];
        // `cancel the scheduled stop of myci`
        let behind =
            rest.iter().skip_while(|word| is_joint(word) || FOR.include(word) || named(word).is_some());
        let end = match verb {
            Verb::Schedule => *clauses::schedule::REMOVE,
            _ => *OFF,
        };
        let end = off.then(|| end.first(Locale::English).to_owned());
        let rest = before.iter().chain(behind).cloned().chain(end).collect();
        // `desliga a myci depois de 1 hora`
        let fits = |word: &String| is_joint(word) || verb != Verb::Later && is_target(word);
        before.iter().all(fits).then(|| Self::new(verb, rest))
    }

    /// The sentence of the verb that `words` begin with, or that stands behind the names: `myci stop`.
    fn begun(words: &[String], unsure: &mut Vec<String>) -> Option<Self> {
        let is_verb = |word: &String| named(word).is_some();
        // `what does myci cost` asks for no help.
        let is_cost = |rest: &[String]| rest.iter().any(|word| COSTS.include(word));
        let other = synonyms::obeyed(words).filter(|(verb, rest)| *verb != Verb::Help || !is_cost(rest));
        let is_phrase = other.as_ref().is_some_and(|(_, rest)| **rest != words[1..]);
        let name = named(&words[0]).filter(|_| !is_phrase);
        if let Some((verb, rest)) = name.map(|verb| (verb, words[1..].to_vec())).or(other) {
            // `para iniciar`: to start.
            if name.is_none() && verb.is_power() && rest.first().is_some_and(is_verb) {
                return None;
            }
            let options = words.iter().position(|word| word.starts_with('-'));
            let before = &words[..options.unwrap_or(words.len())];
            let asks = match verb {
                Verb::Status | Verb::List => {
                    before.iter().any(|word| QUESTIONS.include(word)) || vocabulary::about(before).is_some()
                }
                Verb::Cost => {
                    options.is_none()
                        && rest.iter().any(|word| vocabulary::is_aside(word) && !vocabulary::conditions(word))
                        && Self::new(verb, rest.clone()).end().is_none()
                }
                _ => verb.row().class == Class::Query && QUESTIONS.include(&words[0]),
            };
            let question = asks.then(|| Self::question(Some(verb), &rest, unsure));
            return question.or_else(|| Some(Self::new(verb, rest)));
        }
        let asks = QUESTIONS.include(&words[0]) || synonyms::sets(words).is_some();
        let at = words.iter().position(is_verb).filter(|_| !asks && synonyms::offered(words).is_none())?;
        let verb = named(&words[at])?;
        let (before, rest) = (&words[..at], &words[at + 1..]);
        // `tomorrow at 8am start myci`
        let is_timed = verb.is_power() && before.iter().any(|word| vocabulary::conditions(word));
        let fits = |word| {
            is_joint(word)
                || is_target(word) && !vocabulary::is_aside(word)
                || is_timed && vocabulary::conditions(word)
        };
        let names = before.iter().all(|word| fits(word));
        let clause = matches!(verb, Verb::Keep | Verb::Idle | Verb::Schedule);
        // `can bob stop my machine?`
        let follows = |word: &String| {
            clause || word.starts_with('-') || vocabulary::is_reserved(word) && !MY.include(word)
        };
        let words = if is_timed { [rest, before] } else { [before, rest] };
        (names && verb.row().class != Class::Meta && (is_timed || rest.first().is_none_or(follows)))
            .then(|| Self::new(verb, words.concat()))
    }

    /// Whether a word negates the command. `keep myci não` ends a keep.
    fn is_negated(&self, typed: &[String]) -> bool {
        let typed = &typed[..typed.len() - self.reason().len()];
        let ends =
            matches!(self.verb, Verb::Keep | Verb::Idle) && typed.last().is_some_and(|w| OFF.include(w));
        let value = |at: usize| at > 0 && typed[at - 1].starts_with('-');
        let negates = |(at, word): (usize, &String)| vocabulary::negates(word) && !value(at);
        typed[..typed.len() - usize::from(ends)].iter().enumerate().any(negates)
    }

    /// What stands behind "because", which says nothing to be done.
    fn reason(&self) -> &[String] {
        let is_because = |word: &String| self.verb == Verb::Keep && clauses::keep::BECAUSE.include(word);
        let at = self.words.iter().skip(1).position(is_because);
        at.map_or(&[], |at| &self.words[at + 1..])
    }

    /// Where another command begins.
    fn end(&self) -> Option<usize> {
        let words = &self.words[..self.words.len() - self.reason().len()];
        let parts = |word: &String| BETWEEN.include(word) || LATER.include(word);
        let acts = |at: usize| {
            let next = words[at..].iter().position(|word| !parts(word) && !vocabulary::is_article(word))?;
            let rest = &words[at + next..];
            let other = || synonyms::obeyed(rest).is_some_and(|(verb, _)| verb.is_power());
            Some(named(&rest[0]).is_some() || other())
        };
        let begins = |at: &usize| *at > 0 && parts(&words[*at]) && acts(*at).unwrap_or_default();
        (0..words.len()).find(begins).filter(|_| !self.asks && self.verb != Verb::Help)
    }

    /// Without the words before the name that verbs with a clause take; a creation may begin with its clause.
    fn tidied(mut self) -> Self {
        if self.verb.row().class == Class::Setting && self.verb != Verb::Create {
            let before = |word: &&String| is_joint(word);
            self.words.drain(..self.words.iter().take_while(before).count());
        }
        self
    }
}

/// What words ask for that is done elsewhere, and the name in them: `open myci`, `show logs of myci`.
fn elsewhere(words: &[String]) -> Option<(Elsewhere, Option<String>)> {
    let verb = named(&words[0]);
    let reads = verb.is_some_and(|verb| verb.row().class == Class::Query);
    let from = words.iter().position(|word| reads && synonyms::logs(slice::from_ref(word)));
    let is_idle = words.iter().any(|word| IDLE.include(word));
    let from = from.unwrap_or_default();
    synonyms::elsewhere(&words[from..]).filter(|_| !is_idle && (from > 0 || verb.is_none()))
}

/// The verb that changes instances with which `words` begin.
pub(super) fn ordered(words: &[String]) -> Option<Verb> {
    let verb = named(&words[0]).or_else(|| Some(synonyms::obeyed(words)?.0));
    verb.filter(|verb| verb.changes_the_world() && !words[0].starts_with(NAME))
}

/// The verb of this name.
fn named(word: &str) -> Option<Verb> {
    Verb::named(without_bold(word.trim_start_matches(NAME)))
}

/// Between names, or before one.
fn is_joint(word: &str) -> bool {
    vocabulary::is_article(word) || [BETWEEN, IN, OF].iter().any(|names| names.include(word))
}

/// Whether the word can only be a target.
fn is_target(word: &str) -> bool {
    let own = MY.include(word) || MY_OWN.include(word);
    own || !word.starts_with('-')
        && !vocabulary::is_reserved(word)
        && word.trim_start_matches(NAME).parse::<Target>().is_ok()
}

/// Whether it is a name of which nobody knows yet whether an instance has it.
pub(super) fn is_plain(word: &str) -> bool {
    let named = word
        .parse()
        .is_ok_and(|target: Target| target.workspace.is_none() && matches!(target.which, Which::Named(_)));
    named && !MY.include(word)
}
