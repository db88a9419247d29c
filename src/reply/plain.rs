//! For terminals and machines: no markup at all.

use super::Reply;

/// The reply as lines of text, of no more than `most` characters.
pub fn within(reply: &Reply, most: usize) -> String {
    render(&reply.within(most, |line| line.plain().chars().count() + 1))
}

/// The reply as lines of text.
pub fn render(reply: &Reply) -> String {
    reply
        .lines
        .iter()
        .map(|line| line.plain())
        .collect::<Vec<_>>()
        .join("\n")
}
