//! `stop NAME… in 2h`, `start NAME… tomorrow at 8am`, `later NAME… off`

use std::sync::LazyLock;

use jiff::SignedDuration;

use super::{
    super::{
        clause_values::TimeClause,
        parse_error::ParseError,
        phrases,
        times::{self, AT, Day, Moment, duration, is_day, is_filler, moment},
        vocabulary::{self, OFF},
    },
    longest, not_a_time, places, take,
};
use crate::locale::{Locale, Names, bare};

pub(super) const IN: Names = Names::new(&["in"], &["em", "daqui", "dentro"]);
/// Between [`IN`] and its duration: `daqui a 2h`.
const PARTICLES: Names = Names::new(&["a", "about"], &["a", "de"]);
/// Before a time: `by 6pm`, `para amanhã às 8h`, `antes das 20h`.
const BY: Names = Names::new(&["by", "for", "before", "around", "about"], &["para", "pra", "antes"]);
/// What happens again and again is a schedule's, so a time beside these words is not one of this clause.
static EVERY: LazyLock<Names> = LazyLock::new(|| phrases::row("repeated"));

/// Whether `words` say that it happens again and again.
pub(in crate::command) fn repeats(words: &[String]) -> bool {
    words.iter().any(|word| EVERY.include(word))
}

/// Takes the time out of the words behind the verb, wherever it stands, and returns the other words.
///
/// # Errors
///
/// When a day lacks its hour, or a number behind `in` or `at` is neither a duration nor a time.
pub(in crate::command) fn parse(words: &[String]) -> Result<(Vec<String>, Option<TimeClause>), ParseError> {
    if repeats(words) {
        return Ok((words.to_vec(), None));
    }
    if let Some((others, due)) = take(words, due) {
        // Two days are one misunderstanding.
        return if others.iter().any(is_day) { Err(not_a_time(words)) } else { Ok((others, Some(due))) };
    }
    places(words).try_for_each(|(_, rest)| unreadable(rest))?;
    for (at, rest) in places(words).skip(1) {
        // The first word may be a name, and `mais tarde` is no afternoon.
        let rough = |words: &[String]| Some(times::rough(words)).filter(|moments| !moments.is_empty());
        let is_part = bare(&words[at - 1]) != "mais";
        if let Some((count, moments)) = longest(rest, rough).filter(|_| is_part) {
            let due = |moment| display(TimeClause::At(moment), Locale::English);
            let meant = moments.into_iter().map(due).collect();
            return Err(ParseError::NotATime { words: rest[..count].join(" "), meant });
        }
    }
    Ok((words.to_vec(), None))
}

/// A time needs its `at` where its words could be names of instances. `2h` could be a duration, `18h` is an hour.
fn due(words: &[String]) -> Option<TimeClause> {
    let (first, rest) = words.split_first()?;
    if let Some(length) = wait(words) {
        return Some(TimeClause::Length(length));
    }
    if BY.include(first) {
        let filler = rest.iter().take_while(|word| is_filler(word) && !AT.include(word)).count();
        return due(&rest[filler..]).filter(|due| matches!(due, TimeClause::At(_)));
    }
    let moment = moment(words).filter(|moment| moment.time.is_some())?;
    let half = rest.first().is_some_and(|word| ["am", "pm"].contains(&&*word.to_ascii_lowercase()));
    let is_hour = || duration(words).is_none_or(|length| length > SignedDuration::from_hours(12));
    let is_figure = first.starts_with(|c: char| c.is_ascii_digit()) && is_hour();
    let is_marked = half || is_figure || first.contains(':') || AT.include(first) || bare(first) == "a";
    (moment.day != Day::ANY || is_marked).then_some(TimeClause::At(moment))
}

/// `in 2h`, `daqui a 2h`
pub(super) fn wait(words: &[String]) -> Option<SignedDuration> {
    let (_, rest) = words.split_first().filter(|(first, _)| IN.include(first))?;
    let particle = rest.first().is_some_and(|word| PARTICLES.include(word));
    duration(&rest[usize::from(particle)..])
}

fn unreadable(words: &[String]) -> Result<(), ParseError> {
    let Some((first, rest)) = words.split_first().filter(|(first, _)| IN.include(first) || AT.include(first))
    else {
        return Ok(());
    };
    // An article may stand before a name. No name is as short as the other words.
    let value = rest.iter().find(|word| !is_filler(word) && !vocabulary::BETWEEN.include(word));
    match value {
        None if vocabulary::is_article(first) => Ok(()),
        None => Err(ParseError::NotADuration { words: first.clone() }),
        Some(word) if !word.starts_with(|c: char| c.is_ascii_digit()) => Ok(()),
        Some(_) if IN.include(first) => Err(ParseError::NotADuration { words: rest.join(" ") }),
        Some(_) => Err(not_a_time(rest)),
    }
}

/// Splits the words of a `later` into its targets, and whether it ends what is pending for them.
pub(in crate::command) fn parse_pending(words: &[String]) -> (&[String], bool) {
    match words.split_last() {
        Some((last, targets)) if OFF.include(last) => (targets, true),
        _ => (words, false),
    }
}

/// `in 2h`, in the words of `locale`.
pub(in crate::command) fn display_wait(length: SignedDuration, locale: Locale) -> String {
    format!("{} {}", IN.first(locale), times::display(length))
}

/// `in 2h`, `tomorrow at 08:00`, in the words of `locale`, which parse to the same time.
pub(in crate::command) fn display(due: TimeClause, locale: Locale) -> String {
    let moment = match due {
        TimeClause::Length(length) => return display_wait(length, locale),
        TimeClause::At(moment) => moment,
    };
    let day = Moment { time: None, ..moment }.display(locale);
    let time = Moment { day: Day::ANY, ..moment }.display(locale);
    format!("{day} {} {time}", AT.first(locale)).trim_start().to_owned()
}

/// `off`, in the words of `locale`.
pub(in crate::command) fn display_off(locale: Locale) -> String {
    OFF.first(locale).to_owned()
}
