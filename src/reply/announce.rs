//! What a timer is about to do, and what an alert proposes: a list of instances with something to
//! press, or to type, for each.

use jiff::SignedDuration;

use super::{
    azure_error,
    instance_line::{BUTTONS, Listed, line},
    localizer::{Args, Voice},
    message::{Button, Reply},
    outcome::Telling,
};
use crate::{ask::AskId, command::Verb, fleet::Unread, lifecycle::Report};

/// How long a button keeps an instance.
const KEPT_FOR: &str = "2h";

/// What is announced, and how soon it will be done; or would be, if this were no dry run.
#[derive(Clone, Copy, Debug)]
pub struct Announced {
    pub verb: Verb,
    pub lead: SignedDuration,
    pub dry_run: bool,
}

/// What will be done to `listed`. `kept` are those that are left out.
pub fn announcement(
    voice: &Voice,
    what: Announced,
    listed: &[Listed],
    kept: &[Report],
    unread: &[Unread],
    id: AskId,
) -> Reply {
    let Announced { verb, lead, dry_run } = what;
    let can_keep = verb != Verb::Start && !dry_run;
    let args = Args::new()
        .piece("lead", voice.duration(lead))
        .text("verb", verb.name())
        .text("do", voice.verb(verb))
        .number("n", listed.len());
    let head = if listed.is_empty() {
        "announce-none"
    } else if dry_run {
        "announce-would"
    } else {
        "announce-head"
    };
    let mut lines = vec![voice.line(head, args)];
    if can_keep && !listed.is_empty() {
        lines.push(voice.line("announce-keep", Args::new()));
    }
    lines.extend(listed.iter().map(|one| line(voice, one)));
    lines.extend(kept.iter().map(|report| Telling { voice, report, id }.line()));
    lines.extend(unread.iter().map(|unread| azure_error::unread(voice, unread, id)));
    let buttons = listed
        .iter()
        .take(BUTTONS)
        .filter(|_| can_keep)
        .map(|one| Button {
            label: voice.say(
                "button-keep-one",
                Args::new().text("instance", voice.name(&one.id)),
            ),
            value: format!("{} {} for {KEPT_FOR}", Verb::Keep.name(), one.id),
            danger: false,
        });
    Reply {
        buttons: buttons.collect(),
        ..Reply::to_channel(lines)
    }
}
