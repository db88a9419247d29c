//! Messages to channels about a machine's request that was not carried out, or whose answer people should see.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{
    power,
    prelude::{Localizer, Phrase, Reply, line, say},
};
use crate::{
    command_request::{AlertKind, Cause, UnmatchedReason},
    lenient_json::word,
    verify::NotRead,
};

/// From this age on, the date of a command is told and not how late it came.
const LONG_AGO: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Most alerts that are named for one reason.
const ALERTS: usize = 10;

/// A machine's answer, for people who do not know its command. Without a command, its request was not understood.
/// A reply that has a heading keeps it. `cause` is the alert behind the command.
pub fn with_heading(
    l10n: &Localizer,
    source: &str,
    command: Option<&str>,
    cause: Option<&Cause>,
    reply: &Reply,
) -> Reply {
    if reply.headed {
        return reply.clone();
    }
    let heading = match command {
        Some(command) => line!(l10n, "headed", source, command = l10n.retold(command)),
        None => line!(l10n, "not-understood", source),
    };
    let cause = cause.map(|cause| power::cause(l10n, cause));
    let lines = cause.into_iter().chain([heading]).chain(reply.lines.iter().cloned()).collect();
    Reply { lines, headed: true, ..reply.clone() }
}

/// A machine's command of the time `due`, which arrived too late to be carried out. Of a date that is long past, the
/// sender may be wrong.
pub fn too_late(l10n: &Localizer, source: &str, command: &str, due: Timestamp) -> Reply {
    let (age, command) = (l10n.now.duration_since(due), l10n.retold(command));
    Reply::to_channel([if age < LONG_AGO {
        line!(l10n, "too-late", source, command, age)
    } else {
        line!(l10n, "too-late-by-date", source, command, day = l10n.day(due, &l10n.zone))
    }])
}

/// Alerts that led to no command: a line for each reason.
pub fn unmatched_alerts(
    l10n: &Localizer,
    source: &str,
    alerts: &BTreeMap<(UnmatchedReason, AlertKind), BTreeSet<&str>>,
) -> Reply {
    let lines = alerts.iter().map(|((reason, kind), names)| {
        let kind = word(kind);
        let (n, others) = (names.len(), names.len().saturating_sub(ALERTS));
        let named = names.iter().take(ALERTS).map(|name| say!(l10n, "alert-name", alert = *name));
        let alerts = say!(l10n, "alert-names", alerts = Phrase::join(named, ", "), n, others, kind = &kind);
        line!(l10n, &format!("unmatched-{}", word(reason)), source, alerts, n, kind)
    });
    Reply::to_channel(lines)
}

/// How many alerts were not carried out because their message had too many, or because the sender left them out.
pub fn alerts_left_out(l10n: &Localizer, source: &str, alerts: usize, by_sender: bool) -> Reply {
    let message = if by_sender { "left-out-by-sender" } else { "left-out" };
    Reply::to_channel([line!(l10n, message, source, n = alerts)])
}

/// An event that belongs to no source, or to `several`. Its name may be empty.
pub fn unmatched_event(l10n: &Localizer, event: &str, several: bool) -> Reply {
    Reply::to_channel([line!(l10n, "unfitting", event, named = !event.is_empty(), several)])
}

/// An event that lacks something; `lack` is the id of what.
pub fn incomplete_event(l10n: &Localizer, source: &str, lack: &str) -> Reply {
    Reply::to_channel([line!(l10n, &format!("unheard-{lack}"), source)])
}

/// A request that was not read. `proven`: whether its sender is known nevertheless.
pub fn not_read(l10n: &Localizer, source: &str, why: NotRead, proven: bool) -> Reply {
    let message = match why {
        NotRead::TooLarge => "not-read-too-large",
        NotRead::TooSlow => "not-read-too-slow",
        NotRead::BrokenOff | NotRead::NoMemory | NotRead::NoConnection | NotRead::UnknownForm => "not-read",
    };
    let mut lines = vec![line!(l10n, message, source)];
    lines.extend((!proven).then(|| line!(l10n, "not-read-unproven")));
    Reply::to_channel(lines)
}

/// What a machine's source expects, when a request is something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// For scripts, which send the command as JSON.
    #[error("its body is not {{\"command\": \"…\"}}")]
    Command,
    /// An empty command is a mistake of its sender: people get help for it.
    #[error("its command is empty")]
    Words,
    /// For Prometheus and Grafana.
    #[error("it is no webhook payload of Alertmanager or Grafana")]
    Alerts,
    /// For the action groups of Azure Monitor.
    #[error("it is neither in the common alert schema nor a budget notification")]
    AzureAlert,
}

/// The answer to a verified request that its source does not understand.
pub fn not_understood(l10n: &Localizer, expected: Expected) -> Reply {
    Reply::to_channel([line!(l10n, &format!("not-understood-{}", word(expected)))])
}
