//! Forgives what chat clients and thumbs add to a command.

use super::Flag;
use crate::locale::Names;

/// The words of a command, without mention, marks, quotes and punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    let text = without_mention(text.trim());
    let text = without_marks(text);
    let mut words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || c == ',' && !text.contains("--"))
        .filter_map(plain)
        .collect();
    // A comma list after --except belongs to the option; anywhere else it separates targets.
    if text.contains("--") || text.contains(['—', '–']) {
        words = split_target_lists(words);
    }
    words
}

/// Words that people add to a sentence and that nobody names an instance. What follows one of
/// them is left over as well.
#[rustfmt::skip]
const CHATTER: Names = Names {
    en: &[
        "now", "pls", "plz", "please", "thanks", "thx", "asap", "today", "tonight", "immediately",
        "quickly", "again", "for", "me", "the", "and", "then", "instance", "machine",
    ],
    pt: &[
        "agora", "já", "hoje", "urgente", "pf", "pfv", "por", "obrigado", "obrigada", "valeu",
        "vlw", "de", "novamente", "para", "pra", "e", "depois", "instância", "instâncias",
        "máquina", "máquinas",
    ],
};

/// What Portuguese puts before most names: `parar a myci`. No instance has so short a name.
const ARTICLES: [&str; 4] = ["a", "o", "as", "os"];

pub(super) fn is_chatter(word: &str) -> bool {
    CHATTER.include(word)
}

pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(word))
}

/// `<@U0LAN0Z89> stop myci` and `@lamplighter stop myci`.
fn without_mention(text: &str) -> &str {
    let first_end = text.find(char::is_whitespace).unwrap_or(text.len());
    let first = &text[..first_end];
    let mention = first.starts_with('@') || first.starts_with("<@") && first.ends_with('>');
    match mention {
        true => text[first_end..].trim_start(),
        false => text,
    }
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
        text = text.trim_start_matches(mark).trim_end_matches(mark).trim();
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
    let bold = |mark: char| {
        let inner = word.trim_matches(mark);
        let marked = word.starts_with(mark) && word.ends_with(mark);
        (marked && !inner.is_empty() && !inner.contains(mark)).then_some(inner)
    };
    // `*myci*` is bold before it is a glob: of two readings, the one that touches less.
    word = bold('*').or_else(|| bold('_')).unwrap_or(word);
    word = word.trim_matches(['`', '~']).trim_matches(QUOTES);
    // Phones and editors turn the two hyphens of an option into one long dash.
    let word = match word.strip_prefix(['—', '–']) {
        Some(rest) => format!("--{}", rest.trim_start_matches('-')),
        None => word.to_owned(),
    };
    (!word.is_empty()).then_some(word)
}

fn split_target_lists(words: Vec<String>) -> Vec<String> {
    let mut after_except = false;
    let mut split = Vec::with_capacity(words.len());
    for word in words {
        if after_except || word.starts_with("--") {
            after_except = Flag::named(&word) == Some(Flag::Except);
            split.push(word);
        } else {
            split.extend(word.split(',').filter_map(plain));
        }
    }
    split
}
