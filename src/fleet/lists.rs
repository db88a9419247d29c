//! Many names in one workspace: its list is read once, in place of each of them.

use std::collections::{BTreeMap, HashMap};

use futures::future::join_all;

use super::Reading;
use crate::{
    azure::{AzureError, Compute, Kind, Seen},
    command,
    target::{Alias, ComputeId, Target},
};

/// Whole workspaces as they were listed.
pub(super) type Lists = BTreeMap<Alias, Result<HashMap<ComputeId, Seen<Compute>>, AzureError>>;

impl Reading<'_> {
    /// The lists of the workspaces in which so many of the names could be that one call is cheaper.
    pub(super) async fn lists_for(&self, targets: &[Target]) -> Lists {
        let names_in = |alias: &&Alias| {
            targets
                .iter()
                .filter(|target| self.may_be_in(alias, target))
                .count()
        };
        let listed = self.aliases().filter(|alias| names_in(alias) > command::BULK);
        let lists = listed.map(async |alias| {
            let list = self
                .waiting
                .patiently(|| self.fleet.azure.list(alias, self.waiting))
                .await;
            let by_id = |list: Vec<Seen<Compute>>| list.into_iter().map(|seen| (seen.id.clone(), seen));
            (alias.clone(), list.map(|list| by_id(list).collect()))
        });
        join_all(lists).await.into_iter().collect()
    }

    /// One instance as it was listed, else as it is read.
    pub(super) async fn read(&self, id: &ComputeId, lists: &Lists) -> Result<Seen<Compute>, AzureError> {
        let not_there = || AzureError::of(Kind::NotFound);
        match lists.get(&id.workspace) {
            Some(Ok(list)) => list.get(id).cloned().ok_or_else(not_there),
            Some(Err(error)) => Err(error.clone()),
            None => {
                self.waiting
                    .patiently(|| self.fleet.azure.get(id, self.waiting))
                    .await
            }
        }
    }
}
