//! `stop NAME… in 2h`, `start NAME… tomorrow at 8am`, `later NAME… off`

use super::{
    super::{
        command::DueTime,
        flags::Flag,
        parse_error::ParseError,
        times::{self, Day, Moment, duration, is_day, is_filler, moment},
        vocabulary,
    },
    OFF, not_a_time,
};
use crate::locale::{Locale, Names};

const IN: Names = Names::new(&["in"], &["em", "daqui", "dentro"]);
const AT: Names = Names::new(&["at"], &["às", "as", "à"]);
/// Between [`IN`] and its duration: `daqui a 2h`.
const PARTICLES: Names = Names::new(&["a", "about"], &["a", "de"]);
/// What happens again and again is a schedule's, so a time behind these words is not one of this clause.
const EVERY: Names =
    Names::new(&["every", "daily", "weekdays", "each"], &["todo", "toda", "cada", "dias", "diariamente"]);

/// The most words of a time or a duration: `2026-12-01 at 10 pm`, `1 hora e 30 minutos`.
const LONGEST: usize = 5;

/// Takes the time out of the words behind the verb, wherever it stands, and returns the other words.
///
/// # Errors
///
/// When a number follows `in` or `at` and is neither a duration nor a time.
pub(in crate::command) fn parse(words: &[String]) -> Result<(Vec<String>, Option<DueTime>), ParseError> {
    if words.iter().any(|word| EVERY.include(word)) {
        return Ok((words.to_vec(), None));
    }
    // `--except tomorrow` excepts an instance of that name.
    let is_value = |at: usize| at > 0 && Flag::named(&words[at - 1]).is_some_and(Flag::takes_value);
    for at in (0..words.len()).filter(|at| !is_value(*at)) {
        let rest = &words[at..];
        let longest = rest.iter().take(LONGEST + 2).take_while(|word| !word.starts_with('-')).count();
        if let Some((count, due)) = (1..=longest).rev().find_map(|count| Some((count, due(&rest[..count])?)))
        {
            let others = [&words[..at], &rest[count..]].concat();
            // Two days are one misunderstanding.
            if others.iter().any(is_day) {
                return Err(not_a_time(words));
            }
            return Ok((others, Some(due)));
        }
        unreadable(&rest[..longest])?;
        // Of `stop myci tomorrow`, nothing is done today. The first word may be a name.
        if at > 0 && is_day(&rest[0]) {
            return Err(not_a_time(&rest[..1]));
        }
    }
    Ok((words.to_vec(), None))
}

/// A time needs its `at` where its words could be names of instances.
fn due(words: &[String]) -> Option<DueTime> {
    let (first, rest) = words.split_first()?;
    if IN.include(first) {
        let particle = rest.first().is_some_and(|word| PARTICLES.include(word));
        return duration(&rest[usize::from(particle)..]).map(DueTime::In);
    }
    let moment = moment(words).filter(|moment| moment.time.is_some())?;
    let half = rest.first().is_some_and(|word| ["am", "pm"].contains(&&*word.to_ascii_lowercase()));
    (moment.day != Day::ANY || half || first.contains(':') || AT.include(first))
        .then_some(DueTime::At(moment))
}

fn unreadable(words: &[String]) -> Result<(), ParseError> {
    let Some((first, rest)) = words.split_first() else { return Ok(()) };
    // An article may stand before a name. No name is as short as the other words.
    let value = rest.iter().find(|word| !is_filler(word) && !vocabulary::BETWEEN.include(word));
    if value.is_none() && !vocabulary::is_article(first) && (IN.include(first) || AT.include(first)) {
        return Err(ParseError::NotADuration { words: first.clone() });
    }
    if !value.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit())) {
        return Ok(());
    }
    if IN.include(first) {
        Err(ParseError::NotADuration { words: rest.join(" ") })
    } else if AT.include(first) {
        Err(not_a_time(rest))
    } else {
        Ok(())
    }
}

/// Splits the words of a `later` into its targets, and whether it ends what is pending for them.
pub(in crate::command) fn parse_pending(words: &[String]) -> (&[String], bool) {
    match words.split_last() {
        Some((last, targets)) if OFF.include(last) => (targets, true),
        _ => (words, false),
    }
}

/// `in 2h`, `tomorrow at 08:00`, in the words of `locale`, which parse to the same time.
pub(in crate::command) fn display(due: DueTime, locale: Locale) -> String {
    let moment = match due {
        DueTime::In(length) => return format!("{} {}", IN.first(locale), times::display(length)),
        DueTime::At(moment) => moment,
    };
    let day = Moment { time: None, ..moment }.display(locale);
    let time = Moment { day: Day::ANY, ..moment }.display(locale);
    format!("{day} {} {time}", AT.first(locale)).trim_start().to_owned()
}

/// `off`, in the words of `locale`.
pub(in crate::command) fn display_off(locale: Locale) -> String {
    OFF.first(locale).to_owned()
}
