//! `create`: makes an instance from a blueprint, for one person.

use super::super::{
    action_report::Performed,
    execution::{Execution, of_each},
    refusal::Refusal,
    result::CommandResult,
};
use crate::{
    azure::{AzureError, AzureErrorKind, Blueprint, Compute, Making, PRICE_PATIENCE, Seen},
    command::{self, Command, ParseError, Selection, Verb},
    command_request::Confirmation,
    fleet::{self, SelectError, Unreadable},
    policy::{Permit, Scope},
    reply::{self, ActionReport, NotMade},
    target::{Alias, ComputeId, Instance, Target, Which},
};

pub(super) async fn run(
    execution: &Execution<'_>,
    selection: &Selection,
    (typed, person): (Option<&str>, Option<&str>),
) -> Result<Performed, Refusal> {
    let (engine, caller) = (execution.engine, &execution.request.caller);
    let policy = engine.policy();
    if engine.azure.blueprints().is_empty() {
        return Err(Refusal::NotMade(NotMade::NoBlueprint));
    }
    let scope = policy.scope(caller, Verb::Create).map_err(Refusal::Denied)?;
    let known = known(execution, &scope);
    if selection.targets.is_empty() {
        return show(execution, &known, typed);
    }
    let (target, typed) = said(selection, typed, &known)?;
    let Which::Named(name) = &target.which else {
        return Err(Refusal::NotMade(NotMade::NoBlueprint));
    };
    let command = |target: Target, blueprint: &Blueprint, person: Option<&str>| Command::Create {
        selection: Selection { targets: vec![target], ..Selection::default() },
        blueprint: Some(blueprint.name.clone()),
        person: person.map(str::to_owned),
    };
    let workspaces = places(execution, &scope, target, name)?;
    let is_for_one = |one: &&Blueprint| workspaces.iter().any(|alias| one.is_for(alias));
    let offered: Vec<_> = engine.azure.blueprints().iter().filter(is_for_one).collect();
    if typed.is_none() && offered.iter().any(|one| *name == one.name) {
        return Err(Refusal::NotMade(NotMade::Nameless { blueprint: name.clone() }));
    }
    check_name(name)?;
    let blueprint = match (offered.as_slice(), typed) {
        ([], _) => return Err(Refusal::NotMade(NotMade::NoBlueprint)),
        ([only], None) => *only,
        (some, typed) => some.iter().find(|one| typed == Some(&*one.name)).ok_or_else(|| {
            let commands = some.iter().map(|one| command(target.clone(), one, person)).collect();
            Refusal::NotMade(NotMade::Several { typed: typed.map(str::to_owned), commands })
        })?,
    };
    let places = workspaces.into_iter().filter(|alias| blueprint.is_for(alias));
    let ids: Vec<_> =
        places.map(|alias| ComputeId { workspace: alias.clone(), name: name.clone() }).collect();
    let [id] = ids.as_slice() else {
        let commands = ids.iter().map(|id| command(Target::from(id), blueprint, person)).collect();
        return Err(Refusal::NotMade(NotMade::Several { typed: None, commands }));
    };
    let listed = listed(execution, blueprint).await?;
    let owner = owner(execution, person, &listed)?;
    // Only the caller can confirm it, so that nobody is named where it is for the caller.
    let person = Some(&*owner).filter(|owner| policy.entra(caller) != Some(owner));
    let command = command(Target::from(id), blueprint, person);
    let making = Making { blueprint, old: None };
    let new = Instance { id: id.clone(), owner: Some(owner.clone()), owner_name: None, created_on: None };
    let permit = permit(execution, making, policy.known_by_name(new), None, &listed).await?;
    Ok(Performed::Actions(Box::new(make(execution, command, permit, None).await?), None))
}

/// The workspaces that may be meant, in which the caller may create an instance of this name.
fn places<'a>(
    execution: &Execution<'a>,
    scope: &Scope<'_>,
    target: &Target,
    name: &str,
) -> Result<Vec<&'a Alias>, Refusal> {
    let (engine, policy) = (execution.engine, execution.engine.policy());
    let sight = policy.sight(&execution.request.caller);
    let in_sight = |alias: &&Alias| {
        let is_known = sight.knows(alias) || scope.touches(alias);
        is_known && target.in_workspace(alias)
    };
    let meant: Vec<_> = engine.azure.workspaces().filter(in_sight).collect();
    let Some(first) = meant.first() else {
        let (meant, wider) = (Vec::new(), Vec::new());
        return Err(unselected(SelectError::NotSeen { names: vec![target.to_string()], meant, wider }, None));
    };
    let workspaces: Vec<_> = meant.iter().copied().filter(|alias| scope.touches_name(alias, name)).collect();
    if workspaces.is_empty() {
        let known = meant.iter().find(|alias| scope.knows(alias)).unwrap_or(first);
        let id = ComputeId { workspace: (*known).clone(), name: name.to_owned() };
        let new = Instance { id, owner: None, owner_name: None, created_on: None };
        return Err(Refusal::Denied(scope.refusal(Verb::Create, Some(&new))));
    }
    Ok(workspaces)
}

