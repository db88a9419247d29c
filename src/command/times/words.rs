//! The words of moments.

use std::{ops::RangeInclusive, sync::LazyLock};

use jiff::civil::Weekday;

use super::{super::phrases, durations::NUMBERS};
use crate::locale::{Names, bare};

/// The days of the week.
pub static WEEKDAYS: LazyLock<Vec<(Weekday, Names)>> = LazyLock::new(|| {
    let day = |(day, (_, names))| Some((Weekday::from_monday_one_offset(day).ok()?, names));
    (1..).zip(phrases::rows("weekday")).filter_map(day).collect()
});

/// The months, from January.
pub static MONTHS: LazyLock<Vec<Names>> =
    LazyLock::new(|| phrases::rows("month").map(|(_, names)| names).collect());

/// Days by their distance from today.
pub static FROM_TODAY: LazyLock<Vec<(i8, Names)>> = LazyLock::new(|| phrases::numbered("day"));

/// Before the day of a month.
pub const DATE: Names = Names::new(&["day"], &["dia"]);
pub const TONIGHT: Names = Names::new(&["tonight"], &[]);
pub const NOON: Names = Names::new(&["noon", "midday"], &["meio-dia"]);
pub const MIDNIGHT: Names = Names::new(&["midnight"], &["meia-noite"]);
/// With or without its day: `end of day`, `end of friday`.
pub const END: Names = Names::new(&["end", "eod"], &["fim", "final"]);
/// Behind the number of an hour. `hours` would be a duration.
pub const OCLOCK: Names = Names::new(&["h", "hrs", "o'clock", "oclock"], &["hs", "hora", "horas"]);
/// `half past six` and `seis e meia`.
pub const HALF_PAST: Names = Names::new(&["half-past"], &["meia"]);
/// With a day of the week, the first one after today. Otherwise today may be that day.
pub const NEXT: Names = Names::new(&["next"], &["próxima", "próximo"]);
/// Makes a part of a day one of today.
pub const THIS: Names = Names::new(&["this"], &["esta", "este", "nesta", "neste"]);

/// The parts of a day that tell which of two hours is meant, with the hours that they may have, and those that are
/// offered if none is said.
pub const PARTS: [(RangeInclusive<i8>, &[i8], Names); 5] = [
    (0..=11, &[], Names::new(&["am", "a.m"], &[])),
    (12..=23, &[], Names::new(&["pm", "p.m"], &[])),
    (1..=11, &[8], Names::new(&["morning", "early"], &["manhã", "madrugada", "cedo"])),
    (12..=19, &[14, 18], Names::new(&["afternoon"], &["tarde"])),
    (NIGHT, &[20], Names::new(&["night", "evening"], &["noite"])),
];
pub const NIGHT: RangeInclusive<i8> = 17..=23;

/// Before an hour.
pub const AT: Names = Names::new(&["at"], &["às", "as", "ao"]);

/// Words that add nothing to a moment.
pub static FILLERS: LazyLock<Names> = LazyLock::new(|| phrases::row("within moment"));

/// Phrases of which each word alone means something else, without fillers.
pub static PHRASES: LazyLock<Vec<(&str, Names)>> = LazyLock::new(|| phrases::rows("joined").collect());

/// The word of a moment that a mistyped one is: `tomorow`, `sextaa`. Short words are too near to others.
pub fn misspelt(word: &str) -> Option<&'static str> {
    let typed = bare(word);
    if typed.len() < 5 || !typed.chars().all(char::is_alphabetic) {
        return None;
    }
    let days = WEEKDAYS.iter().map(|(_, names)| names).chain(FROM_TODAY.iter().map(|(_, names)| names));
    let known = days.chain(PARTS.iter().map(|(.., names)| names)).chain([&TONIGHT, &NOON, &MIDNIGHT]);
    let is_near = |name: &&str| {
        if name.len() < 5 {
            return false;
        }
        let name = bare(name);
        let most = if name.len() > 7 { 2 } else { 1 };
        let is_same = name == typed || format!("{name}s") == typed;
        let begins = name.len() > 4 && typed.starts_with(&name[..1]);
        begins && !is_same && strsim::damerau_levenshtein(&name, &typed) <= most
    };
    let is_number = || NUMBERS.iter().any(|(_, names)| names.include(&typed));
    known.flat_map(|names| names.all()).find(is_near).filter(|_| !is_number())
}
