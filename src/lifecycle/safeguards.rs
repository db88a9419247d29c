//! What keeps a command from an instance besides its state: a keep, and jobs that run on it or wait for it.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};

use super::{
    Lifecycle,
    keep::{KeepPolicy, Keeps, Kept},
    outcome::Outcome,
};
use crate::{
    azure::{AzureError, AzureErrorKind, Compute, Jobs, OLDEST_READ, Seen, ThrottleWait},
    command::Power,
    policy::Permit,
    target::{Alias, Instance},
};

/// How long a reply waits for keeps that it only shows.
const KEEPS_TIMEOUT: Duration = Duration::from_secs(2);

/// How long a command waits for the jobs of a workspace.
const JOBS_TIMEOUT: Duration = Duration::from_secs(10);

impl Lifecycle {
    /// Whether keeps allow a command: `Continue` with the time until which that holds, if it expires, or `Break` with the
    /// outcome of leaving the instance alone.
    pub async fn kept(
        &self,
        instance: &Instance,
        policy: KeepPolicy,
        waiting: &ThrottleWait,
    ) -> ControlFlow<Outcome, Option<Instant>> {
        if policy == KeepPolicy::No {
            return ControlFlow::Continue(None);
        }
        let kept = match self.kept_now(instance, waiting).await {
            Ok(kept) => kept,
            Err(error) => {
                tracing::warn!(instance = %instance.id, %error, "keeps could not be read");
                return ControlFlow::Break(Outcome::KeepUnknown(error));
            }
        };
        let until = kept.sent_at() + OLDEST_READ;
        match kept.into_inner() {
            Kept::Until(keep) => ControlFlow::Break(Outcome::Kept(keep)),
            Kept::Unreadable => ControlFlow::Break(Outcome::KeepUnreadable),
            Kept::No => ControlFlow::Continue(Some(until)),
        }
    }

    /// As [`Self::kept`], also for jobs that a machine would end. Unreadable jobs do not prevent the command; the report
    /// mentions them.
    pub(super) async fn allowed(
        &self,
        permit: &Permit<Power>,
        policy: KeepPolicy,
        seen: &Compute,
        waiting: &ThrottleWait,
    ) -> ControlFlow<Outcome, Option<Instant>> {
        let kept_until = self.kept(permit.instance(), policy, waiting).await?;
        let ends_jobs = policy == KeepPolicy::KeepsAndJobs && !permit.force();
        if !ends_jobs || !self.azure.sees_jobs() {
            return ControlFlow::Continue(kept_until);
        }
        let id = &permit.instance().id;
        let Ok(read) = self.jobs(&id.workspace, waiting).await else {
            return ControlFlow::Continue(kept_until);
        };
        let (jobs, state) = (read.on(id), seen.state.clone());
        if !jobs.is_empty() {
            return ControlFlow::Break(Outcome::HasJobs { jobs, state });
        }
        let until = read.sent_at() + OLDEST_READ;
        ControlFlow::Continue(Some(kept_until.map_or(until, |kept| kept.min(until))))
    }

    /// The keeps of a workspace for a reply that only shows them. `None` if they cannot be read within two seconds.
    pub async fn keeps_to_show(&self, workspace: &Alias) -> Option<Arc<Keeps>> {
        // Not the command's own, so that its caller is not told about this wait.
        let waiting = ThrottleWait::new();
        let read = self.keeps_of(workspace, &waiting);
        let (keeps, _) = timeout(KEEPS_TIMEOUT, read).await.ok()?.ok()?;
        Some(keeps.into_inner())
    }

    /// The jobs of a workspace, read during this command and a few seconds ago at most.
    ///
    /// # Errors
    ///
    /// Those of the read; `Unanswered` after ten seconds.
    pub async fn jobs(
        &self,
        workspace: &Alias,
        waiting: &ThrottleWait,
    ) -> Result<Seen<Arc<Jobs>>, AzureError> {
        let read = || self.jobs_now(workspace, JOBS_TIMEOUT, waiting);
        Ok(self.jobs.get(workspace, waiting, read).await?.0)
    }

    /// The jobs of a workspace, read now.
    ///
    /// # Errors
    ///
    /// Those of the read; `Unanswered` after `limit`.
    pub async fn jobs_now(
        &self,
        workspace: &Alias,
        limit: Duration,
        waiting: &ThrottleWait,
    ) -> Result<Seen<Jobs>, AzureError> {
        let read = timeout(limit, self.azure.jobs(workspace, waiting)).await;
        read.unwrap_or_else(|_| Err(AzureError::of(AzureErrorKind::Unanswered)))
    }
}
