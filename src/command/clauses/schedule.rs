//! `schedule NAME add stop weekdays at 20:00 Europe/Lisbon`, `schedule NAME remove ID`

use std::{slice, sync::LazyLock};

use jiff::civil::Time;

use super::super::{
    clause_values::ScheduleClause,
    normalize,
    parse_error::{ParseError, targets},
    phrases, punctuation,
    times::{self, AT, Day, Moment, WEEKDAYS, is_filler, moment},
    verb::Power,
};
use crate::locale::{InEach, Locale, Names, bare};

/// The zone that replies name so.
static BRASILIA: LazyLock<Names> = LazyLock::new(|| phrases::row("zone"));
pub(in crate::command) const ADD: Names = Names::new(&["add"], &["adicionar", "adicione", "criar"]);
const ENABLE: Names = Names::new(&["enable"], &["ativar", "ative"]);
const DISABLE: Names = Names::new(&["disable"], &["desativar", "desative"]);
pub(in crate::command) static REMOVE: LazyLock<Names> = LazyLock::new(|| phrases::row("removed"));
const ACTIONS: [(Power, Names); 2] = [
    (Power::Start, Names::new(&["start"], &["iniciar", "ligar"])),
    (Power::Stop, Names::new(&["stop"], &["parar", "desligar"])),
];
/// Between days and their time.
const AND: Names = Names::new(&["and", punctuation::COMMA], &["e"]);
const TO: Names = Names::new(&["to", "through"], &["a", "até", "para", "pra"]);
/// Words beside a day that add nothing to it. An hour says more than a part of the day.
static EVERY: LazyLock<Names> = LazyLock::new(|| phrases::row("beside days"));

/// Days of the week, from Sunday, which is 0.
const ALL: &[i8] = &[0, 1, 2, 3, 4, 5, 6];
const WEEK: &[i8] = &[1, 2, 3, 4, 5];
const WEEKEND: &[i8] = &[0, 6];

/// The names of several days.
#[rustfmt::skip]
const DAYS: &[(&[i8], Names)] = &[
    (ALL, Names::new(&["day", "days", "daily", "everyday"], &["dia", "dias", "diariamente"])),
    (WEEK, Names::new(&["weekdays", "weekday", "workdays"], &["úteis", "dias-úteis", "útil"])),
    (WEEKEND, Names::new(&["weekends", "weekend"], &["fins-de-semana", "fim-de-semana", "fins", "fim"])),
];

/// The days that have a name of their own, as fields of cron.
const SPOKEN: [(&str, InEach<&str>); 3] = [
    ("*", InEach::new("every day", "todo dia")),
    ("1-5", InEach::new("weekdays", "dias úteis")),
    ("0,6", InEach::new("weekends", "fins de semana")),
];

/// `dias de semana` are weekdays, `fins de semana` are not, and `toda semana` names no day.
const SEMANA: &str = "semana";

/// Splits the words of a `schedule` behind its verb: targets, and the change of one.
pub(in crate::command) fn parse(words: &[String]) -> Result<(&[String], Option<ScheduleClause>), ParseError> {
    let is_action = |word: &String| ACTIONS.iter().any(|(_, names)| names.include(word));
    let begins = |word: &String| {
        is_action(word) || [ADD, ENABLE, DISABLE, *REMOVE].iter().any(|names| names.include(word))
    };
    let Some(at) = (1..words.len()).find(|at| begins(&words[*at])) else { return Ok((words, None)) };
    let (mut of, clause) = words.split_at(at);
    while let [before @ .., last] = of
        && TO.include(last)
    {
        of = before; // `schedule myci to stop`
    }
    let (what, rest) = (&clause[0], &clause[1..]);
    let by_id = |clause: fn(String) -> ScheduleClause| match rest {
        [id] => Ok(clause(id.clone())),
        _ => Err(ParseError::ScheduleWhich { of: targets(of) }),
    };
    let clause = match what {
        _ if ADD.include(what) => add(rest),
        _ if ENABLE.include(what) => by_id(ScheduleClause::Enable),
        _ if DISABLE.include(what) => by_id(ScheduleClause::Disable),
        _ if REMOVE.include(what) => by_id(ScheduleClause::Remove),
        _ => add(clause), // `stop every day at 7pm`
    };
    Ok((of, Some(clause?)))
}

fn add(words: &[String]) -> Result<ScheduleClause, ParseError> {
    let (action, rest) = words.split_first().ok_or(ParseError::ScheduleWhat)?;
    let action = ACTIONS.into_iter().find(|(_, names)| names.include(action));
    let (action, _) = action.ok_or(ParseError::ScheduleWhat)?;
    let unread = || ParseError::NotATimetable { words: rest.join(" ") };
    let (cron, zone) = by_fields(rest).or_else(|| in_words(rest)).ok_or_else(unread)?;
    let zone = (!zone.is_empty()).then(|| zone.join(" "));
    let zone = zone.map(|zone| if BRASILIA.include(&zone) { "America/Sao_Paulo".to_owned() } else { zone });
    Ok(ScheduleClause::Add { action, cron, zone })
}

