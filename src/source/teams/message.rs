//! Adaptive Cards as Teams shows them: <https://adaptivecards.io/explorer/>, with its additions of
//! <https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format>.
//!
//! Lines are rich text blocks, whose runs, unlike plain text blocks, are not read as Markdown:
//! nothing that was typed can become a link. Buttons are left out: where our cards go, in answers
//! of outgoing webhooks and through workflows, none could post back.

#[cfg(any(test, feature = "emulator"))]
use jiff::Timestamp;
use serde_json::{Value, json};

#[cfg(any(test, feature = "emulator"))]
use crate::source::{escapes, shown};
use crate::{
    command_request::Addressee,
    reply::{Reply, Span, Text, markup::is_dated},
};

/// In bytes of JSON. A message holds about 28 KB; this leaves room for the envelope.
const LINES: usize = 24 * 1024;

/// The most mentions: nobody reads more, and they take room.
const MENTIONS: usize = 20;

/// The message that holds the card. `to` is mentioned in it, so that Teams alerts them.
pub fn message(reply: &Reply, to: Option<&Addressee>) -> Value {
    let reply = reply.within(LINES, |line| block(line).to_string().len() + 1);
    let lines = &reply.lines;
    // Teams shows it in notifications, which otherwise only say that there is a card.
    let summary = lines.first().map(Text::plain).unwrap_or_default();
    let mention = to.map(|to| mention(&to.plain_name(), &to.entra));
    let greeting = mention.iter().map(|mention| json!({"type": "TextBlock", "text": mention["text"]}));
    let owners = owners(lines);
    let texts: Vec<_> = owners.iter().filter_map(|owner| owner["text"].as_str()).collect();
    let called =
        (!texts.is_empty()).then(|| json!({"type": "TextBlock", "wrap": true, "text": texts.join(" ")}));
    let body: Vec<Value> = greeting.chain(lines.iter().map(block)).chain(called).collect();
    let entities: Vec<&Value> = mention.iter().chain(&owners).collect();
    json!({
        "type": "message",
        "summary": summary,
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "body": body,
                "msteams": {"width": "Full", "entities": entities},
            },
        }],
    })
}

/// What Teams shows of a message: the lines of its card.
#[cfg(any(test, feature = "emulator"))]
pub fn shown(message: &Value) -> Option<String> {
    let blocks = message["attachments"][0]["content"]["body"].as_array()?;
    let run = |run: &Value| run.as_str().or(run["text"].as_str()).map(str::to_owned);
    let line = |block: &Value| match block["inlines"].as_array() {
        Some(runs) => Some(runs.iter().filter_map(run).collect::<String>()),
        None => run(block),
    };
    let text = blocks.iter().filter_map(line).collect::<Vec<_>>().join("\n");
    let time = |marked: &str| marked.parse().ok().map(|at| shown::moment(at, false));
    let date = |marked: &str| {
        let at: Timestamp = marked.strip_suffix(", SHORT")?.parse().ok()?;
        Some(at.strftime("%Y-%m-%d").to_string())
    };
    let text = escapes::replaced(&text, ["{{DATE(", ")}}"], date);
    Some(escapes::replaced(&text, ["{{TIME(", ")}}"], time))
}

fn block(line: &Text) -> Value {
    let runs: Vec<Value> = line.0.iter().map(run).collect();
    json!({"type": "RichTextBlock", "spacing": "Small", "inlines": runs})
}

fn run(span: &Span) -> Value {
    match span {
        Span::Plain(text) => json!(text),
        Span::Bold(text) => json!({"type": "TextRun", "text": text, "weight": "Bolder"}),
        Span::Code(text) => json!({"type": "TextRun", "text": text, "fontType": "Monospace"}),
        // Text runs cannot mention anybody, so a block below them does.
        Span::Mention(mention) => run(&mention.in_words()),
        Span::Link { url, shown } => {
            let open = json!({"type": "Action.OpenUrl", "url": url});
            json!({"type": "TextRun", "text": shown, "selectAction": open})
        }
        // In each reader's time zone. All of Microsoft's renderers do this in runs, too.
        Span::Time { at, shown } if is_dated(shown) => {
            json!(format!("{{{{DATE({at}, SHORT)}}}} {{{{TIME({at})}}}}"))
        }
        Span::Time { at, .. } => json!(format!("{{{{TIME({at})}}}}")),
    }
}

