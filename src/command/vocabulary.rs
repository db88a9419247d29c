//! The words of sentences beside verbs, targets and options, by what the parser does with them.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    flags::{Flag, STATES, state_in_words},
    phrases,
    punctuation::COMMA,
    times::{duration, moment},
    verb::Verb,
};
use crate::locale::{Locale, Names, are_alike, bare, may_begin_alike};

/// Words and phrases that change neither what is done nor when: dropped wherever they stand.
pub(super) static DROPPED: LazyLock<Names> = LazyLock::new(|| phrases::row("dropped"));

/// Phrases that mean `all`.
static ALL: LazyLock<Names> = LazyLock::new(|| phrases::row("all"));

/// Nouns that stand for several instances behind [`MY`].
#[rustfmt::skip]
const PLURALS: [&str; 9] =
    ["instances", "machines", "vms", "computes", "computers", "servers", "ones", "stuff", "things"];

/// Stands before a name or a glob, or for the caller's one instance.
pub(super) const MY: Names = Names::new(&["my"], &["minha", "meu"]);
/// As [`MY`], for several.
pub(super) const MY_OWN: Names = Names::new(&["mine"], &["minhas", "meus"]);

/// Portuguese has an article before most names: `parar a myci`. No instance has so short a name.
#[rustfmt::skip]
const ARTICLES: [&str; 19] = ["a", "o", "as", "os", "ao", "an", "some", "um", "uma", "this", "that", "these", "those", "à", "essa", "esse", "este", "neste", "nesta"];

/// Before a workspace: `all in research`.
pub(super) const IN: Names = Names::new(&["in", "on", "from", "into"], &["em", "no", "na", "nos", "nas"]);
/// As [`IN`], and before any name: `status of myci`.
pub(super) const OF: Names = Names::new(&["of"], &["de", "do", "da", "dos", "das"]);

/// Words between the names of a list.
pub(super) const BETWEEN: Names = Names::new(&[COMMA, "and", "then"], &["e", "então"]);

/// Ends a setting.
pub(super) static OFF: LazyLock<Names> = LazyLock::new(|| phrases::row("off"));

/// What is so already is so for longer.
pub(super) const MORE: Names = Names::new(&["another", "more", "additional", "extra", "longer"], &["mais"]);

/// So many as are named, or else a number that only the person knows.
pub(super) const BOTH: Names = Names::new(&["both", "two"], &["ambas", "ambos", "duas", "dois"]);

/// Before which of several are meant: `everything that is stopped`, `stop whatever is running`.
pub(super) const THAT: Names = Names::new(&["that", "which", "who", "whatever"], &["que", "quem"]);
pub(super) const IS: Names = Names::new(&["is", "are"], &["é", "são", "está", "estão", "tá", "tão"]);

/// Before the next command.
pub(super) const LATER: Names = Names::new(&["afterwards"], &["depois"]);

/// Bare words that mean `--except`.
pub(super) static EXCEPT: LazyLock<Names> = LazyLock::new(|| phrases::row("except"));

/// Words that turn a command into its opposite, in full and in contractions.
static NEGATIONS: LazyLock<Names> = LazyLock::new(|| phrases::row("negation"));

/// Words that begin a question, and those that questions have around a name.
pub(super) static QUESTIONS: LazyLock<Names> = LazyLock::new(|| phrases::row("question"));

/// Words that change when something is done, or whether: understood by a clause, or shown in the refusal.
static CONDITIONS: LazyLock<Names> = LazyLock::new(|| phrases::row("condition"));

/// Words of a question about money.
pub(super) static COSTS: LazyLock<Names> = LazyLock::new(|| phrases::row("cost"));

/// Words for what nobody uses, or for the time after which that is so.
pub(super) static IDLE: LazyLock<Names> = LazyLock::new(|| phrases::row("idle"));

/// What ends when a job does.
pub(super) static ENDED: LazyLock<Names> = LazyLock::new(|| phrases::row("ended"));

/// Other parts of a question, which name nothing.
static ASIDES: LazyLock<Names> = LazyLock::new(|| phrases::row("aside"));

pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.contains(&&*word.to_ascii_lowercase())
}

