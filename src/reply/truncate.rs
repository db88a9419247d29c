//! Keeps a reply within the length that a platform takes.

use super::{
    markup::{Span, Text},
    message::Reply,
};

impl Reply {
    /// The first lines whose sizes add up to at most `most`. The last line says how many others there are.
    /// `size` is what a line takes up on the platform, with its line break.
    pub fn within(&self, most: usize, size: impl Fn(&Text) -> usize) -> Self {
        Self { lines: cut(&self.lines, most, size), ..self.clone() }
    }
}

fn cut(lines: &[Text], most: usize, size: impl Fn(&Text) -> usize) -> Vec<Text> {
    let mut left = most;
    let fits = |line: &&Text| match left.checked_sub(size(line)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let mut kept: Vec<_> = lines.iter().take_while(fits).cloned().collect();
    if kept.len() < lines.len() {
        let more = |kept: usize| Text(vec![Span::Plain(format!("… +{}", lines.len() - kept))]);
        // That line takes up room too.
        if left < size(&more(kept.len())) {
            kept.pop();
        }
        kept.push(more(kept.len()));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_to(most: usize, lines: &[&str]) -> Vec<String> {
        let lines: Vec<_> = lines.iter().map(|line| Text::read(line)).collect();
        let kept = cut(&lines, most, |line| line.plain().len());
        kept.iter().map(Text::plain).collect()
    }

    #[test]
    fn a_reply_that_fits_stays_whole() {
        assert_eq!(cut_to(9, &["one", "two", "six"]), ["one", "two", "six"]);
        assert_eq!(cut_to(0, &[]), Vec::<String>::new());
    }

    #[test]
    fn the_lines_left_out_are_counted_and_the_count_fits() {
        assert_eq!(cut_to(10, &["one", "two", "three"]), ["one", "… +2"]);
        assert_eq!(cut_to(12, &["one", "two", "three", "four"]), ["one", "two", "… +2"]);
        assert_eq!(cut_to(6, &["a long one", "b"]), ["… +2"]);
    }
}
