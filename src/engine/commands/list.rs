//! `list`: a line for each instance.

use super::{
    super::{execution::Execution, result::CommandResult},
    status,
};
use crate::{command::Verb, fleet::Selected, reply::Detail};

pub(super) async fn run(execution: &Execution<'_>, mut selected: Selected) -> CommandResult {
    let computes: Vec<_> = selected.found.iter().map(|seen| &**seen).collect();
    let prices = execution.prices_in_time(&computes).await;
    let details = prices.into_iter().map(|price| Detail { price, ..Detail::default() }).collect();
    let details = status::by_importance(&mut selected, details);
    status::result(execution, Verb::List, &selected, &details)
}
