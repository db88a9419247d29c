//! `create`: makes an instance from a blueprint, for one person.

use std::collections::BTreeMap;

use super::super::{
    action_report::Performed,
    execution::Execution,
    refusal::{NotMade, Refusal},
};
use crate::{
    azure::{AzureErrorKind, Blueprint, Making, PRICE_PATIENCE},
    command::{Command, Selection, Verb},
    command_request::Confirmation,
    fleet::{self, SelectError},
    reply::{self, ActionReport, Terms},
    target::{Alias, ComputeId, Instance, Target, Which},
};

pub(super) async fn run(
    execution: &Execution<'_>,
    selection: &Selection,
    (blueprint, person): (Option<&str>, Option<&str>),
) -> Result<Performed, Refusal> {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let policy = engine.policy();
    if engine.azure.blueprints().is_empty() {
        return Err(Refusal::NotMade(NotMade::NoBlueprint));
    }
    policy.scope(caller, Verb::Create).map_err(Refusal::Denied)?;
    let [Target { workspace, which: Which::Named(name) }] = selection.targets.as_slice() else {
        return Err(Refusal::NotMade(NotMade::NoBlueprint));
    };
    check_name(name)?;
    let spoken = |workspace: Option<&Alias>, blueprint: Option<&str>, person: Option<&str>| {
        let target = match workspace {
            Some(alias) => Target::from(&ComputeId { workspace: alias.clone(), name: name.clone() }),
            None => selection.targets[0].clone(),
        };
        let selection = Selection { targets: vec![target], ..Selection::default() };
        let owned = |text: &str| text.to_owned();
        Command::Create { selection, blueprint: blueprint.map(owned), person: person.map(owned) }
    };
    let owner = owner(execution, person).await?;
    let sight = policy.sight(caller);
    let in_sight = |alias: &&Alias| {
        sight.touches(alias) && workspace.as_ref().is_none_or(|named| named.matches(alias.as_str()))
    };
    let workspaces: Vec<_> = engine.azure.workspaces().filter(in_sight).collect();
    let there = |one: &&Blueprint| workspaces.iter().any(|alias| one.is_for(alias));
    let offered: Vec<_> = engine.azure.blueprints().iter().filter(there).collect();
    let blueprint = match (offered.as_slice(), blueprint) {
        ([], _) => return Err(Refusal::NotMade(NotMade::NoBlueprint)),
        ([only], None) => *only,
        (some, typed) => match some.iter().find(|one| typed == Some(&*one.name)) {
            Some(named) => named,
            None => {
                let commands = some.iter().map(|one| spoken(None, Some(&one.name), person).to_string());
                let typed = typed.map(str::to_owned);
                return Err(Refusal::NotMade(NotMade::Blueprint { typed, commands: commands.collect() }));
            }
        },
    };
    let places: Vec<_> = workspaces.into_iter().filter(|alias| blueprint.is_for(alias)).collect();
    let [workspace] = places[..] else {
        let commands =
            places.iter().map(|alias| spoken(Some(alias), Some(&blueprint.name), person).to_string());
        return Err(Refusal::NotMade(NotMade::Workspace { commands: commands.collect() }));
    };
    let id = ComputeId { workspace: workspace.clone(), name: name.clone() };
    let instance = Instance { id, owner: Some(owner.clone()), owner_name: None, created_on: None };
    // Only the caller can confirm it, so that nobody is named where it is for the caller.
    let person = Some(&*owner).filter(|owner| policy.entra(caller) != Some(owner));
    let command = spoken(Some(workspace), Some(&blueprint.name), person);
    let making = Making { verb: Verb::Create, blueprint, old: None };
    let report = make(execution, command, making, vec![policy.known_by_name(instance)]).await?;
    Ok(Performed::Actions(Box::new(report)))
}

/// The id in Entra of the `person`, or of the caller.
async fn owner(execution: &Execution<'_>, person: Option<&str>) -> Result<String, Refusal> {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let policy = engine.policy();
    let Some(person) = person else {
        return policy.entra(caller).map(str::to_owned).ok_or(Refusal::NotMade(NotMade::Nobody));
    };
    if let Ok(known) = policy.owner(caller, person, &BTreeMap::new()) {
        return Ok(known);
    }
    // Azure names the owners of what the caller can see.
    let named = Selection { owner: Some(person.to_owned()), ..Selection::default() };
    let list = Command::List { selection: named };
    let (sight, mut seen) = (policy.sight(caller), Vec::new());
    for alias in engine.azure.workspaces().filter(|alias| sight.touches(alias)) {
        let listed = engine.azure.list(alias, &execution.progress.waiting).await;
        seen.extend(listed.map_err(|error| Refusal::unread(alias, error, &list))?);
    }
    let in_sight = seen.iter().filter(|one| sight.covers(&one.instance())).map(|one| &**one);
    let names = fleet::owners(in_sight);
    let owner = policy.owner(caller, person, &names);
    owner.map_err(|error| Refusal::NotSelected(SelectError::Owner(error), Box::new(list)))
}

