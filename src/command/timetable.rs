//! What an instance is set to: how long it may idle, and its start and stop schedules, said as people
//! say them: `idle myci 2h`, `schedule myci add stop weekdays at 20:00 Europe/Lisbon`.

use std::fmt;

use jiff::{SignedDuration, civil::Time};

use super::{
    clause::{OFF, duration, names, spoken, time},
    normalize,
    parse_error::Misread,
    verbs::Verb,
};
use crate::locale::{Locale, Names, bare};

/// Azure shuts an idle instance down after 15 minutes at the earliest, and 3 days at the latest.
pub const IDLE: std::ops::RangeInclusive<SignedDuration> =
    SignedDuration::from_mins(15)..=SignedDuration::from_hours(72);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleClause {
    After(SignedDuration),
    Off,
}

/// What is to become of an instance's schedules. Where there is none, they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleClause {
    Add {
        /// [`Verb::Start`] or [`Verb::Stop`].
        action: Verb,
        cron: Cron,
        /// As it was given: an IANA name, or one of Windows'. `None` is the caller's own.
        zone: Option<String>,
    },
    /// By the id that showing them tells.
    Enable(String),
    Disable(String),
    Remove(String),
}

/// Five fields as NCronTab has them: minute, hour, day of the month, month, day of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron(String);

impl Cron {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Weekdays at 20:00, for want of another.
    pub fn example() -> Self {
        Self("0 20 * * 1-5".to_owned())
    }

