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

/// A machine's answer, for people who do not know its command.
pub fn with_heading(l10n: &Localizer, source: &str, command: &str, reply: &Reply) -> Reply {
    let mut headed = reply.clone();
    let head = line!(l10n, "headed", source, command);
    headed.lines.insert(0, head);
    headed
}

/// The answer to a request that was not understood, so that no command is known.
pub fn with_not_understood_heading(l10n: &Localizer, source: &str, reply: &Reply) -> Reply {
    let mut headed = reply.clone();
    headed.lines.insert(0, line!(l10n, "not-understood", source));
    headed
}

/// A machine's command that arrived too late to be carried out.
pub fn too_late(l10n: &Localizer, source: &str, command: &str, age: SignedDuration) -> Reply {
    let age = l10n.duration(age);
    Reply::to_channel([line!(l10n, "too-late", source, command, age)])
}

/// Alerts that are left alone: a line for each reason.
pub fn unmatched_alerts(
    l10n: &Localizer,
    source: &str,
    alerts: &BTreeMap<UnmatchedReason, BTreeSet<&str>>,
) -> Reply {
    let lines = alerts.iter().map(|(reason, names)| {
        let n = names.len();
        let named = names.iter().take(ALERTS).map(|name| say!(l10n, "alert-name", alert = *name));
        let named = Phrase::join(named, ", ");
        let others = n.saturating_sub(ALERTS);
        let alerts = say!(l10n, "alert-names", alerts = named, n, others);
        let message = format!("unmatched-{}", reason.id());
        line!(l10n, &message, source, alerts, n)
    });
    Reply::to_channel(lines)
}

/// Alerts that were not carried out, because their message held too many.
pub fn alerts_left_out(l10n: &Localizer, source: &str, alerts: usize) -> Reply {
    Reply::to_channel([line!(l10n, "left-out", source, n = alerts)])
}

/// An event that no source takes, or that `several` take. Its name may be empty.
pub fn unmatched_event(l10n: &Localizer, event: &str, several: bool) -> Reply {
    let word = |yes: bool| if yes { "yes" } else { "no" };
    let (named, several) = (word(!event.is_empty()), word(several));
    Reply::to_channel([line!(l10n, "unfitting", event, named, several)])
}

/// An event without something that is needed.
pub fn incomplete_event(l10n: &Localizer, source: &str, why: &str) -> Reply {
    Reply::to_channel([line!(l10n, "unheard", source, why)])
}

/// A request that was not read. `proven` is whether its sender is known all the same.
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

/// What a machine's source takes, if a request is something else.
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

/// The answer to a verified request that its source does not take.
pub fn not_understood(l10n: &Localizer, expected: Expected) -> Reply {
    let message = match expected {
        Expected::Command => "not-understood-command",
        Expected::Words => "not-understood-words",
        Expected::Alerts => "not-understood-alerts",
        Expected::AzureAlert => "not-understood-azure-alert",
    };
    Reply::to_channel([line!(l10n, message)])
}
