//! Text before any platform's markup: spans, which each platform's rendering turns into its own markup.
//!
//! Messages contain `*bold*` and `` `code` ``. Text from outside becomes part of a [`Phrase`] only by [`literal`].

use jiff::Timestamp;

use crate::unicode::{is_invisible, is_joiner};

/// One line of a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Span>);

/// A stretch of text with one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words without markup. They may still contain a platform's special characters, which its rendering escapes.
    Plain(String),
    /// Stands between two `*` in a message.
    Bold(String),
    /// What can be typed, or a name: stands between two backticks in a message.
    Code(String),
    /// A moment, which a platform may show in the reader's own zone. `shown` is for platforms that
    /// cannot: `18:02`, after a day and a space unless it is today.
    Time {
        /// In whole seconds.
        at: Timestamp,
        /// By the caller's clock and in the caller's language.
        shown: String,
    },
    /// An address that [`Phrase::link`] allowed.
    Link {
        /// With `https` and without characters of any platform's markup.
        url: String,
        /// The words to click on.
        shown: String,
    },
    /// A person, whom platforms notify where they can.
    Mention(Mention),
    /// Here begins the column of this number, counted from 0; a ` · ` on platforms without tables.
    Column(usize),
}

/// A person, with all known ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mention {
    /// Entra object id.
    pub entra: String,
    /// Caller ids: `slack:T012AB3CD/U0456`.
    pub callers: Vec<String>,
    /// What people call the person, if that is known.
    pub name: Option<String>,
    /// The instance that the person owns, if it is mentioned for that.
    pub of: String,
}

impl Mention {
    /// The person in words, for platforms that cannot mention them.
    pub fn in_words(&self) -> Span {
        match &self.name {
            Some(name) => Span::Plain(literal(name)),
            None => Span::Code(self.entra.clone()),
        }
    }

    /// The name, or else that of the instance, as [`harmless`] leaves it; the id if nothing is left.
    pub fn plain_name(&self) -> String {
        let name = harmless(self.name.as_ref().unwrap_or(&self.of));
        if name.is_empty() { self.entra.clone() } else { name }
    }

    /// The user's id on the platform whose ids `is_id` recognizes.
    pub fn user(&self, is_id: impl Fn(&str) -> bool) -> Option<&str> {
        let users = self.callers.iter().filter_map(|caller| caller.rsplit_once('/'));
        users.map(|(_, user)| user).find(|user| is_id(user))
    }
}

/// The people whom the lines mention.
pub fn mentions(lines: &[Text]) -> impl Iterator<Item = &Mention> {
    lines.iter().flat_map(|line| &line.0).filter_map(|span| match span {
        Span::Mention(mention) => Some(mention),
        _ => None,
    })
}

/// A display name, which people can change, without characters that a platform could read as markup.
pub fn harmless(name: &str) -> String {
    let harmless =
        |c: &char| (c.is_alphanumeric() && !is_invisible(*c)) || matches!(c, ' ' | '.' | '-' | '\'');
    name.chars().filter(harmless).take(64).collect::<String>().trim().to_owned()
}

/// Delimit a moment's seconds and text in a sentence. These private-use characters never come from
/// outside, because [`literal`] removes them.
const TIME_OPENS: char = '\u{e000}';
const TIME_PARTS: char = '\u{e001}';
const TIME_CLOSES: char = '\u{e002}';
/// A `*` from outside, which is no mark.
const STAR: char = '\u{e005}';
/// Delimit a link's address and text, and a column's number.
const LINK_OPENS: char = '\u{e003}';
const LINK_CLOSES: char = '\u{e004}';
const COLUMN: char = '\u{e006}';

/// Part of a sentence, in which marks are markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(pub(super) String);

impl Phrase {
    /// As at the beginning of a sentence.
    pub fn capitalized(&self) -> Self {
        let mut letters = self.0.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        Self(first.chain(letters).collect())
    }

    /// Text from outside.
    pub fn literal(text: &str) -> Self {
        Self(literal(text))
    }

    /// Text from outside, to be shown as code.
    pub fn code(text: impl AsRef<str>) -> Self {
        Self(format!("`{}`", literal(text.as_ref())))
    }

