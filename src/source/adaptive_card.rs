//! Adaptive Cards as Teams shows them: <https://adaptivecards.io/explorer/>, with its additions of
//! <https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format>.
//!
//! Lines are rich text blocks, whose runs, unlike plain text blocks, are not read as Markdown: nothing that was typed
//! can become a link.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::reply::{
    Button, Mention, Reply, Span, Text,
    markup::{is_dated, mentions},
};
use crate::source::{escapes, shown};

/// In bytes of JSON, of which there are at least as many as units of UTF-16, in which Teams counts a bot's messages. By the
/// strictest of its documentation's limits a message holds 28 KB in UTF-16, 14,336 units; the rest is for what stands
/// around the card.
const CARD: usize = 13_500;

/// In bytes of JSON, where a message holds 28 KB: in answers of outgoing webhooks, and through workflows. The rest is for
/// mentions and for what stands around the card.
const LINES_OF_A_WEBHOOK: usize = 24 * 1024;

/// The part of it that buttons may take: most commands can be typed too.
const BUTTONS: usize = 5_000;

/// The part of it that mentions may take.
const MENTIONS: usize = 2_500;

/// Clients hide the buttons of a set after the sixth.
const SET: usize = 5;

/// The message that holds the card.
pub fn message(reply: &Reply, to: Option<&Mention>, press: Option<&dyn Fn(&Button) -> Value>) -> Value {
    json!({
        "type": "message",
        // Teams shows it in notifications, which otherwise only say that there is a card.
        "summary": reply.lines.first().map(Text::plain).unwrap_or_default(),
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": card(reply, to, press),
        }],
    })
}

/// The card. `to` is mentioned in it, so that Teams alerts them. `press` says what a press of a button sends back; without
/// it, the card has neither buttons nor tables, for
/// answers of outgoing webhooks and for workflows, where no button could post back.
pub fn card(reply: &Reply, to: Option<&Mention>, press: Option<&dyn Fn(&Button) -> Value>) -> Value {
    let asker = to.map(mention);
    let buttons = press.iter().flat_map(|press| reply.buttons.iter().map(|one| button(one, press(one))));
    let (buttons, used) = first_within(BUTTONS, buttons);
    let is_row = |line: &Text| press.is_some() && has_columns(line);
    let reserve = owners(&reply.lines).next().map_or(0, |_| MENTIONS);
    let left = if press.is_some() { CARD - used - reserve } else { LINES_OF_A_WEBHOOK };
    let reply = reply.within(left, |line| size(&if is_row(line) { row(line) } else { block(&line.0) }));
    let (owners, _) = first_within(MENTIONS, owners(&reply.lines));
    let greeting = asker.iter().map(|mention| json!({"type": "TextBlock", "text": mention["text"]}));
    let names: Vec<_> = owners.iter().filter_map(|owner| owner["text"].as_str()).collect();
    let called =
        (!names.is_empty()).then(|| json!({"type": "TextBlock", "wrap": true, "text": names.join(" ")}));
    let lines = reply.lines.chunk_by(|one, next| is_row(one) && is_row(next)).flat_map(|lines| match lines {
        [only] if is_row(only) => vec![facts(only)],
        [only] => vec![block(&only.0)],
        rows => vec![table(rows)],
    });
    let sets = buttons.chunks(SET).map(|set| json!({"type": "ActionSet", "actions": set}));
    let body = greeting.chain(lines).chain(called).chain(sets);
    let entities: Vec<&Value> = asker.iter().chain(&owners).collect();
    json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": if press.is_some() { "1.5" } else { "1.4" },
        "body": body.collect::<Vec<_>>(),
        "msteams": {"width": "Full", "entities": entities},
    })
}

/// The first items that fit into so many bytes, and the bytes that they take.
fn first_within(most: usize, items: impl Iterator<Item = Value>) -> (Vec<Value>, usize) {
    let mut used = 0;
    let fits = |item: &Value| {
        let wanted = used + size(item);
        if wanted <= most {
            used = wanted;
        }
        wanted <= most
    };
    let items = items.take_while(fits).collect();
    (items, used)
}

/// In bytes, with the comma behind it.
fn size(value: &Value) -> usize {
    value.to_string().len() + 1
}

/// What Teams shows of a message: the lines of its card.
pub fn shown(message: &Value) -> Option<String> {
    let body = &message["attachments"][0]["content"]["body"];
    let text = body.as_array()?.iter().flat_map(lines_of).collect::<Vec<_>>().join("\n");
    let time = |marked: &str| marked.parse().ok().map(|at| shown::moment(at, false));
    let date = |marked: &str| {
        let at: Timestamp = marked.strip_suffix(", SHORT")?.parse().ok()?;
        Some(at.strftime("%Y-%m-%d").to_string())
    };
    let text = escapes::replaced(&text, ["{{DATE(", ")}}"], date);
    Some(escapes::replaced(&text, ["{{TIME(", ")}}"], time))
}

