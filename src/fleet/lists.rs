//! Many names in one workspace: its list is read once instead of each instance.

use std::collections::{BTreeMap, HashMap};

use futures::future::join_all;

use crate::{
    azure::{Azure, AzureError, AzureErrorKind, Compute, Seen, ThrottleWait},
    target::{Alias, ComputeId},
};

/// The lists of whole workspaces.
pub(super) struct Lists(BTreeMap<Alias, Result<HashMap<ComputeId, Seen<Compute>>, AzureError>>);

impl Lists {
    pub(super) async fn read<'a>(
        azure: &Azure,
        workspaces: impl Iterator<Item = &'a Alias>,
        waiting: &ThrottleWait,
    ) -> Self {
        let lists = workspaces.map(async |alias| {
            let list = waiting.retry_throttled(|| azure.list(alias, waiting)).await;
            let by_id = |list: Vec<Seen<Compute>>| list.into_iter().map(|seen| (seen.id.clone(), seen));
            (alias.clone(), list.map(|list| by_id(list).collect()))
        });
        Self(join_all(lists).await.into_iter().collect())
    }

    /// An instance from the list of its workspace, or from Azure if that was not listed.
    pub(super) async fn get(
        &self,
        azure: &Azure,
        id: &ComputeId,
        waiting: &ThrottleWait,
    ) -> Result<Seen<Compute>, AzureError> {
        match self.0.get(&id.workspace) {
            Some(Ok(list)) => list.get(id).cloned().ok_or_else(|| AzureError::of(AzureErrorKind::NotFound)),
            Some(Err(error)) => Err(error.clone()),
            None => waiting.retry_throttled(|| azure.get(id, waiting)).await,
        }
    }
}
