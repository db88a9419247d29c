//! The clauses that some commands end with. Each file parses its clause and writes it in any language.

pub(super) mod announce;
pub(super) mod idle;
pub(super) mod keep;
pub(super) mod later;
pub(super) mod schedule;
pub(super) mod since;

use super::{parse_error::ParseError, times::moment};
use crate::locale::Names;

pub(super) const OFF: Names = Names::new(
    &["off", "cancel", "disable"],
    &["fim", "não", "cancelar", "cancele", "cancela", "desativar", "desative", "desativa"],
);

/// Splits `words` into targets and a clause, which stands behind them or before them. The first word is a target
/// unless it `begins` a clause that is followed by targets. `None` if there is no clause.
fn split<T>(
    words: &[String],
    begins: impl Fn(&String) -> bool,
    read: impl Fn(&[String]) -> Result<T, ParseError>,
) -> Option<(&[String], Result<T, ParseError>)> {
    let is_before = |end: &usize| read(&words[..*end]).is_ok() && !words[*end..].iter().any(&begins);
    if words.first().is_some_and(&begins)
        && let Some(end) = (1..=words.len()).rev().find(is_before)
    {
        return Some((&words[end..], read(&words[..end])));
    }
    let at = (1..words.len()).find(|at| begins(&words[*at]) || read(&words[*at..]).is_ok())?;
    Some((&words[..at], read(&words[at..])))
}

/// Why `words` are no moment, with the two moments that `tomorrow at 6` may be.
fn not_a_time(words: &[String]) -> ParseError {
    let with = |at: usize, hour: i8| {
        let mut words = words.to_vec();
        words[at] = format!("{hour:02}:00");
        moment(&words).map(|_| words.join(" "))
    };
    let meant = (0..words.len()).find_map(|at| {
        let hour = words[at].parse::<i8>().ok().filter(|hour| (1..=12).contains(hour))? % 12;
        Some(vec![with(at, hour)?, with(at, hour + 12)?])
    });
    ParseError::NotATime { words: words.join(" "), meant: meant.unwrap_or_default() }
}
