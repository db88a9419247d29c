//! Follows instances until each has settled, or until time is up.

use std::{
    collections::BTreeSet,
    ops::ControlFlow::{Break, Continue},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use futures::future::{BoxFuture, Either, join_all};

use super::engine::Engine;
use crate::{
    azure::{AzureError, Compute, OperationResult, Seen, ThrottleWait},
    fleet,
    follow_up::{FollowUp, PACE},
    lifecycle::Report,
    target::Alias,
};

/// The shortest pause between two looks at several instances, so that a small fleet is reported when it is down.
const BULK_PACE: Duration = Duration::from_secs(3);

/// The longest one.
const SLOWEST: Duration = Duration::from_secs(15);

/// The part of the pause for each read of a look: a fifth of what Azure allows.
const PACE_OF_READ: Duration = Duration::from_millis(200);

/// The pause before a look of so many reads at several instances. Where it is unsure whether Azure has accepted a command,
/// looks are counted, and need their time.
fn bulk_pace(pending: &[(&mut Report, FollowUp)], reads: usize) -> Duration {
    let are_certain = pending.iter().all(|(_, one)| one.is_certain());
    if are_certain { (PACE_OF_READ * reads as u32).clamp(BULK_PACE, SLOWEST) } else { SLOWEST }
}

fn workspaces<'a>(pending: &'a [(&mut Report, FollowUp)]) -> BTreeSet<&'a Alias> {
    pending.iter().map(|(_, follow_up)| &follow_up.id.workspace).collect()
}

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
        let mut pace = pending.first().filter(|_| only).map(|(_, one)| one.pace(None)).unwrap_or_default();
        let mut reads = workspaces(&pending).len();
        while !pending.is_empty() {
            if !only {
                pace = pace.max(bulk_pace(&pending, reads));
            }
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
            let (seen, singly) = seen;
            let mut seen = seen.into_iter();
            pace = Duration::ZERO;
            pending.retain_mut(|(report, follow_up)| {
                let step = match seen.next() {
                    Some(Either::Left(operation)) => follow_up.on_operation(operation, now),
                    Some(Either::Right(instance)) => follow_up.on_instance(instance, now),
                    None => return true,
                };
                match step {
                    Continue(after) => {
                        // Throttled: all wait.
                        if only || after > PACE {
                            pace = pace.max(after);
                        }
                        true
                    }
                    Break(outcome) => {
                        report.outcome = outcome;
                        false
                    }
                }
            });
            reads = workspaces(&pending).len() + singly.min(pending.len());
        }
    }

    /// The present state of each of `pending`, in order: of the `only` one by its operation, if Azure says where; of
    /// several by one list for each workspace, however many they are. If the list leaves out the last operation, the
    /// instance itself is read. With them comes how many were.
    async fn see_all(
        &self,
        pending: &[(&mut Report, FollowUp)],
        (only, after): (bool, Duration),
        waiting: &ThrottleWait,
    ) -> (Vec<Either<Result<OperationResult, AzureError>, Result<Compute, AzureError>>>, usize) {
        tokio::time::sleep(after).await;
        let operation = pending.iter().filter(|_| only).find_map(|(_, one)| one.pending.operation.as_ref());
        if let Some(operation) = operation {
            return (vec![Either::Left(self.azure.operation(operation, waiting).await)], 0);
        }
        let workspaces = if only { BTreeSet::new() } else { workspaces(pending) };
        let lists = join_all(workspaces.iter().map(|alias| self.azure.list(alias, waiting))).await;
        let lists = workspaces.into_iter().zip(lists).collect();
        let singly = AtomicUsize::new(0);
        let seen = pending.iter().map(async |(_, follow_up)| match fleet::find(&lists, &follow_up.id) {
            Some(Ok(compute)) if compute.last_operation.is_some() => Ok(compute.into_inner()),
            Some(Err(error)) => Err(error),
            _ => {
                singly.fetch_add(1, Relaxed);
                self.azure.get(&follow_up.id, waiting).await.map(Seen::into_inner)
            }
        });
        let seen = join_all(seen).await.into_iter().map(Either::Right).collect();
        (seen, singly.into_inner())
    }
}
