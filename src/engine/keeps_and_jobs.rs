//! Kept instances and instances with jobs. A machine leaves them alone; a person is told of jobs before a delete.
//! Jobs are read only if the settings say so.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures::future::join_all;

use super::{
    action::{Action, Permitted},
    execution::Execution,
};
use crate::{
    azure::{AzureError, AzureErrorKind, Jobs, Seen, State},
    command::{Power, Verb},
    command_request::{CallerKind, Confirmation},
    lifecycle::{self, KeepPolicy, Outcome},
    reply::{JobsSeen, Unchecked},
    target::Alias,
};

/// A person's question does not wait longer for jobs.
const WHILE_SOMEBODY_WAITS: Duration = Duration::from_secs(2);

/// The jobs of each workspace.
type Read = BTreeMap<Alias, Result<Seen<Arc<Jobs>>, AzureError>>;

impl Execution<'_> {
    /// How far keeps and jobs bind the caller.
    pub fn keep_policy(&self, action: &Action<'_>) -> KeepPolicy {
        let ends_work = matches!(action.verb, Power::Stop | Power::Restart);
        let meant = action.force || action.selection.names_only();
        match self.request.caller.kind {
            _ if !ends_work => KeepPolicy::No,
            CallerKind::Machine => KeepPolicy::KeepsAndJobs,
            CallerKind::Person | CallerKind::Terminal if meant => KeepPolicy::No,
            CallerKind::Person | CallerKind::Terminal => KeepPolicy::Keeps,
        }
    }

    /// Ends the attempts at kept instances, before a person is asked to confirm; returns the others.
    pub async fn skip_kept<A: Copy + Into<Verb>>(
        &self,
        policy: KeepPolicy,
        permitted: Vec<Permitted<A>>,
    ) -> Vec<Permitted<A>> {
        let (progress, lifecycle) = (self.progress, &self.engine.lifecycle);
        let verdicts = permitted.iter().map(async |(permit, seen)| {
            if !matches!(lifecycle::dry_run(permit, seen, self.request.at), Outcome::Would(_)) {
                return None;
            }
            let kept = lifecycle.safeguards.kept(permit.instance(), policy, &progress.waiting).await;
            kept.break_value()
        });
        let verdicts = join_all(verdicts).await;
        let mut rest = Vec::new();
        for (one, verdict) in permitted.into_iter().zip(verdicts) {
            match verdict {
                Some(outcome) => progress.ended(&progress.attempt(one.1.id.clone()), outcome),
                None => rest.push(one),
            }
        }
        rest
    }

    /// Ends the attempts at instances with jobs that `verb` would end; returns the others, and the workspaces whose
    /// jobs could not be read.
    pub async fn skip_with_jobs<A: Copy + Into<Verb>>(
        &self,
        verb: Power,
        force: bool,
        permitted: Vec<Permitted<A>>,
    ) -> (Vec<Permitted<A>>, Vec<Unchecked>) {
        let ends_work = matches!(verb, Power::Stop | Power::Restart) && !force;
        if !ends_work || !self.engine.azure.sees_jobs() {
            return (permitted, Vec::new());
        }
        // An instance that is changing may have changed when its turn comes.
        let would = |(permit, seen): &Permitted<A>| lifecycle::might_act(permit, seen, self.request.at);
        let meant = permitted.iter().filter(|one| would(one));
        let workspaces = meant.map(|(_, seen)| seen.id.workspace.clone()).collect();
        let read = self.jobs(workspaces).await;
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
            let attempt = self.progress.attempt(seen.id.clone());
            self.progress.ended(&attempt, Outcome::HasJobs { jobs, state });
        }
        (rest, self.unchecked(&read))
    }

    /// The jobs that the question before a delete names. They are read again with the answer if a job runs: it may be
    /// another one by then.
    pub async fn jobs_to_name(&self, action: &Action<'_>, permitted: &[Permitted]) -> JobsSeen {
        let [(_, seen)] = permitted else {
            return JobsSeen::default();
        };
        let asks = match self.request.confirmation {
            Confirmation::None => !action.dry_run,
            Confirmation::Ticket(_) => seen.state == Some(State::JobRunning),
            Confirmation::Terminal => false,
        };
        if action.verb != Power::Delete || !asks {
            return JobsSeen::default();
        }
        if !self.engine.azure.sees_jobs() {
            return JobsSeen { names: Vec::new(), unchecked: vec![Unchecked::NotWanted] };
        }
        let workspace = &seen.id.workspace;
        let read = self.jobs([workspace.clone()].into()).await;
        let jobs = read.get(workspace).and_then(|jobs| jobs.as_ref().ok());
        JobsSeen {
            names: jobs.map(|jobs| jobs.on(&seen.id)).unwrap_or_default(),
            unchecked: self.unchecked(&read),
        }
    }

    /// The jobs of each workspace, as far as Azure answers in time. For a machine, the read is shared with the checks
    /// before its actions; a person is asked about what is there now.
    async fn jobs(&self, workspaces: BTreeSet<Alias>) -> Read {
        let (engine, waiting) = (self.engine, &self.progress.waiting);
        let id = self.request.id;
        let reads = workspaces.iter().map(async |workspace| {
            let read = if self.request.caller.kind == CallerKind::Machine {
                engine.lifecycle.safeguards.jobs(workspace, waiting).await
            } else {
                let read = engine.azure.jobs(workspace, waiting);
                let read = tokio::time::timeout(WHILE_SOMEBODY_WAITS, read).await;
                let read = read.unwrap_or_else(|_| Err(AzureError::of(AzureErrorKind::Unanswered)));
                read.map(Seen::shared)
            };
            read.inspect_err(|error| tracing::warn!(%id, %workspace, %error, "jobs could not be looked at"))
        });
        let read = join_all(reads).await;
        workspaces.iter().cloned().zip(read).collect()
    }

    fn unchecked(&self, read: &Read) -> Vec<Unchecked> {
        let sight = self.engine.policy.sight(&self.request.caller);
        let why = |(alias, read): (&Alias, &Result<Seen<Arc<Jobs>>, AzureError>)| {
            let alias = sight.knows(alias).then(|| alias.clone());
            match read {
                Ok(jobs) if jobs.complete => None,
                Ok(_) => Some(Unchecked::InPart(alias)),
                Err(error) if matches!(error.kind, AzureErrorKind::Forbidden { .. }) => {
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
