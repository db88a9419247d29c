//! The instances a command means, as Azure has them now, of those the caller may see.

use std::sync::Arc;

use futures::future::join_all;

use crate::{
    ask::Caller,
    azure::{Azure, AzureError, Compute, Kind, State, Waiting},
    command::{self, Command},
    policy::{Policy, Refusal, Scope, selected},
    target::{Alias, ComputeId, Target, Which},
};

/// Reads the fleet. The only reading there is; acting and following read single instances again.
pub struct Fleet {
    azure: Arc<Azure>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Looked {
    pub found: Vec<Compute>,
    /// Workspaces that could not be read. One failure does not hide the others.
    pub unread: Vec<(Alias, AzureError)>,
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
    Failed(AzureError),
}

impl Fleet {
    pub fn new(azure: Arc<Azure>) -> Self {
        Self { azure }
    }

    pub async fn look(
        &self,
        policy: &Policy,
        caller: &Caller,
        command: &Command,
        waiting: &Waiting,
    ) -> Result<Looked, Miss> {
        let scope = policy.scope(caller, command.verb).map_err(Miss::Refused)?;
        let sight = policy.sight(caller);
        let everything = [Target::all()];
        let targets = match command.targets.as_slice() {
            [] => &everything,
            targets => targets,
        };
        let reading = Reading {
            fleet: self,
            command,
            scope,
            sight,
            waiting,
        };
        let mut looked = match command::names_only(targets) {
            true => reading.named(targets).await?,
            false => reading.selected(targets).await?,
        };
        looked.found.sort_by(|a, b| a.id.cmp(&b.id));
        looked.found.dedup_by(|a, b| a.id == b.id);
        Ok(looked)
    }
}

/// One look on behalf of one caller.
struct Reading<'a> {
    fleet: &'a Fleet,
    command: &'a Command,
    /// How far the caller may do this.
    scope: Scope<'a>,
    /// How far the caller sees.
    sight: Scope<'a>,
    waiting: &'a Waiting,
}

impl Reading<'_> {
    /// One GET per name and workspace that it could be in.
    async fn named(&self, targets: &[Target]) -> Result<Looked, Miss> {
        let mut looked = Looked::default();
        let mut missing = Vec::new();
        for (target, result) in targets
            .iter()
            .zip(join_all(targets.iter().map(|t| self.one(t))).await)
        {
            match result? {
                Some(compute) if self.wanted(&compute) => looked.found.push(compute),
                Some(_) => {}
                None => missing.push(target.to_string()),
            }
        }
        match missing.is_empty() {
            true if looked.found.is_empty() => Err(Miss::NothingFits),
            true => Ok(looked),
            false => Err(self.not_seen(missing).await),
        }
    }

    async fn one(&self, target: &Target) -> Result<Option<Compute>, Miss> {
        let Which::Named(name) = &target.which else {
            return Ok(None);
        };
        let ids: Vec<_> = self
            .aliases()
            .filter(|alias| target.in_workspace(alias) && self.sight.touches_name(alias, name))
            .map(|alias| ComputeId {
                workspace: alias.clone(),
                name: name.clone(),
            })
            .collect();
        let gets = ids
            .iter()
            .map(|id| self.waiting.patiently(|| self.fleet.azure.get(id)));
        let mut found = Vec::new();
        let mut failed = None;
        for result in join_all(gets).await {
            match result {
                Ok(compute) if self.sight.covers(&compute.instance()) => found.push(compute),
                Ok(_) => {}
                Err(error) if error.kind == Kind::NotFound => {}
                Err(error) => failed = Some(error),
            }
        }
        match (found.len(), failed) {
            (0, Some(error)) => Err(Miss::Failed(error)),
            (0 | 1, _) => Ok(found.pop()),
            _ => Err(Miss::Ambiguous {
                name: name.clone(),
                places: found.into_iter().map(|compute| compute.id).collect(),
            }),
        }
    }

    /// One list per workspace within reach.
    async fn selected(&self, targets: &[Target]) -> Result<Looked, Miss> {
        let looked = self
            .everything(|alias| targets.iter().any(|t| t.in_workspace(alias)))
            .await?;
        let (mut found, mut beyond) = (Vec::new(), false);
        for compute in looked.found {
            let instance = compute.instance();
            if !targets.iter().any(|t| selected(t, &instance, &self.sight)) || !self.wanted(&compute) {
                continue;
            }
            match self.scope.covers(&instance) {
                true => found.push(compute),
                false => beyond = true,
            }
        }
        match (found.is_empty() && looked.unread.is_empty(), beyond) {
            (true, true) => Err(Miss::Refused(Refusal::NothingOfThese {
                verb: self.command.verb,
            })),
            // An overview of all there is, where there is nothing, is an answer.
            (true, false) if *self.command != Command::new(self.command.verb) => Err(Miss::NothingFits),
            _ => Ok(Looked {
                found,
                unread: looked.unread,
            }),
        }
    }

    /// All that the caller may see in the workspaces `wanted`.
    async fn everything(&self, wanted: impl Fn(&Alias) -> bool) -> Result<Looked, Miss> {
        let aliases: Vec<_> = self
            .aliases()
            .filter(|a| wanted(a) && self.sight.touches(a))
            .collect();
        let lists = aliases
            .iter()
            .map(|alias| self.waiting.patiently(|| self.fleet.azure.list(alias)));
        let mut looked = Looked::default();
        for (alias, result) in aliases.iter().zip(join_all(lists).await) {
            match result {
                Ok(computes) => looked
                    .found
                    .extend(computes.into_iter().filter(|c| self.sight.covers(&c.instance()))),
                Err(error) => looked.unread.push(((*alias).clone(), error)),
            }
        }
        match (looked.found.is_empty(), looked.unread.len()) {
            (true, 1) if aliases.len() == 1 => Err(Miss::Failed(looked.unread.remove(0).1)),
            _ => Ok(looked),
        }
    }

    fn aliases(&self) -> impl Iterator<Item = &Alias> {
        self.fleet.azure.workspaces()
    }

    /// Whether the options let it through.
    fn wanted(&self, compute: &Compute) -> bool {
        let command = self.command;
        let state = compute.state.as_ref().map_or("", State::as_str);
        let owner = compute.instance().owner;
        !command.excepts(&compute.id.workspace, &compute.id.name)
            && command
                .state
                .as_ref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(state))
            && command.owner.as_ref().is_none_or(|wanted| {
                let wanted = match wanted.eq_ignore_ascii_case("me") {
                    true => self.sight.entra(),
                    false => Some(wanted.as_str()),
                };
                matches!((wanted, &owner), (Some(w), Some(o)) if w.eq_ignore_ascii_case(o))
            })
    }

    /// What could be meant is drawn from what the caller sees, and from nothing else.
    async fn not_seen(&self, names: Vec<String>) -> Miss {
        let meant = match names.as_slice() {
            [one] => match self.everything(|_| true).await {
                Ok(looked) => closest(one, &looked.found),
                Err(_) => None,
            },
            _ => None,
        };
        Miss::NotSeen { names, meant }
    }
}

fn closest(typed: &str, found: &[Compute]) -> Option<ComputeId> {
    let name = typed.rsplit('/').next().unwrap_or(typed);
    let meant = command::closest(name, found.iter().map(|c| c.id.name.as_str()))?;
    found.iter().map(|c| &c.id).find(|id| id.name == meant).cloned()
}
