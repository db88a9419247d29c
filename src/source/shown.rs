//! What readers see of our messages, as plain text: for `lamplighter send` and the demo.

use jiff::Timestamp;

/// The text, and below it the labels of its buttons: `[Stop] [Restart]`
pub(super) fn with_buttons(text: String, labels: &[&str]) -> String {
    if labels.is_empty() {
        return text;
    }
    let labels: Vec<_> = labels.iter().map(|label| format!("[{label}]")).collect();
    format!("{text}\n{}", labels.join(" "))
}

/// A moment that a platform shows in its reader's zone: `18:02 UTC`, or after its date.
pub(super) fn moment(at: Timestamp, is_dated: bool) -> String {
    at.strftime(if is_dated { "%Y-%m-%d %H:%M UTC" } else { "%H:%M UTC" }).to_string()
}

/// Undoes [`super::escapes::backslashed`], and marks bold text as replies at a terminal do.
pub(super) fn without_backslashes(text: &str) -> String {
    let mut shown = String::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => shown.extend(characters.next_if(char::is_ascii_punctuation).or(Some('\\'))),
            '*' if characters.next_if_eq(&'*').is_some() => shown.push('*'),
            _ => shown.push(c),
        }
    }
    shown
}
