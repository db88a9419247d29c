//! The outcome of `idle`.

use jiff::SignedDuration;

use super::{
    azure_error,
    prelude::{Localizer, Reply, args, line, say},
    setting::{self, NAMES, SettingOutcome},
};
use crate::{
    azure::Compute,
    command::{Command, IDLE, IdleClause},
    fleet::Unreadable,
    lifecycle::Change,
    target::ComputeId,
};

/// With a hint about the instances of `acting`, which act under a managed identity.
pub fn idle(
    l10n: &Localizer,
    outcomes: &[SettingOutcome<Change<Option<SignedDuration>>>],
    acting: &[ComputeId],
    unread: &[Unreadable],
) -> Reply {
    let said = |outcome: &Change<Option<SignedDuration>>| match outcome {
        Change::Done { now: idle, before } => {
            let was = match before {
                Some(before) => say!(l10n, "idle-was", idle = before),
                None => l10n.word("idle-was-never"),
            };
            ("idle-done", Some("idle-done-many"), args!(l10n, idle = *idle, was))
        }
        Change::Already(idle) => ("idle-already", Some("idle-already-many"), args!(l10n, idle = *idle)),
        Change::Longer(Some(idle)) | Change::Otherwise(Some(idle)) => {
            ("idle-otherwise", None, args!(l10n, idle))
        }
        Change::Longer(None) | Change::Otherwise(None) => ("idle-otherwise-none", None, args!(l10n)),
    };
    let mut lines = setting::lines(l10n, outcomes, said, |_| None, |_| None);
    let is_set = |(id, outcome): &&SettingOutcome<_>| {
        acting.contains(id) && matches!(outcome, Ok(Change::Done { .. } | Change::Already(_)))
    };
    let acting: Vec<_> = outcomes.iter().filter(is_set).map(|(id, _)| id).collect();
    lines.extend((!acting.is_empty()).then(|| {
        let message = if outcomes.len() > 1 { "idle-identities" } else { "idle-identity" };
        line!(l10n, message, n = acting.len(), names = l10n.list_names(acting, NAMES))
    }));
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_caller(lines)
}

/// The answer to `idle … off`, which Azure does not offer: the possible alternative.
pub fn idle_off(l10n: &Localizer, computes: &[&Compute], unread: &[Unreadable]) -> Reply {
    let (set, unset): (Vec<&Compute>, Vec<&Compute>) =
        computes.iter().partition(|compute| compute.idle_shutdown.is_some());
    let longest = IDLE.end();
    let mut lines = Vec::new();
    if let [first, ..] = set.as_slice() {
        let ids: Vec<_> = set.iter().map(|compute| &compute.id).collect();
        let selection = l10n.selection(&ids);
        let command = &Command::Idle { selection, idle: IdleClause::After(*longest) };
        let names = l10n.list_names(ids, NAMES);
        let idle = first.idle_shutdown;
        lines.push(line!(l10n, "idle-off", n = set.len(), names, idle, longest, command));
    }
    if !unset.is_empty() {
        let names = l10n.list_names(unset.iter().map(|compute| &compute.id), NAMES);
        lines.push(line!(l10n, "idle-off-already", n = unset.len(), names));
    }
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_caller(lines).with_suggestions(l10n, None)
}
