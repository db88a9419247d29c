//! Other words for the verbs, and words for what is done elsewhere.

use std::sync::LazyLock;

use super::{
    phrases,
    verb::Verb,
    vocabulary::{self, longest},
};
use crate::locale::Names;

/// Words and phrases that mean a verb and nothing else, so that they are obeyed; some mean the first word of its clause,
/// too.
static OBEYED: LazyLock<Vec<(Verb, Option<&str>, Names)>> = LazyLock::new(|| {
    let rows = phrases::rows("verb").filter_map(|(what, names)| {
        let mut what = what.split(' ');
        Some((Verb::named(what.next()?)?, what.next(), names))
    });
    rows.collect()
});

/// Before a setting, to change it and to end it: `set idle of myci to 2h`, `turn off idle shutdown`.
static SETS: LazyLock<[(bool, Names); 2]> =
    LazyLock::new(|| [(false, phrases::row("setting change")), (true, phrases::row("setting end"))]);

/// Words that may mean a verb, or several: offered as "did you mean", never obeyed.
static OFFERED: LazyLock<Vec<(Vec<Verb>, Names)>> = LazyLock::new(|| {
    let verbs = |what: &str| what.split(' ').filter_map(Verb::named).collect();
    phrases::rows("offer").map(|(what, names)| (verbs(what), names)).collect()
});

/// What Lamplighter does not do, but something else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Creating an instance.
    Create,
    /// Changing its size.
    Resize,
    /// Opening Jupyter and other applications.
    Open,
    /// A shell on it.
    Connect,
    /// What runs on it has logged.
    Logs,
    /// Taking back what was sent.
    Cancel,
    /// Agreeing to a question.
    Confirm,
    /// What was done in the past.
    History,
    /// What others can do.
    Permissions,
}

impl Elsewhere {
    /// In the order of the enum, with what identifies them in replies and in the files of phrases.
    #[rustfmt::skip]
    const IDS: [(Self, &str); 9] = [
        (Self::Create, "create"), (Self::Resize, "resize"), (Self::Open, "open"), (Self::Connect, "connect"),
        (Self::Logs, "logs"), (Self::Cancel, "cancel"), (Self::Confirm, "confirm"),
        (Self::History, "history"), (Self::Permissions, "permissions"),
    ];

    /// Identifies it in replies.
    pub fn id(self) -> &'static str {
        Self::IDS[self as usize].1
    }

    fn rows(kind: &str) -> Vec<(Self, Names)> {
        let named = |(id, names)| Some((Self::IDS.iter().find(|(_, known)| *known == id)?.0, names));
        phrases::rows(kind).filter_map(named).collect()
    }
}

static ELSEWHERE: LazyLock<Vec<(Elsewhere, Names)>> = LazyLock::new(|| Elsewhere::rows("elsewhere"));

/// As [`ELSEWHERE`], in words that are dropped or mean something else in other sentences.
static WHOLE: LazyLock<Vec<(Elsewhere, Names)>> = LazyLock::new(|| Elsewhere::rows("whole"));
static BEGINS: LazyLock<Vec<(Elsewhere, Names)>> = LazyLock::new(|| Elsewhere::rows("begins"));

/// The verb that `words` begin with in other words, and the words behind it. The second part of a phrase may stand behind
/// the name: `turn myci off`.
pub(super) fn obeyed(words: &[String]) -> Option<(Verb, Vec<String>)> {
    const PARTICLES: [&str; 5] = ["on", "off", "up", "down", "go"];
    let of = |words: &[String]| {
        let of = |(verb, clause, names): &(Verb, Option<&str>, Names)| {
            Some((*verb, clause.map(str::to_owned), longest(*names, words)?.1))
        };
        OBEYED.iter().filter_map(of).max_by_key(|(.., count)| *count)
    };
    let particle = words.iter().position(|word| PARTICLES.contains(&&**word)).filter(|at| *at > 1);
    if let Some(at) = particle
        && let Some((verb, clause, 2)) = of(&[words[0].clone(), words[at].clone()])
    {
        return Some((verb, [clause.as_slice(), &words[1..at], &words[at + 1..]].concat()));
    }
    of(words).map(|(verb, clause, count)| (verb, [clause.as_slice(), &words[count..]].concat()))
}

/// Whether a setting is to end by the words that `words` begin with, and their number.
pub(super) fn sets(words: &[String]) -> Option<(bool, usize)> {
    SETS.iter().find_map(|(off, names)| Some((*off, longest(*names, words)?.1)))
}

/// The names of the verbs that `words` may begin with in other words, in the language that was typed, and the number
/// of those words.
pub(super) fn offered(words: &[String]) -> Option<(Vec<&'static str>, usize)> {
    let begun = |(verbs, names): &(Vec<Verb>, Names)| {
        let (name, count) = longest(*names, words)?;
        let locale = names.language(name)?;
        Some((verbs.iter().map(|verb| verb.name_in(locale)).collect(), count))
    };
    OFFERED.iter().filter_map(begun).max_by_key(|(_, count)| *count)
}

/// The verb that may be meant by names with `word` behind them, and another one that takes the word: `myci off`.
pub(super) fn particle(word: &str) -> Option<(Verb, Option<Verb>)> {
    match word {
        "on" | "up" => Some((Verb::Start, None)),
        "off" => Some((Verb::Stop, Some(Verb::Keep))),
        "down" => Some((Verb::Stop, None)),
        _ => None,
    }
}

/// Whether a query's words are about logs.
pub(super) fn logs(words: &[String]) -> bool {
    words.iter().any(|word| ["logs", "registros"].contains(&&**word))
}

/// What the whole sentence, with all its words, asks for that is done elsewhere.
pub(super) fn topic(words: &[String]) -> Option<Elsewhere> {
    let count = |names: &Names| longest(*names, words).map(|(_, count)| count);
    let whole = WHOLE.iter().find(|(_, names)| count(names) == Some(words.len()));
    whole.or_else(|| BEGINS.iter().find(|(_, names)| count(names).is_some())).map(|(what, _)| *what)
}

/// What `words` ask for that is done elsewhere, and the name in them.
pub(super) fn elsewhere(words: &[String]) -> Option<(Elsewhere, Option<String>)> {
    let mut known = ELSEWHERE.iter();
    let (what, names, count) =
        known.find_map(|(what, names)| Some((*what, *names, longest(*names, words)?.1)))?;
    // `make sure myci stays on` creates nothing, and `upgrade the image of myci` resizes nothing.
    let is_longer = |longer: usize| longer > count;
    if offered(words).is_some_and(|(_, longer)| is_longer(longer))
        || obeyed(words).is_some_and(|(_, rest)| is_longer(words.len() - rest.len()))
    {
        return None;
    }
    let names_one = |word: &&String| {
        !vocabulary::is_reserved(word)
            && !vocabulary::is_aside(word)
            && Verb::named(word).is_none()
            && longest(names, &[(*word).clone()]).is_none()
    };
    Some((what, words[count..].iter().find(names_one).cloned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_word_is_a_name_of_a_verb() {
        let obeyed = OBEYED.iter().flat_map(|(.., names)| names.all());
        let offered = OFFERED.iter().flat_map(|(_, names)| names.all());
        let elsewhere = ELSEWHERE.iter().flat_map(|(_, names)| names.all());
        for phrase in obeyed.chain(offered).chain(elsewhere) {
            assert!(Verb::named(phrase).is_none(), "{phrase} is a name");
        }
    }
}
