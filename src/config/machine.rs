//! `[sources.<name>]` of the kinds `signed` and `event`, and what all machines' tables share.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use crate::{
    command::{self, Command, Flag, Misread, Verb},
    reply::{self, Voice, plain},
    source::{event::Event, machine::Order, signed::Signed},
    toml_document::{Table, Value},
    verify::Secrets,
};

pub(super) const SIGNED_KEYS: &[&str] = &[
    "kind",
    "secret",
    "previous_secret",
    "command",
    "notify",
    "dry_run",
    "quiet",
    "locale",
];
pub(super) const EVENT_KEYS: &[&str] = &[
    "kind",
    "arn",
    "command",
    "allow_command",
    "max_age",
    "notify",
    "dry_run",
    "quiet",
    "locale",
];

/// Older than this, what a platform delivers would hit people at work.
pub(super) const MAX_AGE: SignedDuration = SignedDuration::from_hours(1);

/// In place of what is not repeated.
const ELIDED: &str = "…";

/// In bytes: the least that Standard Webhooks allows.
const SHORTEST_SECRET: usize = 24;

pub(super) fn signed(table: &Table<'_>) -> Option<Signed> {
    table.only(SIGNED_KEYS);
    let secret = table.need("secret", "secret = { env = \"NIGHTLY_SECRET\" }");
    let secret = secret.and_then(|value| key(value.secret()?, &value));
    let previous = table.get("previous_secret");
    let previous = previous.and_then(|value| key(value.secret_if_there()?, &value));
    let order = order(table);
    let keys = [Some(secret?), previous].into_iter().flatten();
    Some(Signed {
        secrets: table.place.accept(Secrets::several(keys))?,
        order: order?,
    })
}

/// A secret as Standard Webhooks writes it: `whsec_`, then the key in base64.
fn key(secret: SecretString, value: &Value<'_>) -> Option<SecretSlice<u8>> {
    let text = secret.expose_secret().trim();
    let key = text
        .strip_prefix("whsec_")
        .and_then(|key| STANDARD.decode(key).ok());
    match key.filter(|key| key.len() >= SHORTEST_SECRET) {
        Some(key) => Some(key.into()),
        None => value.refuse(
            "leads to no secret of Standard Webhooks: make one with \
             `echo whsec_$(openssl rand -base64 32)`",
        ),
    }
}

pub(super) fn event(table: &Table<'_>) -> Option<Event> {
    table.only(EVENT_KEYS);
    let arn = table.get("arn");
    let arn = arn.map(|value| value.fitting(is_arn, "is no ARN of an EventBridge rule or schedule"));
    let allow_command = table.get("allow_command");
    let allow_command = allow_command.is_some_and(|value| value.yes_or_no().unwrap_or_default());
    let order = order(table)?;
    if order.command.is_none() && !allow_command {
        return table.place.refuse(
            "says no command: write command = \"stop all\", or allow_command = true to let the event say one",
        );
    }
    if order.command.is_some() && allow_command {
        table
            .place
            .fault("says a command, so allow_command is of no use: leave one of them out");
    }
    Some(Event {
        arn: match arn {
            Some(arn) => Some(arn?),
            None => None,
        },
        order,
        allow_command,
    })
}

fn is_arn(text: &str) -> bool {
    let service = text.split(':').nth(2);
    text.starts_with("arn:") && matches!(service, Some("events" | "scheduler"))
}

fn order(table: &Table<'_>) -> Option<Order> {
    let dry_run = table.get("dry_run");
    let dry_run = dry_run.is_some_and(|value| value.yes_or_no().unwrap_or_default());
    let command = match table.get("command") {
        Some(value) => Some(fixed(table, &value, dry_run)?.to_string()),
        None => None,
    };
    Some(Order { command, dry_run })
}

/// A command that a machine may be given: one that it understands, and can carry out alone.
fn fixed<'a>(table: &Table<'a>, value: &Value<'a>, dry_run: bool) -> Option<Command> {
    let text = value.text()?;
    if command::says_nothing(text) {
        return value.refuse("says nothing: write what is to be done, such as \"stop all\"");
    }
    let command = match command::parse(text) {
        Ok(command) => command,
        Err(misread) => return value.refuse(format!("is not understood: {}", said(misread))),
    };
    match command.verb() {
        Verb::Delete => value.refuse("deletes, which a machine is never let: it can confirm nothing"),
        Verb::Announce if table.get("notify").is_none() => {
            value.refuse("announces to nobody: name a channel in `notify`")
        }
        verb if dry_run && command.acts() && !verb.row().flags.contains(&Flag::DryRun) => {
            value.refuse("cannot be told without being done: leave out `dry_run`, or the command")
        }
        _ => Some(command),
    }
}

/// What whoever types it would be told, but for their own words: no fault repeats what the document says.
fn said(mut misread: Misread) -> String {
    match &mut misread {
        Misread::UnknownVerb { word, .. } | Misread::NotATarget { word } => *word = ELIDED.to_owned(),
        Misread::UnknownOption { option, .. } => *option = ELIDED.to_owned(),
        Misread::NotADuration { words }
        | Misread::NotATime { words }
        | Misread::NotASince { words }
        | Misread::NotATimetable { words } => *words = ELIDED.to_owned(),
        Misread::Leftover { .. } => return "its last words belong to nothing".to_owned(),
        _ => {}
    }
    let voice = Voice::of_the_operator(Timestamp::UNIX_EPOCH, false);
    plain::render(&reply::misread(&voice, &misread)).replace('\n', " ")
}

/// `quiet`, of any machine.
pub(super) fn quiet(table: &Table<'_>) -> bool {
    let quiet = table.get("quiet");
    quiet.is_some_and(|value| value.yes_or_no().unwrap_or_default())
}

/// `max_age`, where the kind has one.
pub(super) fn max_age(table: &Table<'_>) -> Option<SignedDuration> {
    match table.get("max_age") {
        Some(value) => value.parsed(duration),
        None => Some(MAX_AGE),
    }
}

fn duration(text: &str) -> Result<SignedDuration, &'static str> {
    let words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
    command::duration(&words).ok_or("is not a duration: write one such as \"1h\" or \"30m\"")
}
