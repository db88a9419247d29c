//! The text of a message's HTML, without markup, quotes and the mention of us.

use std::mem;

use crate::{command::Flag, source::escapes};

/// Elements that may be inside a word. All others end it.
#[rustfmt::skip]
const INLINE: [&str; 29] = [
    "a", "abbr", "at", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd",
    "label", "mark", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr",
];

/// Elements that hold or represent another person's message.
const QUOTES: [&str; 6] = ["attachment", "blockquote", "legacyquote", "q", "quote", "quoted"];

/// The text that was said to us. `us`: our names, as [`text`] returns them; `first_is_us`: whether a message begins with a
/// mention of us, whatever the name. Another mention becomes `@Name`, which cannot be an instance's name, in quotes if it
/// is an owner's.
pub fn said(html: &str, us: &[String], first_is_us: bool) -> String {
    let tags = tags(html);
    let (mut said, mut at) = (String::new(), 0);
    let mut has_mentions = true;
    while let Some(tag) = tags.get(at) {
        if tag.is_quote() {
            said.push('\n');
            at = end_of(&tags[at..]).map_or(tags.len(), |end| at + end);
        } else if has_mentions && tag.is_mention() {
            match end_of(&tags[at..]) {
                Some(end) => {
                    mention(&mut said, &plain(&tags[at..at + end]), us, first_is_us);
                    at += end;
                }
                None => has_mentions = false, // so that the end is searched for only once
            }
        } else if !INLINE.contains(&tag.name.as_str()) {
            said.push('\n');
        }
        said.push_str(tags.get(at).map_or("", |last| &last.text));
        at += 1;
    }
    // Lines that are quoted in Markdown, which some clients do not convert to HTML.
    let is_own = |line: &&str| !line.trim_start().starts_with('>');
    let own: Vec<_> = said.lines().filter(is_own).collect();
    own.join(" ").trim().to_owned()
}

/// Adds a mention to what was said.
fn mention(said: &mut String, name: &str, us: &[String], first_is_us: bool) {
    if first_is_us && said.trim().is_empty() {
        said.clear();
    } else if us.iter().any(|us| us == name) {
        said.push(' ');
    } else if said.split_whitespace().next_back().and_then(Flag::named) == Some(Flag::Owner) {
        // Nothing in the name may end its quotes.
        let plain = name.replace(|c: char| !c.is_alphanumeric() && !" ,.-".contains(c), "");
        said.push_str(&format!(" \"@{plain}\" "));
    } else {
        said.push_str(&format!(" @{name} "));
    }
}

/// All of the text, in one line.
pub fn text(html: &str) -> String {
    plain(&tags(html))
}

fn plain(tags: &[HtmlTag<'_>]) -> String {
    in_one_line(&tags.iter().map(|tag| tag.text.as_str()).collect::<String>())
}

pub fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn character(entity: &str) -> Option<char> {
    let number = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match entity {
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match entity.strip_prefix('#') {
            Some(hex) if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            Some(decimal) => number(decimal, 10),
            None => escapes::basic(entity),
        },
    }
}

/// A tag or a comment, and the text up to the next one.
#[derive(Default)]
struct HtmlTag<'a> {
    /// In lower case; empty for a comment, and for the text before all tags.
    name: String,
    attributes: &'a str,
    closes: bool,
    text: String,
}

fn tags(html: &str) -> Vec<HtmlTag<'_>> {
    let (mut tags, mut tag, mut rest) = (Vec::new(), HtmlTag::default(), html);
    while let Some((before, tagged)) = rest.split_once('<') {
        tag.text += &escapes::undo(before, character);
        match HtmlTag::read(tagged) {
            Some((next, after)) => {
                tags.push(mem::replace(&mut tag, next));
                rest = after;
            }
            None => {
                tag.text.push('<');
                rest = tagged;
            }
        }
    }
    tag.text += &escapes::undo(rest, character);
    tags.push(tag);
    tags
}

