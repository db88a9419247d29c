//! What a command ends with, said as people say it: `for 2h`, `until 22:00`, `off`, `because …`
//! behind `keep`, and `in 30m` behind `announce`.

use jiff::{
    SignedDuration, Span, SpanRelativeTo,
    civil::{Date, Time},
};

use super::{parse_error::Misread, verbs::Verb};
use crate::locale::{InEach, Locale, Names, bare};

/// How long an instance can be kept: long enough for a run over a week-end, short enough that a
/// forgotten one ends by itself.
pub const LONGEST_KEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Nobody reads more of a reason, and it has to fit into a tag of Azure's.
const LONGEST_REASON: usize = 100;

/// What is to become of an instance's keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepClause {
    pub until: Until,
    /// Why, for others to read.
    pub because: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// So long from when it was asked.
    For(SignedDuration),
    /// By the caller's own clock.
    At(Day, Time),
    /// Not kept any longer.
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Today, or tomorrow where it is later than that already.
    Next,
    Tomorrow,
    On(Date),
}

const FOR: Names = names(&["for"], &["por", "durante"]);
const UNTIL: Names = names(&["until", "till", "til"], &["até"]);
pub(super) const OFF: Names = names(&["off"], &["fim", "não"]);
const BECAUSE: Names = names(&["because"], &["porque", "pois"]);
const IN: Names = names(&["in"], &["em", "daqui"]);
const TOMORROW: Names = names(&["tomorrow"], &["amanhã"]);
/// Between a day and its time.
const AT: Names = names(&["at"], &["às", "as"]);
/// Inside a duration: `1 hora e 30 minutos`.
const AND: Names = names(&["and"], &["e"]);

pub(super) const fn names(en: &'static [&'static str], pt: &'static [&'static str]) -> Names {
    Names { en, pt }
}

/// Cuts the words of a `keep` behind its target; what they say.
pub(super) fn keep(words: &[String]) -> Result<(&[String], KeepClause), Misread> {
    let begins = |word: &String| {
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        digit || [FOR, UNTIL, OFF, BECAUSE].iter().any(|names| names.include(word))
    };
    // The first word is the target, whatever it is.
    let at = words.iter().skip(1).position(begins).map(|at| at + 1);
    let Some(at) = at else {
        return if words.is_empty() {
            Err(Misread::TargetMissing { verb: Verb::Keep })
        } else {
            Err(Misread::KeepHowLong)
        };
    };
    let (target, clause) = words.split_at(at);
    let because = clause.iter().position(|word| BECAUSE.include(word));
    let (until, because) = match because {
        Some(at) => (&clause[..at], reason(&clause[at + 1..])),
        None => (clause, None),
    };
    let until = until_of(until)?;
    Ok((target, KeepClause { until, because }))
}

fn until_of(words: &[String]) -> Result<Until, Misread> {
    let Some((first, rest)) = words.split_first() else {
        return Err(Misread::KeepHowLong);
    };
    if OFF.include(first) {
        return match rest {
            [] => Ok(Until::Off),
            rest => Err(no_time(rest)),
        };
    }
    if UNTIL.include(first) {
        return moment(rest).ok_or_else(|| no_time(rest));
    }
    let span = if FOR.include(first) { rest } else { words };
    let length = duration(span).ok_or_else(|| no_duration(span))?;
    if length > LONGEST_KEEP {
        Err(Misread::KeepTooLong)
    } else {
        Ok(Until::For(length))
    }
}

/// Cuts `in 30m` off the words of an `announce`. Options may stand on either side.
pub(super) fn announce(words: &[String]) -> Result<(Vec<String>, SignedDuration), Misread> {
    let Some(at) = words.iter().rposition(|word| IN.include(word)) else {
        return Err(Misread::AnnounceWhen);
    };
    let rest = &words[at + 1..];
    let ends = rest.iter().position(|word| word.starts_with('-'));
    let (span, after) = rest.split_at(ends.unwrap_or(rest.len()));
    let lead = duration(span).ok_or_else(|| no_duration(span))?;
    Ok(([&words[..at], after].concat(), lead))
}

/// `45m`, `2 hours`, `1d12h`, `1 hora e 30 minutos`, `2h30`. More than nothing.
pub fn duration(words: &[String]) -> Option<SignedDuration> {
    let words = words.iter().filter(|word| !AND.include(word));
    let mut text = words.map(|word| unit(&bare(word))).collect::<Vec<_>>().join(" ");
    let hours = text.rsplit_once('h').map(|(_, minutes)| minutes);
    if hours.is_some_and(|minutes| !minutes.is_empty() && minutes.bytes().all(|b| b.is_ascii_digit())) {
        text.push('m'); // `2h30`
    }
    let span: Span = text.parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    duration.is_positive().then_some(duration)
}

