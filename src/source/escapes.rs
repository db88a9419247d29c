//! Escapes: character entities, which platforms escape typed text with, and the marks in our messages.

/// Replaces each entity that `character` knows by its name. Once, so that a typed `&lt;` stays that.
pub(super) fn undo(text: &str, character: impl Fn(&str) -> Option<char>) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        plain.push_str(before);
        let meant = entity.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        let (character, after) = meant.unwrap_or(('&', entity));
        plain.push(character);
        rest = after;
    }
    plain.push_str(rest);
    plain
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
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if marks.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
