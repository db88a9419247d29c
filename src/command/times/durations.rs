//! Durations: `45m`, `2 hours`, `1d12h`, `1 hora e 30 minutos`, `2h30`, `half an hour`, `2h e meia`.

use std::sync::LazyLock;

use jiff::SignedDuration;

use super::super::{phrases, punctuation::COMMA};
use crate::locale::{Names, bare};

/// The units, with their seconds.
static UNITS: LazyLock<Vec<(i64, Names)>> = LazyLock::new(|| phrases::numbered("unit"));
const HOUR: i64 = 3600;

/// Small numbers in words.
pub(super) static NUMBERS: LazyLock<Vec<(i64, Names)>> = LazyLock::new(|| phrases::numbered("number"));
const HALF: Names = Names::new(&["half"], &["meia", "meio"]);
const AND: Names = Names::new(&["and"], &["e"]);
/// Beside a number and a unit, or where a number may stand: `an hour`, `2 more hours`. What is longer is so from now on.
static FILLERS: LazyLock<Names> = LazyLock::new(|| phrases::row("within duration"));

/// Amounts are counted in these parts, so that `1.5h` is exact.
const PARTS: i64 = 1000;

/// In seconds: about ten thousand years, which dates can be apart.
const LONGEST: i64 = 10_000 * 366 * 24 * HOUR;

/// At least a second and at most [`LONGEST`], in whole seconds: the canonical text has no smaller unit.
pub fn duration(words: &[String]) -> Option<SignedDuration> {
    let (mut total, mut amount, mut unit) = (0i64, None::<i64>, None::<i64>);
    let mut tokens = tokens(words);
    tokens.retain(|token| !FILLERS.include(token));
    // An instance may be called `e2h` or `of1day`.
    let is_name =
        |word: &String| word.starts_with(char::is_alphabetic) && word.contains(|c: char| c.is_ascii_digit());
    if words.first().is_some_and(is_name) || tokens.first().is_some_and(|token| AND.include(token)) {
        return None;
    }
    for (at, token) in tokens.iter().enumerate() {
        let follows_and = at > 0 && AND.include(&tokens[at - 1]);
        if AND.include(token) {
            continue;
        } else if HALF.include(token) {
            match (amount, unit) {
                (None, Some(unit)) if follows_and => total = total.checked_add(unit * PARTS / 2)?,
                (Some(whole), _) if follows_and => amount = Some(whole.checked_add(PARTS / 2)?),
                (None, None) => amount = Some(PARTS / 2),
                _ => return None,
            }
        } else if let Some((seconds, _)) = UNITS.iter().find(|(_, names)| names.include(token)) {
            // `an hour`: only the first may have no number, and it is written out.
            let one = || (unit.is_none() && token.len() > 1).then_some(PARTS);
            let amount = amount.take().or_else(one)?;
            total = total.checked_add(amount.checked_mul(*seconds)?)?;
            unit = Some(*seconds);
        } else {
            let number = number(token).filter(|_| amount.is_none())?;
            amount = Some(number);
        }
    }
    if let Some(minutes) = amount {
        unit.filter(|unit| *unit == HOUR)?; // `2h30`
        total = total.checked_add(minutes.checked_mul(60)?)?;
    }
    let is_fit = (PARTS..=LONGEST * PARTS).contains(&total) && total % PARTS == 0;
    is_fit.then(|| SignedDuration::from_secs(total / PARTS))
}

/// Numbers and words: `2h30` is three, and `2,5`, of which the comma is a word of its own, is one.
fn tokens(words: &[String]) -> Vec<String> {
    let is_number = |word: Option<&String>| word.is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()));
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            COMMA if at > 0 && is_number(words.get(at - 1)) => text.push('.'),
            COMMA => {}
            word if text.ends_with('.') => text.push_str(word),
            word => text.extend([" ", word]),
        }
    }
    let mut tokens = Vec::new();
    for word in bare(&text).split_whitespace() {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let is_same = |c: char| (c.is_ascii_digit() || c == '.') == first.is_ascii_digit();
            let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len()).max(first.len_utf8());
            tokens.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
    }
    tokens
}

/// `2`, `2.5`, `two`, in [`PARTS`].
fn number(token: &str) -> Option<i64> {
    if let Some((number, _)) = NUMBERS.iter().find(|(_, names)| names.include(token)) {
        return Some(number * PARTS);
    }
    let (whole, part) = token.split_once('.').unwrap_or((token, "0"));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 3 {
        return None;
    }
    let part = format!("{part:0<3}").parse::<i64>().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(PARTS)?.checked_add(part)
}

/// `1h30m`: one word, the same in every language.
pub fn display(length: SignedDuration) -> String {
    let minutes = length.as_mins();
    let parts = [(minutes / 60, "h"), (minutes % 60, "m"), (length.as_secs() % 60, "s")];
    let parts = parts.iter().filter(|(n, _)| *n > 0);
    parts.map(|(n, unit)| format!("{n}{unit}")).collect()
}