    /// Text from outside, to be shown in bold.
    pub fn bold(text: impl AsRef<str>) -> Self {
        Self(format!("*{}*", literal(text.as_ref())))
    }

    /// A [`Span::Time`] within a sentence.
    pub fn moment(at: Timestamp, shown: &str) -> Self {
        Self(format!("{TIME_OPENS}{}{TIME_PARTS}{shown}{TIME_CLOSES}", at.as_second()))
    }

    /// A link; or `shown` alone, if `url` is not plain `https` or could break out of a platform's markup.
    pub fn link(url: &str, shown: &str) -> Self {
        const LONGEST: usize = 500;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#@!$&',;=+%".contains(&b);
        let shown = literal(shown);
        if url.starts_with("https://") && url.len() <= LONGEST && url.bytes().all(plain) {
            Self(format!("{LINK_OPENS}{url}{TIME_PARTS}{shown}{LINK_CLOSES}"))
        } else {
            Self(shown)
        }
    }

    /// The beginning of a [`Span::Column`].
    pub fn column(number: usize) -> Self {
        Self(format!("{COLUMN}{number}{COLUMN}"))
    }

    /// The phrases in a row, with `separator` in between, which is not escaped.
    pub fn join(phrases: impl IntoIterator<Item = Self>, separator: &str) -> Self {
        Self(phrases.into_iter().map(|phrase| phrase.0).collect::<Vec<_>>().join(separator))
    }
}

formatted!(Display for Phrase, |phrase| "{}", starred(&phrase.0));

/// Whether a moment is shown after its day: `22/11/2026 às 18:02`.
pub fn is_dated(shown: &str) -> bool {
    shown.contains(' ')
}

/// Text from outside, made harmless: without backticks, private-use characters and characters that control
/// how other text is shown, and at most 200 characters long. A `*`, which is part of globs, is no mark in it.
pub fn literal(text: &str) -> String {
    const LONGEST: usize = 200;
    let controls = |c: char| c.is_control() || is_invisible(c) && !is_joiner(c);
    let marks = |c: char| c == '`' || controls(c) || ('\u{e000}'..='\u{f8ff}').contains(&c);
    let plain = text.chars().filter(|c| !marks(*c)).map(|c| if c == '*' { STAR } else { c });
    let mut kept: String = plain.take(LONGEST).collect();
    if text.chars().count() > LONGEST {
        kept.push('…');
    }
    kept
}

impl Text {
    /// Reads a sentence as it is written in the locale files.
    pub fn read(sentence: &str) -> Self {
        let mut spans = Vec::new();
        let mut rest = sentence;
        while let Some(at) = rest.find(['*', '`', COLUMN, TIME_OPENS, LINK_OPENS]) {
            let opener = rest[at..].chars().next().unwrap_or('*');
            let closer = match opener {
                TIME_OPENS => TIME_CLOSES,
                LINK_OPENS => LINK_CLOSES,
                mark => mark,
            };
            let inner_at = at + opener.len_utf8();
            let Some(length) = rest[inner_at..].find(closer) else { break };
            let inner = &rest[inner_at..inner_at + length];
            push_plain(&mut spans, &rest[..at]);
            spans.push(span(opener, inner));
            rest = &rest[inner_at + length + closer.len_utf8()..];
        }
        push_plain(&mut spans, rest);
        Self(spans)
    }

    /// The text with no markup at all.
    pub fn plain(&self) -> String {
        self.0.iter().map(Span::plain).collect()
    }
}

impl Span {
    /// The text with no markup. A mention is the name or else the Entra id.
    pub fn plain(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Bold(text) | Self::Code(text) => text,
            Self::Time { shown, .. } | Self::Link { shown, .. } => shown,
            Self::Mention(mention) => mention.name.as_deref().unwrap_or(&mention.entra),
            Self::Column(_) => " · ",
        }
    }
}

/// With each `*` from outside as itself.
fn starred(text: &str) -> String {
    text.replace(STAR, "*")
}

