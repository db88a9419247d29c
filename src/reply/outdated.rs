//! The instances whose image is old, and the recipe to renew one.

use serde_json::Value;

use super::{
    audit::{LINES, detail, unknown},
    azure_error,
    details::owner_name,
    localizer::{Localizer, args, line},
    markup::{Phrase, Span, Text},
    message::Reply,
    state,
};
use crate::{
    audit::Examined,
    azure::{Loss, Recreation},
    command::Command,
    fleet::Unreadable,
    lenient_json,
};

/// Stands in the recipe for the name of the new instance. No instance can have it.
pub const NEW_NAME: &str = "NEW_NAME";

/// Those of `total` instances that are `outdated`, the oldest image first.
pub fn outdated(l10n: &Localizer, total: usize, outdated: &[Examined<'_>], unread: &[Unreadable]) -> Reply {
    let old: Vec<_> = outdated.iter().filter(|one| one.known().next().is_some()).collect();
    let mut lines = Vec::new();
    if total == 0 && unread.is_empty() {
        lines.push(line!(l10n, "list-empty"));
    } else if total > 0 {
        lines.push(match old.first() {
            Some(first) => line!(l10n, "outdated-head", total, n = old.len(), first = &first.compute.id),
            None => line!(l10n, "outdated-nothing", total),
        });
    }
    // Before the instances, since a long reply is cut at the end.
    lines.extend(azure_error::unread(l10n, unread));
    lines.extend(unknown(l10n, outdated));
    let each = old.into_iter().map(|one| about(l10n, one));
    lines.extend(l10n.first_lines(each, LINES, "audit-cut"));
    Reply::to_caller(lines).with_suggestions(l10n, None)
}

/// `🟢 myci: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana`
pub(super) fn about(l10n: &Localizer, one: &Examined<'_>) -> Text {
    let found = one.findings.iter().map(|finding| detail(l10n, finding));
    let found = Phrase::join(found.chain(owner_name(one.compute)), " · ");
    line!(l10n, "outdated-line", ..state::args(l10n, &one.compute.id, one.compute.state.as_ref()), found)
}

/// How to create an instance like this one, and what it will lack: by `renew`, where the caller may and a `blueprint`
/// fits, else by `PUT` at `path`.
pub fn recipe(
    l10n: &Localizer,
    one: &Examined<'_>,
    recreation: &Recreation,
    path: &str,
    blueprint: Option<&str>,
) -> Reply {
    let id = &one.compute.id;
    let losses = recreation.lost.iter().map(|(what, names)| loss(l10n, *what, names));
    let head = [about(l10n, one), line!(l10n, "outdated-lost", losses = Phrase::join(losses, "; "))];
    let mut reply = if let Some(blueprint) = blueprint {
        let renew = Command::Renew { selection: l10n.selection(&[id]), name: None };
        let offer = line!(l10n, "outdated-offer", command = l10n.command(&renew), blueprint);
        Reply::from(offer).with_suggestions(l10n, None)
    } else {
        let body = ascii(&recreation.body);
        let command =
            format!("az rest --method put --headers 'If-None-Match=*' --url '{path}' --body '{body}'");
        let workspace = id.workspace.as_str();
        let how = line!(l10n, "outdated-recipe", workspace, new = NEW_NAME, instance = id.to_string());
        Reply::to_caller([how, Text(vec![Span::Code(command)])])
    };
    reply.lines.splice(..0, head);
    reply
}

/// One thing that a new instance does not get.
pub(super) fn loss(l10n: &Localizer, what: Loss, names: &[String]) -> Phrase {
    let names = (!names.is_empty()).then(|| Phrase(format!(" {}", l10n.list_code(names, 8))));
    l10n.say(&format!("outdated-lost-{}", lenient_json::word(what)), args!(l10n, names))
}

/// JSON that means the same in a shell's quotes and in a chat's code: only strings have other characters, and can escape
/// them.
fn ascii(value: &Value) -> String {
    let is_plain = |letter: char| matches!(letter, ' '..='~') && !"'`<>&".contains(letter);
    let escape = |unit: &u16| format!("\\u{unit:04x}");
    let escaped = |letter: char| letter.encode_utf16(&mut [0; 2]).iter().map(escape).collect();
    let letter = |letter: char| if is_plain(letter) { letter.to_string() } else { escaped(letter) };
    value.to_string().chars().map(letter).collect()
}
