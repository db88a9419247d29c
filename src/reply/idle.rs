//! The outcome of `idle`.

use super::{
    azure_error,
    localizer::{Localizer, line, say},
    message::Reply,
};
use crate::{
    azure::Compute,
    command::{Command, IDLE, IdleClause},
    lifecycle::{IdleOutcome, SettingError},
    target::ComputeId,
};

/// With a hint if the instance `acts` under a managed identity.
pub fn idle(
    l10n: &Localizer,
    id: &ComputeId,
    acts: bool,
    outcome: &Result<IdleOutcome, SettingError>,
) -> Reply {
    let line = match outcome {
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
    };
    let is_set = matches!(outcome, Ok(IdleOutcome::Done { .. } | IdleOutcome::Already(_)));
    let hint = (acts && is_set).then(|| line!(l10n, "idle-identity"));
    Reply::to_caller([line].into_iter().chain(hint))
}

/// The answer to `idle … off`, which Azure does not offer: the possible alternative.
pub fn idle_off(l10n: &Localizer, seen: &Compute) -> Reply {
    let name = l10n.name(&seen.id);
    let Some(idle) = seen.idle_shutdown else {
        return line!(l10n, "idle-off-already", instance = name).into();
    };
    let longest = IDLE.end();
    let command = &Command::Idle { selection: l10n.only(&seen.id), idle: IdleClause::After(*longest) };
    line!(l10n, "idle-off", instance = name, idle, longest, command).into()
}
