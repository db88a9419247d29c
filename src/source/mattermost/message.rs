//! Mattermost's Markdown, and its message attachments, which hold buttons:
//! <https://developers.mattermost.com/integrate/reference/message-attachments/>.

use serde_json::{Value, json};

use crate::source::shown;
use crate::{
    reply::{Audience, Button, Reply, Span, Text},
    source::escapes::backslashed,
};

/// A post holds 16,383 characters: <https://developers.mattermost.com/integrate/slash-commands/>.
const POST: usize = 16_383;

/// The reply as the answer to a slash command, and for its `response_url`. `integration`: the URL of
/// a button's clicks, and the context that they bring back.
///
/// Slack's markup must not be parsed, or a typed `<!channel>` would notify everybody.
pub fn message(reply: &Reply, integration: impl Fn(&Button) -> Value) -> Value {
    let response_type = match reply.audience {
        Audience::Caller => "ephemeral",
        Audience::Channel => "in_channel",
    };
    let mut message = json!({
        "response_type": response_type,
        "text": text(reply),
        "skip_slack_parsing": true,
    });
    if !reply.buttons.is_empty() {
        message["attachments"] = json!([attachment(&reply.buttons, integration)]);
    }
    message
}

/// The reply as the answer to a click, which only the clicker sees. It holds only text. The message
/// with the button stays as it is: until 2026, Mattermost could not change a message that one person
/// sees, and older servers drop an answer that asks for it.
pub fn click_answer(reply: &Reply) -> Value {
    json!({"ephemeral_text": text(reply), "skip_slack_parsing": true})
}

/// The reply for an incoming webhook, without its buttons.
pub fn webhook(reply: &Reply) -> Value {
    json!({"text": text(reply)})
}

/// What Mattermost shows of an answer, with the labels of its buttons.
pub fn shown(answer: &Value) -> Option<String> {
    let text = answer["text"].as_str().or(answer["ephemeral_text"].as_str())?;
    let actions = answer["attachments"][0]["actions"].as_array().into_iter().flatten();
    let labels: Vec<_> = actions.filter_map(|action| action["name"].as_str()).collect();
    Some(shown::with_buttons(shown::without_backslashes(&text.replace('\u{200b}', "")), &labels))
}

fn text(reply: &Reply) -> String {
    let reply = reply.within(POST, |line| markdown(line).chars().count() + 1);
    reply.lines.iter().map(markdown).collect::<Vec<_>>().join("\n")
}

fn markdown(text: &Text) -> String {
    let marked = |span: &Span| match span {
        Span::Link { url, shown } => format!("[{}]({url})", escape(shown)),
        // Mattermost mentions people only by name, and names change.
        Span::Mention(mention) => markdown(&Text(vec![mention.in_words()])),
        Span::Plain(text) => escape(text),
        Span::Column(_) => span.plain().to_owned(),
        Span::Bold(text) => format!("**{}**", escape(text)),
        // Code has no marks or mentions, and the text has no backticks.
        Span::Code(text) => format!("`{text}`"),
        Span::Time { shown, .. } => escape(shown),
    };
    text.0.iter().map(marked).collect()
}

/// Escapes marks, and puts a zero-width space behind each `@`, which prevents a mention. (A backslash
/// would not: the server looks for mentions after it has removed the backslashes.)
fn escape(text: &str) -> String {
    backslashed(text, r"\`*_~[]<>#|!").replace('@', "@\u{200b}")
}

fn attachment(buttons: &[Button], integration: impl Fn(&Button) -> Value) -> Value {
    let action = |(n, button): (usize, &Button)| {
        json!({
            "id": format!("button{n}"), // with other characters than letters and digits it does nothing
            "type": "button",
            "name": button.label,
            "style": if button.danger { "danger" } else { "default" },
            "integration": integration(button),
        })
    };
    let actions: Vec<_> = buttons.iter().enumerate().map(action).collect();
    let labels: Vec<_> = buttons.iter().map(|button| format!("[{}]", button.label)).collect();
    json!({"fallback": labels.join(" "), "actions": actions})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_can_mention_link_or_mark() {
        let text = Text(vec![
            Span::Plain("@all, @channel: [x](https://evil.test) <!here> # ~~x~~ \\@all ".into()),
            Span::Bold("a_b*c".into()),
            Span::Code("@all *x* <!channel>".into()),
        ]);
        assert_eq!(
            markdown(&text),
            "@\u{200b}all, @\u{200b}channel: \\[x\\](https://evil.test) \\<\\!here\\> \\# \\~\\~x\\~\\~ \
             \\\\@\u{200b}all **a\\_b\\*c**`@all *x* <!channel>`"
        );
    }

    #[test]
    fn a_long_reply_is_cut_at_a_line_and_says_how_many_more() {
        let lines = (0..2000).map(|n| Text::read(&format!("⚪ *ci-{n}* is stopped")));
        let message = message(&Reply::to_caller(lines), |_| Value::Null);
        let text = message["text"].as_str().unwrap();
        assert!(text.chars().count() <= POST);
        let (shown, more) = text.rsplit_once("\n… +").unwrap();
        assert_eq!(shown.lines().count() + more.parse::<usize>().unwrap(), 2000);
        assert!(shown.ends_with(" is stopped"));
    }

    #[test]
    fn an_owner_is_mentioned_or_named() {
        let owner = |callers: &[&str], name| markdown(&crate::source::tests::mention(callers, name));
        assert_eq!(owner(&["slack:T1/U0456"], Some("Ada @all")), "Ada @\u{200b}all");
        assert_eq!(owner(&[], None), "`00aa`");
    }

    #[test]
    fn an_answer_is_shown_as_plain_text() {
        let reply = crate::source::tests::reply_with_marks();
        assert_eq!(
            shown(&message(&reply, |_| json!({}))).unwrap(),
            "🟢 *my_ci* `stop <a> & \\b` 18:02 [Jupyter](https://ml.azure.com/)\n[Stop]"
        );
        assert_eq!(shown(&json!({})), None);
    }
}