/// Teams finds the mention by its text.
fn mention(name: &str, entra: &str) -> Value {
    json!({
        "type": "mention",
        "text": format!("<at>{name}</at>"),
        "mentioned": {"id": entra, "name": name},
    })
}

/// The owners in the lines, each mentioned by name or else by that of the owned instance.
fn owners(lines: &[Text]) -> Vec<Value> {
    let spans = lines.iter().flat_map(|line| &line.0);
    let mentions = spans.filter_map(|span| match span {
        Span::Mention(owner) => {
            let name = owner.name.clone().unwrap_or_else(|| owner.of.clone());
            Some(mention(&Addressee { name, entra: owner.entra.clone() }.plain_name(), &owner.entra))
        }
        _ => None,
    });
    mentions.take(MENTIONS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_become_runs_and_times_each_readers_own() {
        let at = "2026-11-23T18:02:00Z".parse().unwrap();
        let line = format!("⚪ *myci*: `<b>[x](y)` {}", crate::reply::markup::Phrase::moment(at, "18:02"));
        assert_eq!(
            block(&Text::read(&line))["inlines"],
            json!([
                "⚪ ",
                {"type": "TextRun", "text": "myci", "weight": "Bolder"},
                ": ",
                {"type": "TextRun", "text": "<b>[x](y)", "fontType": "Monospace"},
                " ",
                "{{TIME(2026-11-23T18:02:00Z)}}",
            ])
        );
        let day = Text(vec![Span::Time { at, shown: "2026-11-23 18:02".into() }]);
        let dated = "{{DATE(2026-11-23T18:02:00Z, SHORT)}} {{TIME(2026-11-23T18:02:00Z)}}";
        assert_eq!(block(&day)["inlines"], json!([dated]));
    }

    #[test]
    fn a_message_for_hundreds_fits() {
        let lines =
            (0..900).map(|n| Text::read(&format!("⚪ *ci-{n}* is already stopped, since a while ago")));
        let message = message(&Reply::to_caller(lines), None);
        assert!(message.to_string().len() < 28 * 1024);
        let body = message["attachments"][0]["content"]["body"].as_array().unwrap();
        let last = body.last().unwrap()["inlines"][0].as_str().unwrap();
        assert_eq!(last, format!("… +{}", 900 - (body.len() - 1)));
    }

    #[test]
    fn an_owner_is_named_in_the_line_and_mentioned_below() {
        let card = |name: Option<&str>| {
            let name = name.map(str::to_owned);
            let mention =
                crate::reply::Mention { entra: "00aa".into(), name, of: "myci".into(), ..Default::default() };
            let line = Text(vec![Span::Mention(mention), Span::Plain(": stopped".into())]);
            let message = message(&Reply::to_channel([line]), None);
            let content = &message["attachments"][0]["content"];
            (content["body"].clone(), content["msteams"]["entities"].clone())
        };
        let mention = |name: &str| mention(name, "00aa");
        let at = |name: &str| json!({"type": "TextBlock", "wrap": true, "text": format!("<at>{name}</at>")});
        let line = |first: Value| json!({"type": "RichTextBlock", "spacing": "Small", "inlines": [first, ": stopped"]});
        let named = (json!([line(json!("Ada </at>")), at("Ada at")]), json!([mention("Ada at")]));
        assert_eq!(card(Some("Ada </at>")), named);
        let id = json!({"type": "TextRun", "text": "00aa", "fontType": "Monospace"});
        assert_eq!(card(None), (json!([line(id), at("myci")]), json!([mention("myci")])));
    }

    #[test]
    fn an_answer_is_shown_as_plain_text() {
        let reply = crate::source::tests::reply_with_marks();
        assert_eq!(shown(&message(&reply, None)).unwrap(), "🟢 my_ci stop <a> & \\b 18:02 UTC Jupyter");
        assert_eq!(shown(&json!({})), None);
    }
}
