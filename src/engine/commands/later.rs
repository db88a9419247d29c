//! `stop myci in 2h`, and `later`: what is pending.

use super::super::{
    execution::Execution,
    refusal::{NotLater, Refusal},
    result::CommandResult,
};
use crate::command::Command;

pub(super) async fn run(_: &Execution<'_>, _: &Command) -> Result<CommandResult, Refusal> {
    Err(Refusal::NotLater(NotLater::NoTimer))
}
