//! Follows instances until each has settled, or until time is up.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    time::Duration,
};

use futures::future::{BoxFuture, join_all};

use super::engine::Engine;
use crate::{
    azure::{AzureError, AzureErrorKind, Compute, Seen, ThrottleWait},
    follow_up::{FollowUp, Observed, Step},
    lifecycle::{Outcome, Report},
    target::{Alias, ComputeId},
};

/// The pause between two lists of a workspace with several followed instances.
const BULK_PACE: Duration = Duration::from_secs(15);

impl Engine {
    /// Settles each pending report, or says what is known when time runs out.
    pub(super) async fn follow(
        &self,
        reports: &mut [Report],
        waiting: &ThrottleWait,
        end: BoxFuture<'_, ()>,
    ) {
        let mut pending: Vec<_> = reports
            .iter_mut()
            .filter_map(|report| {
                let (follow_up, step) = FollowUp::of(report.id.clone(), &report.outcome)?;
                Some((report, follow_up, step))
            })
            .collect();
        match pending.len() {
            1 => {
                let (report, follow_up, first) = pending.remove(0);
                report.outcome = self.follow_one(follow_up, first, waiting, end).await;
            }
            _ => {
                let pending = pending.into_iter().map(|(report, follow_up, _)| (report, follow_up)).collect();
                self.follow_many(pending, waiting, end).await;
            }
        }
    }

    async fn follow_one(
        &self,
        mut follow_up: FollowUp,
        mut step: Step,
        waiting: &ThrottleWait,
        mut end: BoxFuture<'_, ()>,
    ) -> Outcome {
        loop {
            let after = match step {
                Step::Look(after) => after,
                Step::Tell(outcome) => return outcome,
            };
            let seen = tokio::select! {
                biased;
                seen = self.see(&follow_up, after, waiting) => seen,
                () = &mut end => return follow_up.give_up(),
            };
            step = follow_up.step(seen, self.clock.now());
        }
    }

    async fn see(&self, follow_up: &FollowUp, after: Duration, waiting: &ThrottleWait) -> Observed {
        tokio::time::sleep(after).await;
        match &follow_up.pending.operation {
            Some(operation) => Observed::Operation(self.azure.operation(operation, waiting).await),
            None => Observed::Instance(
                self.azure.get(&follow_up.id, waiting).await.map(|seen| Box::new(seen.into_inner())),
            ),
        }
    }

    /// Reads one list per workspace and round, for any number of instances.
    async fn follow_many(
        &self,
        mut pending: Vec<(&mut Report, FollowUp)>,
        waiting: &ThrottleWait,
        mut end: BoxFuture<'_, ()>,
    ) {
        let mut pace = BULK_PACE;
        while !pending.is_empty() {
            let seen = tokio::select! {
                biased;
                seen = self.see_all(&pending, pace, waiting) => seen,
                () = &mut end => {
                    for (report, follow_up) in pending {
                        report.outcome = follow_up.give_up();
                    }
                    return;
                }
            };
            let now = self.clock.now();
            let mut seen = seen.into_iter();
            pace = BULK_PACE;
            pending.retain_mut(|(report, follow_up)| {
                let Some(seen) = seen.next() else {
                    return true;
                };
                match follow_up.step(Observed::Instance(seen.map(Box::new)), now) {
                    Step::Look(after) => {
                        pace = pace.max(after); // throttled: all wait
                        true
                    }
                    Step::Tell(outcome) => {
                        report.outcome = outcome;
                        false
                    }
                }
            });
        }
    }

    /// The present state of each of `pending`, in order. If the list leaves out the last operation, the instance
    /// itself is read.
    async fn see_all(
        &self,
        pending: &[(&mut Report, FollowUp)],
        after: Duration,
        waiting: &ThrottleWait,
    ) -> Vec<Result<Compute, AzureError>> {
        tokio::time::sleep(after).await;
        let workspaces: BTreeSet<&Alias> =
            pending.iter().map(|(_, follow_up)| &follow_up.id.workspace).collect();
        let lists = workspaces.iter().map(async |workspace| {
            let list = self.azure.list(workspace, waiting).await?;
            let by_id = list.into_iter().map(|seen| (seen.id.clone(), seen.into_inner()));
            Ok(by_id.collect())
        });
        let lists: BTreeMap<_, _> = workspaces.iter().copied().zip(join_all(lists).await).collect();
        join_all(pending.iter().map(async |(_, follow_up)| match find(&lists, &follow_up.id) {
            Ok(compute) if compute.last_operation.is_none() => {
                self.azure.get(&compute.id, waiting).await.map(Seen::into_inner)
            }
            seen => seen,
        }))
        .await
    }
}

fn find(
    lists: &BTreeMap<&Alias, Result<HashMap<ComputeId, Compute>, AzureError>>,
    id: &ComputeId,
) -> Result<Compute, AzureError> {
    let gone = || AzureError::of(AzureErrorKind::NotFound);
    let listed = lists.get(&id.workspace).ok_or_else(gone)?.as_ref().map_err(Clone::clone)?;
    listed.get(id).cloned().ok_or_else(gone)
}
