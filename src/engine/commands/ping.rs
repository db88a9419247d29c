//! `ping`: the version that answers.

use super::super::{execution::Execution, result::CommandResult};
use crate::reply;

pub(super) fn run(execution: &Execution<'_>) -> CommandResult {
    CommandResult::answer(reply::ping(execution.localizer()))
}