/// Makes the first of `instances`; a question names the others too.
pub(super) async fn make(
    execution: &Execution<'_>,
    command: Command,
    making: Making<'_>,
    instances: Vec<Instance>,
) -> Result<ActionReport, Refusal> {
    let (engine, request) = (execution.engine, execution.request);
    let (azure, waiting) = (&engine.azure, &execution.progress.waiting);
    let instance = &instances[0];
    let id = &instance.id;
    let permitted = engine.policy().permit(&request.caller, making, false, instance);
    let permit = permitted.map_err(Refusal::Denied)?;
    let unread = |error| Refusal::unread(&id.workspace, error, &command);
    let home = azure.home(&id.workspace, waiting).await.map_err(unread)?;
    match azure.get(id, waiting).await {
        // What was confirmed may be done already.
        Ok(_) if !matches!(request.confirmation, Confirmation::None) => {}
        Ok(_) => return Err(Refusal::NotMade(NotMade::Taken { name: id.to_string() })),
        Err(error) if error.kind == AzureErrorKind::NotFound => {
            within_limits(execution, making, &instances).await?;
        }
        Err(error) => return Err(unread(error)),
    }
    // Only a question says them.
    let terms = if matches!(request.confirmation, Confirmation::None) {
        let patience = execution.patience().min(PRICE_PATIENCE);
        let prices = tokio::time::timeout(patience, azure.prices(&id.workspace, home.location())).await;
        let prices = prices.ok().and_then(Result::ok);
        let price = prices.and_then(|prices| prices.per_hour(&making.blueprint.size));
        let terms = Terms { making, owner: instance, caller: execution.entra(), price };
        reply::terms(execution.localizer(), &terms, instances.get(1).map(|old| &old.id))
    } else {
        Vec::new()
    };
    let asked = execution.confirm_making(&command, instances.iter().cloned(), terms)?;
    let attempt = execution.progress.attempt_to(Some(Verb::Create), id.clone());
    attempt.end(engine.lifecycle.create(&permit, &home, request.id, asked, &attempt).await);
    let reports = execution.progress.reports(Verb::Create);
    Ok(ActionReport::new(command, asked, reports, Vec::new()))
}

/// Refuses one more than the blueprint allows, not counting the one that it takes the place of. Two creations at the same
/// moment may each see room for one.
async fn within_limits(
    execution: &Execution<'_>,
    making: Making<'_>,
    instances: &[Instance],
) -> Result<(), Refusal> {
    let (azure, blueprint) = (&execution.engine.azure, making.blueprint);
    let (mut all, mut own) = (0, 0);
    let list = Command::List { selection: Selection::default() };
    for alias in azure.workspaces().filter(|alias| blueprint.is_for(alias)) {
        let listed = azure.list(alias, &execution.progress.waiting).await;
        let listed = listed.map_err(|error| Refusal::unread(alias, error, &list))?;
        let made = listed
            .iter()
            .filter(|seen| !instances.iter().any(|one| one.id == seen.id))
            .filter(|seen| seen.made.as_ref().is_some_and(|(from, _)| *from == blueprint.name));
        for seen in made {
            all += 1;
            own += usize::from(seen.is_owned_by(instances[0].owner.as_deref()));
        }
    }
    let most =
        |most, each| Err(Refusal::NotMade(NotMade::Most { blueprint: blueprint.name.clone(), most, each }));
    if own >= blueprint.most_per_person {
        most(blueprint.most_per_person, true)
    } else if all >= blueprint.most {
        most(blueprint.most, false)
    } else {
        Ok(())
    }
}

/// Refuses a name that Azure does not accept for a new instance: 3 to 24 letters, digits and hyphens that begin with a
/// letter and do not end in a hyphen and digits.
/// <https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance>
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    let mut letters = name.chars();
    let fits = (3..=24).contains(&name.len())
        && letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '-')
        && name.rsplit_once('-').is_none_or(|(_, end)| end.contains(|c: char| c.is_ascii_alphabetic()));
    if fits { Ok(()) } else { Err(Refusal::NotMade(NotMade::Name { name: name.to_owned() })) }
}
