//! The instances a command means, as Azure has them now, of those the caller may see.

mod lists;

use std::{sync::Arc, time::Duration};

use futures::future::join_all;

use crate::{
    ask::{Caller, CallerKind},
    azure::{Azure, AzureError, Compute, Kind, Seen, State, Waiting},
    command::{self, Selection, Verb},
    policy::{Policy, Refusal, Scope, selected},
    target::{Alias, ComputeId, Target, Which},
};

use lists::Lists;

/// How long a mistyped name may take on top of not being found.
const HINT: Duration = Duration::from_secs(2);

/// Reads the fleet. The only reading there is; acting and following read single instances again.
pub struct Fleet {
    azure: Arc<Azure>,
}

/// A workspace that could not be read, where the caller may know its name; and why.
pub type Unread = (Option<Alias>, AzureError);

/// What was found.
#[derive(Debug, Default)]
pub struct Looked {
    pub found: Vec<Seen<Compute>>,
    /// Workspaces that could not be read. One failure does not hide the others.
    pub unread: Vec<Unread>,
    /// What a machine names that is not there, beside what is: nobody is there to mend its command.
    pub missing: Vec<String>,
}

/// Why there is nothing to act on.
#[derive(Debug)]
pub enum Miss {
    Refused(Refusal),
    /// These were named, and the caller sees no such instances. With one, what may be meant.
    NotSeen {
        names: Vec<String>,
        meant: Option<ComputeId>,
    },
    /// The name stands in several workspaces.
    Ambiguous {
        name: String,
        places: Vec<ComputeId>,
    },
    /// A glob, `all` or `mine` that fits nothing.
    NothingFits,
    /// The place is named only to those who know of it.
    Failed(Option<Alias>, AzureError),
}

impl Fleet {
    pub fn new(azure: Arc<Azure>) -> Self {
        Self { azure }
    }

    /// The one workspace that all named instances are in, where that is plain before anything was read.
    pub fn only_place(
        &self,
        policy: &Policy,
        caller: &Caller,
        verb: Verb,
        selection: &Selection,
    ) -> Option<&Alias> {
        policy.scope(caller, verb).ok()?;
        let sight = policy.sight(caller);
        let may_have = |alias: &Alias, target: &Target| match &target.which {
            Which::Named(name) => target.in_workspace(alias) && sight.touches_name(alias, name),
            _ => false,
        };
        let targets = &selection.targets;
        let all_named = !targets.is_empty() && selection.names_only();
        let mut places = self
            .azure
            .workspaces()
            .filter(|alias| all_named && targets.iter().any(|target| may_have(alias, target)));
        places.next().filter(|_| places.next().is_none())
    }

    pub async fn look(
        &self,
        policy: &Policy,
        caller: &Caller,
        verb: Verb,
        selection: &Selection,
        waiting: &Waiting,
    ) -> Result<Looked, Miss> {
        let scope = policy.scope(caller, verb).map_err(Miss::Refused)?;
        let sight = policy.sight(caller);
        let own = |target: &Target| target.which == Which::Mine;
        let asks_for_own = selection.targets.iter().any(own) || selection.owner.as_deref() == Some("me");
        if asks_for_own && policy.entra(caller).is_none() {
            return Err(Miss::Refused(Refusal::NobodyKnown));
        }
        let everything = [Target::all()];
        let targets = match selection.targets.as_slice() {
            [] => &everything,
            targets => targets,
        };
        let reading = Reading {
            fleet: self,
            verb,
            selection,
            scope,
            sight,
            waiting,
            goes_on: caller.kind == CallerKind::Machine && verb.is_power(),
        };
        let mut looked = if !selection.targets.is_empty() && selection.names_only() {
            reading.named(targets).await?
        } else {
            reading.selected(targets).await?
        };
        looked.found.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        looked.found.dedup_by(|a, b| a.id == b.id);
        Ok(looked)
    }
}

/// One look on behalf of one caller.
struct Reading<'a> {
    fleet: &'a Fleet,
    verb: Verb,
    selection: &'a Selection,
    /// How far the caller may do this.
    scope: Scope<'a>,
    /// How far the caller sees.
    sight: Scope<'a>,
    waiting: &'a Waiting,
    /// Whether what is not there does not hide what is.
    goes_on: bool,
}