/// The blueprints from which the caller may make instances, and where.
fn known<'a>(execution: &Execution<'a>, scope: &Scope<'_>) -> Vec<(&'a Blueprint, Vec<&'a Alias>)> {
    let azure = &execution.engine.azure;
    let places =
        |one: &'a Blueprint| azure.workspaces().filter(|alias| one.is_for(alias) && scope.touches(alias));
    let known = azure.blueprints().iter().map(|one| (one, places(one).collect::<Vec<_>>()));
    known.filter(|(_, places)| !places.is_empty()).collect()
}

/// The answer to a `create` without a name.
fn show(
    execution: &Execution<'_>,
    known: &[(&Blueprint, Vec<&Alias>)],
    typed: Option<&str>,
) -> Result<Performed, Refusal> {
    match known.iter().find(|(one, _)| typed == Some(&*one.name)) {
        Some((one, _)) => Err(Refusal::NotMade(NotMade::Nameless { blueprint: one.name.clone() })),
        None if known.is_empty() => Err(Refusal::NotMade(NotMade::NoBlueprint)),
        None => Ok(CommandResult::answer(reply::blueprints(execution.localizer(), known)).into()),
    }
}

/// The name of the new instance and of the blueprint, which may stand beside each other: `create small newci`.
fn said<'a>(
    selection: &'a Selection,
    typed: Option<&'a str>,
    known: &[(&'a Blueprint, Vec<&Alias>)],
) -> Result<(&'a Target, Option<&'a str>), Refusal> {
    let named = |target: &Target| {
        let mut names = known.iter().map(|(one, _)| &*one.name);
        names.find(|name| matches!(&target.which, Which::Named(word) if word.eq_ignore_ascii_case(name)))
    };
    let said = match &*selection.targets {
        [target] => Some((target, typed)),
        [one, other] if typed.is_none() => {
            let first = named(one).map(|name| (other, Some(name)));
            first.or_else(|| Some((one, Some(named(other)?))))
        }
        _ => None,
    };
    said.ok_or(Refusal::Misread(ParseError::OneByName { verb: Verb::Create }))
}

/// All instances where the blueprint is for.
pub(super) async fn listed(
    execution: &Execution<'_>,
    blueprint: &Blueprint,
) -> Result<Vec<Seen<Compute>>, Refusal> {
    let (azure, waiting) = (&execution.engine.azure, &execution.progress.waiting);
    let places = azure.workspaces().filter(|alias| blueprint.is_for(alias));
    let (listed, unread) = of_each(places.map(async |alias| (alias, azure.list(alias, waiting).await))).await;
    if let Some(unread) = unread.into_iter().next() {
        return Err(unselected(SelectError::Failed(Box::new(unread)), None));
    }
    Ok(listed.into_iter().flat_map(|(_, seen)| seen).collect())
}

/// The id in Entra of the `person`, or of the caller. Azure names the owners of what the caller can see.
fn owner(
    execution: &Execution<'_>,
    person: Option<&str>,
    listed: &[Seen<Compute>],
) -> Result<String, Refusal> {
    let (policy, caller) = (execution.engine.policy(), &execution.request.caller);
    let Some(person) = person else {
        return policy.entra(caller).map(str::to_owned).ok_or(Refusal::NotMade(NotMade::Nobody));
    };
    let sight = policy.sight(caller);
    let in_sight = listed.iter().filter(|one| sight.covers(&one.instance())).map(|one| &**one);
    let owner = policy.owner(caller, person, &fleet::owners(in_sight));
    owner.map_err(|error| unselected(SelectError::Owner(error), Some(person.to_owned())))
}

/// The refusal of what `list` would be refused, too.
fn unselected(error: SelectError, owner: Option<String>) -> Refusal {
    let selection = Selection { owner, ..Selection::default() };
    Refusal::NotSelected(error, Box::new(Command::List { selection }))
}

/// The permit to make an instance under a name that is free, and not one more than the blueprint allows; the `old` one
/// that it takes the place of does not count. Two creations at the same moment may each see room for one.
pub(super) async fn permit<'a>(
    execution: &Execution<'_>,
    making: Making<'a>,
    new: Instance,
    old: Option<&Instance>,
    listed: &[Seen<Compute>],
) -> Result<Permit<Making<'a>>, Refusal> {
    let (request, blueprint) = (execution.request, making.blueprint);
    let permit = execution.engine.policy().permit(&request.caller, making, false, &new);
    let permit = permit.map_err(Refusal::Denied)?;
    let policy = execution.engine.policy();
    let sight = policy.sight(&request.caller);
    let taken = |state| Err(Refusal::NotMade(NotMade::Taken { instance: new.id.clone(), state }));
    match execution.engine.azure.get(&new.id, &execution.progress.waiting).await {
        // What was confirmed may be done already.
        Ok(_) if matches!(request.confirmation, Confirmation::Ticket(_)) => return Ok(permit),
        Err(AzureError { status: Some(404), .. }) => {}
        Ok(there) => {
            let in_sight = sight.covers(&there.instance());
            return taken(there.state.clone().filter(|_| in_sight));
        }
        // A compute of another kind, which no list shows.
        Err(AzureError { kind: AzureErrorKind::NotFound, .. }) => return taken(None),
        Err(error) => {
            let unread = Unreadable { alias: Some(new.id.workspace), error };
            return Err(unselected(SelectError::Failed(Box::new(unread)), None));
        }
    }
    let counts = |seen: &&Seen<Compute>| {
        old.is_none_or(|old| old.id != seen.id)
            && seen.made.as_ref().is_some_and(|(from, _)| *from == blueprint.name)
    };
    let made: Vec<_> = listed.iter().filter(counts).collect();
    let own = made.iter().copied().filter(|seen| seen.is_owned_by(new.owner.as_deref()));
    let own: Vec<_> = own.collect();
    let (most, each, made) = if own.len() >= blueprint.most_per_person {
        (blueprint.most_per_person, true, own)
    } else if made.len() >= blueprint.most {
        (blueprint.most, false, made)
    } else {
        return Ok(permit);
    };
    let in_sight = made.into_iter().filter(|seen| sight.covers(&seen.instance()));
    let made = in_sight.map(|seen| seen.id.clone()).collect();
    Err(Refusal::NotMade(NotMade::Most { blueprint: blueprint.name.clone(), most, each, made }))
}

