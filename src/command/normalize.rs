//! Forgives what chat clients and thumbs add to a command.

use crate::{
    locale::{Locale, Names},
    unicode::{is_hyphen, is_invisible},
};

/// What separates the names of a list; stands as a word of its own.
pub(super) const COMMA: &str = ",";

/// The words of a command, without mention, marks, quotes and punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let text = without_marks(without_mention(visible.trim()));
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        // Phones and editors turn the two hyphens of an option into one long dash.
        let word = match word.strip_prefix(['—', '–']) {
            Some(rest) => format!("--{}", rest.trim_start_matches(is_hyphen)),
            None => word.to_owned(),
        };
        let word = word.replace(is_hyphen, "-");
        for (n, part) in word.split(',').enumerate() {
            if n > 0 {
                words.push(COMMA.to_owned());
            }
            words.extend(plain(part));
        }
    }
    words
}

/// Words that people add to a sentence and that nobody names an instance. What follows one of
/// them is left over as well.
#[rustfmt::skip]
const CHATTER: Names = Names::new(&[
        "now", "pls", "plz", "please", "thanks", "thx", "asap", "today", "tonight", "immediately",
        "quickly", "again", "for", "me", "the", "then", "instance", "machine",
    ], &[
        "agora", "já", "hoje", "urgente", "pf", "pfv", "por", "obrigado", "obrigada", "valeu",
        "vlw", "de", "novamente", "para", "pra", "depois", "instância", "instâncias",
        "máquina", "máquinas",
    ]);

/// What people end a sentence with; the longer of two that end alike first.
#[rustfmt::skip]
const COURTESIES: Names = Names::new(&["thank you", "many thanks", "pls", "plz", "please", "thanks", "thx"], &["por favor", "por gentileza", "muito obrigado", "muito obrigada", "pf", "pfv", "obrigado", "obrigada", "valeu", "vlw"]);

/// What Portuguese puts before most names: `parar a myci`. No instance has so short a name.
const ARTICLES: [&str; 4] = ["a", "o", "as", "os"];

/// What people say before they come to the point.
#[rustfmt::skip]
const OPENINGS: Names = Names::new(&["please", "pls", "plz", "hey", "hi", "hello", "ok", "can", "could", "would", "you", "ci", "/ci", "lamplighter"], &["oi", "olá", "por", "favor", "pfv", "pode", "poderia", "você", "vc"]);

/// What stands between the names of a list.
const BETWEEN: Names = Names::new(&[COMMA, "and"], &["e"]);

/// What people mean by `--except`.
const EXCEPT: Names =
    Names::new(&["except", "but", "without", "excluding"], &["exceto", "menos", "fora", "sem"]);

pub(super) fn is_opening(word: &str) -> bool {
    OPENINGS.include(word)
}

pub(super) fn is_between(word: &str) -> bool {
    BETWEEN.include(word)
}

/// The language in which a bare word says what `--except` does.
pub(super) fn except(word: &str) -> Option<Locale> {
    EXCEPT.language(word)
}

pub(super) fn is_chatter(word: &str) -> bool {
    CHATTER.include(word)
}

/// The words without the courtesies at their end; with them, where they stand behind something else that is left
/// over, to be shown with it.
pub(super) fn without_courtesies(words: &[String]) -> &[String] {
    let mut rest = words;
    loop {
        let courteous = [2, 1].into_iter().find(|count| {
            let last = rest.len().checked_sub(*count).map(|at| rest[at..].join(" "));
            last.is_some_and(|last| COURTESIES.include(&last))
        });
        rest = match courteous {
            Some(count) => &rest[..rest.len() - count],
            None if rest.last().is_some_and(|word| word == COMMA) => &rest[..rest.len() - 1],
            None if rest.last().is_some_and(|word| is_chatter(word)) => return words,
            None => return rest,
        };
    }
}

pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(word))
}

/// `<@U0LAN0Z89> stop myci` and `@lamplighter stop myci`.
fn without_mention(text: &str) -> &str {
    let first_end = text.find(char::is_whitespace).unwrap_or(text.len());
    let first = &text[..first_end];
    let mention = first.starts_with('@') || first.starts_with("<@") && first.ends_with('>');
    if mention { text[first_end..].trim_start() } else { text }
}

/// Marks round the whole text, as in `*stop myci*`. The verb stands first, so an opening `*`
/// there is never a glob; its partner at the end then is not one either.
fn without_marks(mut text: &str) -> &str {
    const MARKS: [char; 4] = ['*', '`', '_', '~'];
    while let Some(mark) = text.chars().next().filter(|c| MARKS.contains(c)) {
        let first_word = text.split_whitespace().next().unwrap_or_default();
        if first_word.len() > 1 && first_word.ends_with(mark) && first_word.len() != text.len() {
            break; // only the verb is marked: `*stop* myci`
        }
        text = &text[mark.len_utf8()..];
        text = text.strip_suffix(mark).unwrap_or(text).trim();
    }
    text
}

/// One word without quotes, marks and punctuation; nothing if nothing is left.
fn plain(word: &str) -> Option<String> {
    const QUOTES: [char; 10] = ['"', '\'', '“', '”', '‘', '’', '«', '»', '„', '‚'];
    const ENDINGS: [char; 7] = ['.', '!', ',', ';', ':', '…', '?'];
    let mut word = word.trim_matches(QUOTES);
    if word != "?" {
        word = word.trim_end_matches(ENDINGS).trim_matches(QUOTES);
    }
    word = word.trim_matches(['`', '~']);
    word = inside(word, "**").or_else(|| inside(word, "_")).unwrap_or(word);
    word = word.trim_matches(['`', '~']).trim_matches(QUOTES);
    // An emoji, a lone dash, an ampersand: nothing that could be meant. The brackets of a template, such as
    // `{{ name }}`, say that nobody filled it in.
    let means_something = word.contains(|c: char| c.is_alphanumeric() || "*?{}$%".contains(c));
    let emoji = word.starts_with(':') && !word.contains('/');
    (means_something && !emoji).then(|| word.to_owned())
}

/// What stands between two `mark`s and holds none.
fn inside<'a>(word: &'a str, mark: &str) -> Option<&'a str> {
    let inner = word.strip_prefix(mark)?.strip_suffix(mark)?;
    (!inner.is_empty() && !inner.contains(mark)).then_some(inner)
}

/// `*myci*`, where only one instance can be meant: bold, not a glob.
pub(super) fn without_bold(word: &str) -> &str {
    inside(word, "*").unwrap_or(word)
}
