//! Durations and times of day, as people write them.

use jiff::{SignedDuration, Span, SpanRelativeTo, civil::Time};

use crate::locale::{Names, bare};

/// Inside a duration: `1 hora e 30 minutos`.
const AND: Names = Names::new(&["and"], &["e"]);

/// `45m`, `2 hours`, `1d12h`, `1 hora e 30 minutos`, `2h30`. At least a second, in whole seconds: the canonical
/// text has no smaller unit.
pub fn duration(words: &[String]) -> Option<SignedDuration> {
    let words = words.iter().filter(|word| !AND.include(word));
    let mut text = words.map(|word| unit(&bare(word))).collect::<Vec<_>>().join(" ");
    let hours = text.rsplit_once('h').map(|(_, minutes)| minutes);
    if hours.is_some_and(|minutes| !minutes.is_empty() && minutes.bytes().all(|b| b.is_ascii_digit())) {
        text.push('m'); // `2h30`
    }
    let span: Span = text.parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    (duration.is_positive() && duration.subsec_nanos() == 0).then_some(duration)
}

/// Translates a Portuguese unit, alone or behind its number, to jiff's format.
fn unit(word: &str) -> String {
    const UNITS: [(&str, &str); 8] = [
        ("horas", "h"),
        ("hora", "h"),
        ("minutos", "m"),
        ("minuto", "m"),
        ("dias", "d"),
        ("dia", "d"),
        ("semanas", "w"),
        ("semana", "w"),
    ];
    let portuguese = UNITS.iter().find_map(|(name, unit)| Some((word.strip_suffix(name)?, unit)));
    match portuguese {
        Some((number, unit)) if number.bytes().all(|b| b.is_ascii_digit()) => format!("{number}{unit}"),
        _ => word.to_owned(),
    }
}

/// `22:00`, `22h`, `22h30`, `10pm`, `10:30pm`.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.to_ascii_lowercase();
    let (text, afternoon) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(rest), _) => (rest, Some(true)),
        (_, Some(rest)) => (rest, Some(false)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = match text.split_once([':', 'h']) {
        Some((hour, "")) => (hour, "0"),
        Some(parts) => parts,
        // `until 22` could be a day.
        None => (afternoon.map(|_| text)?, "0"),
    };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?;
    let (hour, minute): (i8, i8) = (number(hour)?, number(minute)?);
    let hour = match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// `1h30m`: one word, the same in every language.
pub fn display(length: SignedDuration) -> String {
    let minutes = length.as_mins();
    let parts = [(minutes / 60, "h"), (minutes % 60, "m"), (length.as_secs() % 60, "s")];
    let parts = parts.iter().filter(|(n, _)| *n > 0);
    parts.map(|(n, unit)| format!("{n}{unit}")).collect()
}