/// Whether the words negate: also `isn't`, `doesnt`.
pub(super) fn negates(word: &str) -> bool {
    NEGATIONS.include(word) || bare(word).replace('’', "'").ends_with("n't")
}

/// Whether the word says when or whether: one of a time or a condition, or a number with a unit.
pub(super) fn conditions(word: &str) -> bool {
    let counts = word.starts_with(|c: char| c.is_ascii_digit());
    let word = word.to_owned();
    let said = std::slice::from_ref(&word);
    let is_time = || moment(said).is_some() || duration(said).is_some();
    CONDITIONS.include(&word)
        || IDLE.include(&word)
        || counts && (word.bytes().all(|b| b.is_ascii_digit()) || is_time())
}

/// Whether a sentence has the word for its own sake, so that an instance of this name is written in quotes.
pub(super) fn is_reserved(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let spoken = [*DROPPED, *QUESTIONS, *CONDITIONS];
        let tables = spoken.into_iter().chain([MY, IN, OF, BETWEEN, BOTH, *EXCEPT, *NEGATIONS]);
        let names = tables.chain(STATES.iter().copied()).flat_map(Names::all);
        let options = Flag::all().flat_map(|flag| flag.names().all()).map(|name| &name[2..]);
        let articles = ARTICLES.into_iter().filter(|article| article.len() > 2);
        names.chain(options).chain(articles).map(bare).collect()
    });
    WORDS.contains(&bare(word)) || negates(word) || conditions(word)
}

/// What a question is about by one of its words. The first one decides. An audit shows what may be forgotten.
static ABOUT: LazyLock<Vec<(Verb, Names)>> = LazyLock::new(|| {
    let rows = phrases::rows("about").filter_map(|(verb, names)| Some((Verb::named(verb)?, names)));
    [(Verb::Cost, *COSTS)].into_iter().chain(rows).chain([(Verb::Audit, *IDLE)]).collect()
});

/// Whether a word of a question names nothing.
pub(super) fn is_aside(word: &str) -> bool {
    let known = ASIDES.include(word) || QUESTIONS.include(word);
    known || about(&[word.to_owned()]).is_some() || negates(word) || is_article(word)
}

/// The verb that answers a question of these words. `None` if none of them decides.
pub(super) fn about(words: &[String]) -> Option<Verb> {
    ABOUT.iter().find(|(_, names)| words.iter().any(|word| names.include(word))).map(|(verb, _)| *verb)
}

/// Removes [`DROPPED`], says `all` for its phrases, and returns what was removed. The value of an option stays.
pub(super) fn drop_fillers(words: &mut Vec<String>) -> Vec<String> {
    let mut dropped = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some(flag) = Flag::named(&words[at]).filter(|flag| flag.takes_value()) {
            let state = words.get(at + 1).filter(|_| flag == Flag::State);
            let more = state.and_then(|word| state_in_words(word, &words[at + 2..]));
            at += 2 + more.map_or(0, |(_, more)| more);
            continue;
        }
        let plural = words.get(at + 1).is_some_and(|next| PLURALS.contains(&&*bare(next)));
        if plural && MY.include(&words[at]) {
            "mine".clone_into(&mut words[at]);
        }
        if let Some((_, count)) = longest(*ALL, &words[at..]) {
            dropped.extend(words.splice(at..at + count, ["all".to_owned()]));
        }
        match longest(*DROPPED, &words[at..]) {
            Some((_, count)) => dropped.extend(words.drain(at..at + count)),
            None => at += 1,
        }
    }
    dropped
}

/// The longest of `names` that `words` begin with, and the number of its words.
pub(super) fn longest(names: Names, words: &[String]) -> Option<(&'static str, usize)> {
    let first = words.first()?;
    let begins = |name: &'static str| {
        let mut parts = 0;
        let fits = name.split(' ').all(|part| {
            parts += 1;
            words.get(parts - 1).is_some_and(|word| are_alike(part, word))
        });
        fits.then_some((name, parts))
    };
    let alike = |names: &&'static [&'static str]| {
        let alike = names.iter().filter(|name| may_begin_alike(name, first));
        alike.filter_map(|name| begins(name)).max_by_key(|(_, count)| *count)
    };
    Locale::ALL.iter().map(|locale| names.of(*locale)).filter_map(alike).max_by_key(|(_, count)| *count)
}
