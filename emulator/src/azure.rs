//! Azure Resource Manager, as far as compute instances go.

mod computes;
mod correlation;
mod create;
mod fault_problem;
mod gateway;
pub(crate) mod instance;
pub(crate) mod job;
pub(crate) mod jobs;
mod metadata;
pub(crate) mod operation;
mod operation_status;
mod problem;
pub(crate) mod resources;
mod rights;
mod settings;
mod tags;
pub(crate) mod throttle;
pub(crate) mod timestamp;
mod vm_sizes;
pub(crate) mod workspace;
pub(crate) mod world;

use http::StatusCode;

pub(crate) use self::metadata::endpoints;
pub use self::rights::Rights;
use self::{
    correlation::{Correlation, correlated},
    operation::Verb,
    problem::Problem,
    throttle::{Budgets, budget_of},
    workspace::Workspace,
    world::World,
};
use super::{
    answer::{Answer, json},
    call::Call,
    faults::Effect,
    ids::guid,
    page::page,
    request::Visit,
};

/// Answers one call to ARM, unless a fault refuses it.
pub(crate) fn answer(
    world: &mut World,
    budgets: &mut Budgets,
    visit: &Visit,
    effect: Option<Effect>,
) -> Answer {
    let at = world.now();
    let budget = budget_of(&visit.method);
    let afforded = if world.options.throttled {
        budgets.take(budget, at)
    } else {
        Ok(())
    };
    let outcome = match effect.and_then(|effect| fault_problem::by_azure(effect, visit)) {
        Some(problem) => Err(problem),
        None => afforded.and_then(|()| carry_out(world, visit)),
    };
    let request_id = guid(0x0e, world.next_number());
    let correlation = Correlation {
        request_id: &request_id,
        correlation_id: visit.correlation_id.as_deref().unwrap_or(&request_id),
        budget,
        remaining: budgets.left(budget),
        at,
    };
    let answer = outcome.unwrap_or_else(|problem| problem.into_answer(&correlation));
    correlated(answer, &correlation)
}

/// Answers one call to ARM.
pub(crate) fn carry_out(world: &mut World, visit: &Visit) -> Result<Answer, Problem> {
    gateway::admit(world, visit)?;
    let place = &visit.route.place;
    match visit.route.call {
        Call::List => computes::list(world, visit),
        Call::Get => computes::get(world, visit),
        Call::Create => create::create(world, visit),
        Call::Start => computes::operate(world, visit, Verb::Start),
        Call::Stop => computes::operate(world, visit, Verb::Stop),
        Call::Restart => computes::operate(world, visit, Verb::Restart),
        Call::Delete => computes::delete(world, visit),
        Call::Idle => settings::set_idle_shutdown(world, visit),
        Call::Schedules => settings::set_schedules(world, visit),
        Call::Operation => operation_status::answer(world, visit),
        Call::Permissions => {
            if !place.workspace.is_empty() {
                world.workspace(place)?;
            }
            Ok(json(StatusCode::OK, &world.rights.resource()))
        }
        Call::VmSizes => Ok(json(StatusCode::OK, &vm_sizes::sizes())),
        Call::Workspace => {
            let workspace = world.workspace(place)?;
            Ok(json(StatusCode::OK, &workspace.resource()))
        }
        Call::Workspaces => {
            let all = world.workspaces.iter();
            Ok(page(world.options.page_size, visit, all, Workspace::resource))
        }
        Call::Jobs => jobs::list(world, visit),
        Call::Tags => tags::read(world, place),
        Call::Tag => tags::change(world, place, &visit.body),
        _ => Err(gateway::not_played(visit)),
    }
}
