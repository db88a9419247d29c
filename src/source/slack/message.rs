//! Slack's Block Kit: <https://docs.slack.dev/reference/block-kit/blocks>.

use serde_json::{Value, json};

use super::config::is_slack_id;
use crate::reply::{Audience, Button, Reply, Span, Text, markup::is_dated};
use crate::source::{escapes, shown};

/// A section holds 3,000 characters; escapes count.
const SECTION: usize = 3000;
/// Slack cuts longer texts in the middle of a word. A message holds 50 blocks, and this many
/// characters fill fewer sections than that.
const MESSAGE: usize = 40_000;

/// The message for a `response_url` and for the direct answer.
pub fn answer(reply: &Reply) -> Value {
    let mut message = render(reply);
    message["response_type"] = match reply.audience {
        Audience::Caller => "ephemeral".into(),
        Audience::Channel => "in_channel".into(),
    };
    message
}

/// The message without its audience: for an incoming webhook, which everybody in its channel sees, and in place of
/// another message, whose audience cannot change.
pub fn render(reply: &Reply) -> Value {
    let reply = reply.within(MESSAGE, |line| mrkdwn(line).chars().count() + 1);
    let lines: Vec<String> = reply.lines.iter().map(mrkdwn).collect();
    let section = |text: &String| json!({"type": "section", "text": {"type": "mrkdwn", "text": text}});
    let mut blocks: Vec<Value> = sections(&lines).iter().map(section).collect();
    if !reply.buttons.is_empty() {
        blocks.push(json!({"type": "actions", "elements": elements(&reply.buttons)}));
    }
    json!({"text": lines.join("\n"), "blocks": blocks})
}

/// What Slack shows of a message, with the labels of its buttons.
pub fn shown(message: &Value) -> Option<String> {
    let labels: Vec<_> = buttons(message).map(|(label, _)| label).collect();
    Some(shown::with_buttons(readable(message["text"].as_str()?), &labels))
}

/// The buttons of a message: label and value.
pub fn buttons(message: &Value) -> impl Iterator<Item = (&str, &str)> {
    let blocks = message["blocks"].as_array().into_iter().flatten();
    let elements = blocks.filter_map(|block| block["elements"].as_array()).flatten();
    elements.filter_map(|button| Some((button["text"]["text"].as_str()?, button["value"].as_str()?)))
}

/// Slack shows `<!date^1790000000^{time}|18:02>` as a time, `<https://…|Jupyter>` as a link, and its escapes as what
/// they stand for.
fn readable(text: &str) -> String {
    let read = |marked: &str| marked.rsplit_once('|').map(|(_, read)| read.to_owned());
    escapes::undo(&escapes::replaced(text, ["<", ">"], read), escapes::basic)
}

/// Slack's mrkdwn. Besides `& < >`, only the marks are special in it.
pub fn mrkdwn(text: &Text) -> String {
    let marked = |span: &Span| match span {
        Span::Plain(text) => escape(&inert(text)),
        Span::Column(_) => span.plain().to_owned(),
        Span::Bold(text) => format!("*{}*", escape(&inert(text))),
        Span::Code(text) => format!("`{}`", escape(text)),
        Span::Link { url, shown } => format!("<{}|{}>", escape(url), escape(shown)),
        Span::Mention(mention) => match mention.user(is_user) {
            Some(user) => format!("<@{user}>"),
            None => mrkdwn(&Text(vec![mention.in_words()])),
        },
        Span::Time { at, shown } => {
            // Not `date_short_pretty`, because replies would say "on yesterday".
            let format = if is_dated(shown) { "{date_short} {time}" } else { "{time}" };
            format!("<!date^{}^{format}|{}>", at.as_second(), escape(shown))
        }
    };
    text.0.iter().map(marked).collect()
}

fn is_user(id: &str) -> bool {
    id.starts_with(['U', 'W']) && is_slack_id(id)
}

/// With look-alikes of the marks, for which Slack has no escapes. It takes none within a word, as in `DS3_V2`.
fn inert(text: &str) -> String {
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    let mut inert = String::new();
    while let Some(letter) = letters.next() {
        let is_inside = before.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        inert.push(match letter {
            '*' => '∗',
            '_' if !is_inside => 'ˍ',
            '~' => '∼',
            other => other,
        });
        before = letter;
    }
    inert
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The lines in as few sections as possible, cut at a line.
fn sections(lines: &[String]) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    for line in lines {
        let line: String = line.chars().take(SECTION).collect();
        match sections.last_mut() {
            Some(last) if last.chars().count() + line.chars().count() < SECTION => {
                last.push('\n');
                last.push_str(&line);
            }
            _ => sections.push(line),
        }
    }
    sections
}

fn elements(buttons: &[Button]) -> Vec<Value> {
    let element = |(n, button): (usize, &Button)| {
        let mut element = json!({
            "type": "button",
            "action_id": format!("lamplighter:{n}"),
            "text": {"type": "plain_text", "text": button.label},
            "value": button.value,
        });
        if button.danger {
            element["style"] = json!("danger");
        }
        element
    };
    buttons.iter().enumerate().map(element).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_can_mention_or_link() {
        let text = Text::read("I don't see `<!channel> & <https://evil.test|x>`.");
        assert_eq!(mrkdwn(&text), "I don't see `&lt;!channel&gt; &amp; &lt;https://evil.test|x&gt;`.");
    }

    #[test]
    fn nothing_typed_is_formatted() {
        let text =
            Text(vec![Span::Plain("DS3_V2 (*bold* _it_ ~no~ 2 * 3)".into()), Span::Bold("my_ci".into())]);
        assert_eq!(mrkdwn(&text), "DS3_V2 (∗bold∗ ˍitˍ ∼no∼ 2 ∗ 3)*my_ci*");
    }

    #[test]
    fn long_replies_are_cut_at_a_line_and_stay_within_slacks_limits() {
        let lines = (0..9000).map(|n| Text::read(&format!("⚪ *ci-{n}* is stopped, since a while ago")));
        let message = render(&Reply::to_caller(lines));
        let blocks = message["blocks"].as_array().unwrap();
        assert!(blocks.len() <= 50);
        for block in blocks {
            assert!(block["text"]["text"].as_str().unwrap().chars().count() <= SECTION);
        }
        let text = message["text"].as_str().unwrap();
        assert!(text.chars().count() <= MESSAGE);
        let kept = text.lines().count() - 1;
        assert_eq!(text.lines().last(), Some(format!("… +{}", 9000 - kept).as_str()));
    }

    #[test]
    fn an_owner_is_mentioned_or_named() {
        let owner = |callers: &[&str], name| mrkdwn(&crate::source::tests::mention(callers, name));
        assert_eq!(owner(&["discord:1/2", "slack:T1/U0456"], Some("Ada")), "<@U0456>");
        assert_eq!(owner(&["discord:1/2"], Some("Ada <!here>")), "Ada &lt;!here&gt;");
        assert_eq!(owner(&[], None), "`00aa`");
    }

    #[test]
    fn an_answer_is_shown_as_plain_text() {
        let reply = crate::source::tests::reply_with_marks();
        assert_eq!(shown(&render(&reply)).unwrap(), "🟢 *my_ci* `stop <a> & \\b` 18:02 Jupyter\n[Stop]");
        assert_eq!(shown(&json!({})), None);
    }
}
