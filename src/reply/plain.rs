//! Replies for terminals and machines: plain text, with marks only around what can be typed.

use super::{
    markup::{Span, Text},
    message::Reply,
};

pub fn render(reply: &Reply) -> String {
    reply.lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(text: &Text) -> String {
    let spans = text.0.iter().map(|span| match span {
        Span::Code(code) => format!("`{code}`"),
        Span::Link { url, shown } => format!("{shown} {url}"),
        other => other.plain().to_owned(),
    });
    spans.collect()
}
