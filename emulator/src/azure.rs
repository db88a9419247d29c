//! Azure Resource Manager (ARM), for compute instances only.

pub(crate) mod api_versions;
mod computes;
mod correlation;
mod create;
mod fault_problem;
mod gateway;
pub(crate) mod image;
pub(crate) mod instance;
pub(crate) mod job;
pub(crate) mod jobs;
pub(crate) mod links;
mod metadata;
pub(crate) mod operation;
mod operation_status;
mod problem;
mod quota;
pub(crate) mod resources;
mod rights;
mod scope;
mod settings;
mod subscriptions;
mod tag_resource;
mod tags;
pub(crate) mod throttle;
pub(crate) mod timestamp;
mod update;
mod vm_sizes;
pub(crate) mod workspace;
pub(crate) mod world;

use http::StatusCode;

pub(crate) use self::metadata::endpoints;
pub use self::rights::Rights;
use self::{
    correlation::{Correlation, correlated},
    operation::Verb,
    problem::ArmProblem,
    throttle::{Budget, Budgets},
    workspace::Workspace,
    world::World,
};
use super::{
    answer::{Answer, json},
    call::Call,
    faults::Effect,
    ids::guid,
    page::page,
    request::EmulatedRequest,
};

/// Answers one call to ARM, unless its fault or a request limit refuses it.
pub(crate) fn answer(
    world: &mut World,
    budgets: &mut Budgets,
    request: &EmulatedRequest,
    effect: Option<Effect>,
) -> Answer {
    let at = world.now();
    let budget = Budget::of(request);
    let afforded = if world.options.throttled { budgets.take(&budget, at) } else { Ok(()) };
    let outcome = match effect.and_then(|effect| fault_problem::by_azure(effect, request)) {
        Some(problem) => Err(problem),
        None => afforded.and_then(|()| carry_out(world, request)),
    };
    let request_id = guid(0x0e, world.next_number());
    let correlation = Correlation {
        request_id: &request_id,
        correlation_id: request.correlation_id.as_deref().unwrap_or(&request_id),
        budget: budget.header(),
        remaining: budgets.left(&budget),
        at,
    };
    let answer = outcome.unwrap_or_else(|problem| problem.into_answer(&correlation));
    correlated(answer, &correlation)
}

/// Answers one call to ARM.
pub(crate) fn carry_out(world: &mut World, request: &EmulatedRequest) -> Result<Answer, ArmProblem> {
    gateway::admit(world, request)?;
    let target = &request.route.target;
    match request.route.call {
        Call::List => computes::list(world, request),
        Call::Get => computes::get(world, request),
        Call::Create => create::create(world, request),
        Call::Start => computes::operate(world, request, Verb::Start),
        Call::Stop => computes::operate(world, request, Verb::Stop),
        Call::Restart => computes::operate(world, request, Verb::Restart),
        Call::Nodes => computes::nodes(world, target),
        Call::Delete => computes::delete(world, request),
        Call::Idle => settings::set_idle_shutdown(world, request),
        Call::Schedules => settings::set_schedules(world, request),
        Call::Operation => operation_status::answer(world, request),
        Call::Permissions => {
            if !target.workspace.is_empty() {
                world.workspace(target)?;
            }
            Ok(json(StatusCode::OK, &world.rights.resource()))
        }
        Call::VmSizes => Ok(json(StatusCode::OK, &vm_sizes::sizes())),
        Call::Workspace => {
            let workspace = world.workspace(target)?;
            Ok(json(StatusCode::OK, &workspace.resource()))
        }
        Call::Usages => {
            let workspaces: Vec<_> = world.workspaces_of(&target.subscription).collect();
            Ok(json(StatusCode::OK, &world.quotas.usages(&target.subscription, &workspaces)))
        }
        Call::Workspaces => {
            let asked: Vec<_> = world.workspaces_of(&target.subscription).collect();
            Ok(page(world.options.page_size, request, asked.into_iter(), Workspace::resource))
        }
        Call::UpdateWorkspace => update::workspace(world, request),
        Call::Update => update::compute(world, request),
        Call::Subscriptions => subscriptions::list(world),
        Call::Subscription => subscriptions::get(world, target),
        Call::Provider => Ok(json(StatusCode::OK, &api_versions::provider(&target.subscription))),
        Call::Tenants => Ok(subscriptions::tenants()),
        Call::ResourceGroups => subscriptions::groups(world, target),
        Call::ResourceGroup => subscriptions::group(world, request),
        Call::Jobs => jobs::list(world, request),
        Call::Tags => tag_resource::read(world, target),
        Call::Tag => tag_resource::change(world, request),
        _ => Err(gateway::missing(request)),
    }
}

#[cfg(test)]
mod tests;
