//! `check`: which of the Azure actions that the grants need we lack, as the identity that runs this process.

use std::collections::BTreeSet;

use super::super::prelude::{CommandResult, Execution, Refusal, Verdict, of_each};
use crate::{
    command::{READ_JOBS, READ_TAGS, VERBS, Verb, is_optional},
    policy::Policy,
    reply,
    source::Source,
};

pub(super) async fn run(execution: &Execution<'_>) -> Result<CommandResult, Refusal> {
    let engine = execution.engine;
    let policy = engine.policy();
    let scope = policy.scope(&execution.request.caller, Verb::Check).map_err(Refusal::Denied)?;
    let sources = engine.registry.all();
    let needed = needed(&policy, sources.iter().map(AsRef::as_ref), engine.azure.sees_jobs());
    let places = engine.azure.workspaces().filter(|alias| scope.knows(alias));
    let (held, unread) =
        of_each(places.map(async |alias| (alias, engine.azure.permissions(alias).await))).await;
    let rights: Vec<_> = held.into_iter().map(|(alias, held)| (alias, held.missing(&needed))).collect();
    let lacks = rights.iter().flat_map(|(_, missing)| missing).any(|action| !is_optional(action));
    let verdict = if lacks { Verdict::Failed } else { Verdict::of_look(&unread) };
    let reply = reply::check(execution.localizer(), &rights, &unread);
    Ok(CommandResult { verdict, unread, ..CommandResult::answer(reply) })
}

/// The actions that the verbs in the grants need, those of timers, and that to read `jobs` where they are read.
pub fn needed<'a>(
    policy: &Policy,
    sources: impl Iterator<Item = &'a Source>,
    jobs: bool,
) -> BTreeSet<&'static str> {
    let fixed: Vec<_> = sources.filter_map(|source| source.adapter.fixed_commands()).flatten().collect();
    let verbs = VERBS.iter().filter(|row| policy.anybody_may(row.verb) || fixed.contains(&row.verb));
    let machines = policy.machine_may(Verb::Stop) || policy.machine_may(Verb::Restart);
    let others = machines.then_some(READ_TAGS).into_iter().chain(jobs.then_some(READ_JOBS));
    verbs.flat_map(|row| row.actions).copied().chain(others).collect()
}
