//! Messages to channels about a machine's request that was not carried out, or whose answer people should see.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::{
    localizer::{Localizer, line, say},
    markup::Phrase,
    message::Reply,
};
use crate::{command_request::UnmatchedReason, verify::NotRead};

/// Most alerts that are named for one reason.
const ALERTS: usize = 10;

/// A machine's answer, for people who do not know its command. Without a command, its request was not understood.
/// A reply that has a heading keeps it.
pub fn with_heading(l10n: &Localizer, source: &str, command: Option<&str>, reply: &Reply) -> Reply {
    if reply.headed {
        return reply.clone();
    }
    let heading = match command {
        Some(command) => line!(l10n, "headed", source, command),
        None => line!(l10n, "not-understood", source),
    };
    Reply { lines: [&[heading], reply.lines.as_slice()].concat(), headed: true, ..reply.clone() }
}

/// A machine's command that arrived too late to be carried out.
pub fn too_late(l10n: &Localizer, source: &str, command: &str, age: SignedDuration) -> Reply {
    Reply::to_channel([line!(l10n, "too-late", source, command, age)])
}

/// Alerts that led to no command: a line for each reason.
pub fn unmatched_alerts(
    l10n: &Localizer,
    source: &str,
    alerts: &BTreeMap<UnmatchedReason, BTreeSet<&str>>,
) -> Reply {
    let lines = alerts.iter().map(|(reason, names)| {
        let (n, others) = (names.len(), names.len().saturating_sub(ALERTS));
        let named = names.iter().take(ALERTS).map(|name| say!(l10n, "alert-name", alert = *name));
        let alerts = say!(l10n, "alert-names", alerts = Phrase::join(named, ", "), n, others);
        line!(l10n, &format!("unmatched-{}", reason.id()), source, alerts, n)
    });
    Reply::to_channel(lines)
}

/// How many alerts were not carried out because their message had too many.
pub fn alerts_left_out(l10n: &Localizer, source: &str, alerts: usize) -> Reply {
    Reply::to_channel([line!(l10n, "left-out", source, n = alerts)])
}

/// An event that belongs to no source, or to `several`. Its name may be empty.
pub fn unmatched_event(l10n: &Localizer, event: &str, several: bool) -> Reply {
    let word = |yes: bool| if yes { "yes" } else { "no" };
    let (named, several) = (word(!event.is_empty()), word(several));
    Reply::to_channel([line!(l10n, "unfitting", event, named, several)])
}

/// An event that lacks something.
pub fn incomplete_event(l10n: &Localizer, source: &str, why: &str) -> Reply {
    Reply::to_channel([line!(l10n, "unheard", source, why)])
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
    let message = match expected {
        Expected::Command => "not-understood-command",
        Expected::Words => "not-understood-words",
        Expected::Alerts => "not-understood-alerts",
        Expected::AzureAlert => "not-understood-azure-alert",
    };
    Reply::to_channel([line!(l10n, message)])
}
