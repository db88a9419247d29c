//! One query for instances, on behalf of one caller.

use std::{collections::BTreeMap, time::Duration};

use futures::future::join_all;
use tokio::time::timeout;

use super::selection::{SelectError, Selected, Unreadable};
use crate::{
    azure::{Azure, AzureError, AzureErrorKind, Compute, Seen, State, ThrottleWait},
    command::{self, Selection, Verb},
    command_request::Caller,
    policy::{OwnerError, Policy, Scope, selected},
    target::{Alias, ComputeId, Target, Which},
};

/// How long the reply to a mistyped name waits for a suggestion.
const HINT_TIMEOUT: Duration = Duration::from_secs(2);

pub(super) struct Query<'a> {
    pub azure: &'a Azure,
    pub verb: Verb,
    pub selection: &'a Selection,
    /// Where the caller may do this.
    pub scope: Scope<'a>,
    /// What the caller may see.
    pub sight: Scope<'a>,
    pub waiting: &'a ThrottleWait,
    pub policy: &'a Policy,
    pub caller: &'a Caller,
    /// Whether names that do not exist leave the others selected.
    pub goes_on: bool,
}

impl Query<'_> {
    /// Reads named instances: one GET per name and workspace that may have it, or a list for many names in one
    /// workspace.
    pub(super) async fn named(&self, targets: &[Target]) -> Result<Selected, SelectError> {
        let mut selected = Selected::default();
        let (mut missing, mut beyond) = (Vec::new(), Vec::new());
        let results = self.each(targets).await;
        let results = results.into_iter().collect::<Result<Vec<_>, _>>()?;
        let owner = self.owner(results.iter().flatten())?;
        for (target, result) in targets.iter().zip(results) {
            match result {
                Some(compute) if !self.wanted(&compute, owner.as_deref()) => {}
                // For verbs that change something, each instance is permitted or refused on its own.
                Some(compute) if self.verb.changes_the_world() || self.scope.covers(&compute.instance()) => {
                    selected.found.push(compute);
                }
                Some(compute) => beyond.push(self.policy.known_by_name(compute.instance())),
                None => missing.push(target),
            }
        }
        if self.goes_on && !selected.found.is_empty() {
            selected.missing = missing.into_iter().map(Target::to_string).collect();
            Ok(selected)
        } else if !missing.is_empty() {
            Err(self.not_seen(&missing).await)
        } else if let Some(first) = beyond.first() {
            Err(SelectError::Refused(
                self.scope.refusal(self.verb, Some(first).filter(|_| beyond.len() == 1)),
            ))
        } else if selected.found.is_empty() {
            Err(SelectError::NOTHING_FITS)
        } else {
            Ok(selected)
        }
    }

    /// What each of the targets names.
    pub(super) async fn each(&self, targets: &[Target]) -> Vec<Result<Option<Seen<Compute>>, SelectError>> {
        let names_in = |alias: &Alias| {
            let there = targets.iter().filter(|target| may_be_in(&self.sight, alias, target));
            there.count()
        };
        let listed: Vec<_> =
            self.azure.workspaces().filter(|alias| names_in(alias) > command::BULK).collect();
        let lists = join_all(listed.iter().map(|alias| self.read_list(alias))).await;
        let lists = listed.into_iter().zip(lists).collect();
        join_all(targets.iter().map(|target| self.one(target, &lists))).await
    }

    async fn one(
        &self,
        target: &Target,
        lists: &BTreeMap<&Alias, Result<Vec<Seen<Compute>>, AzureError>>,
    ) -> Result<Option<Seen<Compute>>, SelectError> {
        let Which::Named(name) = &target.which else { return Ok(None) };
        let places = self.azure.workspaces().filter(|alias| may_be_in(&self.sight, alias, target));
        let ids: Vec<_> =
            places.map(|alias| ComputeId { workspace: alias.clone(), name: name.clone() }).collect();
        let gets = ids.iter().map(async |id| match find(lists, id) {
            Some(listed) => listed,
            None => self.waiting.retry_throttled(|| self.azure.get(id, self.waiting)).await,
        });
        let (mut found, mut failed) = (Vec::new(), None);
        for (id, result) in ids.iter().zip(join_all(gets).await) {
            match result {
                Ok(compute) if self.sight.covers(&compute.instance()) => found.push(compute),
                Ok(_) => {}
                Err(error) if error.kind == AzureErrorKind::NotFound => {}
                Err(error) => failed = Some((&id.workspace, error)),
            }
        }
        match (found.len(), failed) {
            // The instance that could not be read may be the one that is meant.
            (found, Some((alias, error))) if found == 0 || self.verb.changes_the_world() => {
                Err(SelectError::Failed(Box::new(self.unread(alias, error))))
            }
            (0 | 1, _) => Ok(found.pop()),
            _ => Err(SelectError::Ambiguous {
                name: Some(name.clone()),
                places: found.into_iter().map(|compute| compute.into_inner().id).collect(),
            }),
        }
    }

    /// Lists the workspaces within reach, and selects from these lists.
    pub(super) async fn matching(&self, targets: &[Target]) -> Result<Selected, SelectError> {
        // `all of bob`
        if let [Target { workspace: Some(place), which: Which::All }] = targets
            && !place.is_glob()
            && !self.goes_on
            && !self.azure.workspaces().any(|alias| place.matches(alias.as_str()))
        {
            let wider = self.wider(place.as_str(), &self.nearby(&Target::all()).await);
            return Err(SelectError::NotSeen { names: vec![place.to_string()], meant: Vec::new(), wider });
        }
        let listed = self.list(targets).await?;
        let targets: Vec<_> = targets.iter().map(|target| unbold(target, &listed.found)).collect();
        let exists = |target: &Target| {
            let mut found = listed.found.iter();
            found.any(|compute| selected(target, &compute.instance(), &self.sight))
        };
        let lacks = |target: &&Target| matches!(target.which, Which::Named(_)) && !exists(target);
        let named = targets.iter().chain(&self.selection.except);
        let missing: Vec<_> = named.filter(lacks).map(Target::to_string).collect();
        if !missing.is_empty() && listed.unread.is_empty() {
            return Err(SelectError::NotSeen {
                meant: closest(&missing, &listed.found),
                names: missing,
                wider: Vec::new(),
            });
        }
        let owner = match self.owner(&listed.found) {
            // Who fits may own what could not be read.
            Err(SelectError::Owner(OwnerError::Nobody(_))) if !listed.unread.is_empty() => {
                return Ok(Selected { found: Vec::new(), ..listed });
            }
            owner => owner?,
        };
        let (mut found, mut beyond) = (Vec::new(), false);
        for compute in listed.found {
            let instance = compute.instance();
            if !targets.iter().any(|t| selected(t, &instance, &self.sight))
                || !self.wanted(&compute, owner.as_deref())
            {
                continue;
            }
            if self.scope.covers(&instance) {
                found.push(compute);
            } else {
                beyond = true;
            }
        }
        // An overview of everything is an answer even if there is nothing.
        let is_overview = *self.selection == Selection::default();
        match (found.is_empty() && listed.unread.is_empty(), beyond) {
            (true, true) => Err(SelectError::Refused(self.scope.refusal(self.verb, None))),
            (true, false) if !is_overview => Err(SelectError::NOTHING_FITS),
            _ => Ok(Selected { found, ..listed }),
        }
    }

    /// Lists everything that the caller may see in the workspaces of `targets`.
    async fn list(&self, targets: &[Target]) -> Result<Selected, SelectError> {
        let meant = |alias: &Alias| targets.iter().any(|target| target.in_workspace(alias));
        let workspaces: Vec<_> =
            self.azure.workspaces().filter(|alias| meant(alias) && self.sight.touches(alias)).collect();
        let lists = workspaces.iter().map(|alias| self.read_list(alias));
        let mut listed = Selected::default();
        for (alias, result) in workspaces.iter().zip(join_all(lists).await) {
            match result {
                Ok(computes) => listed.found.extend(self.visible(computes)),
                Err(error) => listed.unread.push(self.unread(alias, error)),
            }
        }
        if workspaces.len() == 1
            && let Some(only) = listed.unread.pop()
        {
            return Err(SelectError::Failed(Box::new(only)));
        }
        Ok(listed)
    }

    async fn read_list(&self, alias: &Alias) -> Result<Vec<Seen<Compute>>, AzureError> {
        self.waiting.retry_throttled(|| self.azure.list(alias, self.waiting)).await
    }

    fn visible(
        &self,
        computes: impl IntoIterator<Item = Seen<Compute>>,
    ) -> impl Iterator<Item = Seen<Compute>> {
        let computes = computes.into_iter();
        computes.filter(|compute| self.sight.covers(&compute.instance()))
    }

    /// The id in Entra that `--owner` stands for, as far as the owners of `seen` and the configuration tell.
    fn owner<'a>(
        &self,
        seen: impl IntoIterator<Item = &'a Seen<Compute>>,
    ) -> Result<Option<String>, SelectError> {
        let typed = self.selection.owner.as_deref();
        typed.map(|typed| self.id_of_owner(typed, seen)).transpose().map_err(SelectError::Owner)
    }

    fn id_of_owner<'a>(
        &self,
        typed: &str,
        seen: impl IntoIterator<Item = &'a Seen<Compute>>,
    ) -> Result<String, OwnerError> {
        let seen = seen.into_iter().map(|seen| &**seen);
        self.policy.owner(self.caller, typed, &owners(seen))
    }

    /// Whether the options of the selection allow it. `owner` is the id of theirs.
    fn wanted(&self, compute: &Compute, owner: Option<&str>) -> bool {
        let selection = self.selection;
        // States with one word in replies are one state here, too.
        let state = match compute.state.as_ref().unwrap_or(&State::Creating) {
            State::UserSettingUp => State::SettingUp.as_str(),
            state => state.as_str(),
        };
        // What runs a job is running, and billed.
        let is_state = |wanted: &String| {
            wanted.eq_ignore_ascii_case(state)
                || compute.state == Some(State::JobRunning) && wanted.eq_ignore_ascii_case("running")
        };
        let instance = compute.instance();
        !selection.except.iter().any(|target| selected(target, &instance, &self.sight))
            && selection.state.as_ref().is_none_or(is_state)
            && owner.is_none_or(|owner| compute.is_owned_by(Some(owner)))
    }

    async fn not_seen(&self, missing: &[&Target]) -> SelectError {
        let names: Vec<_> = missing.iter().map(ToString::to_string).collect();
        let alias =
            |alias: &&Alias| names.len() == 1 && *alias.as_str() == *names[0] && self.sight.knows(alias);
        if let Some(alias) = self.azure.workspaces().find(alias) {
            return SelectError::IsWorkspace(alias.clone());
        }
        let nearby = match missing {
            [one] => self.nearby(one).await,
            _ => Vec::new(),
        };
        let meant = closest(&names, &nearby);
        let wider = match names.as_slice() {
            [name] if meant.is_empty() => self.wider(name, &nearby),
            _ => Vec::new(),
        };
        SelectError::NotSeen { names, meant, wider }
    }

    /// What fits instances that are `seen` if `name` is a part of their names, or their owner.
    fn wider(&self, name: &str, seen: &[Seen<Compute>]) -> Vec<Selection> {
        let part = name.to_ascii_lowercase();
        let is_part = |compute: &Seen<Compute>| compute.id.name.to_ascii_lowercase().contains(&part);
        let named = format!("*{name}*").parse().ok().filter(|_: &Target| seen.iter().any(is_part));
        let named = named.map(|target| Selection { targets: vec![target], ..Selection::default() });
        let owned = Selection { owner: Some(name.to_owned()), ..Selection::default() };
        let is_owner = self.id_of_owner(name, seen).is_ok();
        named.into_iter().chain(is_owner.then_some(owned)).collect()
    }

    /// Everything that the caller may see where a mistyped name may be. Leaves out a workspace that cannot be read
    /// soon: a suggestion is not worth a wait.
    async fn nearby(&self, target: &Target) -> Vec<Seen<Compute>> {
        // Not the command's own, so that its caller is not told about this wait.
        let waiting = ThrottleWait::new();
        let seen = || self.azure.workspaces().filter(|alias| self.sight.touches(alias));
        let is_placed = seen().any(|alias| target.in_workspace(alias));
        let near = seen().filter(|alias| !is_placed || target.in_workspace(alias));
        let lists = near.map(async |alias| {
            let list = timeout(HINT_TIMEOUT, self.azure.list(alias, &waiting)).await;
            list.ok().and_then(Result::ok).unwrap_or_default()
        });
        self.visible(join_all(lists).await.into_iter().flatten()).collect()
    }

    fn unread(&self, alias: &Alias, error: AzureError) -> Unreadable {
        // A caller who only owns instances may not know about the workspace.
        let alias = self.sight.knows(alias).then(|| alias.clone());
        let kind = match error.kind {
            // The refusal names the workspace, too.
            AzureErrorKind::Forbidden { action, .. } if alias.is_none() => {
                AzureErrorKind::Forbidden { action, scope: None }
            }
            kind => kind,
        };
        Unreadable { alias, error: AzureError { kind, ..error } }
    }
}

