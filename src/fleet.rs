//! Finds the instances that a command selects, as Azure has them now, among those that the caller may see.

mod query;
mod selection;

use crate::{
    azure::{Azure, Compute, ThrottleWait},
    command::{Selection, Verb},
    command_request::Caller,
    policy::{Denial, Policy},
    target::{Target, Which},
};

use query::Query;
pub(crate) use query::{find, owners};
pub(crate) use selection::Selected;
pub use selection::{SelectError, Unreadable};

/// Reads the instances that `selection` selects for `verb`, sorted by id. `unattended`: nobody can correct the command, so
/// names that are missing do not affect the others.
///
/// # Errors
///
/// A [`SelectError`], if there is nothing to act on or to show.
pub async fn look(
    azure: &Azure,
    policy: &Policy,
    caller: &Caller,
    (verb, unattended): (Verb, bool),
    selection: &Selection,
    waiting: &ThrottleWait,
) -> Result<Selected, SelectError> {
    let scope = policy.scope(caller, verb).map_err(SelectError::Refused)?;
    let own = |target: &Target| target.which == Which::Mine;
    let asks_for_own = selection.targets.iter().chain(&selection.except).any(own)
        || selection.owner.as_deref() == Some("me");
    if asks_for_own && policy.entra(caller).is_none() {
        return Err(SelectError::Refused(Denial::NobodyKnown));
    }
    let sight = policy.sight(caller);
    let goes_on = unattended && verb.is_power();
    let query = Query { azure, verb, selection, scope, sight, waiting, policy, caller, goes_on };
    let mut selected = match selection.targets.as_slice() {
        [] => query.matching(&[Target::all()]).await?,
        targets if selection.names_only() => query.named(targets).await?,
        targets => query.matching(targets).await?,
    };
    selected.found.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    selected.found.dedup_by(|a, b| a.id == b.id);
    for seen in &mut selected.found {
        if let Some(name) = seen.owner.as_deref().and_then(|owner| policy.name_of(owner)) {
            *seen = seen.with(Compute { owner_name: Some(name.to_owned()), ..Compute::clone(seen) });
        }
    }
    if selection.one && selected.found.len() > 1 && verb.changes_the_world() {
        let places = selected.found.iter().map(|compute| compute.id.clone()).collect();
        return Err(SelectError::Ambiguous { name: None, places });
    }
    selection::of_size(selection, selected)
}

/// Those of `words` that are names of instances that the caller may see.
///
/// # Errors
///
/// A [`SelectError`], if that cannot be known.
pub async fn names_in_sight(
    azure: &Azure,
    policy: &Policy,
    caller: &Caller,
    words: &[String],
    waiting: &ThrottleWait,
) -> Result<Vec<String>, SelectError> {
    let (verb, selection, goes_on) = (Verb::Status, &Selection::default(), false);
    let (scope, sight) = (policy.sight(caller), policy.sight(caller));
    let query = Query { azure, verb, selection, scope, sight, waiting, policy, caller, goes_on };
    let target = |name: &String| Target { workspace: None, which: Which::Named(name.clone()) };
    let targets: Vec<_> = words.iter().map(target).collect();
    let mut names = Vec::new();
    for (word, seen) in words.iter().zip(query.each(&targets).await) {
        match seen {
            Ok(None) => {}
            Ok(Some(_)) | Err(SelectError::Ambiguous { .. }) => names.push(word.clone()),
            Err(error) => return Err(error),
        }
    }
    Ok(names)
}
