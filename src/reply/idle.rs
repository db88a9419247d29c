//! The outcome of `idle`.

use super::{
    azure_error,
    localizer::{Localizer, line, say},
    markup::Text,
    message::Reply,
    setting::{self, SettingOutcome},
};
use crate::{
    azure::Compute,
    command::{Command, IDLE, IdleClause},
    fleet::Unreadable,
    lifecycle::IdleOutcome,
    target::ComputeId,
};

/// With a hint about the instances of `acting`, which act under a managed identity.
pub fn idle(
    l10n: &Localizer,
    outcomes: &[SettingOutcome<IdleOutcome>],
    acting: &[ComputeId],
    unread: &[Unreadable],
) -> Reply {
    let kind = |outcome: &_| match outcome {
        IdleOutcome::Done { .. } => Some("idle-done-many"),
        IdleOutcome::Already(_) => Some("idle-already-many"),
        IdleOutcome::Otherwise(_) => None,
    };
    let many = |message, outcome: &_, ids: &[&ComputeId]| {
        let (IdleOutcome::Done { now: idle, .. } | IdleOutcome::Already(idle)) = outcome else {
            return Text::default();
        };
        line!(l10n, message, names = setting::names(l10n, ids.iter().copied()), idle)
    };
    let mut lines = setting::lines(l10n, outcomes, |outcome| vec![sentence(l10n, outcome)], kind, many);
    let is_set = |(id, outcome): &&SettingOutcome<_>| {
        acting.contains(id) && matches!(outcome, Ok(IdleOutcome::Done { .. } | IdleOutcome::Already(_)))
    };
    let acting: Vec<_> = outcomes.iter().filter(is_set).map(|(id, _)| id).collect();
    lines.extend((!acting.is_empty()).then(|| {
        let message = if outcomes.len() > 1 { "idle-identities" } else { "idle-identity" };
        line!(l10n, message, n = acting.len(), names = setting::names(l10n, acting))
    }));
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_caller(lines)
}

fn sentence(l10n: &Localizer, (id, outcome): &SettingOutcome<IdleOutcome>) -> Text {
    match outcome {
        Ok(IdleOutcome::Done { now: idle, before }) => {
            let was = match before {
                Some(before) => say!(l10n, "idle-was", idle = before),
                None => l10n.word("idle-was-never"),
            };
            line!(l10n, "idle-done", instance = id, idle, was)
        }
        Ok(IdleOutcome::Already(idle)) => line!(l10n, "idle-already", instance = id, idle),
        Ok(IdleOutcome::Otherwise(Some(idle))) => line!(l10n, "idle-otherwise", instance = id, idle),
        Ok(IdleOutcome::Otherwise(None)) => line!(l10n, "idle-otherwise-none", instance = id),
        Err(error) => azure_error::setting(l10n, id, error),
    }
}

/// The answer to `idle … off`, which Azure does not offer: the possible alternative.
pub fn idle_off(l10n: &Localizer, computes: &[&Compute], unread: &[Unreadable]) -> Reply {
    let (set, unset): (Vec<&Compute>, Vec<&Compute>) =
        computes.iter().partition(|compute| compute.idle_shutdown.is_some());
    let longest = IDLE.end();
    let mut lines = Vec::new();
    if let [first, ..] = set.as_slice() {
        let ids: Vec<_> = set.iter().map(|compute| &compute.id).collect();
        let selection = setting::selection(l10n, &ids);
        let command = &Command::Idle { selection, idle: IdleClause::After(*longest) };
        let names = setting::names(l10n, ids);
        lines.push(line!(
            l10n,
            "idle-off",
            n = set.len(),
            names,
            idle = first.idle_shutdown,
            longest,
            command
        ));
    }
    if !unset.is_empty() {
        let names = setting::names(l10n, unset.iter().map(|compute| &compute.id));
        lines.push(line!(l10n, "idle-off-already", n = unset.len(), names));
    }
    lines.extend(azure_error::unread(l10n, unread));
    Reply::to_caller(lines).with_suggestions(l10n, None)
}
