//! Removes what chat clients and people add around a command.

use std::iter;

use super::{
    flags::Flag,
    punctuation::{COMMA, NAME},
    verb::{CONFIRM, Verb},
    vocabulary,
};
use crate::unicode::{is_hyphen, is_invisible};

const QUOTES: [char; 10] = ['"', '\'', '“', '”', '‘', '’', '«', '»', '„', '‚'];
const ENDINGS: [char; 7] = ['.', '!', ',', ';', ':', '…', '?'];

/// The words of a command, without mention, marks, quotes and punctuation. A name in quotes behind `--owner` is one word.
pub(super) fn words(text: &str) -> Vec<String> {
    let text = without_wrapping(&unescaped(text, |user, _| format!("<@{user}>")));
    let mut words = Vec::new();
    let mut rest = text.split_whitespace();
    while let Some(word) = rest.next() {
        if let Some((name, more)) = quoted_owner(word, words.last(), rest.clone()) {
            words.push(name);
            rest.by_ref().take(more).for_each(drop);
            continue;
        }
        // Phones and editors turn the two hyphens of an option into one long dash.
        let word = match word.strip_prefix(['—', '–']) {
            Some(rest) => format!("--{}", rest.trim_start_matches(is_hyphen)),
            None => word.to_owned(),
        };
        let word = word.replace(is_hyphen, "-");
        for (n, part) in word.split([',', ';', '&']).enumerate() {
            if n > 0 {
                words.push(COMMA.to_owned());
            }
            words.extend(plain(part));
        }
    }
    if text.ends_with('?') && words.last().is_some_and(|word| word != "?") {
        words.push("?".to_owned());
    }
    words
}

/// The text as it was written, without mention of us, marks around it and characters that are not seen.
pub(super) fn unwrapped(text: &str) -> String {
    let named =
        |user: &str, name: Option<&str>| name.map_or_else(|| format!("<@{user}>"), |name| format!("@{name}"));
    without_wrapping(&unescaped(text, named))
}

fn without_wrapping(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    without_marks(without_mention(visible.trim())).to_owned()
}

/// The text with what chats make of people, channels and links as it was typed: `<#C07|general>` is `#general`, and
/// `<http://a.ml|a.ml>` is `a.ml`. `mention` writes a person: `<@U0456|ada>`.
fn unescaped(text: &str, mention: impl Fn(&str, Option<&str>) -> String) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((inner, after)) = opened.split_once('>').filter(|(inner, _)| !inner.contains('<')) else {
            plain.push('<');
            rest = opened;
            continue;
        };
        let (of, name) = inner.split_once('|').map_or((inner, None), |(of, name)| (of, Some(name)));
        let name = name.filter(|name| !name.is_empty());
        let is_link = of.contains("://") || ["mailto:", "tel:", "!"].iter().any(|kind| of.starts_with(kind));
        plain.push_str(&match (of.chars().next(), name) {
            (Some('@'), name) => mention(of[1..].trim_start_matches('!'), name),
            (Some('#'), Some(name)) => format!("#{name}"),
            (_, name) if is_link => name.unwrap_or(of).to_owned(),
            _ => format!("<{inner}>"),
        });
        rest = after;
    }
    plain + rest
}

/// The option and name, or the name alone behind its option, if `word` opens a quoted name that ends in one of the words
/// of `rest`; and how many of these belong to it.
fn quoted_owner<'a>(
    word: &'a str,
    before: Option<&String>,
    rest: impl Iterator<Item = &'a str>,
) -> Option<(String, usize)> {
    let is_owner = |word: &str| Flag::named(word) == Some(Flag::Owner);
    let (option, value) = match word.split_once('=') {
        Some((option, value)) if is_owner(option) => (format!("{option}="), value),
        _ if before.is_some_and(|before| is_owner(before)) => (String::new(), word),
        _ => return None,
    };
    let mut name = Vec::new();
    for (n, word) in iter::once(value.strip_prefix(QUOTES)?).chain(rest).enumerate() {
        if let Some(last) = word.trim_end_matches(ENDINGS).strip_suffix(QUOTES) {
            name.push(last);
            return Some((option + name.join(" ").trim(), n));
        }
        name.push(word);
    }
    None
}

/// `<@U0LAN0Z89> stop myci` and `@lamplighter stop myci`.
fn without_mention(text: &str) -> &str {
    let first_end = text.find(char::is_whitespace).unwrap_or(text.len());
    let first = &text[..first_end];
    let mention = first.starts_with('@') || first.starts_with("<@") && first.ends_with('>');
    if mention { text[first_end..].trim_start() } else { text }
}

/// The text without marks around it, as in `*stop myci*`. The verb is first, so an opening `*` is never a glob, and
/// neither is its partner at the end.
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

/// A word without quotes, marks and punctuation; `None` if nothing is left.
fn plain(word: &str) -> Option<String> {
    let is_quote = |c: char| c == '`' || QUOTES.contains(&c);
    let quoted = word.starts_with(is_quote) && word.trim_end_matches(ENDINGS).ends_with(is_quote);
    let mut word = word.trim_matches(QUOTES);
    if word != "?" {
        word = word.trim_end_matches(ENDINGS).trim_matches(QUOTES);
    }
    word = word.trim_matches(['`', '~']);
    word = inside(word, "**").or_else(|| inside(word, "_")).unwrap_or(word);
    word = word.trim_matches(['`', '~']).trim_matches(QUOTES);
    // An emoji, a lone dash or an ampersand has no meaning. The brackets of a template, such as `{{ name }}`, show
    // that it was not filled in.
    let means_something = word.contains(|c: char| c.is_alphanumeric() || "*?{}$%".contains(c));
    let emoji = word.starts_with(':') && !word.contains('/');
    (means_something && !emoji).then(|| if quoted { name(word) } else { word.to_owned() })
}

/// The words as they can be typed again.
pub(super) fn text(words: &[String]) -> String {
    let plain = words.iter().map(|word| match word.strip_prefix(NAME) {
        Some(word) if name(word) != word => format!("{NAME}{word}{NAME}"),
        _ => word.trim_start_matches(NAME).to_owned(),
    });
    plain.collect::<Vec<_>>().join(" ")
}

/// The word as one that can only be a name. No instance has a name of two letters.
pub(super) fn name(word: &str) -> String {
    let is_said = vocabulary::is_reserved(word) || vocabulary::OFF.include(word);
    if word.len() > 2 && is_said { format!("{NAME}{word}") } else { word.to_owned() }
}

/// Whether the word is hardly read as a name, also of an instance that is called so.
pub fn means_more(word: &str) -> bool {
    Verb::named(word).is_some() || CONFIRM.include(word) || name(word) != word
}

/// The text between two `mark`s, if it contains none.
fn inside<'a>(word: &'a str, mark: &str) -> Option<&'a str> {
    let inner = word.strip_prefix(mark)?.strip_suffix(mark)?;
    (!inner.is_empty() && !inner.contains(mark)).then_some(inner)
}

/// `*myci*` is bold, not a glob, where only one instance can be meant.
pub(super) fn without_bold(word: &str) -> &str {
    inside(word, "*").unwrap_or(word)
}
