//! Messages of Slack's, as they would be read.

use serde_json::Value;

/// Users of the played Slack who are mentioned, as Slack shows them.
const PEOPLE: [(&str, &str); 3] = [("<@U0ADA>", "@Ada"), ("<@U0DAN>", "@Dan"), ("<@U0CLEO>", "@Cleo")];

/// Prints the text of a message, and its buttons; `how` it came.
pub fn tell(message: &Value, how: &str) {
    let text = message["text"].as_str().unwrap_or_default();
    println!("  Lamplighter ({how}):");
    for line in text.lines() {
        println!("    {}", readable(line));
    }
    let labels: Vec<_> = buttons(message).map(|(label, _)| format!("[{label}]")).collect();
    if !labels.is_empty() {
        println!("    {}", labels.join(" "));
    }
    println!();
}

/// The buttons' labels, and what they stand for.
pub fn buttons(message: &Value) -> impl Iterator<Item = (&str, &str)> {
    let blocks = message["blocks"].as_array().into_iter().flatten();
    let elements = blocks.filter_map(|block| block["elements"].as_array()).flatten();
    elements.filter_map(|button| Some((button["text"]["text"].as_str()?, button["value"].as_str()?)))
}

/// Slack shows `<!date^1790000000^{time}|18:02>` as a time, `<https://…|Jupyter>` as a link, `<@U0ADA>`
/// as a name, and its escapes as what they stand for.
fn readable(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        let (marked, tail) = after.split_once('>').unwrap_or((after, ""));
        shown.push_str(before);
        match marked.rsplit_once('|') {
            Some((_, read)) => shown.push_str(read),
            None => shown.push_str(&format!("<{marked}>")),
        }
        rest = tail;
    }
    shown.push_str(rest);
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    PEOPLE.into_iter().chain(escapes).fold(shown, |shown, (sent, read)| shown.replace(sent, read))
}
