//! `cost`: the price of what runs now, and what stops have saved.

use super::super::prelude::{CommandResult, Execution, instance_result};
use crate::{
    azure::PRICE_PATIENCE,
    command::{Selection, TimeClause},
    fleet::Selected,
    reply,
};

pub(super) async fn run(
    execution: &Execution<'_>,
    (selection, since): (&Selection, Option<TimeClause>),
    selected: &Selected,
) -> CommandResult {
    let (engine, request, localizer) = (execution.engine, execution.request, execution.localizer());
    let since = since.and_then(|since| match since {
        TimeClause::Length(length) => request.at.checked_sub(length).ok(),
        TimeClause::At(moment) => moment.before(request.at, &localizer.zone),
    });
    let computes: Vec<_> = selected.found.iter().map(|seen| &**seen).collect();
    let prices = engine.azure.prices_of(&computes, PRICE_PATIENCE).await;
    let entra = execution.entra();
    let is_all = *selection == Selection::default();
    let reply = reply::cost(localizer, (selected, is_all), &prices, since, entra.as_deref());
    let mut result = CommandResult::shown(selected, localizer.now, reply);
    for ((row, seen), price) in result.results.iter_mut().zip(&selected.found).zip(prices) {
        let price = price.ok().flatten();
        row.facts.insert("price".to_owned(), instance_result::money(price));
        if let Some(stop) = since.and_then(|since| seen.stop_after(since)) {
            let saved = price.map(|price| price.for_hours(localizer.now.duration_since(stop.time)));
            row.facts.insert("saved".to_owned(), instance_result::money(saved));
        }
    }
    result
}
