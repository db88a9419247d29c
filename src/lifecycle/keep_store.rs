//! Reads and writes keeps, which are tags of a workspace.

use std::sync::Arc;

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::{
    Lifecycle,
    keep::{Keeps, Kept, tag},
    later_store::{sweep, write},
    setting::{Change, SettingError, of_instance},
};
use crate::{
    azure::{AzureError, AzureErrorKind, Seen, Tags, ThrottleWait},
    command::{KeepClause, LONGEST_KEEP},
    policy::Permit,
    target::{Alias, ComputeId, Instance},
};

impl Lifecycle {
    /// Whether `instance` is kept, by tags that were read during this command and at most ten seconds ago.
    pub(super) async fn kept_now(
        &self,
        instance: &Instance,
        waiting: &ThrottleWait,
    ) -> Result<Seen<Kept>, AzureError> {
        let (workspace, now) = (&instance.id.workspace, self.clock.now());
        let (keeps, fresh) = self.keeps_of(workspace, waiting).await?;
        if fresh {
            sweep(&self.azure, workspace, &keeps.expired(now), waiting).await;
        }
        Ok(keeps.with(keeps.of(instance, now)))
    }

    /// The keeps of a workspace, and whether they were read just now.
    pub(super) async fn keeps_of(
        &self,
        workspace: &Alias,
        waiting: &ThrottleWait,
    ) -> Result<(Seen<Arc<Keeps>>, bool), AzureError> {
        self.keeps.get(workspace, waiting, || self.read_keeps(workspace, waiting)).await
    }

    async fn read_keeps(&self, workspace: &Alias, waiting: &ThrottleWait) -> Result<Seen<Keeps>, AzureError> {
        let tags = waiting.retry_throttled(|| self.azure.tags(workspace, waiting)).await?;
        Ok(tags.with(Keeps::among(&tags)))
    }

    /// Keeps instances from machines, or releases them: writes what is wanted for each, or deletes what is there. The
    /// look at each counts until its time: if writing takes longer, the instance may be deleted by then, so it is read
    /// again. Instances of one workspace that stand together are written together. What makes a keep longer and comes again
    /// `resent_within` this time counts once.
    pub async fn keep(
        &self,
        wanted: Vec<(Permit<&KeepClause>, Instant, Kept)>,
        resent_within: SignedDuration,
        waiting: &ThrottleWait,
    ) -> Vec<(ComputeId, Result<Change<Kept>, SettingError>)> {
        let wanted = wanted.into_iter().map(|(permit, until, kept)| (permit.instance().clone(), until, kept));
        let wanted: Vec<_> = wanted.collect();
        let workspaces = wanted.chunk_by(|(one, ..), (next, ..)| one.id.workspace == next.id.workspace);
        let changes = workspaces.map(async |wanted| {
            let workspace = &wanted[0].0.id.workspace;
            let changed = self.change_keeps(workspace, wanted, resent_within, waiting).await;
            self.keeps.forget(workspace);
            let outcomes = match changed {
                Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error); wanted.len()],
            };
            let checked = wanted.iter().zip(outcomes).map(async |((instance, seen_until, _), outcome)| {
                let mut outcome = outcome.map_err(SettingError::from);
                if outcome.is_ok() && Instant::now() > *seen_until {
                    let look = waiting.retry_throttled(|| self.azure.get(&instance.id, waiting)).await;
                    if let Err(SettingError::Gone) = of_instance(instance, look, |seen| seen) {
                        outcome = Err(AzureError::of(AzureErrorKind::NotFound).into());
                    }
                }
                (instance.id.clone(), outcome)
            });
            join_all(checked).await
        });
        join_all(changes).await.concat()
    }

    /// One write for all instances of `wanted`, which are in `workspace`.
    async fn change_keeps(
        &self,
        workspace: &Alias,
        wanted: &[(Instance, Instant, Kept)],
        resent_within: SignedDuration,
        waiting: &ThrottleWait,
    ) -> Result<Vec<Change<Kept>>, AzureError> {
        let now = self.clock.now();
        let keeps = self.read_keeps(workspace, waiting).await?;
        let wanted = wanted.iter().map(|(instance, seen, wanted)| {
            (instance, seen, extended(keeps.of(instance, now), wanted.clone(), resent_within, now))
        });
        let wanted: Vec<_> = wanted.collect();
        let (mut written, mut deleted) = (Tags::new(), Tags::new());
        for (instance, _, wanted) in &wanted {
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
            self.read_keeps(workspace, waiting).await?
        } else {
            keeps.clone()
        };
        let outcome = |(instance, _, wanted): &(&Instance, &Instant, Kept)| {
            let before = keeps.of(instance, now);
            unchanged(before.clone(), wanted).unwrap_or_else(|| match keeps_now.of(instance, now) {
                now if now.says(wanted) => Change::Done { now, before },
                now => Change::Otherwise(now),
            })
        };
        Ok(wanted.iter().map(outcome).collect())
    }
}

/// What is wanted. If it makes a present keep longer, it ends that much later, or is done already.
fn extended(before: Kept, mut wanted: Kept, resent_within: SignedDuration, now: Timestamp) -> Kept {
    if let (Kept::Until(present), Kept::Until(keep)) = (before, &mut wanted)
        && let Some((_, length)) = keep.more
    {
        if present.is_lengthened_by(keep, resent_within) {
            return Kept::Until(present);
        }
        let after = |at: Timestamp, length| at.saturating_add(length).unwrap_or(Timestamp::MAX);
        let end = after(present.until, SignedDuration::from_secs(length)).min(after(now, LONGEST_KEEP));
        keep.until = end.max(present.until);
    }
    wanted
}

/// The outcome if nothing has to be written: it is so already, or somebody else keeps the instance for longer.
fn unchanged(before: Kept, wanted: &Kept) -> Option<Change<Kept>> {
    match (&before, wanted) {
        (one, wanted) if one.says(wanted) => Some(Change::Already(before)),
        (Kept::Until(keep), Kept::Until(again)) if keep.is_repeated_by(again) => {
            Some(Change::Already(before))
        }
        (Kept::Until(keep), Kept::Until(shorter)) if keep.outlasts(shorter) => Some(Change::Longer(before)),
        _ => None,
    }
}
