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
        shown.push_str(before);
        let known = after.split_once(close).and_then(|(marked, tail)| Some((read(marked)?, tail)));
        rest = match known {
            Some((read, tail)) => {
                shown.push_str(&read);
                tail
            }
            None => {
                shown.push_str(open);
                after
            }
        };
    }
    shown + rest
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