/// `0 20 * * 1-5`, whose commas are words of their own, and the words behind it.
fn by_fields(words: &[String]) -> Option<(String, Vec<String>)> {
    let text = words.join(" ").replace(&format!(" {} ", punctuation::COMMA), punctuation::COMMA);
    let parts: Vec<_> = text.split(' ').map(str::to_owned).collect();
    let (fields, rest) = parts.split_at_checked(5)?;
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '*' | ',' | '-' | '/');
    // Months and days of the week have names.
    let field = |(at, field): (usize, &String)| field.chars().all(allowed) || at >= 3 && is_named(field);
    fields.iter().enumerate().all(field).then(|| (fields.join(" "), rest.to_vec()))
}

/// `MON-FRI`, `JAN`
fn is_named(field: &str) -> bool {
    let parts = field.split([',', '-']);
    field.len() <= 32
        && parts.into_iter().all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// `weekdays at 20:00 Europe/Lisbon`, `seg, qua e sex às 8h`, `20:00 on weekdays`
fn in_words(words: &[String]) -> Option<(String, Vec<String>)> {
    let (at, end, time) = (0..words.len()).find_map(|at| {
        // `20:00`, `at 7 pm`, `8 horas da noite`
        let ends = (at + 1..=words.len().min(at + 5)).rev().filter(|end| !is_filler(&words[end - 1]));
        // `20` alone is a field of cron.
        ends.filter(|end| words[at..*end].concat().contains(|c: char| !c.is_ascii_digit())).find_map(|end| {
            let Moment { day: Day::ANY, time } = moment(&words[at..end])? else { return None };
            Some((at, end, time?))
        })
    })?;
    let (mut days, mut zone) = (&words[..at], &words[end..]);
    if days.is_empty() {
        // What follows the last day is the zone: an `E` may begin it.
        let is_days =
            |count: &usize| self::days(&zone[count - 1]).is_some() && field(&zone[..*count]).is_some();
        let count = (1..=zone.len()).rev().find(is_days);
        (days, zone) = zone.split_at(count.unwrap_or_default());
    }
    Some((format!("{} {} * * {}", time.minute(), time.hour(), field(days)?), zone.to_vec()))
}

/// The days of the week as a field of a cron expression.
fn field(words: &[String]) -> Option<String> {
    let mut said: Vec<Vec<i8>> = Vec::new();
    let mut to = false;
    for word in words {
        match days(word) {
            // `dias úteis`: the second word decides.
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
            None if hour_of(word).is_some() => {}
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

/// The hour that a part of the day stands for: `morning`.
fn hour_of(word: &String) -> Option<Moment> {
    times::rough(slice::from_ref(word)).into_iter().find(|moment| moment.day == Day::ANY)
}

/// The words of a timetable that lacks an hour, with one that fits: `every night`, `on fridays`.
pub(in crate::command) fn with_hour(action: Power, words: &[String]) -> Vec<String> {
    let usual = if action == Power::Start { "08:00" } else { "20:00" };
    let hour = words.iter().find_map(hour_of).map(|moment| moment.display(Locale::English));
    let days = words.iter().filter(|word| hour_of(word).is_none()).cloned();
    days.chain(["at".to_owned(), hour.unwrap_or_else(|| usual.to_owned())]).collect()
}

/// `weekdays`, `tue`, `mon-fri`
fn days(word: &str) -> Option<Vec<i8>> {
    let named = |word: &str| {
        let several = DAYS.iter().find(|(_, names)| names.include(word)).map(|(days, _)| days.to_vec());
        let one = || WEEKDAYS.iter().find(|(_, names)| names.include(word));
        several.or_else(|| Some(vec![one()?.0.to_sunday_zero_offset()]))
    };
    named(word).or_else(|| {
        let (from, to) = word.split_once('-')?;
        range(&named(from)?, &named(to)?)
    })
}

/// From one day to another, also across the end of the week.
fn range(from: &[i8], to: &[i8]) -> Option<Vec<i8>> {
    let (&[from], &[to]) = (from, to) else { return None };
    Some((0..=(to - from).rem_euclid(7)).map(|n| (from + n) % 7).collect())
}

/// `weekdays at 20:00`, `segunda e quarta às 08:00`. `None` for an expression that words say otherwise or not at all.
fn spoken(cron: &str, locale: Locale) -> Option<String> {
    let [minute, hour, "*", "*", days] = cron.split(' ').collect::<Vec<_>>()[..] else { return None };
    let time = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    let known =
        SPOKEN.iter().find(|(field, _)| *field == days).map(|(_, said)| (*said.of(locale)).to_owned());
    let day = |day: i8| WEEKDAYS.iter().find(|(known, _)| known.to_sunday_zero_offset() == day);
    let each = || {
        let parts = days.split(',').map(|part| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            Some(from.parse().ok()?..=to.parse().ok()?)
        });
        let numbers = parts.collect::<Option<Vec<_>>>()?.into_iter().flatten();
        let mut names =
            numbers.map(|number| Some(day(number)?.1.first(locale))).collect::<Option<Vec<_>>>()?;
        let last = names.pop()?;
        let and = if names.is_empty() { String::new() } else { format!(" {} ", AND.first(locale)) };
        Some(names.join(", ") + &and + last)
    };
    Some(format!("{} {} {}", known.or_else(each)?, AT.first(locale), time.strftime("%H:%M")))
}

pub(in crate::command) fn display(clause: &ScheduleClause, locale: Locale) -> String {
    let by_id = |names: &Names, id: &str| format!("{} {id}", names.first(locale));
    match clause {
        ScheduleClause::Add { action, cron, zone } => {
            let [(_, start), (_, stop)] = ACTIONS;
            let action = if *action == Power::Start { start } else { stop };
            let zone: Vec<_> = zone.iter().flat_map(|zone| normalize::words(zone)).collect();
            let is_same = |said: &String| {
                in_words(&[normalize::words(said), zone.clone()].concat())
                    == Some((cron.clone(), zone.clone()))
            };
            let timetable = spoken(cron, locale).filter(is_same).unwrap_or_else(|| cron.clone());
            let words = [ADD.first(locale), action.first(locale), &timetable, &zone.join(" ")].join(" ");
            words.trim_end().to_owned()
        }
        ScheduleClause::Enable(id) => by_id(&ENABLE, id),
        ScheduleClause::Disable(id) => by_id(&DISABLE, id),
        ScheduleClause::Remove(id) => by_id(&REMOVE, id),
    }
}

#[cfg(test)]
mod tests {
    use crate::command::{parse, tests::canonical};

    #[test]
    fn schedules_are_said_by_fields_or_in_words() {
        for (typed, canonical_text) in [
            ("schedule myci", "schedule myci"),
            ("schedule myci add stop \"0 20 * * 1-5\"", "schedule myci add stop weekdays at 20:00"),
            (
                "schedule myci add stop 0 20 * * 1,3,5 Europe/Lisbon",
                "schedule myci add stop monday, wednesday and friday at 20:00 Europe/Lisbon",
            ),
            ("schedule myci add stop 0 20 * * MON-FRI", "schedule myci add stop 0 20 * * MON-FRI"),
            ("schedule myci add stop weekdays at 20:00", "schedule myci add stop weekdays at 20:00"),
            ("schedule myci add start every day at 8h", "schedule myci add start every day at 08:00"),
            (
                "schedule myci add stop mon, wed and fri at 7:30pm Europe/Lisbon",
                "schedule myci add stop monday, wednesday and friday at 19:30 Europe/Lisbon",
            ),
            ("schedule myci add stop monday to friday at 20:00", "schedule myci add stop weekdays at 20:00"),
            (
                "schedule myci add stop monday to tuesday and thursday to friday at 20:00",
                "schedule myci add stop monday, tuesday, thursday and friday at 20:00",
            ),
            ("schedule myci add stop monday to sunday at 20:00", "schedule myci add stop every day at 20:00"),
            (
                "schedule myci add stop friday to sunday at 20:00",
                "schedule myci add stop sunday, friday and saturday at 20:00",
            ),
            (
                "schedule myci add stop sat and monday to wednesday at 20:00",
                "schedule myci add stop monday, tuesday, wednesday and saturday at 20:00",
            ),
            (
                "schedule myci add stop mon-fri at 20:00 Europe/Lisbon",
                "schedule myci add stop weekdays at 20:00 Europe/Lisbon",
            ),
            (
                "schedule myci add stop mon tue wed thu fri at 20:00",
                "schedule myci add stop weekdays at 20:00",
            ),
            (
                "schedule myci add stop 0 20 * JAN,JUN MON-FRI",
                "schedule myci add stop 0 20 * JAN,JUN MON-FRI",
            ),
            (
                "agendar myci adicionar parar em dias úteis às 20:00",
                "schedule myci add stop weekdays at 20:00",
            ),
            (
                "agendar myci adicionar parar nos fins de semana às 22:00",
                "schedule myci add stop weekends at 22:00",
            ),
            (
                "agendar myci adicionar parar em dias de semana às 20h",
                "schedule myci add stop weekdays at 20:00",
            ),
            (
                "agendar myci adicionar parar às segundas-feiras e aos sábados às 20h",
                "schedule myci add stop monday and saturday at 20:00",
            ),
            (
                "agendar myci adicionar parar na terça feira e nas quintas às 20h",
                "schedule myci add stop tuesday and thursday at 20:00",
            ),
            ("schedule myci add stop at 20:00", "schedule myci add stop every day at 20:00"),
            ("agendar myci adicionar parar dias úteis às 20h", "schedule myci add stop weekdays at 20:00"),
            (
                "agendar myci adicionar iniciar segunda a sexta às 8h America/Sao_Paulo",
                "schedule myci add start weekdays at 08:00 America/Sao_Paulo",
            ),
            (
                "schedule myci add stop weekends 22:00 W. Europe Standard Time",
                "schedule myci add stop weekends at 22:00 W Europe Standard Time",
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
}