/// Makes an instance; a question names the `old` one too.
pub(super) async fn make(
    execution: &Execution<'_>,
    command: Command,
    permit: Permit<Making<'_>>,
    old: Option<(Instance, &Compute)>,
) -> Result<ActionReport, Refusal> {
    let (engine, request, making) = (execution.engine, execution.request, permit.action());
    let (azure, new) = (&engine.azure, permit.instance());
    let home = azure.home(&new.id.workspace, &execution.progress.waiting).await;
    let home = home.map_err(|error| Refusal::unread(&new.id.workspace, error, &command))?;
    // Only a question says them.
    let terms = if matches!(request.confirmation, Confirmation::None) {
        let patience = execution.patience().min(PRICE_PATIENCE);
        let prices = tokio::time::timeout(patience, azure.prices(&new.id.workspace, &home.location)).await;
        let prices = prices.ok().and_then(Result::ok);
        let price = prices.and_then(|prices| prices.per_hour(&making.blueprint.size));
        let (caller, old) = (execution.entra(), old.as_ref().map(|(_, old)| *old));
        reply::terms(execution.localizer(), making, new, caller.as_deref(), price, old)
    } else {
        Vec::new()
    };
    let asked = execution.confirm_making(
        &command,
        [new.clone()].into_iter().chain(old.map(|(old, _)| old)),
        terms,
    )?;
    let attempt = execution.progress.attempt_to(Some(Verb::Create), new.id.clone());
    attempt.end(engine.lifecycle.create(&permit, &home, request.id, asked, &attempt).await);
    let reports = execution.progress.reports(Verb::Create);
    Ok(ActionReport::new(command, asked, reports, Vec::new()))
}

/// Refuses a name that means something else to us, or that Azure does not accept for a new instance: 3 to 24 letters,
/// digits and hyphens that begin with a letter and do not end in a hyphen and digits.
/// <https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance>
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    if command::means_more(name) {
        return Err(Refusal::Misread(ParseError::NotAName { word: name.to_owned(), is_said: true }));
    }
    let mut letters = name.chars();
    let fits = (3..=24).contains(&name.len())
        && letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '-')
        && name.rsplit_once('-').is_none_or(|(_, end)| end.contains(|c: char| c.is_ascii_alphabetic()));
    if fits { Ok(()) } else { Err(Refusal::NotMade(NotMade::Name { name: name.to_owned() })) }
}
