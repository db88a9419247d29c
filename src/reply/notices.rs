//! What channels are told of messages that lead to no command, or to none that is carried out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::{
    localizer::{Args, Voice},
    message::Reply,
};
use crate::{ask::UnmatchedReason, verify::NotRead};
/// So many alerts are named; nobody reads more of those that mean nothing here.
const NAMED: usize = 10;

/// Whatever was said to a machine, for those who do not know what it asked.
pub fn headed(voice: &Voice, source: &str, command: &str, reply: &Reply) -> Reply {
    let args = Args::new().text("source", source).text("command", command);
    let mut headed = reply.clone();
    headed.lines.insert(0, voice.line("headed", args));
    headed
}

/// The same of something that came and was not understood, which has no command to show.
pub fn headed_not_understood(voice: &Voice, source: &str, reply: &Reply) -> Reply {
    let mut headed = reply.clone();
    let head = voice.line("not-understood", Args::new().text("source", source));
    headed.lines.insert(0, head);
    headed
}

/// A machine's command that came too late to be carried out.
pub fn too_late(voice: &Voice, source: &str, command: &str, age: SignedDuration) -> Reply {
    let args = Args::new()
        .text("source", source)
        .text("command", command)
        .piece("age", voice.duration(age));
    Reply::to_channel([voice.line("too-late", args)])
}

/// Alerts that are left alone, by their names: a line for each reason.
pub fn unmatched(voice: &Voice, source: &str, alerts: &BTreeMap<UnmatchedReason, BTreeSet<&str>>) -> Reply {
    let line = |(reason, names): (&UnmatchedReason, &BTreeSet<&str>)| {
        let bold = |name: &&str| voice.say("alert-name", Args::new().text("alert", *name));
        let named: Vec<_> = names.iter().take(NAMED).map(bold).collect();
        let others = names.len() - named.len();
        let args = Args::new()
            .piece("alerts", named.join(", "))
            .number("n", names.len())
            .number("others", others);
        let alerts = voice.say("alert-names", args);
        let args = Args::new()
            .text("source", source)
            .piece("alerts", alerts)
            .number("n", names.len());
        voice.line(&format!("unmatched-{}", reason.id()), args)
    };
    Reply::to_channel(alerts.iter().map(line))
}

/// More alerts in one message than are carried out.
pub fn left_out(voice: &Voice, source: &str, alerts: usize) -> Reply {
    let args = Args::new().text("source", source).number("n", alerts);
    Reply::to_channel([voice.line("left-out", args)])
}

/// An event that no source is for, or more than one. Its name may be empty.
pub fn unfitting(voice: &Voice, event: &str, several: bool) -> Reply {
    let known = |yes: bool| if yes { "yes" } else { "no" };
    let args = Args::new()
        .text("event", event)
        .text("named", known(!event.is_empty()))
        .text("several", known(several));
    Reply::to_channel([voice.line("unfitting", args)])
}

/// An event that says too little.
pub fn unheard(voice: &Voice, source: &str, why: &str) -> Reply {
    let args = Args::new().text("source", source).text("why", why);
    Reply::to_channel([voice.line("unheard", args)])
}

/// A request that never came to be read; `proven` where its sender is known all the same.
pub fn not_read(voice: &Voice, source: &str, why: NotRead, proven: bool) -> Reply {
    let message = match why {
        NotRead::TooLarge => "not-read-too-large",
        NotRead::TooSlow => "not-read-too-slow",
        NotRead::BrokenOff | NotRead::NoMemory | NotRead::NoConnection | NotRead::UnknownForm => "not-read",
    };
    let mut lines = vec![voice.line(message, Args::new().text("source", source))];
    if !proven {
        lines.push(voice.line("not-read-unproven", Args::new()));
    }
    Reply::to_channel(lines)
}
/// What a machine's source takes, where something else came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Expected {
    #[error("its body is not {{\"command\": \"…\"}}")]
    Command,
    #[error("its command is empty")]
    Words,
    #[error("it is no webhook payload of Alertmanager or Grafana")]
    Alerts,
    #[error("it is neither in the common alert schema nor a budget notification")]
    AzureAlert,
}

/// A verified request that is not what its source takes.
pub fn not_understood(voice: &Voice, expected: Expected) -> Reply {
    let message = match expected {
        Expected::Command => "not-understood-command",
        Expected::Words => "not-understood-words",
        Expected::Alerts => "not-understood-alerts",
        Expected::AzureAlert => "not-understood-azure-alert",
    };
    Reply::to_channel([voice.line(message, Args::new())])
}
