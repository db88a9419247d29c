//! Kept instances and instances with jobs. A machine leaves them alone; a person is told of jobs before a delete.
//! Jobs are read only if the settings say so.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures::future::join_all;

use super::execution::{Action, Execution, Permitted};
use crate::{
    azure::{Jobs, Seen, State, ThrottleWait},
    command::{Power, Verb},
    command_request::Confirmation,
    lifecycle::{self, Keep, KeepPolicy, Kept, Outcome},
    reply::{ActionReport, JobsSeen, Unchecked},
    target::Alias,
};

/// A person's question does not wait longer for jobs.
const WHILE_SOMEBODY_WAITS: Duration = Duration::from_secs(2);

impl Execution<'_> {
    /// Which keeps and jobs this command respects.
    pub fn keep_policy(&self, action: &Action<'_>) -> KeepPolicy {
        let ends_work = matches!(action.verb, Power::Stop | Power::Restart);
        let meant = action.force || action.selection.names_only();
        if !ends_work {
            KeepPolicy::No
        } else if self.request.is_unattended() {
            KeepPolicy::KeepsAndJobs
        } else if meant {
            KeepPolicy::No
        } else {
            KeepPolicy::Keeps
        }
    }

    /// Ends the attempts at kept instances, before a person is asked to confirm; returns the others.
    pub async fn skip_kept<A: Copy + Into<Verb>>(
        &self,
        policy: KeepPolicy,
        permitted: Vec<Permitted<A>>,
    ) -> Vec<Permitted<A>> {
        let (waiting, lifecycle) = (&self.progress.waiting, &self.engine.lifecycle);
        let verdicts = permitted.iter().map(async |(permit, seen)| {
            if !matches!(lifecycle::dry_run(permit, seen, self.request.at), Outcome::Would(_)) {
                return None;
            }
            let kept = lifecycle.kept(permit.instance(), policy, waiting).await;
            Some((seen.id.clone(), kept.break_value()?))
        });
        let mut verdicts = join_all(verdicts).await.into_iter();
        self.unsettled(permitted, |_| verdicts.next()?)
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
        let (read, unchecked) = self.jobs(workspaces).await;
        let has_jobs = |one: &Permitted<A>| {
            let (_, seen) = one;
            let jobs = read.get(&seen.id.workspace).filter(|_| would(one))?.on(&seen.id);
            let state = seen.state.clone();
            (!jobs.is_empty()).then(|| (seen.id.clone(), Outcome::HasJobs { jobs, state }))
        };
        (self.unsettled(permitted, has_jobs), unchecked)
    }

    /// The jobs that the question before a delete names. They are read again with the answer if a job runs: it may be
    /// another one by then.
    pub async fn jobs_to_name(&self, action: &Action<'_>, permitted: &[Permitted]) -> JobsSeen {
        let [(_, seen)] = permitted else { return JobsSeen::default() };
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
        let (read, unchecked) = self.jobs([workspace.clone()].into()).await;
        let names = read.get(workspace).map(|jobs| jobs.on(&seen.id)).unwrap_or_default();
        JobsSeen { names, unchecked }
    }

    /// What a person's stop or restart of one instance does not heed, for the answer: its keep, and the jobs that run on
    /// it or wait for it, as far as Azure answers in time.
    pub async fn unheeded(&self, report: &ActionReport) -> (Option<Keep>, Vec<String>) {
        let ends_work = matches!(report.command.verb(), Verb::Stop | Verb::Restart);
        let (Some(instance), [one], true) =
            (report.only(), report.reports.as_slice(), ends_work && !self.request.is_unattended())
        else {
            return Default::default();
        };
        let (is_sent, runs_job) =
            (one.outcome.pending().is_some(), matches!(one.outcome, Outcome::Working { .. }));
        let (lifecycle, workspace) = (&self.engine.lifecycle, &instance.id.workspace);
        let waiting = ThrottleWait::new();
        let keeps = async { if is_sent { lifecycle.keeps_to_show(workspace).await } else { None } };
        let jobs = async {
            let wanted = (is_sent || runs_job) && self.engine.azure.sees_jobs();
            if wanted {
                lifecycle.jobs_now(workspace, WHILE_SOMEBODY_WAITS, &waiting).await.ok()
            } else {
                None
            }
        };
        let (keeps, jobs) = tokio::join!(keeps, jobs);
        let keep = keeps.and_then(|keeps| match keeps.of(&instance, self.localizer().now) {
            Kept::Until(keep) => Some(keep),
            Kept::No | Kept::Unreadable => None,
        });
        (keep, jobs.map(|jobs| jobs.on(&instance.id)).unwrap_or_default())
    }

    /// The jobs of each workspace, as far as Azure answers in time, and where they are not known in full. For a
    /// machine, the read is shared with the checks before its actions; a person is asked about what is there now.
    async fn jobs(&self, workspaces: BTreeSet<Alias>) -> (BTreeMap<Alias, Seen<Arc<Jobs>>>, Vec<Unchecked>) {
        let (engine, request, waiting) = (self.engine, self.request, &self.progress.waiting);
        let lifecycle = &engine.lifecycle;
        let reads = workspaces.iter().map(async |workspace| {
            let read = if request.is_unattended() {
                lifecycle.jobs(workspace, waiting).await
            } else {
                lifecycle.jobs_now(workspace, WHILE_SOMEBODY_WAITS, waiting).await.map(Seen::shared)
            };
            // Logged at once, since another workspace may hang until time is up.
            read.inspect_err(|error| {
                tracing::warn!(id = %request.id, %workspace, %error, "jobs could not be looked at");
            })
        });
        let reads = join_all(reads).await;
        let policy = engine.policy();
        let sight = policy.sight(&request.caller);
        let (mut read, mut unchecked) = (BTreeMap::new(), Vec::new());
        for (workspace, jobs) in workspaces.into_iter().zip(reads) {
            let known = sight.knows(&workspace).then(|| workspace.clone());
            match jobs {
                Ok(jobs) => {
                    unchecked.extend((!jobs.complete).then_some(Unchecked::InPart(known)));
                    read.insert(workspace, jobs);
                }
                Err(error) => unchecked.push(Unchecked::Failed(known, error)),
            }
        }
        unchecked.dedup();
        (read, unchecked)
    }
}
