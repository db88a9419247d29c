//! The name that a mistyped word may mean.

use crate::locale::bare;

/// The nearest of `names` to a mistyped `word`, if one is near enough to offer.
pub fn closest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = bare(word);
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(&word, &bare(name)), name))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
