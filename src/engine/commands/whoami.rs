//! `whoami`: the caller's ids and rights.

use super::super::{execution::Execution, result::CommandResult};
use crate::reply;

pub(super) fn run(execution: &Execution<'_>) -> CommandResult {
    let (policy, caller) = (execution.engine.policy(), &execution.request.caller);
    let (entra, rights) = (policy.entra(caller), policy.rights(caller));
    let (lists, here_only) = (policy.lists_of(caller), policy.depends_on_channel(caller));
    CommandResult::answer(reply::whoami(execution.localizer(), caller, entra, (&rights, &lists), here_only))
}
