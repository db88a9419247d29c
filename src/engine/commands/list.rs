//! `list`: a line for each instance.

use super::{
    super::{execution::Execution, result::CommandResult},
    status,
};
use crate::{command::Verb, fleet::Selected, reply};

pub(super) fn run(execution: &Execution<'_>, selected: &Selected) -> CommandResult {
    let request = execution.request;
    let entra = execution.engine.policy.entra(&request.caller);
    let reply = reply::status(execution.localizer(), Verb::List, selected, &[], entra);
    status::result(execution, selected, reply)
}