    fn weekly(days: &str, at: Time) -> Self {
        Self(format!("{} {} * * {days}", at.minute(), at.hour()))
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const ADD: Names = names(&["add"], &["adicionar", "adicione", "criar"]);
const ENABLE: Names = names(&["enable"], &["ativar", "ative"]);
const DISABLE: Names = names(&["disable"], &["desativar", "desative"]);
const REMOVE: Names = names(&["remove"], &["remover", "remova"]);
const START: Names = names(&["start"], &["iniciar", "ligar"]);
const STOP: Names = names(&["stop"], &["parar", "desligar"]);
/// Between days and their time.
const AT: Names = names(&["at"], &["às", "as"]);
const AND: Names = names(&["and", normalize::COMMA], &["e"]);
const TO: Names = names(&["to", "through"], &["a", "até"]);
/// Beside a day, and says no more than the day does.
const EVERY: Names = names(
    &["every", "on", "each"],
    &[
        "todo", "toda", "todos", "todas", "os", "de", "em", "no", "nos", "na", "nas", "aos", "feira",
        "feiras",
    ],
);

/// Sunday is 0.
type Days = &'static [i8];

const ALL: Days = &[0, 1, 2, 3, 4, 5, 6];
const WEEK: Days = &[1, 2, 3, 4, 5];
const WEEKEND: Days = &[0, 6];

/// Days as people say them.
#[rustfmt::skip]
const DAYS: &[(Days, Names)] = &[
    (ALL, names(&["day", "days", "daily", "everyday"], &["dia", "dias", "diariamente"])),
    (WEEK, names(&["weekdays", "weekday", "workdays"], &["úteis", "dias-úteis", "útil"])),
    (WEEKEND, names(&["weekends", "weekend"], &["fins-de-semana", "fim-de-semana", "fins", "fim"])),
    (&[1], names(&["monday", "mon", "mondays"], &["segunda", "seg", "segundas", "segunda-feira", "segundas-feiras"])),
    (&[2], names(&["tuesday", "tue", "tuesdays"], &["terça", "ter", "terças", "terça-feira", "terças-feiras"])),
    (&[3], names(&["wednesday", "wed", "wednesdays"], &["quarta", "qua", "quartas", "quarta-feira", "quartas-feiras"])),
    (&[4], names(&["thursday", "thu", "thursdays"], &["quinta", "qui", "quintas", "quinta-feira", "quintas-feiras"])),
    (&[5], names(&["friday", "fri", "fridays"], &["sexta", "sex", "sextas", "sexta-feira", "sextas-feiras"])),
    (&[6], names(&["saturday", "sat", "saturdays"], &["sábado", "sáb", "sábados"])),
    (&[0], names(&["sunday", "sun", "sundays"], &["domingo", "dom", "domingos"])),
];

/// `dias de semana` are weekdays, `fins de semana` are not, and `toda semana` says no day.
const SEMANA: &str = "semana";

/// Cuts the words of an `idle` behind its target.
pub(super) fn idle(words: &[String]) -> Result<(&[String], IdleClause), Misread> {
    let Some((target, rest)) = words.split_at_checked(1) else {
        return Err(Misread::TargetMissing { verb: Verb::Idle });
    };
    let rest = match rest {
        // `idle myci after 2h`
        [first, rest @ ..] if ["after", "após", "apos"].contains(&first.as_str()) => rest,
        rest => rest,
    };
    let clause = match rest {
        [] => return Err(Misread::IdleHowLong),
        [off] if OFF.include(off) => IdleClause::Off,
        rest => match duration(rest) {
            Some(length) if !IDLE.contains(&length) => return Err(Misread::IdleOutOfRange),
            Some(length) if length != SignedDuration::from_mins(length.as_mins()) => {
                return Err(Misread::IdleInSeconds);
            }
            Some(length) => IdleClause::After(length),
            None => {
                let words = rest.join(" ");
                return Err(Misread::NotADuration { words });
            }
        },
    };
    Ok((target, clause))
}

/// Cuts the words of a `schedule` behind its target.
pub(super) fn schedule(words: &[String]) -> Result<(&[String], Option<ScheduleClause>), Misread> {
    let Some((target, rest)) = words.split_at_checked(1) else {
        return Err(Misread::TargetMissing { verb: Verb::Schedule });
    };
    let Some((what, rest)) = rest.split_first() else {
        return Ok((target, None));
    };
    let by_id = |clause: fn(String) -> ScheduleClause| match rest {
        [id] => Ok(Some(clause(id.clone()))),
        _ => Err(Misread::ScheduleWhich),
    };
    let clause = match what {
        _ if ADD.include(what) => Ok(Some(add(rest)?)),
        _ if ENABLE.include(what) => by_id(ScheduleClause::Enable),
        _ if DISABLE.include(what) => by_id(ScheduleClause::Disable),
        _ if REMOVE.include(what) => by_id(ScheduleClause::Remove),
        _ => Err(Misread::ScheduleWhat),
    };
    Ok((target, clause?))
}

fn add(words: &[String]) -> Result<ScheduleClause, Misread> {
    let Some((action, rest)) = words.split_first() else {
        return Err(Misread::ScheduleWhat);
    };
    let action = match () {
        () if START.include(action) => Verb::Start,
        () if STOP.include(action) => Verb::Stop,
        () => return Err(Misread::ScheduleWhat),
    };
    let unread = || Misread::NotATimetable {
        words: rest.join(" "),
    };
    let (cron, zone) = by_fields(rest).or_else(|| in_words(rest)).ok_or_else(unread)?;
    let zone = (!zone.is_empty()).then(|| zone.join(" "));
    Ok(ScheduleClause::Add { action, cron, zone })
}

/// `0 20 * * 1-5`, whose commas stand as words of their own; and the words behind it.
fn by_fields(words: &[String]) -> Option<(Cron, Vec<String>)> {
    let mut fields: Vec<String> = Vec::new();
    let mut rest = words.iter().peekable();
    while let Some(word) = rest.peek() {
        let joins = *word == normalize::COMMA || fields.last().is_some_and(|field| field.ends_with(','));
        if fields.len() == 5 && !joins {
            break;
        }
        match fields.last_mut().filter(|_| joins) {
            Some(field) => field.push_str(word),
            None => fields.push((*word).clone()),
        }
        rest.next();
    }
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '*' | ',' | '-' | '/');
    // Months and days of the week have names.
    let field = |(at, field): (usize, &String)| field.chars().all(allowed) || at >= 3 && is_named(field);
    (fields.len() == 5 && fields.iter().enumerate().all(field))
        .then(|| (Cron(fields.join(" ")), rest.cloned().collect()))
}

/// `MON-FRI`, `JAN`
fn is_named(field: &str) -> bool {
    let parts = field.split([',', '-']);
    field.len() <= 32
        && parts
            .into_iter()
            .all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// `weekdays at 20:00 Europe/Lisbon`, `seg, qua e sex às 8h`
fn in_words(words: &[String]) -> Option<(Cron, Vec<String>)> {
    let at = words.iter().position(|word| time(word).is_some())?;
    let (days, rest) = (&words[..at], &words[at + 1..]);
    Some((Cron::weekly(&field(days)?, time(&words[at])?), rest.to_vec()))
}

/// The days of the week that people mean, as a field.
fn field(words: &[String]) -> Option<String> {
    let mut said: Vec<Vec<i8>> = Vec::new();
    let mut to = false;
    for word in words {
        match days(word) {
            // `dias úteis`: the second word says which.
            Some(days) if days == WEEK && said == [ALL] => said = vec![days],
            Some(days) if to => {
                let from = said.pop()?;
                said.push(range(&from, &days)?);
                to = false;
            }
            Some(days) => said.push(days),
            None if bare(word) == SEMANA && said == [ALL] => said = vec![WEEK.to_vec()],
            None if bare(word) == SEMANA && said.last().is_some_and(|days| days == WEEKEND) => {}
            None if TO.include(word) && !said.is_empty() => to = true,
            None if AT.include(word) || AND.include(word) || EVERY.include(word) => {}
            None => return None,
        }
    }
    let mut days = said.concat();
    days.sort_unstable();
    days.dedup();
    let field = match days.as_slice() {
        [] => "*".to_owned(), // `at 20:00`: every day
        days if days == ALL => "*".to_owned(),
        [first, _, .., last] if usize::try_from(last - first) == Ok(days.len() - 1) => {
            format!("{first}-{last}")
        }
        days => days.iter().map(i8::to_string).collect::<Vec<_>>().join(","),
    };
    (!to).then_some(field)
}

/// `weekdays`, `tue`, `mon-fri`
fn days(word: &str) -> Option<Vec<i8>> {
    let named = |word: &str| {
        let (days, _) = DAYS.iter().find(|(_, names)| names.include(word))?;
        Some(days.to_vec())
    };
    named(word).or_else(|| {
        let (from, to) = word.split_once('-')?;
        range(&named(from)?, &named(to)?)
    })
}

/// From one day to another, round the end of the week where need be.
fn range(from: &[i8], to: &[i8]) -> Option<Vec<i8>> {
    let (&[from], &[to]) = (from, to) else {
        return None;
    };
    Some((0..=(to - from).rem_euclid(7)).map(|n| (from + n) % 7).collect())
}

pub(super) fn spoken_idle(clause: IdleClause, locale: Locale) -> String {
    match clause {
        IdleClause::After(length) => spoken(length),
        IdleClause::Off => OFF.first(locale).to_owned(),
    }
}

pub(super) fn spoken_schedule(clause: &ScheduleClause, locale: Locale) -> String {
    let by_id = |names: &Names, id: &str| format!("{} {id}", names.first(locale));
    match clause {
        ScheduleClause::Add { action, cron, zone } => {
            let zone = zone.as_ref().map(|zone| format!(" {zone}"));
            let (add, action) = (ADD.first(locale), action.name_in(locale));
            format!("{add} {action} {cron}{}", zone.unwrap_or_default())
        }
        ScheduleClause::Enable(id) => by_id(&ENABLE, id),
        ScheduleClause::Disable(id) => by_id(&DISABLE, id),
        ScheduleClause::Remove(id) => by_id(&REMOVE, id),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parser::parse;

    fn canonical(text: &str) -> String {
        parse(text).map_or_else(|misread| format!("{misread:?}"), |command| command.to_string())
    }

    #[test]
    fn schedules_are_said_by_fields_or_in_words() {
        for (typed, canonical_text) in [
            ("schedule myci", "schedule myci"),
            (
                "schedule myci add stop \"0 20 * * 1-5\"",
                "schedule myci add stop 0 20 * * 1-5",
            ),
            (
                "schedule myci add stop 0 20 * * 1,3,5 Europe/Lisbon",
                "schedule myci add stop 0 20 * * 1,3,5 Europe/Lisbon",
            ),
            (
                "schedule myci add stop 0 20 * * MON-FRI",
                "schedule myci add stop 0 20 * * MON-FRI",
            ),
            (
                "schedule myci add stop weekdays at 20:00",
                "schedule myci add stop 0 20 * * 1-5",
            ),
            (
                "schedule myci add start every day at 8h",
                "schedule myci add start 0 8 * * *",
            ),
            (
                "schedule myci add stop mon, wed and fri at 7:30pm Europe/Lisbon",
                "schedule myci add stop 30 19 * * 1,3,5 Europe/Lisbon",
            ),
            (
                "schedule myci add stop monday to friday at 20:00",
                "schedule myci add stop 0 20 * * 1-5",
            ),
            (
                "schedule myci add stop monday to tuesday and thursday to friday at 20:00",
                "schedule myci add stop 0 20 * * 1,2,4,5",
            ),
            (
                "schedule myci add stop monday to sunday at 20:00",
                "schedule myci add stop 0 20 * * *",
            ),
            (
                "schedule myci add stop friday to sunday at 20:00",
                "schedule myci add stop 0 20 * * 0,5,6",
            ),
            (
                "schedule myci add stop sat and monday to wednesday at 20:00",
                "schedule myci add stop 0 20 * * 1,2,3,6",
            ),
            (
                "schedule myci add stop mon-fri at 20:00 Europe/Lisbon",
                "schedule myci add stop 0 20 * * 1-5 Europe/Lisbon",
            ),
            (
                "schedule myci add stop mon tue wed thu fri at 20:00",
                "schedule myci add stop 0 20 * * 1-5",
            ),
            (
                "schedule myci add stop 0 20 * JAN,JUN MON-FRI",
                "schedule myci add stop 0 20 * JAN,JUN MON-FRI",
            ),
            (
                "agendar myci adicionar parar em dias úteis às 20:00",
                "schedule myci add stop 0 20 * * 1-5",
            ),
            (
                "agendar myci adicionar parar nos fins de semana às 22:00",
                "schedule myci add stop 0 22 * * 0,6",
            ),
            (
                "agendar myci adicionar parar em dias de semana às 20h",
                "schedule myci add stop 0 20 * * 1-5",
            ),
            (
                "agendar myci adicionar parar às segundas-feiras e aos sábados às 20h",
                "schedule myci add stop 0 20 * * 1,6",
            ),
            (
                "agendar myci adicionar parar na terça feira e nas quintas às 20h",
                "schedule myci add stop 0 20 * * 2,4",
            ),
            (
                "schedule myci add stop at 20:00",
                "schedule myci add stop 0 20 * * *",
            ),
            (
                "agendar myci adicionar parar dias úteis às 20h",
                "schedule myci add stop 0 20 * * 1-5",
            ),
            (
                "agendar myci adicionar iniciar segunda a sexta às 8h America/Sao_Paulo",
                "schedule myci add start 0 8 * * 1-5 America/Sao_Paulo",
            ),
            (
                "schedule myci add stop weekends 22:00 W. Europe Standard Time",
                "schedule myci add stop 0 22 * * 0,6 W Europe Standard Time",
            ),
            ("schedule myci remove 7f3a", "schedule myci remove 7f3a"),
            ("agendar myci desativar 7f3a", "schedule myci disable 7f3a"),
        ] {
            assert_eq!(canonical(typed), canonical_text, "{typed}");
        }
        for wrong in [
            "schedule",
            "schedule myci ad stop weekdays at 20:00",
            "schedule myci add delete weekdays at 20:00",
            "schedule myci add stop",
            "schedule myci add stop soon",
            "schedule myci add stop weekdays",
            "schedule myci add stop monday to at 20:00",
            "schedule myci add stop monday to weekends at 20:00",
            "schedule myci add stop monday to wednesday to friday at 20:00",
            "schedule myci add stop mon tue wed thu fri",
            "agendar myci adicionar parar toda semana às 20h",
            "schedule myci add stop 0 20 * *",
            "schedule myci remove",
            "schedule gpu-* remove 7f3a",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
        }
    }

    #[test]
    fn idle_is_said_as_people_say_it_and_within_azures_bounds() {
        for (typed, canonical_text) in [
            ("idle myci 45m", "idle myci 45m"),
            ("idle myci 2h", "idle myci 2h"),
            ("idle myci after 1d12h", "idle myci 36h"),
            ("idle myci 2 horas", "idle myci 2h"),
            ("idle myci 3 days", "idle myci 72h"),
            ("idle myci 3600s", "idle myci 1h"),
            ("idle myci off", "idle myci off"),
            ("inatividade myci 1 hora e 30 minutos", "idle myci 1h30m"),
        ] {
            assert_eq!(canonical(typed), canonical_text, "{typed}");
        }
        for wrong in [
            "idle",
            "idle myci",
            "idle myci 14m",
            "idle myci 73h",
            "idle myci soon",
            "idle all 1h",
            "idle myci 99999999999h",
            "idle myci 15m30s",
            "idle myci 1000s",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
        }
    }
}
