//! `help`: the commands that the caller may use, or one of them in detail.

use super::super::{execution::Execution, result::CommandResult};
use crate::{command::Verb, reply};

pub(super) fn run(execution: &Execution<'_>, topic: Option<Verb>) -> CommandResult {
    let rights = execution.engine.policy().rights(&execution.request.caller);
    CommandResult::answer(reply::help(execution.localizer(), &rights, topic))
}
