//! One file for each kind of command that needs more than a line.

pub(super) mod announce;
mod audit;
pub(super) mod check;
mod cost;
mod create;
mod due;
mod idle;
mod keep;
pub(super) mod later;
mod outdated;
pub(super) mod power;
mod renew;
mod schedule;
mod status;

use super::{
    action_report::Performed,
    execution::{Action, Execution},
    refusal::{NotLater, Refusal},
    result::CommandResult,
};
use crate::{command::Command, fleet::Selected, reply};

/// Carries out a command on what its selection has found, or notes what it asks to be done `later`.
pub(super) async fn run(
    execution: &Execution<'_>,
    (command, later): (&Command, Option<&Command>),
    selected: Selected,
) -> Result<Performed, Refusal> {
    if let Some(Command::Later { verb, selection, max, force, due }) = later {
        let action = Action { command, verb: *verb, selection, max: *max, dry_run: false, force: *force };
        return Ok(later::ask(execution, action, *due, selected).await?.into());
    }
    let (localizer, policy, caller) =
        (execution.localizer(), execution.engine.policy(), &execution.request.caller);
    let result = match command {
        Command::Status { .. } => status::run(execution, selected).await,
        Command::List { .. } => status::list(execution, selected).await,
        Command::Power { verb, selection, max, dry_run, force } => {
            let action =
                Action { command, verb: *verb, selection, max: *max, dry_run: *dry_run, force: *force };
            return power::run(execution, action, selected).await;
        }
        Command::Create { selection, blueprint, person } => {
            return create::run(execution, selection, (blueprint.as_deref(), person.as_deref())).await;
        }
        Command::Renew { name, .. } => return renew::run(execution, name.as_deref(), selected).await,
        Command::Keep { keep, .. } => keep::run(execution, keep, selected).await?,
        Command::Idle { idle, .. } => idle::run(execution, command, idle, selected).await?,
        Command::Schedule { schedule, .. } => schedule::run(execution, schedule.as_ref(), selected).await?,
        Command::Announce { verb, dry_run, force, lead, .. } => {
            announce::run(execution, command, (*verb, *force, *dry_run), *lead, selected).await?
        }
        Command::Audit { longer_than, .. } => audit::run(execution, command, *longer_than, &selected).await,
        Command::Outdated { .. } => outdated::run(execution, command, selected).await,
        Command::Cost { selection, since } => cost::run(execution, (selection, *since), &selected).await,
        Command::Pending { selection, off } => later::run(execution, selection, *off).await,
        Command::Due => due::run(execution).await,
        // Not at once, whatever else is wrong.
        Command::Later { .. } => return Err(Refusal::NotLater(NotLater::Machine)),
        Command::Check => check::run(execution).await?,
        Command::Help { topic } => {
            CommandResult::answer(reply::help(localizer, &policy.rights(caller), *topic))
        }
        Command::Whoami => {
            let (rights, lists) = (policy.rights(caller), policy.lists_of(caller));
            let (entra, here_only) = (policy.entra(caller), policy.depends_on_channel(caller));
            CommandResult::answer(reply::whoami(localizer, caller, entra, (&rights, &lists), here_only))
        }
        Command::Ping => CommandResult::answer(reply::ping(localizer)),
    };
    Ok(result.into())
}