/// The lines of an element of a card. Cells are divided by ` · `, and buttons are `[Stop] [Restart]`.
fn lines_of(element: &Value) -> Vec<String> {
    let each = |key: &str| crate::lenient_json::elements(&element[key]).collect::<Vec<_>>();
    let text = |run: &Value| run.as_str().or(run["text"].as_str()).unwrap_or_default().to_owned();
    match element["type"].as_str() {
        Some("RichTextBlock") => vec![each("inlines").into_iter().map(text).collect()],
        Some("Container") => each("items").into_iter().flat_map(lines_of).collect(),
        Some("Table") => each("rows").into_iter().flat_map(lines_of).collect(),
        Some("TableRow") => {
            let cells = each("cells").into_iter().flat_map(|cell| lines_of(&cell["items"][0]));
            vec![cells.collect::<Vec<_>>().join(" · ")]
        }
        Some("ActionSet") => {
            let labels = each("actions").into_iter().filter_map(|action| action["title"].as_str());
            vec![labels.map(|label| format!("[{label}]")).collect::<Vec<_>>().join(" ")]
        }
        Some("TextBlock") => vec![text(element)],
        _ => Vec::new(),
    }
}

/// `DS3_V2 · $0.29 per hour`, each in a line of its own.
fn facts(line: &Text) -> Value {
    let facts: Vec<Value> = columns(line).map(|(_, spans)| block(spans)).collect();
    json!({"type": "Container", "spacing": "Small", "items": facts})
}

/// Rows without a heading. Rows may lack columns.
fn table(rows: &[Text]) -> Value {
    let last = rows.iter().flat_map(columns).map(|(number, _)| number).max().unwrap_or_default();
    let widths: Vec<_> = (0..=last).map(|number| json!({"width": if number == 0 { 3 } else { 1 }})).collect();
    let rows: Vec<Value> = rows.iter().map(row).collect();
    json!({"type": "Table", "firstRowAsHeader": false, "showGridLines": false, "columns": widths, "rows": rows})
}

fn row(line: &Text) -> Value {
    let last = columns(line).map(|(number, _)| number).max().unwrap_or_default();
    let spans = |wanted| columns(line).find(|(number, _)| *number == wanted).map(|(_, spans)| spans);
    let cell = |number| match spans(number) {
        Some(spans) => json!({"type": "TableCell", "items": [block(spans)]}),
        None => json!({"type": "TableCell", "items": []}),
    };
    json!({"type": "TableRow", "cells": (0..=last).map(cell).collect::<Vec<_>>()})
}

fn has_columns(line: &Text) -> bool {
    line.0.iter().any(|span| matches!(span, Span::Column(_)))
}

/// The columns of a line by their numbers.
fn columns(line: &Text) -> impl Iterator<Item = (usize, &[Span])> {
    let begins = |_: &Span, next: &Span| !matches!(next, Span::Column(_));
    line.0.chunk_by(begins).map(|spans| match spans {
        [Span::Column(number), spans @ ..] => (*number, spans),
        spans => (0, spans),
    })
}

fn block(spans: &[Span]) -> Value {
    let runs: Vec<Value> = spans.iter().map(run).collect();
    json!({"type": "RichTextBlock", "spacing": "Small", "inlines": runs})
}

/// A button that sends `data` back: at once, or as a message where a client does not know the first way.
fn button(button: &Button, data: Value) -> Value {
    let mut action = json!({"type": "Action.Submit", "title": button.label, "data": data});
    if button.danger {
        action["style"] = json!("destructive");
    }
    let mut execute = action.clone();
    execute["type"] = json!("Action.Execute");
    execute["verb"] = json!("press");
    execute["fallback"] = action;
    execute
}

fn run(span: &Span) -> Value {
    match span {
        Span::Plain(text) => json!(text),
        Span::Bold(text) => json!({"type": "TextRun", "text": text, "weight": "Bolder"}),
        Span::Code(text) => json!({"type": "TextRun", "text": text, "fontType": "Monospace"}),
        Span::Column(_) => json!(span.plain()),
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
fn mention(person: &Mention) -> Value {
    let name = person.plain_name();
    json!({
        "type": "mention",
        "text": format!("<at>{name}</at>"),
        "mentioned": {"id": person.entra, "name": name},
    })
}

/// The owners in the lines, each mentioned by name or else by that of the owned instance.
fn owners(lines: &[Text]) -> impl Iterator<Item = Value> {
    mentions(lines).map(mention)
}

#[cfg(test)]
mod tests;
