//! `list`: a line for each instance.

use super::{
    super::{execution::Execution, result::CommandResult},
    status,
};
use crate::{command::Verb, fleet::Selected, reply::Detail};

pub(super) async fn run(execution: &Execution<'_>, mut selected: Selected) -> CommandResult {
    let priced = execution.priced(selected.found.iter().map(|seen| &**seen), execution.patience()).await;
    let details = priced.iter().map(|one| Detail { price: one.money, ..Detail::default() }).collect();
    let details = status::by_importance(&mut selected, details);
    status::result(execution, Verb::List, &selected, &details)
}
