//! The clauses that some commands end with. Each file parses its clause and writes it in any language.

pub(super) mod announce;
pub(super) mod idle;
pub(super) mod keep;
pub(super) mod later;
pub(super) mod schedule;
pub(super) mod since;

use super::parse_error::ParseError;
use crate::locale::Names;

const OFF: Names = Names::new(
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