/// The tag that ends the element which the first tag begins. `None` if it has no end.
fn end_of(tags: &[HtmlTag<'_>]) -> Option<usize> {
    let (first, others) = tags.split_first()?;
    if first.is_empty_element() {
        return Some(0);
    }
    let mut depth = 1;
    let ends = |tag: &HtmlTag<'_>| {
        if tag.name == first.name && !tag.is_empty_element() {
            depth = if tag.closes { depth - 1 } else { depth + 1 };
        }
        depth == 0
    };
    others.iter().position(ends).map(|before| before + 1)
}

impl<'a> HtmlTag<'a> {
    /// The tag, and what is behind it. `None` if the `<` before does not begin a tag. A tag without an end takes all the
    /// rest.
    fn read(tagged: &'a str) -> Option<(Self, &'a str)> {
        let (inner, after) = match tagged.strip_prefix("!--") {
            Some(comment) => ("!", comment.split_once("-->").map_or("", |(_, after)| after)),
            None => {
                let end = end(tagged).unwrap_or(tagged.len());
                (&tagged[..end], tagged.get(end + 1..).unwrap_or_default())
            }
        };
        let named = inner.strip_prefix('/').unwrap_or(inner);
        if !named.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
            return None;
        }
        let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-'));
        let (name, attributes) = named.split_at(named.find(ends).unwrap_or(named.len()));
        let (name, closes) = (name.to_ascii_lowercase(), inner.starts_with('/'));
        Some((Self { name, attributes, closes, text: String::new() }, after))
    }

    fn is_empty_element(&self) -> bool {
        self.attributes.ends_with('/')
    }

    fn is_quote(&self) -> bool {
        let is_reply = self.attributes.contains("schema.skype.com/Reply");
        !self.closes && (is_reply || QUOTES.contains(&self.name.as_str()))
    }

    fn is_mention(&self) -> bool {
        let is_span = self.name == "span" && self.attributes.contains("schema.skype.com/Mention");
        !self.closes && (is_span || self.name == "at")
    }
}

