//! How replies look as cards, and how much of them fits.

use super::*;
use crate::reply::markup::Phrase;

#[test]
fn spans_become_runs_and_times_each_readers_own() {
    let at = "2026-11-23T18:02:00Z".parse().unwrap();
    let line = format!("⚪ *myci*: `<b>[x](y)` {}", Phrase::moment(at, "18:02"));
    assert_eq!(
        block(&Text::read(&line).0)["inlines"],
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
    assert_eq!(block(&day.0)["inlines"], json!([dated]));
}

fn pressed(button: &Button) -> Value {
    json!({"lamplighter": format!("2|{}|tabc12|1234567890123456789012", button.value)})
}

/// In UTF-16, as Teams counts.
fn bytes(message: &Value) -> usize {
    message.to_string().encode_utf16().count() * 2
}

fn listed(n: usize) -> Text {
    let columns: Vec<_> = (1..=3).map(|n| Phrase::column(n).to_string()).collect();
    let size = format!("{}Standard_NC24ads_A100_v4{}$3.67/h when on", columns[0], columns[1]);
    let line =
        format!("⚪ *machine-learning/ci-{n}* stopped since 18:02{size}{}Ana Lúcia d'Ávila", columns[2]);
    Text::read(&line)
}

#[test]
fn a_message_for_hundreds_fits() {
    for press in [None, Some(&pressed as &dyn Fn(&Button) -> Value)] {
        let message = message(&Reply::to_caller((0..900).map(listed)), None, press);
        let size = if press.is_some() { bytes(&message) } else { message.to_string().len() };
        assert!(size < 28 * 1024, "{size} bytes");
        let shown = shown(&message).unwrap();
        let (shown, more) = shown.rsplit_once("\n… +").unwrap();
        assert_eq!(shown.lines().count() + more.parse::<usize>().unwrap(), 900);
        assert!(shown.lines().count() > 20, "{}", shown.lines().count());
    }
}

#[test]
fn buttons_and_mentions_for_hundreds_fit() {
    let owner = |n: usize| {
        let name = Some(format!("Ana Lúcia d'Ávila-Reis {n}"));
        let entra = "00000000-0000-0000-0000-0000000000bb".to_owned();
        Span::Mention(crate::reply::Mention { entra, name, of: "myci".into(), ..Default::default() })
    };
    let lines = (0..900).map(|n| Text([listed(n).0, vec![owner(n)]].concat()));
    let button = |n| Button {
        label: format!("Keep machine-learning/ci-{n}"),
        value: format!("keep machine-learning/ci-{n} for 2h"),
        danger: false,
        issued: Timestamp::UNIX_EPOCH,
    };
    let reply = Reply { buttons: (0..20).map(button).collect(), ..Reply::to_channel(lines) };
    let message = message(&reply, None, Some(&pressed));
    assert!(bytes(&message) < 28 * 1024, "{} bytes", bytes(&message));
    let shown = shown(&message).unwrap();
    assert!(shown.matches("[Keep ").count() > 10, "{shown}");
    assert!(shown.matches("<at>").count() > 8, "{shown}");
    assert!(shown.lines().filter(|line| line.starts_with('⚪')).count() > 5, "{shown}");
}

#[test]
fn rows_become_a_table_and_facts_have_lines_of_their_own() {
    let row = |line: &str| {
        let parts = line.split('|').enumerate();
        let parts = parts.filter(|(n, part)| *n == 0 || !part.is_empty());
        let parts = parts.map(
            |(n, part)| {
                if n == 0 { part.to_owned() } else { format!("{}{part}", Phrase::column(n)) }
            },
        );
        Text::read(&parts.collect::<String>())
    };
    let lines =
        [row("2 instances"), row("*a*|DS3_V2||Ana"), row("*b*|NC6|$0.90/h"), row("end"), row("*c*|DS3_V2")];
    let reply = Reply::to_caller(lines);
    let card = card(&reply, None, Some(&pressed));
    let types: Vec<_> = card["body"].as_array().unwrap().iter().map(|one| one["type"].as_str()).collect();
    assert_eq!(types, ["RichTextBlock", "Table", "RichTextBlock", "Container"].map(Some));
    let table = &card["body"][1];
    let text = |cell: &Value| lines_of(&cell["items"][0]).concat();
    let cells = |row: usize| table["rows"][row]["cells"].as_array().unwrap().iter().map(text);
    assert_eq!(table["columns"].as_array().unwrap().len(), 4);
    assert_eq!(cells(0).collect::<Vec<_>>(), ["a", "DS3_V2", "", "Ana"]);
    assert_eq!(cells(1).collect::<Vec<_>>(), ["b", "NC6", "$0.90/h"]);
    assert_eq!(lines_of(&card["body"][3]), ["c", "DS3_V2"]);
    let plain = shown(&message(&reply, None, None)).unwrap();
    assert_eq!(plain, "2 instances\na · DS3_V2 · Ana\nb · NC6 · $0.90/h\nend\nc · DS3_V2");
}

#[test]
fn a_button_has_a_fallback_for_clients_that_do_not_know_it() {
    let mut reply = crate::source::tests::reply_with_marks();
    reply.buttons[0].danger = true;
    let card = card(&reply, None, Some(&pressed));
    let action = &card["body"][1]["actions"][0];
    let data = json!({"lamplighter": "2|stop|tabc12|1234567890123456789012"});
    let submit = json!({"type": "Action.Submit", "title": "Stop", "data": data, "style": "destructive"});
    assert_eq!(action["fallback"], submit);
    assert_eq!((&action["type"], &action["data"]), (&json!("Action.Execute"), &data));
}

#[test]
fn an_owner_is_named_in_the_line_and_mentioned_below() {
    let card = |name: Option<&str>| {
        let name = name.map(str::to_owned);
        let mention =
            crate::reply::Mention { entra: "00aa".into(), name, of: "myci".into(), ..Default::default() };
        let line = Text(vec![Span::Mention(mention), Span::Plain(": stopped".into())]);
        let message = message(&Reply::to_channel([line]), None, None);
        let content = &message["attachments"][0]["content"];
        (content["body"].clone(), content["msteams"]["entities"].clone())
    };
    let mention = |name: &str| json!({"type": "mention", "text": format!("<at>{name}</at>"), "mentioned": {"id": "00aa", "name": name}});
    let at = |name: &str| json!({"type": "TextBlock", "wrap": true, "text": format!("<at>{name}</at>")});
    let line =
        |first: Value| json!({"type": "RichTextBlock", "spacing": "Small", "inlines": [first, ": stopped"]});
    let named = (json!([line(json!("Ada </at>")), at("Ada at")]), json!([mention("Ada at")]));
    assert_eq!(card(Some("Ada </at>")), named);
    let id = json!({"type": "TextRun", "text": "00aa", "fontType": "Monospace"});
    assert_eq!(card(None), (json!([line(id), at("myci")]), json!([mention("myci")])));
}

#[test]
fn an_answer_is_shown_as_plain_text() {
    let reply = crate::source::tests::reply_with_marks();
    assert_eq!(
        shown(&message(&reply, None, Some(&pressed))).unwrap(),
        "🟢 my_ci stop <a> & \\b 18:02 UTC Jupyter\n[Stop]"
    );
    assert_eq!(shown(&json!({})), None);
}
