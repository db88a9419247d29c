//! What an hour of an instance costs. No reply waits long for a price, and none fails for want of one.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::future::join_all;

use super::{client::Azure, compute::Compute, error::AzureError, money::Money, price_list::Prices};
use crate::target::Alias;

/// As long as a reply waits to name a price.
const PATIENCE: Duration = Duration::from_secs(2);

impl Azure {
    /// Asks for the prices in a region, once a day for all who want to know.
    ///
    /// # Errors
    ///
    /// As any read, and for a minute without asking again.
    pub async fn prices(&self, workspace: &Alias, location: &str) -> Result<Arc<Prices>, AzureError> {
        let subscription = &self.settings_of(workspace)?.subscription;
        self.prices
            .get(&self.arm, &self.api_version, subscription, location)
            .await
    }

    /// What an hour of each costs, in their order. `None` where it is not known within two seconds:
    /// a reply does not wait for it.
    pub async fn prices_of(&self, computes: &[&Compute]) -> Vec<Option<Money>> {
        let place = |compute: &Compute| Some((compute.id.workspace.clone(), compute.location.clone()?));
        let mut known: BTreeMap<_, Option<Arc<Prices>>> = computes
            .iter()
            .filter_map(|compute| Some((place(compute)?, None)))
            .collect();
        join_all(known.iter_mut().map(async |((workspace, location), prices)| {
            let asked = tokio::time::timeout(PATIENCE, self.prices(workspace, location));
            *prices = asked.await.ok().and_then(Result::ok);
        }))
        .await;
        let price = |compute: &&Compute| {
            let prices = known.get(&place(compute)?)?.as_ref()?;
            prices.per_hour(compute.vm_size.as_deref()?)
        };
        computes.iter().map(price).collect()
    }
}
