//! Discord's messages: <https://docs.discord.com/developers/resources/message> and its Markdown.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::config::is_id;
use crate::source::{escapes, shown};
use crate::{
    reply::{
        Button, Mention, Reply, Span, Text,
        markup::{is_dated, mentions},
    },
    source::{escapes::backslashed, webhook::named_first},
};

/// A message holds 2,000 characters. They are counted in UTF-16 units, of which there are never fewer.
const CONTENT: usize = 2000;

/// A button carries 100 characters, and shows 80.
pub const CUSTOM_ID: usize = 100;
const LABEL: usize = 80;

/// A row holds 5 buttons.
const ROW: usize = 5;

/// The message for direct answers, follow-ups and edits. Mentions notify only the people whom Lamplighter
/// mentions itself.
pub fn render(reply: &Reply) -> Value {
    let reply = reply.within(CONTENT, |line| length(&markdown(line)) + 1);
    let lines: Vec<String> = reply.lines.iter().map(markdown).collect();
    let rows: Vec<Value> = reply
        .buttons
        .chunks(ROW)
        .map(|row| json!({"type": 1, "components": row.iter().map(component).collect::<Vec<_>>()}))
        .collect();
    let mut allowed = json!({"parse": []});
    let mentioned = mentioned(&reply);
    if !mentioned.is_empty() {
        allowed["users"] = mentioned.into();
    }
    json!({
        "content": lines.join("\n"),
        "components": rows,
        "allowed_mentions": allowed,
    })
}

/// What Discord shows of an answer, with the labels of its buttons; or what it offers to somebody who is typing.
pub fn shown(answer: &Value) -> Option<String> {
    let data = &answer["data"];
    let names = |of: &Value, key: &str| -> Vec<String> {
        let named = of.as_array().into_iter().flatten();
        named.filter_map(|one| Some(one[key].as_str()?.to_owned())).collect()
    };
    let Some(content) = data["content"].as_str() else {
        return Some(names(&data["choices"], "name").join("\n")).filter(|names| !names.is_empty());
    };
    let time = |marked: &str| {
        let (seconds, style) = marked.split_once(':')?;
        Some(shown::moment(Timestamp::from_second(seconds.parse().ok()?).ok()?, style == "f"))
    };
    let text = shown::without_backslashes(&escapes::replaced(content, ["<t:", ">"], time));
    let rows = data["components"].as_array().into_iter().flatten();
    let labels: Vec<_> = rows.flat_map(|row| names(&row["components"], "label")).collect();
    Some(shown::with_buttons(text, &labels.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// The message for a channel's webhook. Discord shows buttons only for webhooks of applications.
pub fn webhook(reply: &Reply, to: Option<&Mention>) -> Value {
    let mut reply = named_first(reply, to);
    reply.buttons.clear();
    render(&reply)
}

/// Discord's Markdown.
fn markdown(text: &Text) -> String {
    let marked = |span: &Span| match span {
        Span::Plain(text) => escape(text),
        Span::Column(_) => span.plain().to_owned(),
        Span::Bold(text) => format!("**{}**", escape(text)),
        Span::Code(text) => format!("`{text}`"), // only the mark itself is special in it
        // The brackets suppress a preview of the page.
        Span::Link { url, shown } => format!("[{}](<{url}>)", escape(shown)),
        Span::Mention(mention) => match mention.user(is_id) {
            Some(user) => format!("<@{user}>"),
            None => markdown(&Text(vec![mention.in_words()])),
        },
        Span::Time { at, shown } => {
            let style = if is_dated(shown) { 'f' } else { 't' };
            format!("<t:{}:{style}>", at.as_second())
        }
    };
    text.0.iter().map(marked).collect()
}

/// The people who are mentioned in the message, and to be notified.
fn mentioned(reply: &Reply) -> Vec<&str> {
    let users: BTreeSet<_> = mentions(&reply.lines).filter_map(|mention| mention.user(is_id)).collect();
    users.into_iter().take(100).collect()
}

/// Escapes marks, links, mentions, headings and quotes.
fn escape(text: &str) -> String {
    backslashed(text, r"\*_~`|<>[]#@")
}

fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

fn component(button: &Button) -> Value {
    let style = if button.danger { 4 } else { 2 };
    let label: String = button.label.chars().take(LABEL).collect();
    json!({"type": 2, "style": style, "label": label, "custom_id": button.value})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(lines: impl IntoIterator<Item = Text>) -> String {
        let message = render(&Reply::to_caller(lines));
        message["content"].as_str().unwrap().to_owned()
    }

    #[test]
    fn nothing_typed_is_markup() {
        let typed = r"\*hi* _you_ ~~no~~ ||x|| <@&1> <t:0> @everyone # [a](https://evil.test) > `x";
        let text = Text(vec![Span::Plain(typed.into())]);
        assert_eq!(
            content([text]),
            r"\\\*hi\* \_you\_ \~\~no\~\~ \|\|x\|\| \<\@&1\> \<t:0\> \@everyone \# \[a\](https://evil.test) \> \`x"
        );
    }

    #[test]
    fn marks_and_moments_are_discords() {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let time = |shown: &str| Span::Time { at, shown: shown.into() };
        let text = Text(vec![
            Span::Bold("my_ci".into()),
            Span::Code("stop *".into()),
            time("18:02"),
            time("2026-11-01 18:02"),
        ]);
        assert_eq!(content([text]), r"**my\_ci**`stop *`<t:0:t><t:0:f>");
    }

    #[test]
    fn long_replies_are_cut_at_a_line_and_say_how_many_more() {
        let lines = (0..900).map(|n| Text::read(&format!("⚪ *ci-{n}* is stopped, since a while ago")));
        let content = content(lines);
        assert!(length(&content) <= CONTENT);
        let (last, lines) = content.rsplit_once('\n').map(|(lines, last)| (last, lines.lines())).unwrap();
        assert_eq!(last, format!("… +{}", 900 - lines.count()));
    }

    #[test]
    fn a_line_that_is_too_long_is_counted() {
        let long = Text(vec![Span::Plain("🟢".repeat(1001))]);
        assert_eq!(content([Text::read("short"), long]), "short\n… +1");
    }

    #[test]
    fn an_owner_is_mentioned_or_named() {
        let owner = |callers: &[&str], name| markdown(&crate::source::tests::mention(callers, name));
        assert_eq!(
            owner(&["slack:T1/U0456", "discord:1/1290000000000000001"], Some("Ada")),
            "<@1290000000000000001>"
        );
        assert_eq!(owner(&["slack:T1/U0456"], Some("Ada @everyone")), r"Ada \@everyone");
        assert_eq!(owner(&[], None), "`00aa`");
    }

    #[test]
    fn an_answer_is_shown_as_plain_text() {
        let reply = crate::source::tests::reply_with_marks();
        assert_eq!(
            shown(&json!({"type": 4, "data": render(&reply)})).unwrap(),
            "🟢 *my_ci* `stop <a> & \\b` 18:02 UTC [Jupyter](<https://ml.azure.com/>)\n[Stop]"
        );
        assert_eq!(shown(&json!({})), None);
    }
}
