//! The price of an hour of an instance. No reply waits long for a price or fails without one.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::future::join_all;

use super::{client::Azure, compute::Compute, error::AzureError, money::Money, price_list::Prices};
use crate::target::Alias;

/// The longest that a reply waits for a price.
const PATIENCE: Duration = Duration::from_secs(2);

impl Azure {
    /// The prices in a region, read once a day for all callers.
    ///
    /// # Errors
    ///
    /// As any read; an error is kept for a minute.
    pub async fn prices(&self, workspace: &Alias, location: &str) -> Result<Arc<Prices>, AzureError> {
        let subscription = &self.settings_of(workspace)?.subscription;
        self.prices.get(&self.arm, &self.api_version, subscription, location).await
    }

    /// The price of an hour of each, in their order. `None` if it is not known within two seconds.
    pub async fn prices_of(&self, computes: &[&Compute]) -> Vec<Option<Money>> {
        let place = |compute: &Compute| Some((compute.id.workspace.clone(), compute.location.clone()?));
        let mut known: BTreeMap<_, Option<Arc<Prices>>> =
            computes.iter().filter_map(|compute| Some((place(compute)?, None))).collect();
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