/// A unit in Portuguese, alone or behind its number, as jiff's own format has it.
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
    let portuguese = UNITS
        .iter()
        .find_map(|(name, unit)| Some((word.strip_suffix(name)?, unit)));
    match portuguese {
        Some((number, unit)) if number.bytes().all(|b| b.is_ascii_digit()) => format!("{number}{unit}"),
        _ => word.to_owned(),
    }
}

/// `22:00`, `tomorrow at 8h`, `2026-11-27 08:00`.
fn moment(words: &[String]) -> Option<Until> {
    let words: Vec<_> = words.iter().filter(|word| !AT.include(word)).collect();
    let (day, at) = match words.as_slice() {
        [at] => match at.split_once(['T', 't']) {
            Some((day, at)) => (Day::On(day.parse().ok()?), at),
            None => (Day::Next, at.as_str()),
        },
        [day, at] if TOMORROW.include(day) => (Day::Tomorrow, at.as_str()),
        [at, day] if TOMORROW.include(day) => (Day::Tomorrow, at.as_str()),
        [day, at] => match day.parse() {
            Ok(day) => (Day::On(day), at.as_str()),
            Err(_) => (Day::Next, &*format!("{day}{at}")), // `10 pm`
        },
        _ => return None,
    };
    Some(Until::At(day, time(at)?))
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
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse().ok())?
    };
    let (hour, minute): (i8, i8) = (number(hour)?, number(minute)?);
    let hour = match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// What a person wrote behind "because", without what could break a tag apart.
fn reason(words: &[String]) -> Option<String> {
    let text = words.join(" ").replace(" ,", ",").replace('|', "/");
    let text: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_REASON)
        .collect();
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

fn no_duration(words: &[String]) -> Misread {
    Misread::NotADuration {
        words: words.join(" "),
    }
}

fn no_time(words: &[String]) -> Misread {
    Misread::NotATime {
        words: words.join(" "),
    }
}

/// `for 2h because training`, in the words of `locale`, which parse to the same.
pub(super) fn spoken_keep(clause: &KeepClause, locale: Locale) -> String {
    let until = match clause.until {
        Until::For(length) => format!("{} {}", FOR.first(locale), spoken(length)),
        Until::At(day, at) => {
            let at = at.strftime("%H:%M");
            let day = match day {
                Day::Next => String::new(),
                Day::Tomorrow => format!("{} ", TOMORROW.first(locale)),
                Day::On(date) => format!("{date} "),
            };
            format!("{} {day}{at}", UNTIL.first(locale))
        }
        Until::Off => OFF.first(locale).to_owned(),
    };
    match &clause.because {
        Some(because) => format!("{until} {} {because}", BECAUSE.first(locale)),
        None => until,
    }
}

/// `in 30m`
pub(super) fn spoken_lead(lead: SignedDuration, locale: Locale) -> String {
    format!("{} {}", IN.first(locale), spoken(lead))
}

/// `1h30m`: the same in every language, and one word.
pub fn spoken(length: SignedDuration) -> String {
    let minutes = length.as_mins();
    let parts = [
        (minutes / 60, "h"),
        (minutes % 60, "m"),
        (length.as_secs() % 60, "s"),
    ];
    let parts = parts.iter().filter(|(n, _)| *n > 0);
    parts.map(|(n, unit)| format!("{n}{unit}")).collect()
}

/// How usage lines write the clauses.
pub(super) fn usage(verb: Verb, locale: Locale) -> &'static str {
    const IDLE: InEach<&str> = InEach {
        en: "DURATION | off",
        pt: "DURAÇÃO | fim",
    };
    const SCHEDULE: InEach<&str> = InEach {
        en: "[add stop|start CRON [TZ] | enable ID | disable ID | remove ID]",
        pt: "[adicionar parar|iniciar CRON [TZ] | ativar ID | desativar ID | remover ID]",
    };
    const KEEP: InEach<&str> = InEach {
        en: "for DURATION | until TIME | off [because TEXT]",
        pt: "por DURAÇÃO | até HORA | fim [porque TEXTO]",
    };
    const ANNOUNCE: InEach<&str> = InEach {
        en: "in DURATION",
        pt: "em DURAÇÃO",
    };
    match verb {
        Verb::Keep => KEEP.of(locale),
        Verb::Announce => ANNOUNCE.of(locale),
        Verb::Idle => IDLE.of(locale),
        Verb::Schedule => SCHEDULE.of(locale),
        _ => "",
    }
}
