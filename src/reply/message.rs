//! Replies before a platform's markup, and what the place of a reply allows.

use jiff::Timestamp;

use super::markup::{Phrase, Span, Text};

/// What is said in answer to a request, or as a notification.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// In order. Platforms with a limit on length show the first ones; see [`Self::within`].
    pub lines: Vec<Text>,
    /// Below the lines, where the platform has buttons.
    pub buttons: Vec<Button>,
    /// Who should see it.
    pub audience: Audience,
    /// Whether the first lines name the machine and its command, so that a channel knows what it is about.
    pub headed: bool,
    /// Whether it says why nothing was done. Where the platform can show this beside the message whose button was pressed,
    /// that stays as it is.
    pub refuses: bool,
}

/// Who sees a reply, if the platform lets us choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Only the caller.
    #[default]
    Caller,
    /// Everyone in the channel, because something changes.
    Channel,
}

/// A click on it sends `value` back: a command, a ticket or [`NEVER_MIND`].
#[derive(Clone, Debug)]
pub struct Button {
    /// What is written on it, in the caller's language.
    pub label: String,
    /// What a click sends back. Everybody in the channel can read it.
    pub value: String,
    /// Whether it confirms a command, so that platforms show it in red.
    pub danger: bool,
    /// The time that the reply speaks of: whoever presses the button has seen what was known then.
    pub issued: Timestamp,
}

/// The value of the button that declines.
pub const NEVER_MIND: &str = "never-mind";

impl Button {
    pub(super) fn new(issued: Timestamp, label: Phrase, value: impl Into<String>) -> Self {
        Self { label: label.to_string(), value: value.into(), danger: false, issued }
    }
}

impl Reply {
    /// A reply that only the caller should see.
    pub(crate) fn to_caller(lines: impl IntoIterator<Item = Text>) -> Self {
        Self { lines: lines.into_iter().collect(), ..Self::default() }
    }

    /// A reply that everyone in the channel should see.
    pub(crate) fn to_channel(lines: impl IntoIterator<Item = Text>) -> Self {
        Self { audience: Audience::Channel, ..Self::to_caller(lines) }
    }

    /// To the channel if something changes, else to the caller.
    pub(super) fn to_channel_if(changes: bool, lines: impl IntoIterator<Item = Text>) -> Self {
        if changes { Self::to_channel(lines) } else { Self::to_caller(lines) }
    }

    #[must_use]
    pub(super) fn with_buttons(self, buttons: impl IntoIterator<Item = Button>) -> Self {
        Self { buttons: buttons.into_iter().collect(), ..self }
    }

    /// For terminals and machines: plain text, with marks only around what can be typed.
    pub fn for_terminal(&self) -> String {
        let shown = |span: &Span| match span {
            Span::Code(code) => format!("`{code}`"),
            Span::Link { url, shown } => format!("{shown} {url}"),
            other => other.plain().to_owned(),
        };
        let line = |text: &Text| text.0.iter().map(shown).collect::<String>();
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The first lines whose sizes add up to at most `most`. The last line says how many others there are. `size` is
    /// that of a line on the platform, with its line break.
    pub fn within(&self, most: usize, size: impl Fn(&Text) -> usize) -> Self {
        Self { lines: cut(&self.lines, most, size), ..self.clone() }
    }
}

/// A line for the caller.
impl From<Text> for Reply {
    fn from(line: Text) -> Self {
        Self::to_caller([line])
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
        // The count needs room too.
        if left < size(&more(kept.len())) {
            kept.pop();
        }
        kept.push(more(kept.len()));
    }
    kept
}

/// What the place of a reply allows. Some messages depend on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// Whether confirmations are typed, because there are no buttons.
    pub typed: bool,
    /// The longest value of a button, in characters, if a ticket may be longer. A longer ticket is typed.
    pub button: Option<usize>,
    /// Where answers go that come after the first one.
    pub late: LateChannel,
    /// Whether each answer replaces the one before, for all who see it.
    pub edits: bool,
    /// Whether lists are shown to their end, however long.
    pub whole: bool,
    /// The most lines of a list, if a message holds fewer than lists have elsewhere.
    pub rows: Option<usize>,
}

impl Surface {
    /// A terminal, which scrolls.
    pub fn terminal() -> Self {
        Self { whole: true, ..Self::default() }
    }
}

/// Where late answers appear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LateChannel {
    /// Where the first answer was given.
    #[default]
    Here,
    /// In these other channels.
    There(Vec<String>),
    /// Nowhere: the caller has to ask again.
    Nowhere,
}

impl LateChannel {
    /// Its name in the locale files, and the names of its channels.
    pub(super) fn names(&self) -> (&'static str, Phrase) {
        match self {
            Self::Here => ("here", Phrase::default()),
            Self::There(channels) => ("there", Phrase::join(channels.iter().map(Phrase::bold), ", ")),
            Self::Nowhere => ("nowhere", Phrase::default()),
        }
    }
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
