//! One file for each kind of command.

mod announce;
mod audit;
mod cost;
mod help;
mod idle;
mod keep;
mod list;
mod ping;
pub(super) mod power;
mod schedule;
pub(super) mod status;
mod whoami;

use super::{action::Action, action_report::Performed, execution::Execution, refusal::Refusal};
use crate::{command::Command, fleet::Selected, reply::Announced, ticket::Ticket};

use status::Ahead;

/// Carries out a command on what its selection has found.
pub(super) async fn run(
    execution: &Execution<'_>,
    command: &Command,
    looked: Selected,
    ahead: Ahead,
    ticket: Option<Ticket>,
) -> Result<Performed, Refusal> {
    let result = match command {
        Command::Status { .. } => status::run(execution, &looked, ahead).await,
        Command::List { .. } => list::run(execution, &looked),
        Command::Power { verb, selection, max, dry_run, force } => {
            let action =
                Action { command, verb: *verb, selection, max: *max, dry_run: *dry_run, force: *force };
            return power::run(execution, action, looked, ticket).await;
        }
        Command::Keep { keep, .. } => keep::run(execution, keep, looked).await?,
        Command::Idle { idle, .. } => idle::run(execution, idle, looked).await?,
        Command::Schedule { schedule, .. } => schedule::run(execution, schedule.as_ref(), looked).await?,
        Command::Announce { verb, dry_run, force, lead, .. } => {
            let what = Announced { verb: (*verb).into(), lead: *lead, dry_run: *dry_run };
            announce::run(execution, what, (*verb, *force), looked).await?
        }
        Command::Audit { longer_than, .. } => audit::run(execution, command, *longer_than, &looked),
        Command::Cost { since, .. } => cost::run(execution, *since, &looked).await,
        Command::Help { topic } => help::run(execution, *topic),
        Command::Whoami => whoami::run(execution),
        Command::Ping => ping::run(execution),
    };
    Ok(result.into())
}
