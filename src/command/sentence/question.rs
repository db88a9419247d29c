//! Which sentences are questions, and what they ask.

use super::{
    super::{
        clauses,
        flags::{Flag, state_in_words},
        punctuation::NAME,
        synonyms,
        verb::Verb,
        vocabulary::{self, EXCEPT, IN, MORE, MY, MY_OWN, QUESTIONS},
    },
    Sentence, is_joint, is_plain, is_target, named, ordered,
};

impl Sentence {
    /// The question that `words` ask, if they are one, or nothing but names that are in sight, globs and states.
    pub(super) fn asked(is_question: bool, words: &[String], unsure: &mut Vec<String>) -> Option<Self> {
        let sentence = Self::question(None, words, unsure);
        let unknown = |word: &String| is_target(word) && is_plain(word);
        let named = || words.iter().any(|word| is_target(word) && !unknown(word));
        // `most expensive machine`, `instances without owner`, `myci hangs`; but not `save myci`, `i'm done, stop myci`.
        let says = words.iter().find(|word| !vocabulary::is_aside(word));
        let about = vocabulary::about(words).is_some()
            || says.is_some_and(|word| EXCEPT.include(word) || MY.include(word) || word.starts_with(NAME));
        // `myci on` may be more than a question.
        let orders = words.len() > 1 && words.last().is_some_and(|word| synonyms::particle(word).is_some());
        let is_order = || {
            orders
                || synonyms::offered(words).is_some()
                || (0..words.len()).any(|at| ordered(&words[at..]).is_some_and(Verb::is_power))
        };
        let asks = words.iter().any(|word| QUESTIONS.include(word))
            || is_question && (named() || vocabulary::is_aside(&words[0]))
            || about && !is_order();
        let known = |word: &String| {
            let state = state_in_words(word, &[]).is_some();
            let gpu = Flag::named(&format!("--{word}")) == Some(Flag::Gpu);
            is_joint(word) || state || gpu || word.starts_with('-') || is_target(word) && !unknown(word)
        };
        (asks || !orders && words.iter().all(known)).then_some(sentence)
    }

    /// What the words of a question are about: money, the instances that it names, or all.
    pub(super) fn question(verb: Option<Verb>, words: &[String], unsure: &mut Vec<String>) -> Self {
        let is_verb = |word: &String| !word.starts_with(NAME) && named(word).is_some();
        // `my machine until tonight`
        let has_until = words.iter().any(|word| clauses::keep::UNTIL.include(word));
        let is_time = |word: &str| has_until && vocabulary::conditions(word);
        let says = |word: &&String| (is_time(word) || !vocabulary::is_aside(word)) && !is_verb(word);
        let mut rest: Vec<_> = words.iter().filter(says).cloned().collect();
        let is_own = |word: &String| MY.include(word) || MY_OWN.include(word);
        // What else a question says of an instance in sight is not the name of one.
        if rest.iter().any(|word| word.starts_with(NAME)) {
            rest.retain(|word| !(is_target(word) && is_plain(word)));
        } else if rest.iter().any(is_own) {
            let is_word = |word: &str| word.chars().all(char::is_alphabetic);
            rest.retain(|word| is_own(word) || !(is_word(word) && is_target(word)));
        }
        unsure.extend(words.iter().filter(|word| !QUESTIONS.include(word)).cloned());
        rest.pop_if(|last| EXCEPT.include(last));
        let excepted = rest.iter().position(|word| EXCEPT.include(word)).unwrap_or(rest.len());
        let named: Vec<_> = rest[..excepted].iter().filter(|word| is_target(word)).collect();
        let seen = |word: &&String| word.starts_with(NAME) || is_own(word);
        let few = !named.is_empty() && named.iter().all(seen);
        // `which are not running`: all, with their states.
        let about = vocabulary::about(words);
        let is_later = about == Some(Verb::Later);
        if few || is_later || words.iter().any(|word| vocabulary::negates(word)) {
            // Nor its size: `what size is myci`.
            rest.retain(|word| {
                state_in_words(word, &[]).is_none() && Flag::named(&format!("--{word}")).is_none()
            });
        }
        let verb = match (about, verb) {
            (Some(about @ (Verb::Cost | Verb::Schedule | Verb::Outdated)), _) => about,
            (Some(about), Some(Verb::List | Verb::Status) | None) if !few => about,
            (_, Some(verb)) if verb != Verb::List => verb,
            _ if few => Verb::Status,
            _ => Verb::List,
        };
        // What is, and since when, is shown whatever day is asked for.
        let is_digit = |c: char| c.is_ascii_digit();
        let is_more = |word: &str| MORE.include(word) || few && clauses::keep::UNTIL.include(word);
        let counts = |word: &String| word.starts_with(is_digit) || is_more(word);
        if verb == Verb::Cost {
            // `top 5 most expensive`
            let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
            rest.retain(|word| word != "over" && !MORE.include(word) && !is_number(word));
        } else if !rest.iter().any(counts) {
            rest.retain(|word| IN.include(word) || !vocabulary::conditions(word));
        }
        if verb == Verb::Schedule && rest.is_empty() {
            rest.push("all".to_owned());
        }
        Self { asks: true, ..Self::new(verb, rest) }
    }
}
