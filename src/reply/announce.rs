//! What a timer is about to do, and what an alert proposes: a list of instances with something to
//! press, or to type, for each.

use jiff::SignedDuration;

use super::{
    azure_error,
    localizer::{Args, Voice},
    markup::{Mention, Span, Text},
    message::{Button, Reply},
    power::Telling,
    report::{cause, counts, is_quiet},
    status::{dot, size_name},
};
use crate::{
    ask::{AskId, Cause},
    azure::{Money, State},
    command::{Command, Verb},
    fleet::Unread,
    lifecycle::{Outcome, Report},
    target::ComputeId,
};

/// More than this nobody reads in a chat; a message holds 25 buttons at most.
const BUTTONS: usize = 20;

/// How long a button keeps an instance.
const KEPT_FOR: &str = "2h";

/// An instance, as people want to know it before something is done to it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: ComputeId,
    pub state: Option<State>,
    pub size: Option<String>,
    pub owner: Option<Mention>,
    /// Per hour.
    pub price: Option<Money>,
}

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

/// `🟢 myci · DS3_V2 · $0.29 per hour · Ana`
fn line(voice: &Voice, one: &Listed) -> Text {
    let fact = |fact: Option<String>| fact.map(|fact| format!(" · {fact}")).unwrap_or_default();
    let price = one
        .price
        .map(|money| voice.say("per-hour", Args::new().piece("money", voice.money(money))));
    let args = Args::new()
        .piece("dot", dot(voice, one.state.as_ref()))
        .text("instance", voice.name(&one.id))
        .text("size", fact(one.size.as_deref().map(size_name)))
        .piece("price", fact(price));
    let mut line = voice.line("listed", args);
    if let Some(owner) = &one.owner {
        line.0.push(Span::Plain(" · ".to_owned()));
        line.0.push(Span::Mention(owner.clone()));
    }
    line
}
