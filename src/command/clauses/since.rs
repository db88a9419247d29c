//! The value of `--since`: `8h`, `2h ago`, `18:00`, `yesterday`, `this month`. In a `cost`, it needs no option.

use super::super::{
    command::Since,
    flags::Flag,
    times::{self, Day, Moment, duration},
};
use crate::locale::Names;

const SINCE: Names = Names::new(&["since"], &["desde"]);
const AGO: Names = Names::new(&["ago"], &["há", "atrás"]);

/// The most words of a moment: `terça, 30 de novembro às 18:00`.
const MOST: usize = 7;

/// `8h` is a duration here: people ask for savings by hours more often than by the clock.
pub(in crate::command) fn read(words: &[String]) -> Option<Since> {
    let ago: Vec<_> = words.iter().filter(|word| !AGO.include(word)).cloned().collect();
    match duration(&ago) {
        Some(ago) => Some(Since::Ago(ago)),
        None => moment(words).filter(|moment| !matches!(moment.day, Day::FromToday(1..))).map(Since::At),
    }
}

fn moment(words: &[String]) -> Option<Moment> {
    times::moment(words).or_else(|| times::period(words))
}

/// `cost since monday`, `custo de hoje`: the option stands before what is read as its value.
pub(in crate::command) fn as_option(words: &[String]) -> Vec<String> {
    let is_given = words.iter().any(|word| Flag::named(word) == Some(Flag::Since));
    let option = || vec![Flag::Since.name().to_owned()];
    let said = words.iter().position(|word| SINCE.include(word)).filter(|_| !is_given);
    if let Some(at) = said {
        return [&words[..at], &option(), &words[at + 1..]].concat();
    }
    let is_day = |from: usize| {
        let ends = from + 1..=words.len().min(from + MOST);
        ends.into_iter().any(|end| moment(&words[from..end]).is_some_and(|moment| moment.day != Day::ANY))
    };
    let is_value = |at: usize| at > 0 && words[at - 1].starts_with('-');
    match (0..words.len()).find(|at| !is_value(*at) && is_day(*at)).filter(|_| !is_given) {
        Some(at) => [&words[..at], &option(), &words[at..]].concat(),
        None => words.to_vec(),
    }
}