impl Reading<'_> {
    /// One GET per name and workspace that it could be in; of several in one workspace, its list.
    async fn named(&self, targets: &[Target]) -> Result<Looked, Miss> {
        let mut looked = Looked::default();
        let (mut missing, mut beyond) = (Vec::new(), false);
        let lists = self.lists_for(targets).await;
        for (target, result) in targets
            .iter()
            .zip(join_all(targets.iter().map(|t| self.one(t, &lists))).await)
        {
            match result? {
                Some(compute) if !self.wanted(&compute) => {}
                // What changes the world is permitted one by one, with a reason for each.
                Some(compute) if self.verb.changes_the_world() || self.scope.covers(&compute.instance()) => {
                    looked.found.push(compute);
                }
                Some(_) => beyond = true,
                None => missing.push(target),
            }
        }
        if self.goes_on && !looked.found.is_empty() {
            looked.missing = missing.into_iter().map(Target::to_string).collect();
            return Ok(looked);
        }
        if !missing.is_empty() {
            Err(self.not_seen(&missing).await)
        } else if beyond {
            let verb = self.verb;
            Err(Miss::Refused(Refusal::NothingOfThese { verb }))
        } else if looked.found.is_empty() {
            Err(Miss::NothingFits)
        } else {
            Ok(looked)
        }
    }

    fn may_be_in(&self, alias: &Alias, target: &Target) -> bool {
        let touches = |name| self.sight.touches_name(alias, name);
        matches!(&target.which, Which::Named(name) if target.in_workspace(alias) && touches(name))
    }

    async fn one(&self, target: &Target, lists: &Lists) -> Result<Option<Seen<Compute>>, Miss> {
        let Which::Named(name) = &target.which else {
            return Ok(None);
        };
        let ids: Vec<_> = self
            .aliases()
            .filter(|alias| self.may_be_in(alias, target))
            .map(|alias| ComputeId {
                workspace: alias.clone(),
                name: name.clone(),
            })
            .collect();
        let gets = ids.iter().map(|id| self.read(id, lists));
        let mut found = Vec::new();
        let mut failed = None;
        for (id, result) in ids.iter().zip(join_all(gets).await) {
            match result {
                Ok(compute) if self.sight.covers(&compute.instance()) => found.push(compute),
                Ok(_) => {}
                Err(error) if error.kind == Kind::NotFound => {}
                Err(error) => failed = Some((id.workspace.clone(), error)),
            }
        }
        match (found.len(), failed) {
            // The one that could not be read may be the one that is meant.
            (found, Some((alias, error))) if found == 0 || self.verb.changes_the_world() => {
                Err(Miss::Failed(self.named_place(&alias), error))
            }
            (0 | 1, _) => Ok(found.pop()),
            _ => Err(Miss::Ambiguous {
                name: name.clone(),
                places: found.into_iter().map(|compute| compute.into_inner().id).collect(),
            }),
        }
    }

    /// One list per workspace within reach.
    async fn selected(&self, targets: &[Target]) -> Result<Looked, Miss> {
        let looked = self
            .everything(|alias| targets.iter().any(|t| t.in_workspace(alias)))
            .await?;
        let targets: Vec<_> = targets
            .iter()
            .map(|target| unbold(target, &looked.found))
            .collect();
        let shown = |target: &&Target| {
            looked
                .found
                .iter()
                .any(|c| selected(target, &c.instance(), &self.sight))
        };
        let named = targets
            .iter()
            .chain(&self.selection.except)
            .filter(|t| matches!(t.which, Which::Named(_)));
        let missing: Vec<_> = named
            .filter(|target| !shown(target))
            .map(Target::to_string)
            .collect();
        if !missing.is_empty() && looked.unread.is_empty() {
            return Err(Miss::NotSeen {
                meant: self.hint(&missing, &looked.found),
                names: missing,
            });
        }
        let (mut found, mut beyond) = (Vec::new(), false);
        for compute in looked.found {
            let instance = compute.instance();
            if !targets.iter().any(|t| selected(t, &instance, &self.sight)) || !self.wanted(&compute) {
                continue;
            }
            if self.scope.covers(&instance) {
                found.push(compute)
            } else {
                beyond = true
            }
        }
        match (found.is_empty() && looked.unread.is_empty(), beyond) {
            (true, true) => Err(Miss::Refused(Refusal::NothingOfThese { verb: self.verb })),
            // An overview of all there is, where there is nothing, is an answer.
            (true, false) if *self.selection != Selection::default() => Err(Miss::NothingFits),
            _ => Ok(Looked { found, ..looked }),
        }
    }

    /// All that the caller may see in the workspaces `wanted`.
    async fn everything(&self, wanted: impl Fn(&Alias) -> bool) -> Result<Looked, Miss> {
        let aliases: Vec<_> = self
            .aliases()
            .filter(|a| wanted(a) && self.sight.touches(a))
            .collect();
        let lists = aliases.iter().map(|alias| {
            self.waiting
                .patiently(|| self.fleet.azure.list(alias, self.waiting))
        });
        let mut looked = Looked::default();
        for (alias, result) in aliases.iter().zip(join_all(lists).await) {
            match result {
                Ok(computes) => looked
                    .found
                    .extend(computes.into_iter().filter(|c| self.sight.covers(&c.instance()))),
                Err(error) => looked.unread.push(self.unread(alias, error)),
            }
        }
        match (looked.found.is_empty(), looked.unread.len()) {
            (true, 1) if aliases.len() == 1 => {
                let (alias, error) = looked.unread.remove(0);
                Err(Miss::Failed(alias, error))
            }
            _ => Ok(looked),
        }
    }

    fn aliases(&self) -> impl Iterator<Item = &Alias> {
        self.fleet.azure.workspaces()
    }

    /// Whether the options let it through.
    fn wanted(&self, compute: &Compute) -> bool {
        let selection = self.selection;
        let state = compute.state.as_ref().map_or("", State::as_str);
        let owner = compute.instance().owner;
        !selection.excepts(&compute.id.workspace, &compute.id.name)
            && selection
                .state
                .as_ref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(state))
            && selection.owner.as_ref().is_none_or(|wanted| {
                let wanted = if wanted.eq_ignore_ascii_case("me") {
                    self.sight.entra()
                } else {
                    Some(wanted.as_str())
                };
                matches!((wanted, &owner), (Some(w), Some(o)) if w.eq_ignore_ascii_case(o))
            })
    }

    async fn not_seen(&self, missing: &[&Target]) -> Miss {
        let names: Vec<_> = missing.iter().map(ToString::to_string).collect();
        let meant = match missing {
            [one] => self.hint(&names, &self.nearby(one).await),
            _ => None,
        };
        Miss::NotSeen { names, meant }
    }

    /// All that the caller may see where a mistyped name can be. A hint is not worth a wait: a workspace that
    /// cannot be read at once is left out.
    async fn nearby(&self, target: &Target) -> Vec<Seen<Compute>> {
        let waiting = Waiting::new(); // so that nobody is told of it
        let seen = || self.aliases().filter(|alias| self.sight.touches(alias));
        let is_placed = seen().any(|alias| target.in_workspace(alias));
        let near = seen().filter(|alias| !is_placed || target.in_workspace(alias));
        let lists = near.map(async |alias| {
            let list = tokio::time::timeout(HINT, self.fleet.azure.list(alias, &waiting)).await;
            list.ok().and_then(Result::ok).unwrap_or_default()
        });
        let listed = join_all(lists).await.into_iter().flatten();
        listed
            .filter(|compute| self.sight.covers(&compute.instance()))
            .collect()
    }

    /// What could be meant is drawn from what the caller sees, and from nothing else.
    fn hint(&self, names: &[String], seen: &[Seen<Compute>]) -> Option<ComputeId> {
        match names {
            [one] => closest(one, seen),
            _ => None,
        }
    }

    fn unread(&self, alias: &Alias, error: AzureError) -> Unread {
        match self.named_place(alias) {
            Some(alias) => (Some(alias), error),
            // Azure's refusal names the place too.
            None => (
                None,
                AzureError::of(Kind::Forbidden {
                    action: None,
                    scope: None,
                }),
            ),
        }
    }

    /// The workspace, unless the caller only owns instances and may not know of it.
    fn named_place(&self, alias: &Alias) -> Option<Alias> {
        self.sight.knows(alias).then(|| alias.clone())
    }
}

/// `*myci*` is a glob unless it is the name of one in bold.
fn unbold(target: &Target, seen: &[Seen<Compute>]) -> Target {
    let Which::Matching(pattern) = &target.which else {
        return target.clone();
    };
    let inner = pattern
        .as_str()
        .strip_prefix('*')
        .and_then(|rest| rest.strip_suffix('*'));
    match inner.filter(|inner| {
        seen.iter()
            .any(|compute| compute.id.name.eq_ignore_ascii_case(inner))
    }) {
        Some(name) => Target {
            which: Which::Named(name.to_owned()),
            ..target.clone()
        },
        None => target.clone(),
    }
}

fn closest(typed: &str, found: &[Seen<Compute>]) -> Option<ComputeId> {
    let name = typed.rsplit('/').next().unwrap_or(typed);
    let meant = command::closest(name, found.iter().map(|c| c.id.name.as_str()))?;
    found.iter().map(|c| &c.id).find(|id| id.name == meant).cloned()
}
