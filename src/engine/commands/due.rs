//! `due`: carries out what is pending and due.

use super::super::{
    execution::Execution,
    refusal::{NotLater, Refusal},
    result::CommandResult,
};

pub(super) async fn run(_: &Execution<'_>) -> Result<CommandResult, Refusal> {
    Err(Refusal::NotLater(NotLater::TimersOnly))
}
