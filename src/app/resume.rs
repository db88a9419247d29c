//! Follows what was asked of Azure until each instance has settled, or until we have to stop.

use std::{collections::BTreeMap, time::Duration};

use futures::future::BoxFuture;

use super::{App, Later};
use crate::{
    azure::{AzureError, Compute, Kind},
    follow_up::{At, FollowUp, Seen, Step},
    lifecycle::{Outcome, Report},
    target::Alias,
};

/// Between two lists of a workspace when several of its instances are followed.
const BULK_PACE: Duration = Duration::from_secs(15);

impl App {
    /// Turns each report that is pending into one that is settled, or says what is known when
    /// time runs out.
    pub(super) async fn resume(&self, reports: &mut [Report], later: &dyn Later) {
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
                report.outcome = self.follow_one(follow_up, first, later.out_of_time()).await;
            }
            _ => self.follow_many(pending, later.out_of_time()).await,
        }
    }

    async fn follow_one(
        &self,
        mut follow_up: FollowUp,
        mut step: Step,
        mut out_of_time: BoxFuture<'_, ()>,
    ) -> Outcome {
        loop {
            let (at, after) = match step {
                Step::Look { at, after } => (at, after),
                Step::Tell(outcome) => return outcome,
            };
            let seen = tokio::select! {
                biased;
                seen = self.see(&follow_up, at, after) => seen,
                () = &mut out_of_time => return follow_up.give_up(),
            };
            step = follow_up.step(seen, self.clock.now());
        }
    }

    async fn see(&self, follow_up: &FollowUp, at: At, after: Duration) -> Seen {
        tokio::time::sleep(after).await;
        match (at, &follow_up.pending.operation) {
            (At::Operation, Some(operation)) => Seen::Operation(self.azure.operation(operation).await),
            _ => Seen::Instance(self.azure.get(&follow_up.id).await),
        }
    }

    /// One list per workspace and round, however many of its instances are followed.
    async fn follow_many(
        &self,
        mut pending: Vec<(&mut Report, FollowUp, Step)>,
        mut out_of_time: BoxFuture<'_, ()>,
    ) {
        while !pending.is_empty() {
            let lists = tokio::select! {
                biased;
                lists = self.see_all(&pending) => lists,
                () = &mut out_of_time => {
                    for (report, follow_up, _) in pending {
                        report.outcome = follow_up.give_up();
                    }
                    return;
                }
            };
            let now = self.clock.now();
            pending.retain_mut(|(report, follow_up, _)| {
                match follow_up.step(Seen::Instance(find(&lists, follow_up)), now) {
                    Step::Look { .. } => true,
                    Step::Tell(outcome) => {
                        report.outcome = outcome;
                        false
                    }
                }
            });
        }
    }

    async fn see_all(&self, pending: &[(&mut Report, FollowUp, Step)]) -> Lists {
        tokio::time::sleep(BULK_PACE).await;
        let mut lists = Lists::new();
        for (_, follow_up, _) in pending {
            let workspace = &follow_up.id.workspace;
            if !lists.contains_key(workspace) {
                lists.insert(workspace.clone(), self.azure.list(workspace).await);
            }
        }
        lists
    }
}

type Lists = BTreeMap<Alias, Result<Vec<Compute>, AzureError>>;

fn find(lists: &Lists, follow_up: &FollowUp) -> Result<Compute, AzureError> {
    let gone = AzureError {
        kind: Kind::NotFound,
        status: None,
        correlation: None,
    };
    match lists.get(&follow_up.id.workspace) {
        Some(Ok(computes)) => computes
            .iter()
            .find(|compute| compute.id == follow_up.id)
            .cloned()
            .ok_or(gone),
        Some(Err(error)) => Err(error.clone()),
        None => Err(gone),
    }
}
