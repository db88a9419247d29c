//! For terminals and machines: no markup at all.

use super::Reply;

/// The reply as lines of text.
pub fn render(reply: &Reply) -> String {
    reply
        .lines
        .iter()
        .map(|line| line.plain())
        .collect::<Vec<_>>()
        .join("\n")
}
