//! What an alert proposes to do.

use super::{
    azure_error,
    cause::cause,
    instance_line::{BUTTONS, Listed, line},
    localizer::{Args, Voice},
    markup::Text,
    message::{Button, Reply},
    outcome::Telling,
    tally::{counts, is_quiet},
};
use crate::{
    ask::{AskId, Cause},
    command::Command,
    fleet::Unread,
    lifecycle::{Outcome, Report},
};
/// What `command` would be done to, for people to decide.
pub fn proposal(
    voice: &Voice,
    why: Option<&Cause>,
    command: &Command,
    listed: &[Listed],
    others: &[Report],
    unread: &[Unread],
    id: AskId,
) -> Reply {
    let mut lines: Vec<Text> = why.map(|why| cause(voice, why)).into_iter().collect();
    let total = listed.iter().filter_map(|one| one.price);
    let total = total.reduce(|sum, price| sum.plus(price).unwrap_or(sum));
    let total =
        total.map(|money| voice.say("proposal-total", Args::new().piece("money", voice.money(money))));
    let args = Args::new()
        .text("do", voice.verb(command.verb()))
        .text("command", voice.command(command))
        .number("n", listed.len())
        .piece("total", total.unwrap_or_default())
        .piece("counts", counted(voice, others));
    lines.push(voice.line(
        if listed.is_empty() {
            "proposal-none"
        } else {
            "proposal-head"
        },
        args,
    ));
    lines.extend(listed.iter().map(|one| line(voice, one)));
    lines.extend(left_out(voice, listed.is_empty(), others, id));
    lines.extend(unread.iter().map(|unread| azure_error::unread(voice, unread, id)));
    let buttons = listed.iter().take(BUTTONS).map(|one| Button {
        label: voice.say(
            "button-one",
            Args::new()
                .text("verb", command.verb().name())
                .text("instance", voice.name(&one.id)),
        ),
        value: format!("{} {}", command.verb().name(), one.id),
        danger: false,
    });
    Reply {
        buttons: buttons.collect(),
        ..Reply::to_channel(lines)
    }
}

/// How many are left out, for where nothing is left: `: 14 already off, 1 running a job`
fn counted(voice: &Voice, others: &[Report]) -> String {
    match counts(voice, others) {
        counts if counts.is_empty() => counts,
        counts => voice.say("proposal-counts", Args::new().piece("counts", counts)),
    }
}

/// Why one is left out is worth a line, unless it is off already, or nothing is left.
fn left_out(voice: &Voice, nothing: bool, others: &[Report], id: AskId) -> impl Iterator<Item = Text> {
    let told = others.iter().filter(move |report| {
        if nothing {
            !is_quiet(&report.outcome)
        } else {
            !matches!(report.outcome, Outcome::Already { .. })
        }
    });
    told.map(move |report| Telling { voice, report, id }.line())
}