/// An instance from the list of its workspace; `None` if the workspace was not listed. Pages of a list are read one
/// after the other, so the last of two entries is the newer one.
pub fn find(
    lists: &BTreeMap<&Alias, Result<Vec<Seen<Compute>>, AzureError>>,
    id: &ComputeId,
) -> Option<Result<Seen<Compute>, AzureError>> {
    let found = |list: &Vec<Seen<Compute>>| list.iter().rfind(|seen| seen.id == *id).cloned();
    let list = lists.get(&id.workspace)?.as_ref().map_err(Clone::clone);
    Some(list.and_then(|list| found(list).ok_or_else(|| AzureError::of(AzureErrorKind::NotFound))))
}

/// Whether the workspace may have an instance that `target` names.
fn may_be_in(sight: &Scope<'_>, alias: &Alias, target: &Target) -> bool {
    matches!(&target.which, Which::Named(name) if target.in_workspace(alias) && sight.touches_name(alias, name))
}

/// `*myci*` is a glob, unless an instance is called `myci`: then it is that name in bold.
fn unbold(target: &Target, seen: &[Seen<Compute>]) -> Target {
    let name = match &target.which {
        Which::Matching(pattern) => pattern.as_str().strip_prefix('*'),
        _ => None,
    };
    let name = name.and_then(|rest| rest.strip_suffix('*'));
    let exists = |name: &&str| {
        let mut seen = seen.iter();
        seen.any(|compute| compute.id.name.eq_ignore_ascii_case(name))
    };
    match name.filter(exists) {
        Some(name) => Target { which: Which::Named(name.to_owned()), ..target.clone() },
        None => target.clone(),
    }
}

/// The instances whose names are most similar to the only one of `names`.
fn closest(names: &[String], seen: &[Seen<Compute>]) -> Vec<ComputeId> {
    let [typed] = names else { return Vec::new() };
    let name = typed.rsplit('/').next().unwrap_or(typed);
    let meant = command::closest(name, seen.iter().map(|compute| compute.id.name.as_str()));
    seen.iter().map(|compute| &compute.id).filter(|id| meant.contains(&id.name.as_str())).cloned().collect()
}
/// The owners of instances, each with a name if Azure says it at any of them.
pub(crate) fn owners<'a>(seen: impl Iterator<Item = &'a Compute>) -> BTreeMap<&'a str, Option<&'a str>> {
    let mut owners = BTreeMap::new();
    for one in seen {
        let name = one.owner.as_deref().map(|owner| owners.entry(owner).or_insert(None));
        name.into_iter().for_each(|name| *name = name.or(one.owner_name.as_deref()));
    }
    owners
}
