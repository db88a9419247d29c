//! Character entities, which platforms escape typed text with.

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
