//! Follows instances until each has settled, or until time is up.

use std::{
    collections::BTreeSet,
    ops::ControlFlow::{Break, Continue},
    time::Duration,
};

use futures::future::{BoxFuture, Either, join_all};

use super::engine::Engine;
use crate::{
    azure::{AzureError, Compute, OperationResult, Seen, ThrottleWait},
    fleet,
    follow_up::FollowUp,
    lifecycle::Report,
    target::Alias,
};

/// The pause between two lists of a workspace with several followed instances.
const BULK_PACE: Duration = Duration::from_secs(15);

impl Engine {
    /// Settles each pending report, and each of an instance that was on its way already, or says what is known when time runs out.
    pub(super) async fn follow(
        &self,
        reports: &mut [Report],
        waiting: &ThrottleWait,
        mut end: BoxFuture<'_, ()>,
    ) {
        let pending = reports.iter_mut().filter_map(|report| {
            let follow_up = FollowUp::of(report)?;
            Some((report, follow_up))
        });
        let mut pending: Vec<_> = pending.collect();
        let only = pending.len() == 1;
        let mut pace = pending.first().filter(|_| only).map_or(BULK_PACE, |(_, one)| one.pace(None));
        while !pending.is_empty() {
            let seen = tokio::select! {
                biased;
                seen = self.see_all(&pending, (only, pace), waiting) => seen,
                () = &mut end => {
                    for (report, follow_up) in pending {
                        report.outcome = follow_up.give_up();
                    }
                    return;
                }
            };
            let now = self.clock.now();
            let mut seen = seen.into_iter();
            pace = if only { Duration::ZERO } else { BULK_PACE };
            pending.retain_mut(|(report, follow_up)| {
                let step = match seen.next() {
                    Some(Either::Left(operation)) => follow_up.on_operation(operation, now),
                    Some(Either::Right(instance)) => follow_up.on_instance(instance, now),
                    None => return true,
                };
                match step {
                    Continue(after) => {
                        pace = pace.max(after); // throttled: all wait
                        true
                    }
                    Break(outcome) => {
                        report.outcome = outcome;
                        false
                    }
                }
            });
        }
    }

    /// The present state of each of `pending`, in order: of the `only` one by its operation, if Azure says where; of
    /// several by one list for each workspace, however many they are. If the list leaves out the last operation, the
    /// instance itself is read.
    async fn see_all(
        &self,
        pending: &[(&mut Report, FollowUp)],
        (only, after): (bool, Duration),
        waiting: &ThrottleWait,
    ) -> Vec<Either<Result<OperationResult, AzureError>, Result<Compute, AzureError>>> {
        tokio::time::sleep(after).await;
        let operation = pending.iter().filter(|_| only).find_map(|(_, one)| one.pending.operation.as_ref());
        if let Some(operation) = operation {
            return vec![Either::Left(self.azure.operation(operation, waiting).await)];
        }
        let workspaces: BTreeSet<&Alias> =
            pending.iter().filter(|_| !only).map(|(_, follow_up)| &follow_up.id.workspace).collect();
        let lists = join_all(workspaces.iter().map(|alias| self.azure.list(alias, waiting))).await;
        let lists = workspaces.into_iter().zip(lists).collect();
        let seen = pending.iter().map(async |(_, follow_up)| match fleet::find(&lists, &follow_up.id) {
            Some(Ok(compute)) if compute.last_operation.is_some() => Ok(compute.into_inner()),
            Some(Err(error)) => Err(error),
            _ => self.azure.get(&follow_up.id, waiting).await.map(Seen::into_inner),
        });
        join_all(seen).await.into_iter().map(Either::Right).collect()
    }
}
