//! Follows instances until each has settled, or until time is up.

use std::{
    collections::BTreeSet,
    ops::ControlFlow::{self, Break, Continue},
    time::Duration,
};

use futures::future::{BoxFuture, join_all};

use super::engine::Engine;
use crate::{
    azure::{AzureError, Compute, Seen, ThrottleWait},
    fleet,
    follow_up::FollowUp,
    lifecycle::{Outcome, Report},
    target::Alias,
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
        let pending = reports.iter_mut().filter_map(|report| {
            let follow_up = FollowUp::of(report.id.clone(), &report.outcome)?;
            Some((report, follow_up))
        });
        let mut pending: Vec<_> = pending.collect();
        if let [(report, follow_up)] = pending.as_mut_slice() {
            report.outcome = self.follow_one(follow_up, waiting, end).await;
        } else {
            self.follow_many(pending, waiting, end).await;
        }
    }

    async fn follow_one(
        &self,
        follow_up: &mut FollowUp,
        waiting: &ThrottleWait,
        mut end: BoxFuture<'_, ()>,
    ) -> Outcome {
        let mut after = follow_up.pace(None);
        loop {
            let step = tokio::select! {
                biased;
                step = self.step(follow_up, after, waiting) => step,
                () = &mut end => return follow_up.give_up(),
            };
            match step {
                Continue(next) => after = next,
                Break(outcome) => return outcome,
            }
        }
    }

    async fn step(
        &self,
        follow_up: &mut FollowUp,
        after: Duration,
        waiting: &ThrottleWait,
    ) -> ControlFlow<Outcome, Duration> {
        tokio::time::sleep(after).await;
        if let Some(operation) = &follow_up.pending.operation {
            let seen = self.azure.operation(operation, waiting).await;
            follow_up.on_operation(seen, self.clock.now())
        } else {
            let seen = self.azure.get(&follow_up.id, waiting).await.map(Seen::into_inner);
            follow_up.on_instance(seen, self.clock.now())
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
                match follow_up.on_instance(seen, now) {
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
        let lists = join_all(workspaces.iter().map(|alias| self.azure.list(alias, waiting))).await;
        let lists = workspaces.into_iter().zip(lists).collect();
        join_all(pending.iter().map(async |(_, follow_up)| match fleet::find(&lists, &follow_up.id) {
            Some(Ok(compute)) if compute.last_operation.is_some() => Ok(compute.into_inner()),
            Some(Err(error)) => Err(error),
            _ => self.azure.get(&follow_up.id, waiting).await.map(Seen::into_inner),
        }))
        .await
    }
}
