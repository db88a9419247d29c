//! For terminals and machines: no markup, but for the marks round what can be typed.

use super::{Reply, Span, Text};

/// The reply as lines of text, of no more than `most` characters.
pub fn within(reply: &Reply, most: usize) -> String {
    render(&reply.within(most, |line| line.plain().chars().count() + 1))
}

/// The reply as lines of text.
pub fn render(reply: &Reply) -> String {
    reply.lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(text: &Text) -> String {
    let spans = text.0.iter().map(|span| match span {
        Span::Code(code) => format!("`{code}`"),
        other => other.plain().to_owned(),
    });
    spans.collect()
}
