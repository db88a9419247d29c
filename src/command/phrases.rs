//! What people say besides the names of verbs and options: the rows of a file for each language.

use std::str::FromStr;

use crate::locale::Names;

const ENGLISH: &str = include_str!("phrases/en.txt");
const PORTUGUESE: &str = include_str!("phrases/pt-BR.txt");

/// The phrases of one row.
pub(super) fn row(key: &str) -> Names {
    let row = rows(key).find(|(rest, _)| rest.is_empty());
    row.map_or(Names::new(&[], &[]), |(_, names)| names)
}

/// The rows of a kind in their order, each with the rest of its key. Both files have them on the same lines. The phrases
/// stay in memory: read each kind once, at its first use.
pub(super) fn rows(kind: &str) -> impl Iterator<Item = (&'static str, Names)> {
    let phrases = |row: &'static str| &*row.split(", ").collect::<Vec<_>>().leak();
    ENGLISH.lines().zip(PORTUGUESE.lines()).filter_map(move |(en, pt)| {
        let (rest, en) = en.strip_prefix(kind)?.split_once(": ")?;
        let (_, pt) = pt.split_once(": ")?;
        Some((rest.trim_start(), Names::new(phrases(en), phrases(pt))))
    })
}

/// As [`rows`], with a number as the rest of each key.
pub(super) fn numbered<T: FromStr>(kind: &str) -> Vec<(T, Names)> {
    rows(kind).filter_map(|(number, names)| Some((number.parse().ok()?, names))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_is_note(line: &str) -> bool {
        line.is_empty() || line.starts_with('#')
    }

    #[test]
    fn both_languages_have_the_same_rows_and_each_is_read_whole() {
        let keys = |file: &'static str| -> Vec<_> {
            let key = |line| if line_is_note(line) { "" } else { line.split_once(": ").expect(line).0 };
            file.lines().map(key).collect()
        };
        assert_eq!(keys(ENGLISH), keys(PORTUGUESE));
        for key in keys(ENGLISH).into_iter().filter(|key| !key.is_empty()) {
            assert!(row(key).all().count() > 1, "{key}");
            assert!(row(key).all().all(|phrase| phrase.trim() == phrase && !phrase.is_empty()), "{key}");
        }
    }
}
