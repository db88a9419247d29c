//! Reads and writes keeps, which are tags of a workspace.

use std::{sync::Arc, time::Duration};

use backon::{ConstantBuilder, Retryable};
use futures::future::join_all;
use tokio::time::Instant;

use super::{
    keep::{Keeps, Kept, tag},
    setting::{Change, SettingError, of_instance},
    shared_reads::SharedReads,
};
use crate::{
    azure::{Azure, AzureError, AzureErrorKind, Seen, Tags, ThrottleWait},
    clock::Clock,
    target::{Alias, ComputeId, Instance},
};

/// How often a write is repeated that collides with somebody else's, and after what pause.
const RETRIES: usize = 2;
const PAUSE: Duration = Duration::from_millis(500);

/// The keeps of all configured workspaces.
pub(super) struct KeepStore {
    azure: Arc<Azure>,
    clock: Clock,
    reads: SharedReads<Keeps>,
}

impl KeepStore {
    pub(super) fn new(azure: Arc<Azure>, clock: Clock) -> Self {
        Self { azure, clock, reads: SharedReads::default() }
    }

    /// Whether `instance` is kept, by tags that were read during this command and at most ten seconds ago.
    pub(super) async fn of(
        &self,
        instance: &Instance,
        waiting: &ThrottleWait,
    ) -> Result<Seen<Kept>, AzureError> {
        let (workspace, now) = (&instance.id.workspace, self.clock.now());
        let (keeps, fresh) = self.all(workspace, waiting).await?;
        if fresh {
            sweep(&self.azure, workspace, &keeps.expired(now), waiting).await;
        }
        Ok(keeps.with(keeps.of(instance, now)))
    }

    /// The keeps of a workspace, and whether they were read just now.
    pub(super) async fn all(
        &self,
        workspace: &Alias,
        waiting: &ThrottleWait,
    ) -> Result<(Seen<Arc<Keeps>>, bool), AzureError> {
        self.reads.get(workspace, waiting, || self.read(workspace, waiting)).await
    }

    async fn read(&self, workspace: &Alias, waiting: &ThrottleWait) -> Result<Seen<Keeps>, AzureError> {
        let tags = waiting.retry_throttled(|| self.azure.tags(workspace, waiting)).await?;
        Ok(tags.with(Keeps::among(&tags)))
    }

    /// Writes what is wanted for each instance, or deletes what is there. If that takes longer than the time of an
    /// instance, it may be deleted by then, so it is read again.
    pub(super) async fn keep(
        &self,
        wanted: &[(Instance, Instant, Kept)],
        waiting: &ThrottleWait,
    ) -> Vec<(ComputeId, Result<Change<Kept>, SettingError>)> {
        let workspaces = wanted.chunk_by(|(one, ..), (next, ..)| one.id.workspace == next.id.workspace);
        let changes = workspaces.map(async |wanted| {
            let workspace = &wanted[0].0.id.workspace;
            let changed = self.change(workspace, wanted, waiting).await;
            self.reads.forget(workspace);
            let outcomes = match changed {
                Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error); wanted.len()],
            };
            let checked = wanted.iter().zip(outcomes).map(async |((instance, seen_until, _), outcome)| {
                (instance.id.clone(), self.checked(instance, *seen_until, outcome, waiting).await)
            });
            join_all(checked).await
        });
        join_all(changes).await.concat()
    }

    async fn checked(
        &self,
        instance: &Instance,
        seen_until: Instant,
        outcome: Result<Change<Kept>, AzureError>,
        waiting: &ThrottleWait,
    ) -> Result<Change<Kept>, SettingError> {
        if outcome.is_ok() && Instant::now() > seen_until {
            let look = waiting.retry_throttled(|| self.azure.get(&instance.id, waiting)).await;
            if let Err(SettingError::Gone) = of_instance(instance, look, |seen| seen) {
                return Err(AzureError::of(AzureErrorKind::NotFound).into());
            }
        }
        Ok(outcome?)
    }

    /// One write for all instances of `wanted`, which are in `workspace`.
    async fn change(
        &self,
        workspace: &Alias,
        wanted: &[(Instance, Instant, Kept)],
        waiting: &ThrottleWait,
    ) -> Result<Vec<Change<Kept>>, AzureError> {
        let now = self.clock.now();
        let keeps = self.read(workspace, waiting).await?;
        let (mut written, mut deleted) = (Tags::new(), Tags::new());
        for (instance, _, wanted) in wanted {
            match (unchanged(keeps.of(instance, now), wanted), wanted) {
                (Some(_), _) => {}
                (None, Kept::Until(keep)) => drop(written.insert(tag(&instance.id), keep.value())),
                (None, Kept::No | Kept::Unreadable) => deleted.extend(keeps.tag_of(instance)),
            }
        }
        let changes = !written.is_empty() || !deleted.is_empty();
        let keeps_now = if changes {
            sweep(&self.azure, workspace, &keeps.expired(now), waiting).await;
            // All are kept, or all are released.
            let written = Some(&written).filter(|written| !written.is_empty());
            write(&self.azure, workspace, written, &deleted, waiting).await?;
            self.read(workspace, waiting).await?
        } else {
            keeps.clone()
        };
        let outcome = |(instance, _, wanted): &(Instance, Instant, Kept)| {
            let before = keeps.of(instance, now);
            unchanged(before.clone(), wanted).unwrap_or_else(|| match keeps_now.of(instance, now) {
                now if now.says(wanted) => Change::Done { now, before },
                now => Change::Otherwise(now),
            })
        };
        Ok(wanted.iter().map(outcome).collect())
    }
}

/// The outcome if nothing has to be written: it is so already, or somebody else keeps the instance for longer.
fn unchanged(before: Kept, wanted: &Kept) -> Option<Change<Kept>> {
    match (&before, wanted) {
        (one, wanted) if one.says(wanted) => Some(Change::Already(before)),
        (Kept::Until(keep), Kept::Until(shorter)) if keep.outlasts(shorter) => Some(Change::Longer(before)),
        _ => None,
    }
}

/// Writes `wanted`, or deletes what is `unwanted`. Again if that collides with somebody else's change.
pub(super) async fn write(
    azure: &Azure,
    workspace: &Alias,
    wanted: Option<&Tags>,
    unwanted: &Tags,
    waiting: &ThrottleWait,
) -> Result<(), AzureError> {
    let write = || {
        waiting.retry_throttled(|| async {
            match wanted {
                Some(wanted) => azure.merge_tags(workspace, wanted, waiting).await,
                None => azure.delete_tags(workspace, unwanted, waiting).await,
            }
        })
    };
    let retries = ConstantBuilder::new().with_delay(PAUSE).with_max_times(RETRIES);
    write.retry(retries).when(|error| error.kind == AzureErrorKind::Conflict).await.map(drop)
}

/// Deletes expired keeps, because a resource holds at most 50 tags. Our role may not allow it, so a failure is only
/// logged.
pub(super) async fn sweep(azure: &Azure, workspace: &Alias, expired: &Tags, waiting: &ThrottleWait) {
    if expired.is_empty() {
        return;
    }
    if let Err(error) = azure.delete_tags(workspace, expired, waiting).await {
        tracing::warn!(%workspace, tags = expired.len(), %error, "expired keeps stay");
    }
}
