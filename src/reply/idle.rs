//! The outcome of `idle`.

use super::{
    azure_error,
    localizer::{Localizer, args, line, say},
    message::Reply,
};
use crate::{
    azure::Compute,
    command::{Command, IDLE, IdleClause},
    lifecycle::{IdleOutcome, SettingError},
    target::ComputeId,
};

/// With a hint for an instance that `acts` under a managed identity.
pub fn idle(
    l10n: &Localizer,
    id: &ComputeId,
    acts: bool,
    outcome: &Result<IdleOutcome, SettingError>,
) -> Reply {
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return azure_error::setting(l10n, id, error).into(),
    };
    let args = args!(l10n, instance = id);
    let line = match outcome {
        IdleOutcome::Done { now, before } => {
            let was = match before {
                Some(before) => say!(l10n, "idle-was", idle = *before),
                None => l10n.word("idle-was-never"),
            };
            line!(l10n, "idle-done", ..args, idle = *now, was)
        }
        IdleOutcome::Already(now) => {
            line!(l10n, "idle-already", ..args, idle = *now)
        }
        IdleOutcome::Otherwise(Some(now)) => {
            line!(l10n, "idle-otherwise", ..args, idle = *now)
        }
        IdleOutcome::Otherwise(None) => l10n.line("idle-otherwise-none", args),
    };
    let is_set = matches!(outcome, IdleOutcome::Done { .. } | IdleOutcome::Already(_));
    let hint = (acts && is_set).then(|| line!(l10n, "idle-identity"));
    Reply::to_caller([line].into_iter().chain(hint))
}

/// The answer to `idle … off`: Azure has no way to turn it off, so what is possible instead.
pub fn idle_off(l10n: &Localizer, seen: &Compute) -> Reply {
    let name = l10n.name(&seen.id);
    let Some(idle) = seen.idle_shutdown else {
        return line!(l10n, "idle-off-already", instance = name).into();
    };
    let longest = Command::Idle { selection: l10n.only(&seen.id), idle: IdleClause::After(*IDLE.end()) };
    line!(l10n, "idle-off", instance = name, idle, longest = l10n.duration(*IDLE.end()), command = &longest)
        .into()
}
