//! Jobs that run on an instance or wait for it: looked for before a delete, which names them, and
//! before a machine ends work, which leaves it to them. Only where the settings want it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures::future::join_all;

use super::{App, progress::Progress};
use crate::{
    ask::{Ask, Caller, CallerKind, Confirmation},
    azure::{AzureError, Compute, Jobs, Kind, Seen, State, Waiting},
    command::{Command, Verb},
    lifecycle::{self, Outcome},
    policy::Permit,
    reply::{JobsSeen, Unchecked},
    target::Alias,
};

/// As long as somebody who is about to be asked waits for it.
const WHILE_SOMEBODY_WAITS: Duration = Duration::from_secs(2);

impl App {
    /// Ends the attempts at what jobs run on or wait for, where a machine would end them; gives the
    /// rest, and where jobs could not be looked at. The verb is that of what is done, or announced; and
    /// whether that is by force.
    pub(super) async fn heed_jobs(
        &self,
        ask: &Ask,
        (verb, force): (Verb, bool),
        permitted: Vec<(Permit, Seen<Compute>)>,
        progress: &Progress,
    ) -> (Vec<(Permit, Seen<Compute>)>, Vec<Unchecked>) {
        let ends_work = matches!(verb, Verb::Stop | Verb::Restart) && !force;
        if !ends_work || !self.azure.sees_jobs() {
            return (permitted, Vec::new());
        }
        // What is changing now may have changed when its turn comes.
        let would = |(permit, seen): &(Permit, Seen<Compute>)| lifecycle::might_act(permit, seen, ask.at);
        let meant = permitted.iter().filter(|one| would(one));
        let workspaces = meant.map(|(_, seen)| seen.id.workspace.clone()).collect();
        let read = self.jobs(ask, workspaces, &progress.waiting).await;
        let mut rest = Vec::new();
        for one in permitted {
            let (_, seen) = &one;
            let jobs = match read.get(&seen.id.workspace) {
                Some(Ok(jobs)) if would(&one) => jobs.on(&seen.id),
                _ => Vec::new(),
            };
            if jobs.is_empty() {
                rest.push(one);
                continue;
            }
            let state = seen.state.clone();
            let attempt = progress.attempt(seen.id.clone());
            progress.ended(&attempt, Outcome::HasJobs { jobs, state });
        }
        (rest, self.unchecked(&ask.caller, &read))
    }

    /// The jobs that the question before a delete names. When it is answered, they are looked at again where
    /// one runs: it may be another one by now.
    pub(super) async fn jobs_to_name(
        &self,
        ask: &Ask,
        command: &Command,
        permitted: &[(Permit, Seen<Compute>)],
        waiting: &Waiting,
    ) -> JobsSeen {
        let [(_, seen)] = permitted else {
            return JobsSeen::default();
        };
        let asks = match ask.confirmation {
            Confirmation::None => !command.dry_run(),
            Confirmation::Ticket(_) => seen.state == Some(State::JobRunning),
            Confirmation::Terminal => false,
        };
        if command.verb() != Verb::Delete || !asks {
            return JobsSeen::default();
        }
        if !self.azure.sees_jobs() {
            return JobsSeen {
                names: Vec::new(),
                unchecked: vec![Unchecked::NotWanted],
            };
        }
        let workspace = &seen.id.workspace;
        let read = self.jobs(ask, [workspace.clone()].into(), waiting).await;
        let jobs = read.get(workspace).and_then(|jobs| jobs.as_ref().ok());
        JobsSeen {
            names: jobs.map(|jobs| jobs.on(&seen.id)).unwrap_or_default(),
            unchecked: self.unchecked(&ask.caller, &read),
        }
    }

    /// The jobs of each workspace, as far as Azure tells in time. What a machine is about to do hangs on
    /// the same look until it is sent; a person is asked about what is there now.
    async fn jobs(
        &self,
        ask: &Ask,
        workspaces: BTreeSet<Alias>,
        waiting: &Waiting,
    ) -> BTreeMap<Alias, Result<Seen<Arc<Jobs>>, AzureError>> {
        let reads = workspaces.iter().map(async |workspace| {
            let read = if ask.caller.kind == CallerKind::Machine {
                self.lifecycle.safeguards.jobs(workspace, waiting).await
            } else {
                let read = self.azure.jobs(workspace, waiting);
                let read = tokio::time::timeout(WHILE_SOMEBODY_WAITS, read).await;
                let read = read.unwrap_or_else(|_| Err(AzureError::of(Kind::Unanswered)));
                read.map(Seen::shared)
            };
            read.inspect_err(
                |error| tracing::warn!(id = %ask.id, %workspace, %error, "jobs could not be looked at"),
            )
        });
        let read = join_all(reads).await;
        workspaces.iter().cloned().zip(read).collect()
    }

    fn unchecked(
        &self,
        caller: &Caller,
        read: &BTreeMap<Alias, Result<Seen<Arc<Jobs>>, AzureError>>,
    ) -> Vec<Unchecked> {
        let sight = self.policy.sight(caller);
        let why = |(alias, read): (&Alias, &Result<Seen<Arc<Jobs>>, AzureError>)| {
            let alias = sight.knows(alias).then(|| alias.clone());
            match read {
                Ok(jobs) if jobs.complete => None,
                Ok(_) => Some(Unchecked::InPart(alias)),
                Err(error) if matches!(error.kind, Kind::Forbidden { .. }) => {
                    Some(Unchecked::Forbidden(alias))
                }
                Err(_) => Some(Unchecked::Untold(alias)),
            }
        };
        let mut unchecked: Vec<_> = read.iter().filter_map(why).collect();
        unchecked.dedup();
        unchecked
    }
}