fn push_plain(spans: &mut Vec<Span>, text: &str) {
    if !text.is_empty() {
        spans.push(Span::Plain(starred(text)));
    }
}

fn span(opener: char, inner: &str) -> Span {
    match opener {
        '*' => Span::Bold(starred(inner)),
        '`' => Span::Code(starred(inner)),
        COLUMN => Span::Column(inner.parse().unwrap_or_default()),
        LINK_OPENS => {
            let (url, shown) = inner.split_once(TIME_PARTS).unwrap_or_default();
            Span::Link { url: url.to_owned(), shown: starred(shown) }
        }
        _ => {
            let (seconds, shown) = inner.split_once(TIME_PARTS).unwrap_or_default();
            let at = seconds.parse().ok().and_then(|s| Timestamp::from_second(s).ok());
            match at {
                Some(at) => Span::Time { at, shown: shown.to_owned() },
                None => Span::Plain(shown.to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_never_markup() {
        let plain = |name: &str| {
            let (entra, name) = ("00aa".to_owned(), Some(name.to_owned()));
            Mention { entra, name, ..Mention::default() }.plain_name()
        };
        assert_eq!(plain("Ana Lúcia d'Ávila-Reis Jr. (she/her)"), "Ana Lúcia d'Ávila-Reis Jr. sheher");
        assert_eq!(plain("</at>[x](https://evil.test)*_`"), "atxhttpsevil.test");
        assert_eq!(plain("\u{202e}Ana\u{2066} \u{3164}"), "Ana");
        assert_eq!(plain("<>\u{3164}\u{115f}"), "00aa");
    }

    #[test]
    fn only_a_plain_https_address_becomes_a_link() {
        let spans = |url: &str| Text::read(&Phrase::link(url, "Jupyter").0).0;
        let url = "https://myci.eastus2.instances.azureml.ms/tree/?a=b&c=d#e".to_owned();
        let shown = "Jupyter".to_owned();
        assert_eq!(spans(&url), [Span::Link { url, shown }]);
        for odd in [
            "http://myci.example/",
            "javascript:alert(1)",
            "https://x/|y",
            "https://x/>y",
            "https://x/)y",
            "https://x/ y",
            "https://x/\u{e004}",
            "https://ação.example/",
        ] {
            assert_eq!(spans(odd), [Span::Plain("Jupyter".into())], "{odd}");
        }
    }

    #[test]
    fn paired_marks_become_spans_and_single_marks_stay() {
        let spans = Text::read("⚪ *myci* is stopped: `stop gpu-*` and 2 * 3").0;
        assert_eq!(
            spans,
            [
                Span::Plain("⚪ ".into()),
                Span::Bold("myci".into()),
                Span::Plain(" is stopped: ".into()),
                Span::Code("stop gpu-*".into()),
                Span::Plain(" and 2 * 3".into()),
            ]
        );
    }

    #[test]
    fn text_from_outside_cannot_change_how_other_text_is_shown() {
        let shown = "Ana \u{202e}evil\u{2066}\u{200b}\u{feff}\u{ad}\u{1b}[2J`\u{e000}\u{e0041}";
        assert_eq!(literal(shown), "Ana evil[2J");
        let reason = Text::read(&format!("*myci* ({}) *{}*", literal("*not* bold"), literal("gpu-*")));
        let bold = |text: &str| Span::Bold(text.into());
        assert_eq!(reason.0, [bold("myci"), Span::Plain(" (*not* bold) ".into()), bold("gpu-*")]);
        let whole = "👩\u{200d}🔬 می\u{200c}خواهم ❤\u{fe0f}";
        assert_eq!(literal(whole), whole, "joiners make it what it is");
    }

    proptest! {
        #[test]
        fn typed_text_stays_inside_its_span(typed in "\\PC{0,60}") {
            let text = Text::read(&format!("I don't know `{}`.", literal(&typed)));
            let outside: String = text.0.iter().filter(|s| !matches!(s, Span::Code(_))).map(Span::plain).collect();
            prop_assert_eq!(outside, "I don't know .");
            prop_assert!(literal(&typed).is_empty() || text.0.len() == 3);
        }
    }
}
