//! Escapes: character entities, which platforms escape typed text with, and the marks in our messages.

/// The text, with what stands between each `open` and `close` replaced by what `read` makes of it. What `read` does not
/// know stays.
pub(super) fn replaced(
    text: &str,
    [open, close]: [&str; 2],
    read: impl Fn(&str) -> Option<String>,
) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let known = after.split_once(close).and_then(|(marked, tail)| Some((read(marked)?, tail)));
        let (read, tail) = known.unwrap_or_else(|| (open.to_owned(), after));
        shown.extend([before, &*read]);
        rest = tail;
    }
    shown + rest
}

/// Replaces each entity that `character` knows by its name. Once, so that a typed `&lt;` stays that.
pub(super) fn undo(text: &str, character: impl Fn(&str) -> Option<char>) -> String {
    replaced(text, ["&", ";"], |name| character(name).map(String::from))
}

/// The entities that every platform uses.
pub(super) fn basic(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => None,
    }
}

/// The text with a backslash before each of these marks.
pub(super) fn backslashed(text: &str, marks: &str) -> String {
    let escaped = |c: char| marks.contains(c).then_some('\\').into_iter().chain([c]);
    text.chars().flat_map(escaped).collect()
}