/// Where a tag ends: at the first `>` outside of quotes, or else at the first one.
fn end(tagged: &str) -> Option<usize> {
    let mut quote = None;
    let end = tagged.find(|c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => return c == '>' && quote.is_none(),
        }
        false
    });
    end.or_else(|| tagged.find('>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(html: &str) -> String {
        said(html, &["Lamplighter".to_owned(), "Ops & ML".to_owned()], true)
    }

    #[test]
    fn our_mention_goes_and_others_are_no_commands() {
        assert_eq!(heard("<at>Lamplighter</at> stop myci\n"), "stop myci");
        assert_eq!(heard("<at>Lamplighter</at>&nbsp;stop&nbsp;myci"), "stop myci");
        assert_eq!(heard("<at id=\"0\">Lamplighter</at>stop myci"), "stop myci");
        assert_eq!(heard("stop myci <at>Lamplighter</at>"), "stop myci");
        assert_eq!(heard("<at>Lamplighter</at> stop <at>gpu-1</at> myci"), "stop  @gpu-1  myci");
        assert_eq!(said("<at>anything</at> stop myci", &[], true), "stop myci");
        for ours in [
            "<at>Ops &amp; ML</at>",
            "<at id='1'>Ops &#38;&nbsp;ML</at>",
            "<AT>Ops & ML</AT>",
            "<at><b>Ops</b> &amp; ML</at>",
            "<span itemscope itemtype=\"http://schema.skype.com/Mention\" itemid=\"0\">Ops &amp; ML</span>",
        ] {
            assert_eq!(heard(&format!("stop myci {ours}")), "stop myci", "{ours}");
        }
        assert_eq!(heard("stop <at>Ops &amp;amp; ML</at>"), "stop  @Ops &amp; ML");
    }

    #[test]
    fn markup_goes_and_entities_are_undone_once() {
        assert_eq!(heard("<p><at>L</at> <b>stop</b> my<i>ci</i></p>"), "stop myci");
        assert_eq!(heard("stop<br>myci<br/>gpu-1"), "stop myci gpu-1");
        assert_eq!(heard("stop &amp;lt;b&gt; &quot;x&#39; &#x41;&#65;"), "stop &lt;b> \"x' AA");
        assert_eq!(heard("a & b &unknown; &#xFFFFFFFF; &"), "a & b &unknown; &#xFFFFFFFF; &");
        assert_eq!(heard("&am<b></b>p;lt;"), "&amp;lt;", "not across markup");
        assert_eq!(heard("stop <unclosed"), "stop");
        assert_eq!(heard("stop <!-- <p>x</p> -->myci"), "stop  myci");
        assert_eq!(heard("a < b <3 <> c"), "a < b <3 <> c");
        assert_eq!(heard("<a title=\"a > b\" href='x'>stop</a> myci"), "stop myci");
        assert_eq!(heard("<a title=\"a>stop myci"), "stop myci");
    }

    #[test]
    fn neighbours_stay_apart() {
        for html in [
            "<p>stop</p><p>myci</p>",
            "<div>stop<div>myci</div></div>",
            "<DIV>stop</DIV>myci",
            "<ul><li>stop</li><li>myci</ul>",
            "<table><tr><td>stop</td><td>myci</td></tr></table>",
            "<h1>stop</h1><pre>myci</pre>",
            "stop<hr/>myci",
            "stop<blockquote>x</blockquote>myci",
            "stop<img src=\"x\">myci",
        ] {
            let words: Vec<_> = heard(html).split_whitespace().map(str::to_owned).collect();
            assert_eq!(words, ["stop", "myci"], "{html}");
        }
    }

    #[test]
    fn a_mentioned_owner_is_one_name() {
        assert_eq!(
            heard("<at>Lamplighter</at> list --owner <at>Lovelace, Ada</at>"),
            "list --owner  \"@Lovelace, Ada\""
        );
        assert_eq!(heard("stop all --owner <at>x” \" --force</at>"), "stop all --owner  \"@x  --force\"");
        assert_eq!(heard("<at>Lamplighter</at> stop <at>Lovelace, Ada</at>"), "stop  @Lovelace, Ada");
    }

    #[test]
    fn what_is_quoted_was_not_said() {
        for quote in [
            "<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"1\">\r\n<p>stop a</p></blockquote>",
            "<BlockQuote>stop a<blockquote>stop b</blockquote>stop c</BLOCKQUOTE>",
            "<div itemtype='http://schema.skype.com/Reply'><div>stop a</div> stop b</div>",
            "<quote author=\"x\"><legacyquote>[1] Ada: </legacyquote>stop a<legacyquote>&lt;&lt;&lt; </legacyquote></quote>",
            "<attachment id=\"1\"></attachment>",
            "<attachment id=\"1\">stop a</attachment>",
            "<attachment id=\"1\"/>",
            "<quoted messageId=\"1\"/>",
            "<blockquote><!-- </blockquote> -->stop a</blockquote>",
            "<q>stop a</q>",
            "<p>&gt; stop a</p>",
            "\n> stop a\n>stop b\n",
            "<br>&nbsp;&gt; stop a<br>",
        ] {
            assert_eq!(heard(&format!("{quote}<p><at>Lamplighter</at> ping</p>")), "ping", "{quote}");
            assert_eq!(heard(&format!("<at>Lamplighter</at> ping{quote}")), "ping", "{quote}");
        }
        assert_eq!(heard("ping<blockquote>stop myci"), "ping", "it does not end");
        assert_eq!(heard("ping</blockquote> myci"), "ping  myci");
        assert_eq!(heard("stop &lt;blockquote&gt;x"), "stop <blockquote>x");
        assert_eq!(heard("ping > x"), "ping > x", "it is no line of its own");
    }
}
