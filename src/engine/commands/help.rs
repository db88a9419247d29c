//! `help`: the commands that the caller may use, or one of them in detail.

use super::super::{execution::Execution, result::CommandResult};
use crate::{command::Topic, reply};

pub(super) fn run(execution: &Execution<'_>, topic: Topic) -> CommandResult {
    let rights = execution.engine.policy().rights(&execution.request.caller);
    CommandResult::answer(reply::help(execution.localizer(), &rights, topic))
}
