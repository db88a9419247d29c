//! What a caller may do, and where, in words.

use super::{localizer::Voice, markup::literal};
use crate::command::Verb;
pub(super) fn verbs(voice: &Voice, verbs: &[Verb]) -> String {
    let bold: Vec<String> = verbs
        .iter()
        .map(|verb| format!("*{}*", voice.verb(*verb)))
        .collect();
    voice.list(&bold, bold.len())
}

/// `research/*` is said as `research`; a glob stays as it is configured.
pub(super) fn places(voice: &Voice, on: &[String]) -> String {
    let say = |place: &String| match (place.as_str(), place.strip_suffix("/*")) {
        ("mine", _) => voice.word("place-mine"),
        ("*/*", _) => voice.word("place-all"),
        (_, Some(workspace)) if !workspace.contains('*') => literal(workspace),
        (place, _) => format!("`{}`", literal(place)),
    };
    let on: Vec<String> = on.iter().map(say).collect();
    voice.list(&on, 6)
}
