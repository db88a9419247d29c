//! `list`: a line for each instance.

use super::{
    super::{execution::Execution, result::CommandResult},
    status,
};
use crate::{command::Verb, fleet::Selected, reply};

pub(super) fn run(execution: &Execution<'_>, looked: &Selected) -> CommandResult {
    let request = execution.request;
    let entra = execution.engine.policy.entra(&request.caller);
    let reply = reply::status(execution.localizer(), Verb::List, looked, &[], entra);
    status::result(execution, looked, reply)
}
